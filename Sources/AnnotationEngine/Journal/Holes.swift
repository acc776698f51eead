import GRDB

/// Ranks where no sample stands: a sample that two branches imported stands in one of its two places, and one that is
/// gone has left its place. People count without them. There are nearly never any; then nothing is looked up.
struct Holes {
  private let db: Database
  private let areThere: Bool

  /// `ranks` and `samples`: how many of each there are.
  init(_ db: Database, ranks: Int, samples: Int) {
    self.db = db
    areThere = ranks != samples
  }

  /// The place of a rank as people count, from 1. One index look-up.
  func place(of rank: Int) throws -> Int {
    guard areThere else { return rank + 1 }
    let run = try SQLRow.fetchOne(
      db.cachedStatement(sql: "SELECT first, last, before FROM holes WHERE first <= ? ORDER BY first DESC LIMIT 1"),
      arguments: [rank])
    guard let run else { return rank + 1 }
    let (first, last, before): (Int, Int, Int) = (run[0], run[1], run[2])
    return rank + 1 - before - (min(rank, last) - first + 1)
  }

  /// The rank of a place, which must be there. One index look-up.
  func rank(ofPlace place: Int) throws -> Int {
    guard areThere else { return place - 1 }
    let run = try SQLRow.fetchOne(
      db.cachedStatement(sql: "SELECT first, last, before FROM holes WHERE place < ? ORDER BY place DESC LIMIT 1"),
      arguments: [place])
    guard let run else { return place - 1 }
    let (first, last, before): (Int, Int, Int) = (run[0], run[1], run[2])
    return place - 1 + before + (last - first + 1)
  }

  /// `rank`, or the nearest behind (or before) it where a sample stands; it may be out of bounds.
  func passed(_ rank: Int, backwards: Bool) throws -> Int {
    guard areThere else { return rank }
    let run = try SQLRow.fetchOne(
      db.cachedStatement(sql: "SELECT first, last FROM holes WHERE first <= ? ORDER BY first DESC LIMIT 1"),
      arguments: [rank])
    guard let run, run[1] >= rank else { return rank }
    return backwards ? run[0] - 1 : run[1] + 1
  }

  func contains(_ rank: Int) throws -> Bool { try passed(rank, backwards: false) != rank }
}

extension Database {
  /// The ranks where no sample stands, in ascending order.
  func holes() throws -> [ClosedRange<Int>] {
    try SQLRow.fetchAll(cachedStatement(sql: "SELECT first, last FROM holes ORDER BY first")).map { row in
      (row[0] as Int)...(row[1] as Int)
    }
  }

  /// Writes the table anew. `ranks` are runs in ascending order that do not touch.
  func setHoles(_ ranks: [ClosedRange<Int>]) throws {
    try execute(sql: "DELETE FROM holes")
    var before = 0
    let insert = try cachedStatement(sql: "INSERT INTO holes (first, last, before, place) VALUES (?, ?, ?, ?)")
    for run in ranks {
      try insert.execute(arguments: [run.lowerBound, run.upperBound, before, run.lowerBound - before])
      before += run.count
    }
  }

  /// Writes `runs` anew: of what is touched, and of holes.
  func rebuildRuns() throws {
    var ranks = try Int.fetchAll(self, sql: "SELECT rank FROM touched ORDER BY rank")[...]
    var runs = Runs()
    for hole in try holes() {
      while let rank = ranks.first, rank < hole.lowerBound {
        runs.add(rank...rank)
        ranks.removeFirst()
      }
      // A sample that is on its way elsewhere may still be in one.
      while let rank = ranks.first, rank <= hole.upperBound { ranks.removeFirst() }
      runs.add(hole)
    }
    for rank in ranks { runs.add(rank...rank) }
    try execute(sql: "DELETE FROM runs")
    let insert = try cachedStatement(sql: "INSERT INTO runs (first, last) VALUES (?, ?)")
    for run in runs.all { try insert.execute(arguments: [run.lowerBound, run.upperBound]) }
  }
}

/// Numbers in ascending order, as runs without gaps.
struct Runs {
  private(set) var all: [ClosedRange<Int>] = []

  /// `run` begins behind the last.
  mutating func add(_ run: ClosedRange<Int>) {
    if let last = all.last, last.upperBound + 1 == run.lowerBound {
      all[all.count - 1] = last.lowerBound...run.upperBound
    } else {
      all.append(run)
    }
  }
}

extension QueueOrder {
  /// The ranks of runs of positions (or, with `backwards`, the positions of runs of ranks), as runs in ascending order.
  /// A run that takes up whole batches stays one; any other costs its length where the order is random.
  func mapped(_ runs: [ClosedRange<Int>], backwards: Bool = false) -> [ClosedRange<Int>] {
    guard order == .random else { return runs }
    var parts: [ClosedRange<Int>] = []
    for run in runs {
      for batch in batches where batch.first <= run.upperBound && run.lowerBound < batch.first + batch.count {
        let part = max(batch.first, run.lowerBound)...min(batch.first + batch.count - 1, run.upperBound)
        if part.count == batch.count {
          parts.append(part)
        } else {
          parts += part.map { backwards ? position(of: $0) : rank(of: $0) }.map { $0...$0 }
        }
      }
    }
    parts.sort { $0.lowerBound < $1.lowerBound }
    return parts.reduce(into: Runs()) { $0.add($1) }.all
  }
}
