import VersionStore

/// Writes the annotations and labels of a commit anew under other names: every row is read once, and those that change
/// are written. Labels that nobody decided follow from the votes by the new project's rule.
final class SchemaRewrite {
  private let step: SchemaStep
  private let project: Project
  private let tables: LabelTables
  private let pack: PackWriter
  private let temporary: String
  private var changes: SampleChanges

  init(_ head: Snapshot, by step: SchemaStep, to project: Project, empty: Tree, pack: PackWriter, temporary: String)
    throws
  {
    tables = LabelTables(annotations: head.annotations, labels: head.labels)
    self.step = step
    self.project = project
    self.pack = pack
    self.temporary = temporary
    // Over nothing, every row is a change.
    let nothing = LabelTables(annotations: empty, labels: empty)
    changes = try SampleChanges(base: nothing, ours: tables, theirs: nothing)
  }

  func run() throws -> LabelTables.Roots {
    try tables.applying(project, pack: pack, temporary: temporary) {
      guard let change = try self.changes.next() else { return nil }
      let new = try self.rewritten(change.ours, of: change.sample)
      return SampleEdits(from: change.ours, to: new, of: change.sample)
    }
  }

  private func rewritten(_ rows: SampleRows, of sample: String) throws -> SampleRows {
    var new = SampleRows()
    for (annotator, row) in rows.annotations { new.annotations[annotator] = try step.apply(to: row, of: sample) }
    for question in project.questions {
      new.labels[question.name] = LabelRow(of: question, votes: new.annotations.values, rule: project.labelRule)
    }
    for (question, row) in rows.labels where row.isResolution {
      let (name, label) = try step.apply(to: row, question: question, of: sample)
      new.labels[name] = label
    }
    try project.check(new, of: sample)
    return new
  }
}
