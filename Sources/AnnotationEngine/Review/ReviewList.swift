import GRDB

/// The samples of one filter, in the order that the review screen walks them: those about which a merge is in
/// conflict first, then those that wait, each part by rank, or by another order.
/// It is read once, and then follows the journal's events.
struct ReviewList {
  /// The parts of the order.
  enum Standing: Int64 {
    /// A merge is in conflict about it.
    case conflict
    /// In disagreement and unresolved.
    case waiting
    case done
  }

  /// A place in the order: by the standing, then by the rank, or the place in another order.
  struct Key: Comparable {
    let number: Int64
    /// Places stay far below what tells standings apart.
    private static let shift: Int64 = 48

    init(place: Int, _ standing: Standing) { number = Int64(place) + standing.rawValue << Self.shift }

    var place: Int { Int(number & (1 << Self.shift - 1)) }
    var standing: Standing { Standing(rawValue: number >> Self.shift) ?? .done }
    var waits: Bool { standing != .done }
    static func < (a: Key, b: Key) -> Bool { a.number < b.number }
  }

  let filter: ReviewFilter
  /// In the scopes `suspects` and `unlabeled`, and in the order `value`, what stands in the place of ranks.
  let order: ReviewOrder?
  private(set) var keys: [Key] = []
  /// How many of them wait.
  private(set) var waiting = 0
  /// The last event that it knows of.
  private var seq: Int64
  /// The schema event it was read under; another means other ranks and answers.
  private let schema: String?
  /// The event that said which merge waits; another means other conflicts.
  private let merge: String?

  /// Above so many changed samples reading all is as cheap.
  private static let manyChanges = 2000

  /// Reads the filter's samples: an index scan for a plain filter, all annotations of the scope's samples for others.
  /// `order` stands in place of the queue's.
  init(_ filter: ReviewFilter, _ db: Database, order: ReviewOrder? = nil) throws {
    self.filter = filter
    self.order = order
    seq = try db.lastSeq()
    schema = try db.layout()
    merge = try db.fact(FactName.merge)
    if let order, filter.isWholeSearch {
      keys = try db.searchKeys(order, filter)
    } else {
      keys = try (filter.isPlain ? db.plainKeys(of: filter.scope) : db.matchingKeys(of: filter, order)).compactMap {
        key in
        ReviewList.place(of: key.place, order).map { Key(place: $0, key.standing) }
      }
    }
    keys.sort()
    waiting = keys.count(where: \.waits)
  }

  /// Takes in what happened since: O(changed samples · log list). Gives false when it must be read anew.
  mutating func follow(_ db: Database) throws -> Bool {
    let last = try db.lastSeq()
    if last == seq { return true }
    guard try db.layout() == schema, try db.fact(FactName.merge) == merge, last >= seq else { return false }
    let changed = try db.samplesChanged(after: seq, limit: Self.manyChanges)
    guard changed.count < Self.manyChanges else { return false }
    for sample in changed {
      let rank = try Int.fetchOne(
        db.cachedStatement(sql: "SELECT rank FROM touched WHERE sample = ?"), arguments: [sample])
      guard let rank else { continue }
      remove(rank)
      let match = filter.match(
        try db.state(of: sample), try db.conflictStanding(of: sample), unlabeled: order?.questions[rank] ?? [])
      if let match, let place = ReviewList.place(of: rank, order) { insert(Key(place: place, match.standing)) }
    }
    seq = last
    return true
  }

  /// Where a rank stands among those of the same standing; nil where the order leaves it out.
  private static func place(of rank: Int, _ order: ReviewOrder?) -> Int? {
    if let order { order.place(of: rank) } else { rank }
  }

  /// The rank at an index.
  func rank(at index: Int) -> Int { order.map { $0.rank(at: keys[index].place) } ?? keys[index].place }

