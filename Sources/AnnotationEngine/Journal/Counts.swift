import GRDB

/// The names of the numbers in `counts`.
enum CountName {
  // Of the whole project (person ""):
  /// Samples with any work on them that are not complete.
  static let started = "started"
  static let complete = "complete"
  /// Disagreements that nobody has resolved, and those that are resolved.
  static let unresolved = "unresolved"
  static let settled = "settled"
  /// Flagged samples; for a person, the samples that they flagged, as often as they were asked.
  static let flagged = "flagged"
  /// Acts since the last commit. For a person, what they did to repeats since then, which no commit holds.
  static let uncommitted = "uncommitted"

  // Of a person; submitted ones also of the whole project:
  static let submitted = "submitted"
  static let skipped = "skipped"
  static let drafts = "drafts"
  static let sentBack = "sent-back"
  /// Samples that this person is done with and that are not complete.
  static let doneOpen = "done-open"
  /// Samples that were sent back to this person and are complete without them.
  static let sentBackComplete = "sent-back-complete"
  /// Samples that were asked again silently, and that this person has answered or skipped again.
  static let repeated = "repeated"
  /// Those of them that were skipped, and second answers that are unfinished.
  static let repeatsSkipped = "repeats-skipped"
  static let repeatsDrafted = "repeats-drafts"
  /// Answers to questions of gold samples, and the right ones among them.
  static let goldAnswered = "gold-answered"
  static let goldRight = "gold-right"

  /// Annotations submitted in an hour since 1970, second answers to repeats among them; the names sort as the hours do.
  static func hour(_ at: Int64) -> String {
    let digits = String(at / 3_600_000)
    return hourPrefix + String(repeating: "0", count: max(0, 9 - digits.count)) + digits
  }
  static let hourPrefix = "hour/"
  /// The first name after all hours.
  static let afterHours = "hour0"
}

struct CountKey: Hashable {
  var person: String
  var name: String
}

/// What one sample adds to every count, and its row of `touched`.
struct SampleTally: Equatable {
  var submitted = 0
  var skipped = 0
  var isComplete = false
  var disagrees = false
  var isUnresolved = false
  var isResolved = false
  var isFlagged = false
  var counts: [CountKey: Int] = [:]

  /// `isComplete`: by the rule that was in force at the last act (`OverlapRule`). `gold`: the known answers, if any.
  init(_ state: SampleState, isComplete: Bool, gold: Answers? = nil) {
    for annotation in state.annotations {
      if annotation.status == .submitted { submitted += 1 }
      if annotation.status == .skipped { skipped += 1 }
      if annotation.flagged { isFlagged = true }
    }
    self.isComplete = isComplete
    let differing = state.differingQuestions
    disagrees = !differing.isEmpty
    isUnresolved = differing.contains { state.resolution(of: $0) == nil }
    isResolved = !state.resolutions.isEmpty
    countProject(state)
    for annotation in state.annotations {
      count(annotation)
      if let gold { count(annotation, against: gold) }
    }
    for second in state.repeats { count(second: second) }
  }

  /// A second answer tells of its annotator's work alone.
  private mutating func count(second: AnnotationState) {
    func add(_ name: String) { counts[CountKey(person: second.annotator, name: name), default: 0] += 1 }
    if second.isDone { add(CountName.repeated) }
    if second.status == .skipped { add(CountName.repeatsSkipped) }
    if second.isDraft { add(CountName.repeatsDrafted) }
    if second.status == .submitted { add(CountName.hour(second.at)) }
    if second.flagged { add(CountName.flagged) }
  }

  /// Live answers alone: what came out of a file tells nothing of how a person works here.
  private mutating func count(_ annotation: AnnotationState, against gold: Answers) {
    guard annotation.status == .submitted && !annotation.imported else { return }
    let (answered, right) = annotation.answers.compared(with: gold)
    if answered > 0 { counts[CountKey(person: annotation.annotator, name: CountName.goldAnswered)] = answered }
    if right > 0 { counts[CountKey(person: annotation.annotator, name: CountName.goldRight)] = right }
  }

  private mutating func countProject(_ state: SampleState) {
    if isComplete {
      counts[CountKey(person: "", name: CountName.complete)] = 1
    } else if submitted + skipped > 0 || state.annotations.contains(where: { $0.isDraft || $0.sentBackBy != nil }) {
      counts[CountKey(person: "", name: CountName.started)] = 1
    }
    if isUnresolved {
      counts[CountKey(person: "", name: CountName.unresolved)] = 1
    } else if disagrees {
      counts[CountKey(person: "", name: CountName.settled)] = 1
    }
    if isFlagged { counts[CountKey(person: "", name: CountName.flagged)] = 1 }
    if submitted > 0 { counts[CountKey(person: "", name: CountName.submitted)] = submitted }
  }

  private mutating func count(_ annotation: AnnotationState) {
    func add(_ name: String) { counts[CountKey(person: annotation.annotator, name: name)] = 1 }
    switch annotation.status {
    case .submitted: add(CountName.submitted)
    case .skipped: add(CountName.skipped)
    case .draft where annotation.isDraft: add(CountName.drafts)
    case .draft: break
    }
    if annotation.isDone && !isComplete { add(CountName.doneOpen) }
    if annotation.sentBackBy != nil {
      add(CountName.sentBack)
      if isComplete { add(CountName.sentBackComplete) }
    }
    if annotation.flagged { add(CountName.flagged) }
    if annotation.status == .submitted && !annotation.imported { add(CountName.hour(annotation.at)) }
  }
}

