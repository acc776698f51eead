import Testing

@testable import LabelStatistics

@Suite("Dawid-Skene in the order of votes")
struct OrderOfVotesTests {
  /// 400 items of three values, each with one to five votes of twelve annotators who err as often as their number says.
  private func crowd() -> Ratings {
    var random = SplitMix(state: 8)
    var ratings = Ratings(items: [], annotators: [], values: [], itemCount: 400, annotatorCount: 12, valueCount: 3)
    for item in 0..<400 {
      let first = Int(random.next() % 12)
      for offset in 0...Int(random.next() % 5) {
        let annotator = (first + offset) % 12
        let isWrong = random.next() % 40 < UInt64(annotator)
        ratings.items.append(Int32(item))
        ratings.annotators.append(Int32(annotator))
        ratings.values.append(Int32((item + (isWrong ? 1 + Int(random.next() % 2) : 0)) % 3))
      }
    }
    return ratings
  }

  @Test("Not a bit depends on how items are numbered, on items without a rating or on the order of the ratings")
  func numbers() {
    let ratings = crowd()
    let result = dawidSkeneInOrderOfVotes(ratings)
    // 7 has no factor with 1,000, so that every item gets a number of its own.
    let number = { (item: Int) in (item * 7 + 3) % 1000 }
    var other = ratings
    other.itemCount = 1000
    other.items = ratings.items.map { Int32(number(Int($0))) }
    other.items.reverse()
    other.annotators.reverse()
    other.values.reverse()
    let renumbered = dawidSkeneInOrderOfVotes(other)
    #expect(renumbered.logLikelihood == result.logLikelihood && renumbered.annotators == result.annotators)
    #expect(renumbered.classPriors == result.classPriors && renumbered.warnings == result.warnings)
    for item in 0..<400 {
      let there = number(item)
      #expect(Array(renumbered[there]) == Array(result[item]))
      #expect(renumbered.labels[there] == result.labels[item] && renumbered.ties[there] == result.ties[item])
      #expect(renumbered.confidence[there] == result.confidence[item])
    }
    #expect(renumbered.answered == 400 && renumbered.labels.count == 1000)
  }

  @Test("It is the model of Dawid and Skene, but for the last digits")
  func model() throws {
    let ratings = crowd()
    let (ordered, plain) = (dawidSkeneInOrderOfVotes(ratings), dawidSkene(ratings))
    #expect(ordered.labels == plain.labels && ordered.converged)
    #expect(abs(try #require(ordered.logLikelihood) - (try #require(plain.logLikelihood))) < 1e-6)
    for (one, two) in zip(ordered.posteriors, plain.posteriors) { #expect(abs(one - two) < 1e-6) }
  }

  @Test("Without a rating there is no label, and nothing breaks")
  func empty() {
    let none = Ratings(items: [], annotators: [], values: [], itemCount: 3, annotatorCount: 0, valueCount: 2)
    let result = dawidSkeneInOrderOfVotes(none)
    #expect(result.labels == [-1, -1, -1] && result.posteriors == [0, 0, 0, 0, 0, 0])
    #expect(result.posteriors == dawidSkene(none).posteriors)
  }
}
