import GRDB

/// The touched ranks as runs without gaps. With a million samples labeled in order there is one run; with people who
/// jump about there are a few.
extension Database {
  /// The run that holds `rank`, if any. One index look-up.
  func run(holding rank: Int) throws -> ClosedRange<Int>? {
    let row = try SQLRow.fetchOne(
      cachedStatement(sql: "SELECT first, last FROM runs WHERE first <= ? ORDER BY first DESC LIMIT 1"),
      arguments: [rank])
    guard let row else { return nil }
    let (first, last): (Int, Int) = (row[0], row[1])
    return last >= rank ? first...last : nil
  }

  /// The first untouched rank that is not below `rank`; nil when all up to `end` (exclusive) are touched.
  func firstUntouched(from rank: Int, end: Int) throws -> Int? {
    let candidate = try run(holding: rank).map { $0.upperBound + 1 } ?? rank
    return candidate < end ? candidate : nil
  }

  /// The last untouched rank that is not above `rank`; nil when all down to 0 are touched.
  func lastUntouched(upTo rank: Int) throws -> Int? {
    let candidate = try run(holding: rank).map { $0.lowerBound - 1 } ?? rank
    return candidate >= 0 ? candidate : nil
  }

  /// Adds a rank that no run holds yet, and joins it to its neighbours.
  func addToRuns(_ rank: Int) throws {
    let below = try run(holding: rank - 1)
    let above = try Int.fetchOne(
      cachedStatement(sql: "SELECT last FROM runs WHERE first = ?"), arguments: [rank + 1])
    if above != nil {
      try cachedStatement(sql: "DELETE FROM runs WHERE first = ?").execute(arguments: [rank + 1])
    }
    let last = above ?? rank
    if let below {
      try cachedStatement(sql: "UPDATE runs SET last = ? WHERE first = ?").execute(arguments: [last, below.lowerBound])
    } else {
      try cachedStatement(sql: "INSERT INTO runs (first, last) VALUES (?, ?)").execute(arguments: [rank, last])
    }
  }
}