extension SampleState {
  /// The questions that its submitted annotations answer in different ways, in ascending order. An optional question
  /// left open is no answer.
  var differingQuestions: [String] {
    var first: [String: Answer] = [:]
    var differing: Set<String> = []
    for annotation in annotations where annotation.status == .submitted {
      for (question, answer) in annotation.answers {
        if let known = first[question] {
          if known != answer { differing.insert(question) }
        } else {
          first[question] = answer
        }
      }
    }
    return differing.sorted()
  }
}

extension Database {
  func count(_ person: String, _ name: String) throws -> Int {
    try Int.fetchOne(
      cachedStatement(sql: "SELECT value FROM counts WHERE person = ? AND name = ?"), arguments: [person, name]) ?? 0
  }

  /// Every count of a person but the hours; of the project for "".
  func counts(_ person: String) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    let rows = try SQLRow.fetchCursor(
      cachedStatement(
        sql: "SELECT name, value FROM counts WHERE person = ? AND (name < ? OR name >= ?)"),
      arguments: [person, CountName.hourPrefix, CountName.afterHours])
    while let row = try rows.next() { counts[row[0]] = row[1] }
    return counts
  }

  /// Adds `difference` to a count.
  func count(_ person: String, _ name: String, by difference: Int) throws {
    guard difference != 0 else { return }
    try count(by: [CountKey(person: person, name: name): difference])
  }

  /// Adds to several counts with one statement.
  func count(by differences: [CountKey: Int]) throws {
    guard !differences.isEmpty else { return }
    let rows = Array(repeating: "(?, ?, ?)", count: differences.count).joined(separator: ", ")
    var arguments: [(any DatabaseValueConvertible)?] = []
    for (key, difference) in differences { arguments += [key.person, key.name, difference] }
    try cachedStatement(
      sql: """
        INSERT INTO counts (person, name, value) VALUES \(rows)
        ON CONFLICT (person, name) DO UPDATE SET value = counts.value + excluded.value
        """
    ).execute(arguments: StatementArguments(arguments))
  }

  /// Brings `touched`, `runs`, `cursors` and `counts` up to date with a sample's change.
  ///
  /// Whether a sample is complete is decided at each act on it, by the rule and the skills then in force, and stands in
  /// `touched` until the next: counting anew gives the same whatever was planned since.
  func tally(
    _ sample: String, at position: Int, from before: SampleState, to after: SampleState, countsGold: Bool
  ) throws {
    let gold = countsGold ? try self.gold(of: sample) : nil
    let (rank, wasComplete) = try touch(sample, at: position)
    let old = SampleTally(before, isComplete: wasComplete, gold: gold)
    let new = SampleTally(after, isComplete: try overlapRule().isComplete(after), gold: gold)
    if old != new {
      try write(new, at: position)
      try count(by: new.counts.merging(old.counts.mapValues { -$0 }, uniquingKeysWith: +).filter { $0.value != 0 })
    }
    // Room that opened again, or a sample that is somebody's to do again, waits below the cursors.
    let isReopened =
      new.submitted < old.submitted || (old.isComplete && !new.isComplete)
      || before.annotations.contains { $0.isDone && !after.isDone(by: $0.annotator) }
    if isReopened {
      try lowerCursors(to: rank)
    }
  }

  /// Where a sample stands now. What an event says may be from before it moved.
  func position(of sample: String, orElse said: @autoclosure () throws -> Int) throws -> Int {
    try Int.fetchOne(cachedStatement(sql: "SELECT position FROM touched WHERE sample = ?"), arguments: [sample])
      ?? said()
  }

  /// Gives the rank of a sample, and whether it is complete, with a row of `touched` made where there is none.
  @discardableResult
  func touch(_ sample: String, at position: Int) throws -> (rank: Int, isComplete: Bool) {
    let known = try SQLRow.fetchOne(
      cachedStatement(sql: "SELECT rank, complete FROM touched WHERE position = ?"), arguments: [position])
    if let known { return (known[0], known[1]) }
    let rank = try queueOrder().rank(of: position)
    try cachedStatement(
      sql: """
        INSERT INTO touched (
          position, rank, sample, submitted, skipped, complete, disagreement, unresolved, resolved, flagged)
        VALUES (?, ?, ?, 0, 0, 0, 0, 0, 0, 0)
        """
    ).execute(arguments: [position, rank, sample])
    // No cursor stands behind an untouched rank, so none has to move.
    if try run(holding: rank) == nil { try addToRuns(rank) }
    return (rank, false)
  }

  private func write(_ tally: SampleTally, at position: Int) throws {
    try cachedStatement(
      sql: """
        UPDATE touched SET submitted = ?, skipped = ?, complete = ?, disagreement = ?, unresolved = ?, resolved = ?,
          flagged = ?
        WHERE position = ?
        """
    ).execute(arguments: [
      tally.submitted, tally.skipped, tally.isComplete, tally.disagrees, tally.isUnresolved, tally.isResolved,
      tally.isFlagged, position,
    ])
  }

  /// Makes every annotator's search begin at `rank` or before, and that of the plan at the place of its sample.
  func lowerCursors(to rank: Int) throws {
    try cachedStatement(sql: "UPDATE cursors SET rank = ? WHERE rank > ?").execute(arguments: [rank, rank])
    if let place = try planPlace(of: queueOrder().position(of: rank)) {
      try cachedStatement(sql: "UPDATE cursors SET plan = ? WHERE plan > ?").execute(arguments: [place, place])
    }
  }
}

extension Answers {
  /// Of the questions that `gold` answers, those answered here, and those answered the same.
  func compared(with gold: Answers) -> (answered: Int, right: Int) {
    var (answered, right) = (0, 0)
    for (question, known) in gold {
      guard let answer = self[question] else { continue }
      answered += 1
      if answer == known { right += 1 }
    }
    return (answered, right)
  }
}
