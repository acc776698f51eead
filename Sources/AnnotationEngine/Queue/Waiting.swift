import GRDB

/// A sample's two places.
struct QueuePlace: Equatable {
  var sample: String
  var position: Int
  var rank: Int
}

/// Finds what waits for one annotator, in one transaction.
///
/// A sample waits for a person when they have neither submitted nor skipped it, and the annotations of others together
/// with their live claims leave room for one more; or when it was sent back to them.
///
/// Cost: nothing is scanned that was passed before. Untouched samples are found through the runs of touched ones. Among
/// touched ones that are not complete, the person's cursor stands at the first that may wait; acts that make an earlier
/// one wait again move it back (`lowerCursors`). A sample that was passed because others held it is found through their
/// few rows of `leases`.
struct Waiting {
  let db: Database
  let person: String
  let rule: OverlapRule
  /// Samples in the project.
  let samples: Int
  /// Ranks that there are: those of samples and of holes.
  let count: Int
  let holes: Holes
  let now: Int64
  let order: QueueOrder
  let directory: SampleDirectory
  /// Whether what is served next is planned.
  let isPlanned: Bool
  let swaps: Swaps
  /// The others' seats, live or not.
  let others: [Lease]

  /// `isOwn`: places are those of the person's own queue, in which some samples may have changed places.
  init(
    db: Database, person: String, project: Project, now: Int64, directory: SampleDirectory, isOwn: Bool = false
  ) throws {
    self.db = db
    self.person = person
    self.now = now
    self.directory = directory
    rule = try db.overlapRule()
    isPlanned = project.round.isPlanned
    swaps = Swaps(db, isOwn ? person : nil)
    samples = try db.sampleCount()
    count = try db.fact(FactName.placeCount).flatMap { Int($0) } ?? samples
    holes = Holes(db, ranks: count, samples: samples)
    order = try db.queueOrder()
    others = try db.leases().filter { $0.annotator != person }
  }

  // MARK: - Searching

  /// The smallest waiting rank that is not below `rank`.
  func first(from rank: Int) throws -> Int? { try first(from: rank, cursor: cursor(), sentBack: sentBack()) }

  func first(from rank: Int, cursor: Int, sentBack: [Int]) throws -> Int? {
    let start = max(rank, cursor)
    let untouched = try db.firstUntouched(from: start, end: count)
    let open = try firstOpen(in: start..<(untouched ?? count))
    let found = open ?? untouched
    if rank <= cursor { try setCursor(found ?? count, from: cursor) }
    let extra = try sentBack + releasedSeats(below: cursor)
    return (extra.filter { $0 >= rank } + [found].compactMap { $0 }).min()
  }

  /// The greatest waiting rank that is not above `rank`.
  func last(upTo rank: Int) throws -> Int? {
    guard rank >= 0 else { return nil }
    let cursor = try self.cursor()
    let untouched = try db.lastUntouched(upTo: min(rank, count - 1))
    let low = max(cursor, untouched ?? 0)
    let open = low <= rank ? try lastOpen(in: low...rank) : nil
    let extra = try sentBack() + releasedSeats(below: cursor)
    return (extra.filter { $0 <= rank } + [open, untouched].compactMap { $0 }).max()
  }

  /// Whether anything waits for the person besides the sample of a rank.
  func isAnythingWaiting(besides rank: Int) throws -> Bool {
    guard let first = try first(from: 0) else { return false }
    return try first != rank || self.first(from: rank + 1) != nil
  }

  // MARK: - One sample

  /// Why `person` cannot add an annotation to a sample; nil when they can. Not asked of their own submitted ones.
  func closedReason(_ sample: String, _ state: SampleState) throws -> String? {
    let own = state[person]
    if own?.status == .submitted || own?.sentBackBy != nil { return nil }
    // Everybody gets gold and repeats, however many annotations they have.
    if try db.served(sample, to: person) != nil { return nil }
    let submitted = state.submitted.count
    if try db.isComplete(sample) {
      return submitted == 1 ? "has its annotation" : "has its \(submitted) annotations"
    }
    let holders = others.filter { $0.sample == sample && $0.expires > now && !state.isDone(by: $0.annotator) }
    guard submitted + holders.count >= rule.room(submitted: submitted) else { return nil }
    return list(holders.map(\.annotator)) + (holders.count == 1 ? " has it open" : " have it open")
  }

  /// Names of the others who have something open now.
  var busyOthers: [String] { others.filter { $0.expires > now }.map(\.annotator) }

