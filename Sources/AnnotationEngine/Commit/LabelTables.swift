import VersionStore

/// The tables of a commit that hold what people said: who answered what, and the labels that came of it. Of no commit,
/// empty ones.
struct LabelTables {
  var annotations: Tree
  var labels: Tree

  struct Roots {
    var annotations: ObjectID
    var labels: ObjectID
  }

  /// All that the tables have of a sample.
  func rows(of sample: String) throws -> SampleRows {
    var rows = SampleRows()
    let prefix = PartKey.prefix(sample: sample)
    for row in try annotations.rows(withPrefix: prefix) { try rows.add(annotation: row.key, row.value) }
    for row in try labels.rows(withPrefix: prefix) { try rows.add(label: row.key, row.value) }
    return rows
  }

  /// Writes the tables after the edits that `next` gives until nil, sample by sample in ascending order of ids. Edits of
  /// labels wait in a file while the tree of annotations is written; where labels come from all answers, those that
  /// follow from the new annotations are made here.
  func applying(
    _ project: Project, pack: PackWriter, temporary: String, _ next: () throws -> SampleEdits?
  ) throws -> Roots {
    let aside = RecordSorter(directory: temporary, memory: 4 << 20)
    let comesFromAll = project.labelRule.rule == .posterior
    var kept: [Edit] = []
    var pending: [Edit] = []
    let annotations = try self.annotations.applying(pack: pack) {
      while pending.isEmpty {
        guard let edits = try next() else { return nil }
        pending = edits.annotations.reversed()
        if comesFromAll { kept += edits.annotations }
        for edit in edits.labels { try aside.add(edit) }
      }
      return pending.popLast()
    }
    try aside.finish()
    var records = try aside.records()
    if !comesFromAll {
      let labels = try self.labels.applying(pack: pack) { try records.next().map { Edit(aside: $0) } }
      return Roots(annotations: annotations, labels: labels)
    }
    var edits: [Edit] = []
    while let edit = try records.next().map({ Edit(aside: $0) }) { edits.append(edit) }
    edits = try PosteriorLabels.edits(project, over: self, annotations: kept, labels: edits)
    return Roots(annotations: annotations, labels: try labels.applying(edits, pack: pack))
  }
}
