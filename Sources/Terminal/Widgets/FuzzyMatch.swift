/// How well a few typed letters fit a line: the letters in order, rated by where they stand.
public struct FuzzyMatch: Equatable, Sendable {
  /// Higher is better; comparable between candidates for one query.
  public let score: Int
  /// The graphemes of the candidate that matched, in order.
  public let positions: [Int]

  private static let atStart = 12
  private static let atWord = 8
  private static let inRun = 6
  private static let skipped = 1

  /// Nil when the letters of `query` (spaces aside, whatever the case) are not in `candidate` in this order.
  ///
  /// The best of all ways to place the letters, by dynamic programming over letter and place: O(query · candidate).
  public init?(_ query: String, in candidate: String) {
    let wanted = query.lowercased().filter { $0 != " " }.map { $0 }
    let letters = Array(candidate.lowercased())
    guard !wanted.isEmpty else {
      score = 0
      positions = []
      return
    }
    guard wanted.count <= letters.count else { return nil }
    let none = Int.min / 2
    // best[i][j]: letters 0...i placed, the last of them at j.
    var best = Array(repeating: Array(repeating: none, count: letters.count), count: wanted.count)
    var from = Array(repeating: Array(repeating: -1, count: letters.count), count: wanted.count)
    for i in wanted.indices {
      var reach = none  // the best end of letter i - 1 left of j, less what is skipped since
      var reachFrom = -1
      for j in letters.indices {
        if i > 0 && j > 0 {
          reach -= FuzzyMatch.skipped
          if j > 1, best[i - 1][j - 2] - FuzzyMatch.skipped > reach {
            reach = best[i - 1][j - 2] - FuzzyMatch.skipped
            reachFrom = j - 2
          }
        }
        guard letters[j] == wanted[i] else { continue }
        let bonus = FuzzyMatch.bonus(at: j, in: letters)
        guard i > 0 else {
          best[i][j] = bonus - min(j, 8) * FuzzyMatch.skipped
          continue
        }
        guard j > 0 else { continue }
        let run = best[i - 1][j - 1] == none ? none : best[i - 1][j - 1] + FuzzyMatch.inRun
        if run >= reach {
          best[i][j] = run == none ? none : run + bonus
          from[i][j] = j - 1
        } else {
          best[i][j] = reach + bonus
          from[i][j] = reachFrom
        }
      }
    }
    guard let last = best.last, let end = last.indices.max(by: { last[$0] < last[$1] }), last[end] > none / 2 else {
      return nil
    }
    var place = end
    var places = [end]
    for i in wanted.indices.dropFirst().reversed() {
      place = from[i][place]
      places.append(place)
    }
    positions = places.reversed()
    // Of equals the shorter line is meant.
    score = last[end] * 4 - min(letters.count, 100) / 4
  }

  private static func bonus(at place: Int, in letters: [Character]) -> Int {
    if place == 0 { return atStart }
    let before = letters[place - 1]
    return before.isLetter || before.isNumber ? 1 : atWord
  }
}
