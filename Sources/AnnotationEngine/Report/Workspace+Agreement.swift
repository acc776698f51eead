import GRDB
import LabelStatistics

extension Workspace {
  /// Agreement in full over all submitted annotations: every measure, by label, pair, slice and time, each with its
  /// interval. Reads all annotations anew, and with `by` the content of all samples.
  ///
  /// Given is what this person may see (`Sight`); nil for somebody whom nothing is known of.
  ///
  /// - Throws: `unknownColumn` for a column that no sample has; `invalidName` where a level does not go with a question's
  ///   values.
  public func agreement(_ session: Session?, _ options: AgreementOptions) throws(EngineError) -> AgreementReport {
    let sight = try journal.read { try $0.sight(of: session) }
    return sight.seen(try agreement(options))
  }

  func agreement(_ options: AgreementOptions) throws(EngineError) -> AgreementReport {
    var columns: [(name: String, values: [String?])] = []
    for name in options.by { columns.append((name, try column(name))) }
    let answers = try journal.read { try AllAnswers($0) }
    var report = AgreementReport()
    for index in answers.questions.indices {
      let name = answers.questions[index].name
      if let wanted = options.question, wanted != name { continue }
      report.questions[name] = QuestionAgreement(try answers.sheet(of: index, columns, options), options)
    }
    return report
  }
}

/// All submitted answers of the journal, in the order of samples and then of annotators' names.
private struct AllAnswers {
  private struct Annotation {
    var position: Int
    var annotator: Int32
    var at: Int64
    /// By question the number of the answer, or -1.
    var numbers: [Int32]
  }
  let questions: [Question]
  private var annotators = Interned<String>()
  private var values: [Interned<Answer>]
  private var annotations: [Annotation] = []

  init(_ db: Database) throws {
    let questions = try db.project().questions
    self.questions = questions
    values = questions.map { _ in Interned() }
    let names = try String.fetchAll(
      db, sql: "SELECT DISTINCT annotator FROM annotations WHERE status = 'submitted'")
    for name in names.sorted() { _ = annotators.number(of: name) }
    let rows = try SQLRow.fetchCursor(
      db,
      sql: """
        SELECT position, annotator, answers, at FROM annotations WHERE status = 'submitted' ORDER BY position, annotator
        """)
    var known: [String: [Int32]] = [:]
    while let row = try rows.next() {
      let text: String = row[2]
      if known[text] == nil {
        guard let answers = Answers(text: text) else { throw EngineError.damagedTable("annotations") }
        known[text] = questions.indices.map { index in
          answers[questions[index].name].map { values[index].number(of: $0) } ?? -1
        }
      }
      annotations.append(
        Annotation(position: row[0], annotator: annotators.number(of: row[1]), at: row[3], numbers: known[text] ?? []))
    }
  }

  func sheet(
    of question: Int, _ columns: [(name: String, values: [String?])], _ options: AgreementOptions
  ) throws(EngineError) -> AnswerSheet {
    var (scale, numbers) = questions[question].scale(of: values[question].all)
    if let level = options.level {
      do throws(EngineError) {
        try scale.take(level, questions[question], values[question].all, numbers)
      } catch {
        if options.question != nil { throw error }
      }
    }
    var ratings = Ratings(
      items: [], annotators: [], values: [], itemCount: 0, annotatorCount: annotators.all.count,
      valueCount: scale.valueCount)
    var times: [Int64] = []
    var cells = columns.map { _ in [Int32]() }
    var names = columns.map { _ in Interned<String>() }
    var last = -1
    for annotation in annotations where annotation.numbers[question] >= 0 {
      if annotation.position != last { ratings.itemCount += 1 }
      last = annotation.position
      ratings.items.append(Int32(ratings.itemCount - 1))
      ratings.annotators.append(annotation.annotator)
      ratings.values.append(numbers[Int(annotation.numbers[question])])
      times.append(annotation.at)
      for column in columns.indices {
        let values = columns[column].values
        let value = annotation.position < values.count ? values[annotation.position] : nil
        cells[column].append(value.map { names[column].number(of: $0) } ?? -1)
      }
    }
    return AnswerSheet(
      ratings: ratings, annotators: annotators.all, scale: scale,
      columns: columns.indices.map {
        AnswerSheet.Column(name: columns[$0].name, values: names[$0].all, numbers: cells[$0])
      }, times: times)
  }
}

extension AnswerScale {
  /// Sees the values at another level: those of a choice by the project's order, or as the numbers that their names are.
  fileprivate mutating func take(
    _ level: Level, _ question: Question, _ answers: [Answer], _ numbers: [Int32]
  ) throws(EngineError) {
    if level == .nominal || question.kind == .rating {
      self.level = level
      return
    }
    guard question.kind == .choice else {
      throw .invalidName(level.rawValue, problem: "the answers to \(question.name) are sets, which have no order")
    }
    var places = (0..<valueCount).map(Double.init)
    for (answer, number) in zip(answers, numbers) where level != .ordinal {
      let name = answer.names.first ?? ""
      guard let value = DecimalNumber(name) else {
        throw .invalidName(
          level.rawValue,
          problem: "the value \(name) of \(question.name) is no number; ordinal takes the order of gloss.yaml")
      }
      places[Int(number)] = Double(value.millionths) / 1e6
    }
    self.level = level
    self.numbers = places
  }
}
