import GRDB

/// Plans, gold, what was put in a queue on purpose, and pauses.
extension Database {
  /// A new plan takes the place of the one before.
  func applyPlan(_ event: Event) throws {
    let payload = EventPayload(event)
    guard let positions = event.payload["positions"]?.array?.compactMap(\.int) else {
      throw payload.damaged("positions")
    }
    try clearPlan()
    let insert = try cachedStatement(
      sql: "INSERT INTO plan (place, position) VALUES (?, ?) ON CONFLICT (position) DO NOTHING")
    for (place, position) in positions.enumerated() { try insert.execute(arguments: [place, position]) }
    try setFact(FactName.planSeq, String(event.seq))
    try setFact(FactName.planAnnotations, String(payload.int("annotations")))
    if event.payload["full"] == .bool(true) { try setFact(FactName.planIsFull, "1") }
    try setFact(FactName.planSkills, to: event.payload["skills"]?.text)
  }

  func clearPlan() throws {
    try execute(sql: "DELETE FROM plan")
    try execute(sql: "UPDATE cursors SET plan = 0")
    for name in [FactName.planSeq, FactName.planAnnotations, FactName.planIsFull, FactName.planSkills] {
      try setFact(name, to: nil)
    }
  }

  /// The place of a position in the plan; nil where it is not planned. One index look-up.
  func planPlace(of position: Int) throws -> Int? {
    try Int.fetchOne(cachedStatement(sql: "SELECT place FROM plan WHERE position = ?"), arguments: [position])
  }

  // MARK: - Gold

  /// The known answers of a sample. One index look-up.
  func gold(of sample: String) throws -> Answers? {
    let text = try String.fetchOne(
      cachedStatement(sql: "SELECT answers FROM gold WHERE sample = ?"), arguments: [sample])
    guard let text else { return nil }
    guard let answers = Answers(text: text) else { throw EngineError.damagedTable("gold") }
    return answers
  }

  func applyGold(_ event: Event) throws {
    let payload = EventPayload(event)
    let sample = try payload.string("sample")
    let new = event.payload["answers"] == .null ? nil : try payload.answers("answers")
    let state = try state(of: sample)
    let old = SampleTally(state, isComplete: false, gold: try gold(of: sample))
    try count(by: SampleTally(state, isComplete: false, gold: new).difference(from: old))
    guard let new else {
      try cachedStatement(sql: "DELETE FROM gold WHERE sample = ?").execute(arguments: [sample])
      return
    }
    try cachedStatement(
      sql: """
        INSERT INTO gold (sample, number, answers) VALUES (?, (SELECT coalesce(max(number) + 1, 0) FROM gold), ?)
        ON CONFLICT (sample) DO UPDATE SET answers = excluded.answers
        """
    ).execute(arguments: [sample, JSONValue(answers: new).text])
  }

  /// Known answers under their new names and in the order of the project's values, as annotators' are; the answers to them
  /// are counted anew.
  func renameGold(_ renames: Renames, _ project: Project) throws {
    try execute(
      sql: "DELETE FROM counts WHERE name IN (?, ?)", arguments: [CountName.goldAnswered, CountName.goldRight])
    let rows = try SQLRow.fetchAll(self, sql: "SELECT sample, answers FROM gold ORDER BY number")
    for row in rows {
      let (sample, text): (String, String) = (row[0], row[1])
      guard let answers = Answers(text: text) else { throw EngineError.damagedTable("gold") }
      let renamed = project.ordered(renames.apply(to: answers))
      try cachedStatement(sql: "UPDATE gold SET answers = ? WHERE sample = ?")
        .execute(arguments: [JSONValue(answers: renamed).text, sample])
      let state = try state(of: sample)
      let bare = SampleTally(state, isComplete: false)
      try count(by: SampleTally(state, isComplete: false, gold: renamed).difference(from: bare))
    }
  }

  // MARK: - What is put in a queue on purpose

  /// What an annotator was given on purpose.
  struct Served: Equatable {
    enum Kind: String { case gold, `repeat` }
    var kind: Kind
    /// Of their annotation, where it is repeated.
    var revision: Int
  }

  /// One index look-up.
  func served(_ sample: String, to annotator: String) throws -> Served? {
    let row = try SQLRow.fetchOne(
      cachedStatement(sql: "SELECT kind, revision FROM served WHERE annotator = ? AND sample = ?"),
      arguments: [annotator, sample])
    guard let row else { return nil }
    guard let kind = Served.Kind(rawValue: row[0]) else { throw EngineError.damagedTable("served") }
    return Served(kind: kind, revision: row[1])
  }

