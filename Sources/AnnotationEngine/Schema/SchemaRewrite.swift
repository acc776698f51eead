import VersionStore

/// Writes the annotations and labels of a commit anew under other names: every row is read once, and those that change
/// are written. Labels that nobody decided follow from the votes by the new project's rule.
final class SchemaRewrite {
  private let step: SchemaStep
  private let project: Project
  private let head: Snapshot
  private let pack: PackWriter
  private let labelEdits: RecordSorter
  private var annotations: ThreeWayChanges
  private var labels: ThreeWayChanges
  private var nextAnnotation: ThreeWayChange?
  private var nextLabel: ThreeWayChange?

  init(_ head: Snapshot, by step: SchemaStep, to project: Project, empty: Tree, pack: PackWriter, temporary: String)
    throws
  {
    self.head = head
    self.step = step
    self.project = project
    self.pack = pack
    labelEdits = RecordSorter(directory: temporary, memory: 4 << 20)
    // Over nothing, every row is a change.
    annotations = try ThreeWayChanges(base: empty, ours: head.annotations, theirs: empty)
    labels = try ThreeWayChanges(base: empty, ours: head.labels, theirs: empty)
    nextAnnotation = try annotations.next()
    nextLabel = try labels.next()
  }

  func run() throws -> RowMerge.Roots {
    var pending: [Edit] = []
    let keepsEdits = project.labelRule.rule == .posterior
    var kept: [Edit] = []
    let annotations = try head.annotations.applying(pack: pack) {
      while pending.isEmpty {
        guard let (sample, rows) = try self.nextSample() else { return nil }
        let edits = SampleEdits(from: rows, to: try self.rewritten(rows, of: sample), of: sample)
        pending = edits.annotations.reversed()
        if keepsEdits { kept += edits.annotations }
        for edit in edits.labels { try self.labelEdits.add(edit) }
      }
      return pending.popLast()
    }
    try labelEdits.finish()
    var records = try labelEdits.records()
    if keepsEdits {
      var edits: [Edit] = []
      while let edit = try records.next().map({ Edit(aside: $0) }) { edits.append(edit) }
      edits = try PosteriorLabels.edits(
        project, over: (head.annotations, head.labels), annotations: kept, labels: edits)
      return RowMerge.Roots(annotations: annotations, labels: try head.labels.applying(edits, pack: pack))
    }
    let labels = try head.labels.applying(pack: pack) { try records.next().map { Edit(aside: $0) } }
    return RowMerge.Roots(annotations: annotations, labels: labels)
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

  private func nextSample() throws -> (sample: String, rows: SampleRows)? {
    let keys = [nextAnnotation?.key, nextLabel?.key].compactMap { $0.map(PartKey.prefix(of:)) }
    guard let prefix = keys.min(by: { byteOrder($0, $1) < 0 }) else { return nil }
    guard let sample = String(validating: prefix.dropLast(), as: UTF8.self) else {
      throw EngineError.damagedRow(table: TableName.annotations, key: prefix)
    }
    var rows = SampleRows()
    while let change = nextAnnotation, change.key.starts(with: prefix) {
      if let value = change.ours { try rows.add(annotation: change.key, value) }
      nextAnnotation = try annotations.next()
    }
    while let change = nextLabel, change.key.starts(with: prefix) {
      if let value = change.ours { try rows.add(label: change.key, value) }
      nextLabel = try labels.next()
    }
    return (sample, rows)
  }
}
