import Foundation
import GRDB
import VersionStore

extension Database {
  /// What people did to a sample, as the tables hold it. Three index look-ups.
  func state(of sample: String) throws -> SampleState {
    var state = SampleState()
    let annotations = try SQLRow.fetchCursor(
      cachedStatement(
        sql: "SELECT \(AnnotationState.columns) FROM annotations WHERE sample = ? ORDER BY annotator"),
      arguments: [sample])
    while let row = try annotations.next() { state.annotations.append(try AnnotationState(row)) }
    let resolutions = try SQLRow.fetchCursor(
      cachedStatement(
        sql: "SELECT question, answer, how, reviewer, reason, at FROM resolutions WHERE sample = ? ORDER BY question"),
      arguments: [sample])
    while let row = try resolutions.next() { state.resolutions.append(try ResolutionState(row)) }
    let repeats = try SQLRow.fetchCursor(
      cachedStatement(sql: "SELECT \(AnnotationState.columns) FROM repeats WHERE sample = ? ORDER BY annotator"),
      arguments: [sample])
    while let row = try repeats.next() { state.repeats.append(try AnnotationState(row)) }
    return state
  }

  /// Writes what is different, and brings `touched`, `runs` and `counts` up to date; the counts of gold only where
  /// `countsGold`.
  func save(
    _ sample: String, at position: Int, from before: SampleState, to after: SampleState, countsGold: Bool = true
  ) throws {
    try saveRows(sample, at: position, from: before, to: after)
    try tally(sample, at: position, from: before, to: after, countsGold: countsGold)
  }

  private func saveRows(_ sample: String, at position: Int, from before: SampleState, to after: SampleState) throws {
    for annotation in after.annotations where before[annotation.annotator] != annotation {
      try write(annotation, of: sample, at: position)
    }
    for annotation in before.annotations where after[annotation.annotator] == nil {
      try cachedStatement(sql: "DELETE FROM annotations WHERE sample = ? AND annotator = ?")
        .execute(arguments: [sample, annotation.annotator])
    }
    for second in after.repeats where before.secondAnswer(of: second.annotator) != second {
      try write(second, of: sample, at: position, table: "repeats")
    }
    for second in before.repeats where after.secondAnswer(of: second.annotator) == nil {
      try cachedStatement(sql: "DELETE FROM repeats WHERE sample = ? AND annotator = ?")
        .execute(arguments: [sample, second.annotator])
    }
    for resolution in before.resolutions where after.resolution(of: resolution.question) == nil {
      try cachedStatement(sql: "DELETE FROM resolutions WHERE sample = ? AND question = ?")
        .execute(arguments: [sample, resolution.question])
    }
    for resolution in after.resolutions where before.resolution(of: resolution.question) != resolution {
      try write(resolution, of: sample)
    }
  }

  /// `table`: annotations, or repeats, which has the same columns.
  func write(
    _ annotation: AnnotationState, of sample: String, at position: Int, table: String = "annotations"
  ) throws {
    try cachedStatement(
      sql: """
        INSERT INTO \(table) (sample, position, \(AnnotationState.columns))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (sample, annotator) DO UPDATE SET
          status = excluded.status, answers = excluded.answers, comment = excluded.comment, reason = excluded.reason,
          flagged = excluded.flagged, seconds = excluded.seconds, revision = excluded.revision,
          sent_back_by = excluded.sent_back_by, sent_back_note = excluded.sent_back_note, draft = excluded.draft,
          draft_seconds = excluded.draft_seconds, imported = excluded.imported, at = excluded.at
        """
    ).execute(arguments: [
      sample, position, annotation.annotator, annotation.status.rawValue,
      JSONValue(answers: annotation.answers).text, annotation.comment?.data, annotation.reason?.data,
      annotation.flagged, annotation.seconds, annotation.revision, annotation.sentBackBy,
      annotation.sentBackNote?.data, annotation.draft.map { JSONValue(answers: $0).text }, annotation.draftSeconds,
      annotation.imported, annotation.at,
    ])
  }

