import GRDB
import LabelStatistics

/// Every submitted answer, interned: what agreement is counted from. It is read once and then follows the journal's
/// events, so that a count after one more answer does not read everything again.
///
/// Memory: 4 bytes a question and annotation, and about 60 bytes a sample.
struct AnswerBook {
  /// Grows with every change of a submitted answer.
  private(set) var version = 0
  private var seq: Int64 = 0
  private var schema: String?

  private var questions: [Question] = []
  private var annotators = Interned<String>()
  /// By question, the answers given.
  private var values: [Interned<Answer>] = []
  /// By position: for each annotation the annotator's number and then, by question, the number of the answer or -1.
  private var samples: [Int: [Int32]] = [:]
  private(set) var annotationCount = 0
  /// By question, the counts that the figures are computed from.
  private var running: [RunningAgreement] = []
  /// Numbers of answers by their JSON text, as the table has them: most texts come again and again.
  private var known: [String: [Int32]] = [:]

  private static let manyChanges = 2000
  private var width: Int { questions.count + 1 }

  /// Brings it up to date with the journal.
  mutating func follow(_ db: Database) throws {
    let last = try db.lastSeq()
    let schema = try db.layout()
    if last == seq && schema == self.schema { return }
    if schema == self.schema && last > seq {
      let changed = try db.samplesChanged(after: seq, limit: Self.manyChanges)
      if changed.count < Self.manyChanges {
        for sample in changed { try read(sample, db) }
        seq = last
        return
      }
    }
    try readAll(db, schema)
    seq = last
  }

  private mutating func readAll(_ db: Database, _ schema: String?) throws {
    self = AnswerBook(version: version + 1)
    self.schema = schema
    questions = try db.project().questions
    values = questions.map { _ in Interned() }
    // Numbers go by first sight; in the table's order they are the same in every process.
    let rows = try SQLRow.fetchCursor(
      db, sql: "SELECT position, annotator, answers FROM annotations WHERE status = 'submitted'")
    while let row = try rows.next() {
      samples[row[0], default: []] += try entry(annotator: row[1], answers: row[2])
      annotationCount += 1
    }
    countAll()
  }

  private init(version: Int) { self.version = version }
  init() {}

  /// The submitted answers of a commit: the same figures whatever the journal holds by now.
  init(_ snapshot: Snapshot, project: Project) throws {
    questions = project.questions
    values = questions.map { _ in Interned() }
    var position = -1
    var sample: ArraySlice<UInt8> = []
    try snapshot.annotations.forEach(from: nil) { row in
      guard let annotation = AnnotationRow(encoded: row.value), let key = PartKey.split(row.key) else {
        throw EngineError.damagedRow(table: TableName.annotations, key: row.key)
      }
      guard annotation.status == .submitted else { return true }
      let id = row.key.prefix { $0 != 0 }
      if position < 0 || id != sample { position += 1 }
      sample = id
      let numbers = questions.indices.map { index -> Int32 in
        annotation.answers[questions[index].name].map { values[index].number(of: $0) } ?? -1
      }
      samples[position, default: []] += [annotators.number(of: key.part)] + numbers
      annotationCount += 1
      return true
    }
    countAll()
  }

  private mutating func read(_ sample: String, _ db: Database) throws {
    let position = try Int.fetchOne(
      db.cachedStatement(sql: "SELECT position FROM touched WHERE sample = ?"), arguments: [sample])
    guard let position else { return }
    var entries: [Int32] = []
    let rows = try SQLRow.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT annotator, answers FROM annotations WHERE sample = ? AND status = 'submitted' ORDER BY annotator
          """), arguments: [sample])
    while let row = try rows.next() { entries += try entry(annotator: row[0], answers: row[1]) }
    let old = samples[position] ?? []
    guard entries != old else { return }
    count(old, entries)
    samples[position] = entries.isEmpty ? nil : entries
    annotationCount += (entries.count - old.count) / width
    version += 1
  }

  private mutating func entry(annotator: String, answers text: String) throws -> [Int32] {
    let number = annotators.number(of: annotator)
    if let known = known[text] { return [number] + known }
    guard let answers = Answers(text: text) else { throw EngineError.damagedTable("annotations") }
    let numbers = questions.indices.map { index -> Int32 in
      answers[questions[index].name].map { values[index].number(of: $0) } ?? -1
    }
    known[text] = numbers
    return [number] + numbers
  }

  // MARK: - Figures

  /// Percent and alpha with intervals where `options` asks for them, labels and pairs without. The answers are not gone
  /// through again: the counts have followed them.
  func report(_ options: BootstrapOptions?) -> AgreementReport {
    var report = AgreementReport()
    for index in questions.indices {
      let (scale, numbers) = questions[index].scale(of: values[index].all)
      let counts = running[index].counts(valueCount: values[index].all.count)
      report.questions[questions[index].name] = QuestionAgreement(
        counts.mapped(numbers, valueCount: scale.valueCount), scale, annotators: annotators.all, options)
    }
    return report
  }

  /// Counts everything at once: what a run of changes would come to.
  private mutating func countAll() {
    let positions = samples.keys.sorted()
    running = questions.indices.map { RunningAgreement(ratings(of: $0, positions)) }
  }

  private mutating func count(_ old: [Int32], _ new: [Int32]) {
    for question in questions.indices {
      let (before, after) = (ratings(in: old, question), ratings(in: new, question))
      if before != after { running[question].replace(before, by: after) }
    }
  }

  /// The ratings of one sample.
  private func ratings(in entries: [Int32], _ question: Int) -> [Rating] {
    stride(from: 0, to: entries.count, by: width).compactMap { start in
      let value = entries[start + 1 + question]
      return value < 0 ? nil : Rating(annotator: entries[start], value: value)
    }
  }

  private func ratings(of question: Int, _ positions: [Int]) -> Ratings {
    var ratings = Ratings(
      items: [], annotators: [], values: [], itemCount: positions.count, annotatorCount: annotators.all.count,
      valueCount: values[question].all.count)
    ratings.items.reserveCapacity(annotationCount)
    ratings.annotators.reserveCapacity(annotationCount)
    ratings.values.reserveCapacity(annotationCount)
    for (item, position) in positions.enumerated() {
      for rating in self.ratings(in: samples[position] ?? [], question) {
        ratings.items.append(Int32(item))
        ratings.annotators.append(rating.annotator)
        ratings.values.append(rating.value)
      }
    }
    return ratings
  }
}