  /// The sample of a rank; nil for a hole, and where there is no such rank.
  func place(rank: Int) throws -> QueuePlace? {
    guard rank >= 0, rank < count, try !holes.contains(rank) else { return nil }
    let position = order.position(of: rank)
    let known = try String.fetchOne(
      db.cachedStatement(sql: "SELECT sample FROM touched WHERE position = ?"), arguments: [position])
    guard let sample = try known ?? directory.id(at: position) else { return nil }
    return QueuePlace(sample: sample, position: position, rank: rank)
  }

  /// The place of the sample of a rank as people count, from 1.
  func number(of rank: Int) throws -> Int { try holes.place(of: shown(rank)) }

  /// The rank at which the person finds the sample of a rank.
  func shown(_ rank: Int) throws -> Int { order.rank(of: try swaps.place(of: order.position(of: rank))) }

  /// The rank of the sample that the person finds at a rank.
  func rank(shownAt rank: Int) throws -> Int { order.rank(of: try swaps.occupant(of: order.position(of: rank))) }

  /// Throws `unknownSample`.
  func place(of sample: String) throws -> QueuePlace {
    let known = try SQLRow.fetchOne(
      db.cachedStatement(sql: "SELECT position, rank FROM touched WHERE sample = ?"), arguments: [sample])
    if let known { return QueuePlace(sample: sample, position: known[0], rank: known[1]) }
    guard let position = try directory.row(id: sample)?.position else { throw EngineError.unknownSample(sample) }
    return QueuePlace(sample: sample, position: position, rank: order.rank(of: position))
  }

  // MARK: - Parts of the search

  private static let openRows = """
    SELECT t.rank, t.sample, t.submitted FROM touched t
    WHERE t.complete = 0 AND t.rank BETWEEN ? AND ? AND NOT EXISTS (
      SELECT 1 FROM annotations a
      WHERE a.sample = t.sample AND a.annotator = ? AND a.status <> 'draft')
    ORDER BY t.rank
    """

  private func firstOpen(in ranks: Range<Int>) throws -> Int? {
    guard let last = ranks.last else { return nil }
    return try open(sql: Self.openRows, from: ranks.lowerBound, to: last)
  }

  private func lastOpen(in ranks: ClosedRange<Int>) throws -> Int? {
    try open(sql: Self.openRows + " DESC", from: ranks.lowerBound, to: ranks.upperBound)
  }

  private func open(sql: String, from: Int, to: Int) throws -> Int? {
    let rows = try SQLRow.fetchCursor(db.cachedStatement(sql: sql), arguments: [from, to, person])
    while let row = try rows.next() {
      if try hasRoom(row[1], submitted: row[2]) { return row[0] }
    }
    return nil
  }

  func hasRoom(_ sample: String, submitted: Int) throws -> Bool {
    var claims = submitted
    for lease in others where lease.sample == sample && lease.expires > now {
      if try !isDone(sample, by: lease.annotator) { claims += 1 }
    }
    return claims < rule.room(submitted: submitted)
  }

  /// Ranks below the cursor that another's seat may have hidden when the cursor passed them, and that wait now.
  private func releasedSeats(below cursor: Int) throws -> [Int] {
    var ranks: [Int] = []
    for lease in others {
      let row = try SQLRow.fetchOne(
        db.cachedStatement(sql: "SELECT rank, submitted, complete FROM touched WHERE sample = ?"),
        arguments: [lease.sample])
      guard let row, row[0] < cursor, row[2] == 0, try !isDone(lease.sample, by: person),
        try hasRoom(lease.sample, submitted: row[1])
      else { continue }
      ranks.append(row[0])
    }
    return ranks
  }

  func isDone(_ sample: String, by annotator: String) throws -> Bool {
    let status = try String.fetchOne(
      db.cachedStatement(sql: "SELECT status FROM annotations WHERE sample = ? AND annotator = ?"),
      arguments: [sample, annotator])
    return status != nil && status != Annotation.Status.draft.rawValue
  }

  /// Ranks of what was sent back to the person, ascending.
  func sentBack() throws -> [Int] {
    try Int.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT t.rank FROM annotations a JOIN touched t ON t.position = a.position
          WHERE a.annotator = ? AND a.sent_back_by IS NOT NULL ORDER BY t.rank
          """), arguments: [person])
  }

  func cursor() throws -> Int {
    try Int.fetchOne(db.cachedStatement(sql: "SELECT rank FROM cursors WHERE annotator = ?"), arguments: [person]) ?? 0
  }

  private func setCursor(_ rank: Int, from old: Int) throws {
    guard rank != old else { return }
    try db.cachedStatement(
      sql: """
        INSERT INTO cursors (annotator, rank) VALUES (?, ?) ON CONFLICT (annotator) DO UPDATE SET rank = excluded.rank
        """
    ).execute(arguments: [person, rank])
  }
}