  func write(_ resolution: ResolutionState, of sample: String) throws {
    try cachedStatement(
      sql: """
        INSERT INTO resolutions (sample, question, answer, how, reviewer, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (sample, question) DO UPDATE SET
          answer = excluded.answer, how = excluded.how, reviewer = excluded.reviewer, reason = excluded.reason,
          at = excluded.at
        """
    ).execute(arguments: [
      sample, resolution.question, resolution.answer.json.text, resolution.how.json.text, resolution.reviewer,
      resolution.reason?.data, resolution.at,
    ])
  }
}

extension AnnotationState {
  static let columns = """
    annotator, status, answers, comment, reason, flagged, seconds, revision, sent_back_by, sent_back_note, draft,
    draft_seconds, imported, at
    """

  /// A row of `columns`.
  init(_ row: SQLRow) throws {
    annotator = row[0]
    guard let status = Annotation.Status(rawValue: row[1]), let answers = Answers(text: row[2]) else {
      throw EngineError.damagedTable("annotations")
    }
    self.status = status
    self.answers = answers
    comment = ObjectID(row[3] as Data?)
    reason = ObjectID(row[4] as Data?)
    flagged = row[5]
    seconds = row[6]
    revision = row[7]
    sentBackBy = row[8]
    sentBackNote = ObjectID(row[9] as Data?)
    draft = (row[10] as String?).flatMap { Answers(text: $0) }
    draftSeconds = row[11]
    imported = row[12]
    at = row[13]
  }
}

extension ResolutionState {
  init(_ row: SQLRow) throws {
    let answer: String = row[1]
    let how: String = row[2]
    guard let answer = (try? JSONValue(parsing: answer.utf8)).flatMap(Answer.init(json:)),
      let how = (try? JSONValue(parsing: how.utf8)).flatMap(Resolution.How.init(json:))
    else { throw EngineError.damagedTable("resolutions") }
    self.init(
      question: row[0], answer: answer, how: how, reviewer: row[3], reason: ObjectID(row[4] as Data?), at: row[5])
  }
}

extension Answers {
  /// Reads the JSON text of answers.
  init?(text: String) {
    guard let answers = (try? JSONValue(parsing: text.utf8))?.answers else { return nil }
    self = answers
  }
}

extension EngineError {
  static func damagedTable(_ table: String) -> EngineError {
    .journal(
      problem: "a row of the journal's table “\(table)” cannot be read",
      remedy: "Make a copy of the .gloss directory, then put journal.sqlite back from a backup.")
  }
}

// MARK: - With prose

extension Database {
  /// All annotations of a sample, with their prose, by annotator.
  func annotations(of sample: String) throws -> [Annotation] {
    try state(of: sample).annotations.map { try annotation($0, of: sample) }
  }

  func annotation(_ state: AnnotationState, of sample: String) throws -> Annotation {
    var annotation = Annotation(
      sample: sample, annotator: state.annotator, status: state.status, answers: state.answers,
      comment: try prose(state.comment), reason: try prose(state.reason), flagged: state.flagged,
      seconds: state.seconds, revision: state.revision, sentBack: nil, draft: state.draft,
      draftSeconds: state.draftSeconds)
    if let reviewer = state.sentBackBy {
      annotation.sentBack = .init(reviewer: reviewer, note: try prose(state.sentBackNote) ?? "")
    }
    return annotation
  }

  /// All resolutions of a sample, with their reasons, by question.
  func resolutions(of sample: String) throws -> [Resolution] {
    try state(of: sample).resolutions.map(resolution)
  }

  func resolution(_ state: ResolutionState) throws -> Resolution {
    Resolution(
      question: state.question, answer: state.answer, how: state.how, reviewer: state.reviewer,
      reason: try prose(state.reason))
  }
}
