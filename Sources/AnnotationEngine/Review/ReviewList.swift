import GRDB

/// The samples of one filter, in the order that the review screen walks them: those that wait first, each part by rank.
/// It is read once, and then follows the journal's events.
struct ReviewList {
  /// A place in the order.
  struct Key: Comparable {
    let number: Int64
    /// Set in the keys of samples that do not wait; ranks stay far below it.
    private static let notWaiting: Int64 = 1 << 48

    init(rank: Int, waits: Bool) { number = Int64(rank) | (waits ? 0 : Self.notWaiting) }

    var rank: Int { Int(number & (Self.notWaiting - 1)) }
    var waits: Bool { number < Self.notWaiting }
    static func < (a: Key, b: Key) -> Bool { a.number < b.number }
  }

  let filter: ReviewFilter
  private(set) var keys: [Key] = []
  /// How many of them wait.
  private(set) var waiting = 0
  /// The last event that it knows of.
  private var seq: Int64
  /// The schema event it was read under; another means other ranks and answers.
  private let schema: String?

  /// Above so many changed samples reading all is as cheap.
  private static let manyChanges = 2000

  /// Reads the filter's samples: an index scan for a plain filter, all annotations of the scope's samples for others.
  init(_ filter: ReviewFilter, _ db: Database) throws {
    self.filter = filter
    seq = try db.lastSeq()
    schema = try db.layout()
    keys = try filter.isPlain ? db.plainKeys(of: filter.scope) : db.matchingKeys(of: filter)
    keys.sort()
    waiting = keys.count(where: \.waits)
  }

  /// Takes in what happened since: O(changed samples · log list). Gives false when it must be read anew.
  mutating func follow(_ db: Database) throws -> Bool {
    let last = try db.lastSeq()
    if last == seq { return true }
    guard try db.layout() == schema, last >= seq else { return false }
    let changed = try db.samplesChanged(after: seq, limit: Self.manyChanges)
    guard changed.count < Self.manyChanges else { return false }
    for sample in changed {
      let rank = try Int.fetchOne(
        db.cachedStatement(sql: "SELECT rank FROM touched WHERE sample = ?"), arguments: [sample])
      guard let rank else { continue }
      remove(rank)
      if let match = filter.match(try db.state(of: sample)) { insert(Key(rank: rank, waits: match.waits)) }
    }
    seq = last
    return true
  }

  private mutating func remove(_ rank: Int) {
    for waits in [true, false] {
      let key = Key(rank: rank, waits: waits)
      let index = firstIndex(from: key)
      if index < keys.count, keys[index] == key {
        keys.remove(at: index)
        if waits { waiting -= 1 }
      }
    }
  }

  private mutating func insert(_ key: Key) {
    keys.insert(key, at: firstIndex(from: key))
    if key.waits { waiting += 1 }
  }

  /// The index of the first key that is not below `key`. O(log n).
  func firstIndex(from key: Key) -> Int {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The index of a rank, if the filter has it.
  func index(of rank: Int) -> Int? {
    for waits in [true, false] {
      let key = Key(rank: rank, waits: waits)
      let index = firstIndex(from: key)
      if index < keys.count, keys[index] == key { return index }
    }
    return nil
  }

  /// The next one that waits behind `rank`, or before it.
  func waiting(near rank: Int, backwards: Bool) -> Int? {
    let index =
      backwards
      ? firstIndex(from: Key(rank: rank, waits: true)) - 1 : firstIndex(from: Key(rank: rank + 1, waits: true))
    return (0..<waiting).contains(index) ? keys[index].rank : nil
  }
}

extension Database {
  /// Samples that events after `seq` concern, at most `limit`.
  func samplesChanged(after seq: Int64, limit: Int) throws -> [String] {
    try String.fetchAll(
      cachedStatement(
        sql: """
          SELECT DISTINCT sample FROM events WHERE seq > ? AND sample IS NOT NULL AND kind NOT IN ('lease', 'draft')
          LIMIT ?
          """), arguments: [seq, limit])
  }

  fileprivate func plainKeys(of scope: ReviewFilter.Scope) throws -> [ReviewList.Key] {
    let condition =
      switch scope {
      case .disagreements: "disagreement = 1"
      case .conflicts: "0 = 1"
      case .flagged: "flagged = 1"
      case .resolved: "resolved = 1"
      case .annotated: "submitted + skipped > 0"
      }
    var keys: [ReviewList.Key] = []
    let rows = try SQLRow.fetchCursor(self, sql: "SELECT rank, unresolved FROM touched WHERE \(condition)")
    while let row = try rows.next() { keys.append(ReviewList.Key(rank: row[0], waits: row[1])) }
    return keys
  }

  /// Streams the annotations of the scope's samples. Equal answers are parsed once.
  fileprivate func matchingKeys(of filter: ReviewFilter) throws -> [ReviewList.Key] {
    let condition =
      switch filter.scope {
      case .disagreements: "t.disagreement = 1"
      case .conflicts: "0 = 1"
      case .flagged: "t.flagged = 1"
      case .resolved: "t.resolved = 1"
      case .annotated: "t.submitted + t.skipped > 0"
      }
    var resolved: [String: [String]] = [:]
    let resolutions = try SQLRow.fetchCursor(self, sql: "SELECT sample, question FROM resolutions")
    while let row = try resolutions.next() { resolved[row[0], default: []].append(row[1]) }

    var keys: [ReviewList.Key] = []
    var parsed: [String: Answers] = [:]
    var current: (rank: Int, sample: String, state: SampleState)?
    func finish() {
      guard let (rank, sample, state) = current else { return }
      var whole = state
      whole.resolutions = (resolved[sample] ?? []).sorted().map {
        ResolutionState(question: $0, answer: .choices([]), how: .set, reviewer: "", at: 0)
      }
      if let match = filter.match(whole) { keys.append(ReviewList.Key(rank: rank, waits: match.waits)) }
    }
    let rows = try SQLRow.fetchCursor(
      self,
      sql: """
        SELECT t.rank, t.sample, a.annotator, a.status, a.answers, a.flagged FROM touched t
        JOIN annotations a ON a.sample = t.sample WHERE \(condition) ORDER BY t.rank, a.annotator
        """)
    while let row = try rows.next() {
      let rank: Int = row[0]
      if current?.rank != rank {
        finish()
        current = (rank, row[1], SampleState())
      }
      let text: String = row[4]
      guard let status = Annotation.Status(rawValue: row[3]), let answers = parsed[text] ?? Answers(text: text) else {
        throw EngineError.damagedTable("annotations")
      }
      parsed[text] = answers
      var annotation = AnnotationState(annotator: row[2])
      annotation.status = status
      annotation.answers = answers
      annotation.flagged = row[5]
      current?.state.annotations.append(annotation)
    }
    finish()
    return keys
  }
}