  /// A lease that says "as": the sample changes places with the one at whose place it is served.
  func applyServed(_ event: Event) throws {
    let payload = EventPayload(event)
    guard let sample = event.sample else { throw payload.damaged("sample") }
    try cachedStatement(
      sql: """
        INSERT INTO served (annotator, sample, kind, revision, seq) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (annotator, sample) DO UPDATE SET
          kind = excluded.kind, revision = excluded.revision, seq = excluded.seq
        """
    ).execute(arguments: [event.actor, sample, payload.string("as"), payload.int("revision"), event.seq])
    let position = try position(of: sample, orElse: payload.int("position"))
    try swap(position, payload.int("stand"), of: event.actor)
  }

  /// A lease that says "stand" alone: the sample comes before gold, which takes its place.
  func applyStand(_ event: Event) throws {
    let payload = EventPayload(event)
    guard let sample = event.sample else { throw payload.damaged("sample") }
    try swap(position(of: sample, orElse: payload.int("position")), payload.int("stand"), of: event.actor)
  }

  /// Lets the samples of two positions change places for an annotator.
  private func swap(_ one: Int, _ other: Int, of annotator: String) throws {
    let swaps = Swaps(self, annotator)
    let (placeOfOne, placeOfOther) = (try swaps.place(of: one), try swaps.place(of: other))
    let forget = try cachedStatement(sql: "DELETE FROM swaps WHERE annotator = ? AND place = ?")
    let insert = try cachedStatement(sql: "INSERT INTO swaps (annotator, place, occupant) VALUES (?, ?, ?)")
    for place in [placeOfOne, placeOfOther] { try forget.execute(arguments: [annotator, place]) }
    for (place, occupant) in [(placeOfOther, one), (placeOfOne, other)] where place != occupant {
      try insert.execute(arguments: [annotator, place, occupant])
    }
  }

  // MARK: - Pauses

  func applyPause(_ event: Event) throws {
    let annotator = try EventPayload(event).string("annotator")
    let isPaused = event.kind == .pause
    let old = try pauseRow(of: annotator)
    let answered = isPaused ? old?.answered ?? 0 : try count(annotator, CountName.goldAnswered)
    let correct = isPaused ? old?.correct ?? 0 : try count(annotator, CountName.goldRight)
    try cachedStatement(
      sql: """
        INSERT INTO pauses (annotator, paused, at, answered, correct) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (annotator) DO UPDATE SET
          paused = excluded.paused, at = excluded.at, answered = excluded.answered, correct = excluded.correct
        """
    ).execute(arguments: [annotator, isPaused, event.at, answered, correct])
  }

  /// A row of `pauses`. One index look-up.
  func pauseRow(of annotator: String) throws -> (isPaused: Bool, at: Int64, answered: Int, correct: Int)? {
    try SQLRow.fetchOne(
      cachedStatement(sql: "SELECT paused, at, answered, correct FROM pauses WHERE annotator = ?"),
      arguments: [annotator]
    ).map { (isPaused: $0[0], at: $0[1], answered: $0[2], correct: $0[3]) }
  }

  func isPaused(_ annotator: String) throws -> Bool { try pauseRow(of: annotator)?.isPaused ?? false }
}

/// At whose place an annotator finds a sample: as the journal permuted positions for them. One index look-up a call.
struct Swaps {
  private let db: Database
  private let annotator: String?

  /// nil for somebody who looks at samples as they stand.
  init(_ db: Database, _ annotator: String?) {
    self.db = db
    self.annotator = annotator
  }

  /// The position whose place the sample of a position takes.
  func place(of position: Int) throws -> Int {
    guard let annotator else { return position }
    return try Int.fetchOne(
      db.cachedStatement(sql: "SELECT place FROM swaps WHERE annotator = ? AND occupant = ?"),
      arguments: [annotator, position]) ?? position
  }

  /// The position of the sample that stands at the place of a position.
  func occupant(of place: Int) throws -> Int {
    guard let annotator else { return place }
    return try Int.fetchOne(
      db.cachedStatement(sql: "SELECT occupant FROM swaps WHERE annotator = ? AND place = ?"),
      arguments: [annotator, place]) ?? place
  }

  /// By position that of the sample that stands there instead of its own. Reads a row for each.
  func all() throws -> [Int: Int] { try annotator.map { try db.standings(of: $0) } ?? [:] }
}

extension Database {
  /// By position the position of the sample that an annotator finds there instead of its own.
  func standings(of annotator: String) throws -> [Int: Int] {
    let rows = try SQLRow.fetchAll(
      cachedStatement(sql: "SELECT place, occupant FROM swaps WHERE annotator = ?"), arguments: [annotator])
    return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
  }
}

extension SampleTally {
  /// What to add to the counts that `other` made.
  func difference(from other: SampleTally) -> [CountKey: Int] {
    counts.merging(other.counts.mapValues { -$0 }, uniquingKeysWith: +).filter { $0.value != 0 }
  }
}

extension Round {
  /// Whether a plan for this round is one for `other` too.
  func plans(as other: Round) -> Bool {
    (order, score, by, mix, seed) == (other.order, other.score, other.by, other.mix, other.seed)
  }
}
