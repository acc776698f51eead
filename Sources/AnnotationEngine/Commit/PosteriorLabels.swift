import GRDB
import LabelStatistics
import VersionStore

/// The labels of the rule `posterior` over all submitted answers of a commit, for each question that takes it
/// (`PosteriorModel`).
///
/// They depend on every answer of a commit, so they are made anew for each: O(steps · answers), for several values once a
/// value, and some hundred bytes a sample while they are made. What goes in is brought into an order of its own, and the
/// arithmetic is the same on every machine, so that equal answers give equal rows.
struct PosteriorLabels {
  private let rule: LabelRule
  private var questions: [String: Votes] = [:]
  /// Keys that a reviewer decided about.
  private var decided: Set<[UInt8]> = []

  private struct Votes {
    let question: Question
    var given = Interned<Answer>()
    /// In the order in which they came.
    var samples: [String] = []
    var items: [Int32] = []
    var annotators = Interned<String>()
    var people: [Int32] = []
    var answers: [Int32] = []

    mutating func add(_ answer: Answer, of sample: String, by annotator: String) {
      if samples.last != sample { samples.append(sample) }
      items.append(Int32(samples.count - 1))
      people.append(annotators.number(of: annotator))
      answers.append(given.number(of: answer.asInRows))
    }

    func model(_ rule: LabelRule) -> PosteriorModel {
      let names = annotators.all
      let byName = Renumbered(annotators, isUsed: names.map { _ in true }, by: precedesInBytes)
      let ratings = Ratings(
        items: items, annotators: people.map { byName.numbers[Int($0)] }, values: answers, itemCount: samples.count,
        annotatorCount: names.count, valueCount: given.all.count)
      return PosteriorModel(question, rule: rule, answers: given.all, ratings)
    }
  }

  /// nil where the project's labels are not made in this way.
  init?(_ project: Project) {
    guard project.labelRule.rule == .posterior else { return nil }
    rule = project.labelRule
    for question in project.questions where question.takesPosterior(rule) {
      questions[question.name] = Votes(question: question)
    }
  }

  /// All answers of a sample one after another.
  mutating func add(_ answers: [String: Answer], of sample: String, by annotator: String) {
    for (name, answer) in answers { questions[name]?.add(answer, of: sample, by: annotator) }
  }

  mutating func decide(_ key: [UInt8]) { decided.insert(key) }

  /// Everything of the journal.
  mutating func add(_ db: Database) throws {
    let rows = try SQLRow.fetchCursor(
      db,
      sql: "SELECT sample, annotator, answers FROM annotations WHERE status = 'submitted' ORDER BY sample, annotator")
    while let row = try rows.next() {
      guard let answers = Answers(text: row[2] as String) else { throw EngineError.damagedTable("annotations") }
      add(answers, of: row[0], by: row[1])
    }
    let resolutions = try SQLRow.fetchCursor(db, sql: "SELECT sample, question FROM resolutions")
    while let row = try resolutions.next() { decide(PartKey.bytes(sample: row[0], part: row[1])) }
  }

  /// The rows, in ascending order of their keys.
  func rows() -> [(key: [UInt8], value: [UInt8])] {
    var rows: [(key: [UInt8], value: [UInt8])] = []
    for (name, votes) in questions where !votes.items.isEmpty {
      for (item, label) in votes.model(rule).labels.enumerated() {
        guard let label else { continue }
        let key = PartKey.bytes(sample: votes.samples[item], part: name)
        if decided.contains(key) { continue }
        rows.append((key, LabelRow(answer: label.answer, origin: .posterior(label.share), reason: nil).encoded))
      }
    }
    return rows.sorted { byteOrder($0.key, $1.key) < 0 }
  }
}

extension PosteriorLabels {
  /// The edits of the labels of a commit after edits that are not in the store yet: those of its labels, and with them
  /// what becomes of the labels of all other samples. Nothing else is changed where the project's rule is another.
  ///
  /// - Parameters:
  ///   - annotations: edits over `base.annotations`, ascending.
  ///   - labels: edits over `base.labels`, ascending.
  static func edits(
    _ project: Project, over base: LabelTables, annotations: [Edit], labels: [Edit]
  ) throws -> [Edit] {
    guard var posterior = PosteriorLabels(project) else { return labels }
    try base.annotations.forEach(under: annotations) { key, value in
      guard let row = AnnotationRow(encoded: value), let split = PartKey.split(key),
        let sample = String(validating: key.prefix { $0 != 0 }, as: UTF8.self)
      else { throw EngineError.damagedRow(table: TableName.annotations, key: key) }
      if row.status == .submitted { posterior.add(row.answers, of: sample, by: split.part) }
    }
    let concerned = Set(posterior.questions.keys)
    // What stays as it is: decisions, and labels of questions of other kinds.
    var wanted: [[UInt8]: [UInt8]] = [:]
    try base.labels.forEach(under: labels) { key, value in
      let isDecided = LabelRow.isDecided(value)
      if isDecided { posterior.decide(key) }
      if isDecided || !concerned.contains(PartKey.split(key)?.part ?? "") { wanted[key] = value }
    }
    for row in posterior.rows() { wanted[row.key] = row.value }
    var edits: [Edit] = []
    try base.labels.forEach(from: nil) { row in
      let value = wanted.removeValue(forKey: row.key)
      if value != row.value { edits.append(Edit(key: row.key, value: value)) }
      return true
    }
    edits += wanted.map { Edit(key: $0.key, value: $0.value) }
    return edits.sorted { byteOrder($0.key, $1.key) < 0 }
  }
}

extension Question {
  /// Whether its labels come from all answers of a commit.
  func takesPosterior(_ rule: LabelRule) -> Bool { rule.rule == .posterior && kind.takesPosterior }
}

extension Question.Kind {
  /// Whether the rule `posterior` has a meaning of its own for it; of a rating it is the median, as of any rule but
  /// unanimous.
  var takesPosterior: Bool { self == .choice || self == .choices }
}

extension Tree {
  /// The rows in order, as they are after `edits`, which ascend.
  fileprivate func forEach(under edits: [Edit], _ body: (_ key: [UInt8], _ value: [UInt8]) throws -> Void) throws {
    var next = 0
    func take(before key: [UInt8]?) throws {
      while next < edits.count, key.map({ byteOrder(edits[next].key, $0) < 0 }) ?? true {
        if let value = edits[next].value { try body(edits[next].key, value) }
        next += 1
      }
    }
    try forEach(from: nil) { row in
      try take(before: row.key)
      if next < edits.count, edits[next].key == row.key {
        if let value = edits[next].value { try body(row.key, value) }
        next += 1
      } else {
        try body(row.key, row.value)
      }
      return true
    }
    try take(before: nil)
  }
}
