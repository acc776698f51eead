import GRDB

/// What of the plan waits for an annotator.
///
/// As for the queue as a whole, a cursor stands at the first place that may wait; what was passed because others held it
/// is found through their few seats.
extension Waiting {
  /// The first of the plan that waits, but for the rank that was just done; nil where the plan has nothing more. It is
  /// always the front that is served: who answered something further down goes on with what is wanted most.
  func planned(but rank: Int) throws -> Int? {
    guard isPlanned, let front = try firstPlanned(from: 0) else { return nil }
    if front.rank != rank { return front.rank }
    return try firstPlanned(from: front.place + 1)?.rank
  }

  /// The first place of the plan, from `place` on, whose sample waits.
  func firstPlanned(from place: Int) throws -> (place: Int, rank: Int)? {
    let cursor = try planCursor()
    let found = try firstInPlan(from: max(place, cursor))
    if place <= cursor, let next = try found?.place ?? planEnd(), next != cursor { try setPlanCursor(next) }
    let released = try releasedPlaces(from: place, below: cursor)
    return (released + [found].compactMap { $0 }).min { $0.place < $1.place }
  }

  private static let planRows = """
    SELECT p.place, p.position, t.sample, t.submitted FROM plan p LEFT JOIN touched t ON t.position = p.position
    WHERE p.place >= ? AND coalesce(t.complete, 0) = 0 ORDER BY p.place
    """

  private func firstInPlan(from place: Int) throws -> (place: Int, rank: Int)? {
    let rows = try SQLRow.fetchCursor(db.cachedStatement(sql: Self.planRows), arguments: [place])
    while let row = try rows.next() {
      let (place, position, sample): (Int, Int, String?) = (row[0], row[1], row[2])
      let rank = order.rank(of: position)
      if let sample {
        if try isDone(sample, by: person) || !hasRoom(sample, submitted: row[3]) { continue }
      } else if try rank >= count || holes.contains(rank) {
        continue
      }
      return (place, rank)
    }
    return nil
  }

  /// Places below the cursor that another's seat may have hidden when the cursor passed them, and that wait now.
  private func releasedPlaces(from start: Int, below cursor: Int) throws -> [(place: Int, rank: Int)] {
    try others.compactMap { lease in
      guard let place = try db.planPlace(of: lease.position), place >= start, place < cursor else { return nil }
      let row = try SQLRow.fetchOne(
        db.cachedStatement(sql: "SELECT rank, submitted, complete FROM touched WHERE position = ?"),
        arguments: [lease.position])
      guard let row, row[2] == 0, try !isDone(lease.sample, by: person),
        try hasRoom(lease.sample, submitted: row[1])
      else { return nil }
      return (place, row[0])
    }
  }

  func planCursor() throws -> Int {
    try Int.fetchOne(db.cachedStatement(sql: "SELECT plan FROM cursors WHERE annotator = ?"), arguments: [person]) ?? 0
  }

  /// The number of places; nil where there is no plan.
  private func planEnd() throws -> Int? {
    try Int.fetchOne(db.cachedStatement(sql: "SELECT max(place) + 1 FROM plan"))
  }

  private func setPlanCursor(_ place: Int) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO cursors (annotator, rank, plan) VALUES (?, 0, ?)
        ON CONFLICT (annotator) DO UPDATE SET plan = excluded.plan
        """
    ).execute(arguments: [person, place])
  }
}

extension Database {
  /// How many places a plan has at most.
  static let planCapacity = 500

  /// Whether a new plan is due: there is none; or enough was labeled since (a tenth more, and at least 20); or a full
  /// plan runs low for the person. A handful of index look-ups.
  func wantsPlan(for person: String) throws -> Bool {
    let round = try project().round
    guard round.isPlanned || round.adaptive != nil, try sampleCount() > 0 else { return false }
    guard try fact(FactName.planSeq) != nil else { return true }
    let known = Int(try seqFact(FactName.planAnnotations))
    let fresh = try count("", CountName.submitted) - known
    if abs(fresh) >= max(20, known / 10) { return true }
    guard round.isPlanned, fresh != 0, try fact(FactName.planIsFull) != nil else { return false }
    let cursor = try Int.fetchOne(
      cachedStatement(sql: "SELECT plan FROM cursors WHERE annotator = ?"), arguments: [person])
    return (cursor ?? 0) >= Self.planCapacity * 4 / 5
  }
}
