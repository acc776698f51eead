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

  func report() -> AgreementReport {
    let positions = samples.keys.sorted()
    var report = AgreementReport()
    for index in questions.indices { report.questions[questions[index].name] = agreement(on: index, positions) }
    return report
  }

  private func agreement(on question: Int, _ positions: [Int]) -> QuestionAgreement {
    let ratings = ratings(of: question, positions)
    let percent = percentAgreement(ratings)
    let alpha = krippendorffAlpha(ratings)
    var labels: [String: LabelFigures] = [:]
    for value in questions[question].values {
      // Each value for itself: was it given or not.
      let holds = values[question].all.map { $0.names.contains(value.name) }
      labels[value.name] = figures(ratings, holds)
    }
    return QuestionAgreement(
      items: percent.items, annotators: Set(ratings.annotators).count, percent: percent.value,
      percentWhy: percent.why?.explanation, alpha: alpha.value, alphaWhy: alpha.why?.explanation,
      pairs: pairAgreements(ratings).map(pair).sorted { ($0.a, $0.b) < ($1.a, $1.b) }, labels: labels)
  }

  private func ratings(of question: Int, _ positions: [Int]) -> Ratings {
    var ratings = Ratings(
      items: [], annotators: [], values: [], itemCount: positions.count, annotatorCount: annotators.all.count,
      valueCount: values[question].all.count)
    ratings.items.reserveCapacity(annotationCount)
    ratings.annotators.reserveCapacity(annotationCount)
    ratings.values.reserveCapacity(annotationCount)
    for (item, position) in positions.enumerated() {
      guard let entries = samples[position] else { continue }
      for start in stride(from: 0, to: entries.count, by: width) {
        let value = entries[start + 1 + question]
        guard value >= 0 else { continue }
        ratings.items.append(Int32(item))
        ratings.annotators.append(entries[start])
        ratings.values.append(value)
      }
    }
    return ratings
  }

  private func figures(_ ratings: Ratings, _ holds: [Bool]) -> LabelFigures {
    var binary = ratings
    binary.valueCount = 2
    var answers = 0
    for index in binary.values.indices {
      let value: Int32 = holds[Int(binary.values[index])] ? 1 : 0
      binary.values[index] = value
      answers += Int(value)
    }
    let percent = percentAgreement(binary)
    let alpha = krippendorffAlpha(binary)
    return LabelFigures(
      items: percent.items, answers: answers, percent: percent.value, percentWhy: percent.why?.explanation,
      alpha: alpha.value, alphaWhy: alpha.why?.explanation)
  }

  private func pair(_ pair: PairAgreement) -> PairFigures {
    let names = [annotators.all[pair.a], annotators.all[pair.b]].sorted()
    return PairFigures(
      a: names[0], b: names[1], items: pair.percent.items, percent: pair.percent.value,
      percentWhy: pair.percent.why?.explanation, kappa: pair.kappa.value, kappaWhy: pair.kappa.why?.explanation)
  }
}
