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
    let table = try journal.read { try WorkTable($0) }
    var report = AgreementReport()
    for (index, question) in (table.project?.questions ?? []).enumerated() {
      let name = question.name
      if let wanted = options.question, wanted != name { continue }
      report.questions[name] = QuestionAgreement(try table.sheet(of: index, question, columns, options), options)
    }
    return report
  }
}

extension WorkTable {
  /// One question's submitted answers with what they may be sliced by. Items are samples with an answer, and annotators who
  /// gave one to any question.
  fileprivate func sheet(
    of index: Int, _ question: Question, _ columns: [(name: String, values: [String?])], _ options: AgreementOptions
  ) throws(EngineError) -> AnswerSheet {
    var (scale, numbers) = question.scale(of: values[index].all)
    if let level = options.level {
      do throws(EngineError) {
        try scale.take(level, question, values[index].all, numbers)
      } catch {
        if options.question != nil { throw error }
      }
    }
    var isUsed = [Bool](repeating: false, count: annotators.all.count)
    for entry in entries where !entry.isSkipped { isUsed[Int(entry.annotator)] = true }
    let people = Renumbered(annotators, isUsed: isUsed, by: precedesInBytes)
    var ratings = Ratings(
      items: [], annotators: [], values: [], itemCount: 0, annotatorCount: people.things.count,
      valueCount: scale.valueCount)
    var times: [Int64] = []
    var cells = columns.map { _ in [Int32]() }
    var names = columns.map { _ in Interned<String>() }
    var last: Int32 = -1
    for (place, entry) in entries.enumerated() where !entry.isSkipped && answers[index][place] >= 0 {
      if entry.position != last { ratings.itemCount += 1 }
      last = entry.position
      ratings.items.append(Int32(ratings.itemCount - 1))
      ratings.annotators.append(people.numbers[Int(entry.annotator)])
      ratings.values.append(numbers[Int(answers[index][place])])
      times.append(entry.at)
      for column in columns.indices {
        let values = columns[column].values
        let value = Int(entry.position) < values.count ? values[Int(entry.position)] : nil
        cells[column].append(value.map { names[column].number(of: $0) } ?? -1)
      }
    }
    return AnswerSheet(
      ratings: ratings, annotators: people.things, scale: scale,
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
