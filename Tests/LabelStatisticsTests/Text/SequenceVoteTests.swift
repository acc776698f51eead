import Testing

@testable import LabelStatistics

@Suite("ROVER on sequences of words")
struct SequenceVoteTests {
  private func vote(_ texts: [String]) -> (text: String, vote: SequenceVote) {
    var names: [String] = []
    let sequences = texts.map { text in
      text.split(separator: " ").map { word -> Int32 in
        if let number = names.firstIndex(of: String(word)) { return Int32(number) }
        names.append(String(word))
        return Int32(names.count - 1)
      }
    }
    let vote = roverOfSequences(sequences)
    return (vote.words.map { names[Int($0)] }.joined(separator: " "), vote)
  }

  @Test("Each place gets the word of most, wherever the others put one in, left one out or wrote another")
  func majority() {
    #expect(vote(["a b c d", "a x c d", "a b d", "a b c d e"]).text == "a b c d")
    #expect(vote(["the cat sat", "the bat sat on", "the cat sat on"]).text == "the cat sat on")
    #expect(vote(["x a b", "a b", "a b"]).text == "a b")
    // A word that came in with the second sequence is found again by the third.
    #expect(vote(["a c", "a b c", "a b c"]).text == "a b c")
  }

  @Test("One sequence is itself, all alike are sure, none or empty ones give nothing")
  func degenerate() {
    #expect(vote(["a b"]).vote == SequenceVote(words: [0, 1], confidence: 1, ties: 0))
    #expect(vote(["a b", "a b"]).vote == SequenceVote(words: [0, 1], confidence: 1, ties: 0))
    #expect(vote(["", ""]).vote == SequenceVote(words: [], confidence: 1, ties: 0))
    #expect(vote([]).vote == SequenceVote(words: [], confidence: 1, ties: 0))
    #expect(vote(["", "a", ""]).text == "")
  }

  @Test("A tie is counted and goes to the first; the confidence is the mean share behind the places")
  func ties() {
    let found = vote(["a b", "a c"])
    #expect(found.text == "a b")
    #expect(found.vote.ties == 1 && found.vote.confidence == 0.75)
    #expect(vote(["a", ""]).text == "a" && vote(["", "a"]).text == "")
    #expect(vote(["a b", "a c", "a c"]).vote.ties == 0)
  }

  @Test("The vote of many noisy copies is nearer to what was copied than the copies are, on random texts")
  func noise() {
    var random = SplitMix(state: 51)
    var (ofVotes, ofCopies, copies) = (0, 0, 0)
    for _ in 0..<40 {
      let truth = (0..<12).map { _ in UInt32(random.below(9)) }
      let noisy = (0..<5).map { _ in
        truth.flatMap { word -> [Int32] in
          switch random.below(12) {
          case 0: return []
          case 1: return [Int32(word), Int32(random.below(9))]
          case 2: return [Int32(random.below(9))]
          default: return [Int32(word)]
          }
        }
      }
      ofVotes += editDistance(roverOfSequences(noisy).words.map { UInt32($0) }, truth)
      for copy in noisy { ofCopies += editDistance(copy.map { UInt32($0) }, truth) }
      copies += noisy.count
    }
    #expect(Double(ofVotes) / 40 < Double(ofCopies) / Double(copies) / 2, "\(ofVotes) \(ofCopies)")
  }
}
