import Foundation
import GRDB
import VersionStore

/// One import of annotations: checks and sorts the rows of a file, brings those of one annotator and sample together,
/// and makes them submitted annotations in one transaction. Memory does not grow with the rows.
final class AnnotationImport {
  private let workspace: Workspace
  private let project: Project
  /// Rows that can be read, by sample and annotator.
  private let rows: RecordSorter
  /// Groups of rows of samples that are there; in order, so that nothing is sorted.
  private let groups: RecordSorter
  private var bad: BadRecords

  private(set) var report = ImportReport(read: 0, imported: 0, unchanged: 0, quarantined: 0, newBytes: 0)

  init(_ workspace: Workspace, bad: BadRecords) throws {
    self.workspace = workspace
    self.bad = bad
    project = try workspace.project()
    rows = RecordSorter(directory: workspace.temporaryPath)
    groups = RecordSorter(directory: workspace.temporaryPath)
  }

  /// Whether there is no point in reading on.
  var hasFailed: Bool { bad.areEnough }

  // MARK: Reading

  func take(_ incoming: Incoming<IncomingAnnotation>) throws {
    report.read += 1
    switch incoming {
    case .bad(let record): try refuse(record)
    case .record(let annotation):
      var record = AnnotationRecord(
        line: annotation.line, answers: annotation.answers, comment: annotation.comment, seconds: annotation.seconds)
      if record.comment?.contains(where: { !$0.isWhitespace }) == false { record.comment = nil }
      if let problem = problem(with: annotation, &record) {
        let raw = record.asJSONLine(sample: annotation.sample, annotator: annotation.annotator)
        return try refuse(BadRecord(line: annotation.line, reason: problem, raw: raw))
      }
      if bad.endImport { return }
      let key = PartKey.bytes(sample: annotation.sample, part: annotation.annotator)
      try rows.add(key: key, value: record.encoded)
    }
  }

  /// What is wrong with a row, in words; nil when it is fine, and then its answers are as they may be kept.
  private func problem(with annotation: IncomingAnnotation, _ record: inout AnnotationRecord) -> String? {
    if let problem = SampleIdentifier.problem(with: annotation.sample) { return problem }
    // Who is not among the project's people may have labeled elsewhere: a crowd never logs in.
    if let problem = KeyPart.problem(
      with: annotation.annotator, what: "annotator's name", maximumByteCount: NameRule.lengthLimit)
    {
      return problem
    }
    if let seconds = annotation.seconds, !(seconds >= 0 && seconds < 1e9) { return "the seconds are no duration" }
    do {
      record.answers = try project.checked(annotation.answers)
    } catch {
      return error.asReason
    }
    if record.answers.isEmpty, record.comment == nil { return "it answers no question" }
    return nil
  }

  private func refuse(_ record: BadRecord) throws {
    report.quarantined += 1
    try bad.add(record)
  }

  private func refuse(_ record: AnnotationRecord, _ group: AnnotationGroup, _ reason: String) throws {
    let raw = record.asJSONLine(sample: group.sample, annotator: group.annotator)
    try refuse(BadRecord(line: record.line, reason: reason, raw: raw))
  }

  // MARK: Groups

  /// Brings rows together and finds their samples. Nothing is locked yet.
  func group(file: String, step: () throws -> Void) throws {
    try bad.check(file: file)
    try rows.finish()
    let samples = try SampleFinder(workspace)
    var records = try rows.records()
    var group: AnnotationGroup?
    var key: [UInt8] = []
    var count = 0
    while let record = try records.next() {
      var reader = RowReader(record.value)
      guard let row = AnnotationRecord(&reader), let parts = PartKey.split(record.key) else {
        throw EngineError.io(errno: EIO, action: "read back", path: "a temporary file")
      }
      if record.key == key {
        group?.records.append(row)
      } else {
        if let group { try settle(group, samples) }
        group = AnnotationGroup(sample: parts.sample, annotator: parts.part, records: [row])
        key = record.key
      }
      count += 1
      if count.isMultiple(of: 4_096) { try step() }
    }
    if let group { try settle(group, samples) }
    try groups.finish()
    try bad.check(file: file)
  }

