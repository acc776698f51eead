import VersionStore

/// Merges the annotations and labels of two commits over their base, sample by sample in key order: only samples that
/// either side changed are looked at, and of these only what changed where the other side left them alone.
final class RowMerge {
  /// The rules and the project by which rows are merged.
  struct Terms {
    var meeting: SchemaMeeting
    var merge: SampleMerge
    /// What was decided about a conflict of a sample.
    var decided: (String, CellConflict) throws -> MergeDecision?
    /// Whether a side's labels were made by a rule that the merged project does not have.
    var ourLabelsAreStale: Bool
    var theirLabelsAreStale: Bool
    /// Neither side's rule is the merged one: every label is made anew.
    var allLabelsAreStale: Bool { ourLabelsAreStale && theirLabelsAreStale }
  }

  private let base: LabelTables
  private let ours: LabelTables
  private let theirs: LabelTables
  private let terms: Terms
  private let pack: PackWriter
  private let temporary: String
  private var changes: SampleChanges

  private(set) var conflicts: [(sample: String, conflict: CellConflict)] = []

  init(
    base: LabelTables, ours: LabelTables, theirs: LabelTables, terms: Terms, empty: Tree, pack: PackWriter,
    temporary: String
  ) throws {
    self.base = base
    self.ours = ours
    self.theirs = theirs
    self.terms = terms
    self.pack = pack
    self.temporary = temporary
    // Over nothing, every row is a change.
    let nothing = LabelTables(annotations: empty, labels: empty)
    changes = try SampleChanges(base: terms.allLabelsAreStale ? nothing : base, ours: ours, theirs: theirs)
  }

  /// Writes the merged trees to the pack, over ours. Where conflicts are left they hold no more than what is agreed.
  func run() throws -> LabelTables.Roots {
    try ours.applying(terms.merge.project, pack: pack, temporary: temporary) {
      guard let changes = try self.changes.next() else { return nil }
      return try self.merge(changes)
    }
  }

  private func merge(_ changes: SampleChanges.Change) throws -> SampleEdits {
    let (sample, meeting) = (changes.sample, terms.meeting)
    if !terms.allLabelsAreStale {
      let base = try meeting.base(changes.base, of: sample)
      let ours = try meeting.fromOurs(changes.ours, of: sample)
      let theirs = try meeting.fromTheirs(changes.theirs, of: sample)
      let (weChanged, theyChanged) = (ours != base, theirs != base)
      let isWhole =
        weChanged && theyChanged || weChanged && (terms.ourLabelsAreStale || meeting.changesOurs)
        || theyChanged && (terms.theirLabelsAreStale || meeting.changesTheirs)
      if !isWhole {
        let merged = weChanged ? ours : theirs
        try terms.merge.project.check(merged, of: sample)
        return SampleEdits(from: changes.ours, to: merged, of: sample)
      }
    }
    let ours = try self.ours.rows(of: sample)
    let result = try terms.merge.merge(
      base: meeting.base(base.rows(of: sample), of: sample), ours: meeting.fromOurs(ours, of: sample),
      theirs: meeting.fromTheirs(theirs.rows(of: sample), of: sample)
    ) { try terms.decided(sample, $0) }
    for conflict in result.conflicts { conflicts.append((sample, conflict)) }
    guard result.conflicts.isEmpty else { return SampleEdits() }
    try terms.merge.project.check(result.rows, of: sample)
    return SampleEdits(from: ours, to: result.rows, of: sample)
  }
}

extension Project {
  /// Refuses rows with names that the project does not have.
  func check(_ rows: SampleRows, of sample: String) throws(EngineError) {
    for (annotator, row) in rows.annotations {
      for (question, answer) in row.answers { try check(answer, to: question, of: sample, by: annotator) }
    }
    for (question, row) in rows.labels { try check(row.answer, to: question, of: sample, by: nil) }
  }

  private func check(_ answer: Answer, to name: String, of sample: String, by annotator: String?) throws(EngineError) {
    guard let question = question(name) else {
      throw .mergeMisfit(sample: sample, annotator: annotator, what: "the question “\(name)”")
    }
    for value in answer.names where !question.hasValue(value) {
      throw .mergeMisfit(sample: sample, annotator: annotator, what: "“\(value)” of \(name)")
    }
  }
}