  private mutating func remove(_ rank: Int) {
    while let index = index(of: rank) {
      if keys.remove(at: index).waits { waiting -= 1 }
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
    guard let place = Self.place(of: rank, order) else { return nil }
    for standing in [Standing.conflict, .waiting, .done] {
      let key = Key(place: place, standing)
      let index = firstIndex(from: key)
      if index < keys.count, keys[index] == key { return index }
    }
    return nil
  }

  /// Where a rank that the filter does not have would stand among those that wait; the front, where the order leaves it out.
  func waitingIndex(of rank: Int, behind: Bool = false) -> Int {
    guard let place = Self.place(of: rank, order) else { return 0 }
    return firstIndex(from: Key(place: place + (behind ? 1 : 0), .waiting))
  }

  /// The next one that waits behind `rank`, or before it.
  func waiting(near rank: Int, backwards: Bool) -> Int? {
    let index: Int
    if let own = self.index(of: rank), keys[own].waits {
      index = own + (backwards ? -1 : 1)
    } else {
      index = backwards ? waitingIndex(of: rank) - 1 : waitingIndex(of: rank, behind: true)
    }
    return (0..<waiting).contains(index) ? self.rank(at: index) : nil
  }

  /// The first one that waits.
  var firstWaiting: Int? { waiting > 0 ? rank(at: 0) : nil }

  /// The next one behind `rank` about which a merge is in conflict, else the first of all.
  func conflict(behind rank: Int) -> Int? {
    let index = Self.place(of: rank, order).map { firstIndex(from: Key(place: $0 + 1, .conflict)) } ?? keys.count
    if index < keys.count, keys[index].standing == .conflict { return self.rank(at: index) }
    return keys.first?.standing == .conflict ? self.rank(at: 0) : nil
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

  /// How a sample stands in the merge that waits; nil where it has no conflict.
  fileprivate func conflictStanding(of sample: String) throws -> ReviewFilter.ConflictStanding? {
    let open = try Int.fetchAll(
      cachedStatement(sql: "SELECT settled IS NULL FROM conflicts WHERE sample = ?"), arguments: [sample])
    return open.isEmpty ? nil : open.contains(1) ? .open : .settled
  }

  /// By rank, the samples of the merge that waits.
  private func conflictRanks() throws -> [Int: ReviewFilter.ConflictStanding] {
    let rows = try SQLRow.fetchAll(
      self,
      sql: """
        SELECT t.rank, max(c.settled IS NULL) FROM conflicts c JOIN touched t ON t.sample = c.sample GROUP BY t.rank
        """)
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1] == 1 ? .open : .settled) })
  }

  /// What was found as it stands now: resolved ones are done.
  fileprivate func searchKeys(_ order: ReviewOrder, _ filter: ReviewFilter) throws -> [ReviewList.Key] {
    filter.scope == .unlabeled ? try unlabeledKeys(order) : try suspectKeys(order, question: filter.question)
  }

  private func unlabeledKeys(_ order: ReviewOrder) throws -> [ReviewList.Key] {
    var resolved: [Int: Set<String>] = [:]
    let rows = try SQLRow.fetchCursor(
      self, sql: "SELECT t.rank, r.question FROM resolutions r JOIN touched t ON t.sample = r.sample")
    while let row = try rows.next() { resolved[row[0], default: []].insert(row[1]) }
    return order.ranks.enumerated().map { place, rank in
      let isDone = (order.questions[rank] ?? []).allSatisfy { resolved[rank]?.contains($0) ?? false }
      return ReviewList.Key(place: place, isDone ? .done : .waiting)
    }
  }

  private func suspectKeys(_ order: ReviewOrder, question: String?) throws -> [ReviewList.Key] {
    let condition = question == nil ? "" : "WHERE r.question = ?"
    let resolved = try Set(
      Int.fetchAll(
        self, sql: "SELECT t.rank FROM resolutions r JOIN touched t ON t.sample = r.sample \(condition)",
        arguments: question.map { [$0] } ?? []))
    return order.ranks.enumerated().map { ReviewList.Key(place: $0, resolved.contains($1) ? .done : .waiting) }
  }

  fileprivate func plainKeys(of scope: ReviewFilter.Scope) throws -> [ReviewList.Key] {
    let conflicts = try conflictRanks()
    if scope == .conflicts {
      return conflicts.map { ReviewList.Key(place: $0.key, $0.value == .open ? .conflict : .done) }
    }
    let isFirst = { (rank: Int) in scope == .disagreements && conflicts[rank] == .open }
    let condition =
      switch scope {
      case .disagreements, .conflicts: "disagreement = 1"
      case .flagged: "flagged = 1"
      case .resolved: "resolved = 1"
      case .annotated, .suspects, .unlabeled: "submitted + skipped > 0"
      }
    var keys: [ReviewList.Key] = []
    let rows = try SQLRow.fetchCursor(self, sql: "SELECT rank, unresolved FROM touched WHERE \(condition)")
    while let row = try rows.next() {
      let rank: Int = row[0]
      if !isFirst(rank) { keys.append(ReviewList.Key(place: rank, row[1] ? .waiting : .done)) }
    }
    return keys + conflicts.keys.filter(isFirst).map { ReviewList.Key(place: $0, .conflict) }
  }

  /// Streams the annotations of the scope's samples. Equal answers are parsed once.
  fileprivate func matchingKeys(of filter: ReviewFilter, _ order: ReviewOrder?) throws -> [ReviewList.Key] {
    let condition =
      switch filter.scope {
      case .disagreements: "(t.disagreement = 1 OR t.sample IN (SELECT sample FROM conflicts WHERE settled IS NULL))"
      case .conflicts: "t.sample IN (SELECT sample FROM conflicts)"
      case .flagged: "t.flagged = 1"
      case .resolved: "t.resolved = 1"
      case .annotated, .suspects, .unlabeled: "t.submitted + t.skipped > 0"
      }
    let conflicts = try conflictRanks()
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
      let match = filter.match(whole, conflicts[rank], unlabeled: order?.questions[rank] ?? [])
      if let match { keys.append(ReviewList.Key(place: rank, match.standing)) }
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