  private func settle(_ group: AnnotationGroup, _ samples: SampleFinder) throws {
    var group = group
    for (record, reason) in group.removeContradictions() { try refuse(record, group, reason) }
    guard let position = try samples.position(of: group.sample) else {
      let reason = "no sample has the id \(group.sample)" + samples.examples
      for record in group.records { try refuse(record, group, reason) }
      return
    }
    group.position = position
    try groups.add(key: PartKey.bytes(sample: group.sample, part: group.annotator), value: group.encoded)
  }

  // MARK: Writing

  /// Makes them live, all or none.
  func land(file: String, actor: String, step: () throws -> Void) throws {
    if groups.count == 0 { return }
    // The journal knows its own errors only; those of the caller are carried around it.
    var interruption: (any Error)?
    do {
      try workspace.journal.write { db in
        do {
          try writeAll(db, actor: actor, step: step)
          try bad.check(file: file)
        } catch {
          interruption = error
          throw error
        }
      }
    } catch {
      throw interruption ?? error
    }
  }

  private func writeAll(_ db: Database, actor: String, step: () throws -> Void) throws {
    // The rows were checked against the project as it was when the import began.
    guard try db.project() == project else {
      throw EngineError.journal(problem: "the project changed during the import", remedy: "Import the file again.")
    }
    let at = workspace.clock()
    var records = try groups.records()
    var count = 0
    var pending: [AnnotationGroup] = []
    while let record = try records.next() {
      guard let group = AnnotationGroup(key: record.key, encoded: record.value) else {
        throw EngineError.io(errno: EIO, action: "read back", path: "a temporary file")
      }
      if let first = pending.first, first.sample != group.sample {
        try write(pending, db, actor: actor, at: at)
        pending.removeAll(keepingCapacity: true)
      }
      pending.append(group)
      count += 1
      if count.isMultiple(of: 4_096) { try step() }
    }
    try write(pending, db, actor: actor, at: at)
  }

  /// Writes all that a file has of one sample.
  private func write(_ groups: [AnnotationGroup], _ db: Database, actor: String, at: Int64) throws {
    guard let first = groups.first else { return }
    let state = try db.state(of: first.sample)
    var imported: [ImportedAnnotation] = []
    for group in groups {
      let there = state[group.annotator].flatMap { $0.isDone || $0.sentBackBy != nil ? $0 : nil }
      if let there, there.status != .submitted, try isSettled(group, beside: there, db) { continue }
      let submitted = there?.status == .submitted ? there : nil
      if let annotation = try decide(group, beside: submitted, db) { imported.append(annotation) }
    }
    try db.appendImported(imported, to: first.sample, at: first.position, state: state, actor: actor, time: at)
  }

  /// Whether a group has no say beside a skip or what a reviewer sent back. A file that is imported once more must not
  /// take back what people did since: it is unchanged. What is sent back waits for its annotator, not for a file.
  private func isSettled(
    _ group: AnnotationGroup, beside there: AnnotationState, _ db: Database
  ) throws -> Bool {
    let answers = project.ordered(group.answers)
    var isRepeat = false
    if there.sentBackBy != nil, answers.allSatisfy({ there.answers[$0.key] == $0.value }) {
      isRepeat = try newComment(group, beside: there.comment, db) == nil
    }
    if try isRepeat || wasImported(group, answers, db) {
      report.unchanged += group.records.count
      return true
    }
    guard let reviewer = there.sentBackBy else { return false }
    let reason = "\(reviewer) has sent \(group.sample) back to \(group.annotator), who is to answer it again"
    for record in group.records { try refuse(record, group, reason) }
    return true
  }

