import GRDB
import VersionStore

extension Workspace {
  /// For each question of a sample: its label, every commit that changed it, and what is behind it.
  ///
  /// Costs a few look-ups a commit: O(questions · commits · log n).
  ///
  /// - Throws: `unknownSample`.
  func blame(_ sample: String) throws(EngineError) -> BlameReport {
    try onlyEngineErrors {
      guard try directory.row(id: sample) != nil else { throw EngineError.unknownSample(sample) }
      let head = try head()
      return try journal.read { db in
        let live = LiveSample(
          sample: sample, project: try db.project(), state: try db.state(of: sample),
          renames: try db.uncommittedRenames())
        return BlameReport(
          sample: sample,
          questions: try live.project.questions.map { try entry(of: $0, live, head: head, db) })
      }
    }
  }

  private struct LiveSample {
    var sample: String
    var project: Project
    var state: SampleState
    /// From the names of the last commit to those in force.
    var renames: [Renames]
  }

  private func entry(
    of question: Question, _ live: LiveSample, head: ObjectID?, _ db: Database
  ) throws -> BlameReport.Entry {
    var label = LabelRow(of: question, live.state, rule: live.project.labelRule)
    let steps = live.renames.map { SchemaStep(SchemaMapping(renames: $0)) }
    let committedName = steps.reversed().reduce(question.name) { $1.mapping.oldName(of: $0) }
    var changes: [BlameReport.Change] = []
    var committed: LabelRow?
    if let head {
      let history = CellHistory(store: store, table: .labels, sample: live.sample)
      let rows = try history.changes(of: committedName, from: head)
      let named = { (row: [UInt8]?) throws -> LabelRow? in
        guard let row else { return nil }
        guard var label = LabelRow(encoded: row) else {
          throw EngineError.damagedRow(
            table: TableName.labels, key: PartKey.bytes(sample: live.sample, part: question.name))
        }
        var name = committedName
        for step in steps { (name, label) = try step.apply(to: label, question: name, of: live.sample) }
        return label
      }
      committed = try named(rows.first?.after)
      changes = try rows.map { try change($0, question, before: named($0.before), after: named($0.after)) }
    }
    // All answers make it, and only a commit looks at all: until the next it is what the last one made.
    if label == nil, live.project.labelRule.rule == .posterior, case .posterior? = committed?.origin {
      label = committed
    }
    let isUncommitted =
      if let label, let committed { !label.saysSame(as: committed) } else { (label == nil) != (committed == nil) }
    return BlameReport.Entry(
      question: question.name, label: label.map { question.ordered($0.answer) }, by: label?.by,
      confidence: label?.confidence, isUncommitted: isUncommitted, changes: changes,
      annotations: try live.state.annotations.filter(\.isDone).map { try db.annotation($0, of: live.sample) },
      resolution: try live.state.resolution(of: question.name).map(db.resolution))
  }

  private func change(
    _ change: CellHistory.Change, _ question: Question, before: LabelRow?, after: LabelRow?
  ) -> BlameReport.Change {
    BlameReport.Change(
      commit: change.id.hex, author: change.commit.author, time: change.commit.time, message: change.commit.message,
      before: before.map { question.ordered($0.answer) }, after: after.map { question.ordered($0.answer) },
      by: after?.by, reviewer: after?.reviewer)
  }
}

extension Database {
  /// The renames that no commit holds yet, oldest first.
  func uncommittedRenames() throws -> [Renames] {
    try String.fetchAll(
      cachedStatement(sql: "SELECT payload FROM renames WHERE seq > ? ORDER BY seq"), arguments: [committedSeq()]
    ).map { text in
      guard let renames = (try? JSONValue(parsing: text.utf8)).flatMap(Renames.init(json:)) else {
        throw EngineError.damagedTable("renames")
      }
      return renames
    }
  }
}
