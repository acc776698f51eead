/// One sequence of words out of many.
public struct SequenceVote: Equatable, Sendable {
  /// Words by their numbers, in the order of the places.
  public var words: [Int32]
  /// The mean share of the voters behind each place, also behind places that stay empty; 1 where there is no place.
  public var confidence: Double
  /// Places where as many voted for another word, or for none.
  public var ties: Int
}

/// ROVER (Fiscus 1997, "A Post-Processing System to Yield Reduced Word Error Rates"): sequences are aligned one after the other
/// with the places that those before them make, and each place gets the word, or none, that most have there. Of equals
/// that of the sequence that comes first.
///
/// An alignment costs 4 for another word in a place, 3 for a word without a place and 3 for a place without a word, as in
/// NIST's scoring; a word that any sequence has in a place costs nothing there. The order of the sequences matters where
/// alignments cost the same. O(Σ over sequences of places · words).
public func roverOfSequences(_ sequences: [[Int32]]) -> SequenceVote {
  var network = WordNetwork()
  for sequence in sequences { network.add(sequence) }
  return network.vote
}

/// Places in a row, each with what every sequence so far has there; −1 where it has no word.
private struct WordNetwork {
  private static let none: Int32 = -1
  private static let (anotherWord, missing) = (4, 3)

  private var places: [[Int32]] = []
  private var count = 0

  mutating func add(_ words: [Int32]) {
    var joined: [[Int32]] = []
    let before = [Int32](repeating: Self.none, count: count)
    for step in alignment(with: words) {
      switch step {
      case .both(let place, let word): joined.append(places[place] + [words[word]])
      case .place(let place): joined.append(places[place] + [Self.none])
      case .word(let word): joined.append(before + [words[word]])
      }
    }
    places = joined
    count += 1
  }

  private enum Step {
    case both(Int, Int)
    case place(Int)
    case word(Int)
  }

  /// The cheapest one; among equals a word stands in a place rather than beside it.
  private func alignment(with words: [Int32]) -> [Step] {
    let costs = costs(words)
    var (place, word) = (places.count, words.count)
    var steps: [Step] = []
    while place > 0 || word > 0 {
      if place > 0, word > 0,
        costs[place][word] == costs[place - 1][word - 1] + cost(of: words[word - 1], in: place - 1)
      {
        (place, word) = (place - 1, word - 1)
        steps.append(.both(place, word))
      } else if place > 0, costs[place][word] == costs[place - 1][word] + Self.missing {
        place -= 1
        steps.append(.place(place))
      } else {
        word -= 1
        steps.append(.word(word))
      }
    }
    return steps.reversed()
  }

  /// By how many places and how many words are aligned.
  private func costs(_ words: [Int32]) -> [[Int]] {
    var costs = [[Int]](repeating: [Int](repeating: 0, count: words.count + 1), count: places.count + 1)
    for word in words.indices { costs[0][word + 1] = (word + 1) * Self.missing }
    for place in places.indices {
      costs[place + 1][0] = (place + 1) * Self.missing
      for word in words.indices {
        costs[place + 1][word + 1] = min(
          costs[place][word] + cost(of: words[word], in: place), costs[place][word + 1] + Self.missing,
          costs[place + 1][word] + Self.missing)
      }
    }
    return costs
  }

  private func cost(of word: Int32, in place: Int) -> Int { places[place].contains(word) ? 0 : Self.anotherWord }

  var vote: SequenceVote {
    var result = SequenceVote(words: [], confidence: 1, ties: 0)
    var shares = 0.0
    for place in places {
      var (best, bestVotes, isTie) = (Self.none, 0, false)
      for (index, word) in place.enumerated() where !place[..<index].contains(word) {
        let votes = place.count { $0 == word }
        if votes > bestVotes {
          (best, bestVotes, isTie) = (word, votes, false)
        } else if votes == bestVotes {
          isTie = true
        }
      }
      shares += Double(bestVotes) / Double(place.count)
      result.ties += isTie ? 1 : 0
      if best != Self.none { result.words.append(best) }
    }
    if !places.isEmpty { result.confidence = shares / Double(places.count) }
    return result
  }
}
