import GRDB
import VersionStore

/// Counts what a change of names would touch: one pass over the live annotations, one over the last commit's labels.
struct SchemaPreview {
  private let workspace: Workspace
  private let names: SchemaMapping
  private let assignments: [String: String]

  private struct Key: Hashable {
    var question: String
    var from: String?
    var to: String
  }

  init(_ workspace: Workspace, _ names: SchemaMapping, _ assignments: [String: String]) {
    self.workspace = workspace
    self.names = names
    self.assignments = assignments
  }

  /// In order of questions and names; names that nothing uses are there too, with zeros.
  func rows() throws -> [SchemaChangeReport.Row] {
    var counts: [Key: (annotations: Int, labels: Int)] = [:]
    for (old, new) in names.renames.questions { counts[Key(question: old, to: new)] = (0, 0) }
    for (question, values) in names.renames.values {
      for (old, new) in values { counts[Key(question: question, from: old, to: new)] = (0, 0) }
    }
    for split in names.splits {
      for new in split.into { counts[Key(question: split.question, from: split.value, to: new)] = (0, 0) }
    }
    try workspace.journal.read { db in
      let rows = try SQLRow.fetchCursor(db, sql: "SELECT sample, answers FROM annotations")
      while let row = try rows.next() {
        guard let answers = Answers(text: row[1]) else { throw EngineError.damagedTable("annotations") }
        for (question, answer) in answers {
          for key in keys(question, answer, row[0]) { counts[key]?.annotations += 1 }
        }
      }
    }
    if let head = try workspace.head() {
      try Snapshot(head, in: workspace.store).labels.forEach(from: nil) { row in
        guard let label = LabelRow(encoded: row.value), let key = PartKey.split(row.key) else {
          throw EngineError.damagedRow(table: TableName.labels, key: row.key)
        }
        for key in keys(key.part, label.answer, key.sample) { counts[key]?.labels += 1 }
        return true
      }
    }
    return counts.sorted { a, b in
      (a.key.question, a.key.from ?? "", a.key.to) < (b.key.question, b.key.from ?? "", b.key.to)
    }.map {
      SchemaChangeReport.Row(
        question: $0.key.question, from: $0.key.from, to: $0.key.to, annotations: $0.value.annotations,
        labels: $0.value.labels)
    }
  }

  private func keys(_ question: String, _ answer: Answer, _ sample: String) -> [Key] {
    var keys: [Key] = []
    if let new = names.renames.questions[question] { keys.append(Key(question: question, to: new)) }
    for value in answer.names {
      if let new = names.renames.values[question]?[value] { keys.append(Key(question: question, from: value, to: new)) }
      if let split = names.splits.first(where: { $0.question == question && $0.value == value }),
        let new = assignments[sample] ?? split.rest
      {
        keys.append(Key(question: question, from: value, to: new))
      }
    }
    return keys
  }
}