  /// Whether earlier imports have brought all that a group says.
  private func wasImported(_ group: AnnotationGroup, _ answers: Answers, _ db: Database) throws -> Bool {
    var missing = answers
    var lacksComment = group.comment != nil
    let events = try SQLRow.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT \(Event.columns) FROM events
          WHERE sample = ? AND sample IS NOT NULL AND kind <> 'lease' AND kind = ?
          """), arguments: [group.sample, EventKind.annotationImported.rawValue])
    while let row = try events.next() {
      let payload = EventPayload(try Event(row))
      guard try payload.string("annotator") == group.annotator else { continue }
      let brought = project.ordered(try payload.answers("answers"))
      missing = missing.filter { brought[$0.key] != $0.value }
      if lacksComment, let comment = try payload.object("comment") {
        lacksComment = try newComment(group, beside: comment, db) != nil
      }
    }
    return missing.isEmpty && !lacksComment
  }

  /// What is new in a group beside what its annotator has submitted; nil where nothing is, or it was refused.
  private func decide(
    _ group: AnnotationGroup, beside there: AnnotationState?, _ db: Database
  ) throws -> ImportedAnnotation? {
    var answers = group.answers
    for (question, old) in there?.answers ?? [:] {
      guard let new = answers[question], new != old else {
        answers[question] = old
        continue
      }
      let reason = "\(group.annotator) has answered \(question) of \(group.sample) with “\(old.words)”"
      for record in group.records { try refuse(record, group, reason + "; an import changes no answer") }
      return nil
    }
    do {
      answers = try project.checkedForSubmission(answers)
    } catch {
      for record in group.records { try refuse(record, group, error.asReason) }
      return nil
    }
    let comment = try newComment(group, beside: there?.comment, db)
    if let there, there.answers == answers, comment == nil {
      report.unchanged += group.records.count
      return nil
    }
    report.imported += group.records.count
    return ImportedAnnotation(
      annotator: group.annotator, answers: answers, comment: comment, seconds: max(group.seconds, there?.seconds ?? 0))
  }

  /// The comment that stands afterwards; nil where nothing is added to what is there.
  private func newComment(_ group: AnnotationGroup, beside old: ObjectID?, _ db: Database) throws -> String? {
    guard let comment = group.comment else { return nil }
    guard let old = try db.prose(old), !old.isEmpty else { return comment }
    return old == comment || old.hasSuffix("\n" + comment) ? nil : old + "\n" + comment
  }
}

extension EngineError {
  /// What is wrong with an answer, as the reason of a bad record.
  fileprivate var asReason: String {
    if case .invalidAnswer(let question, let problem) = self { return "\(question): \(problem)" }
    return errorDescription ?? "it cannot be read"
  }
}

/// Finds samples by id, best asked in the order of ids.
private final class SampleFinder {
  private let tree: Tree?
  private let firsts: [[UInt8]: Int]
  private var last: (id: String, position: Int?)?
  /// "; ids are like a, b and c", so that a wrong column shows.
  let examples: String

  init(_ workspace: Workspace) throws {
    let (root, batches) = try workspace.journal.read { db in
      var firsts: [[UInt8]: Int] = [:]
      let rows = try GRDB.Row.fetchCursor(db, sql: "SELECT id, first FROM batches")
      while let row = try rows.next() {
        let id: Data = row[0]
        firsts[Array(id)] = row[1]
      }
      return (try db.liveSamples(), firsts)
    }
    firsts = batches
    tree = root.map { Tree(root: $0, in: workspace.store) }
    var ids: [String] = []
    try tree?.forEach(from: nil) { row in
      ids.append(String(decoding: row.key, as: UTF8.self))
      return ids.count < 3
    }
    examples = ids.isEmpty ? "; there are no samples yet" : "; ids are like \(list(ids))"
  }

  /// The place in import order; nil for an unknown id.
  func position(of id: String) throws -> Int? {
    if let last, last.id == id { return last.position }
    var position: Int?
    if let value = try tree?.value(for: Array(id.utf8)) {
      guard let row = SampleRow(encoded: value), let first = firsts[row.batch] else {
        throw EngineError.damagedRow(table: TableName.samples, key: Array(id.utf8))
      }
      position = first + Int(row.place)
    }
    last = (id, position)
    return position
  }
}
