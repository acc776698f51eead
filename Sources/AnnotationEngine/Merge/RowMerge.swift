import VersionStore

/// Merges the annotations and labels of two commits over their base, sample by sample in key order: only samples that
/// either side changed are looked at, and of these only what changed where the other side left them alone.
final class RowMerge {
  struct Roots {
    var annotations: ObjectID
    var labels: ObjectID
  }
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

  private let base: MergeSide
  private let ours: MergeSide
  private let theirs: MergeSide
  private let terms: Terms
  private let pack: PackWriter
  private var annotations: ThreeWayChanges
  private var labels: ThreeWayChanges
  private var nextAnnotation: ThreeWayChange?
  private var nextLabel: ThreeWayChange?
  /// Edits of labels, put aside while the tree of annotations is written. They come in order, so nothing is sorted.
  private let labelEdits: RecordSorter

  private(set) var conflicts: [(sample: String, conflict: CellConflict)] = []

  init(
    base: MergeSide, ours: MergeSide, theirs: MergeSide, terms: Terms, empty: Tree, pack: PackWriter, temporary: String
  ) throws {
    self.base = base
    self.ours = ours
    self.theirs = theirs
    self.terms = terms
    self.pack = pack
    // Over nothing, every row is a change.
    let all = terms.allLabelsAreStale
    annotations = try ThreeWayChanges(
      base: all ? empty : base.annotations, ours: ours.annotations, theirs: theirs.annotations)
    labels = try ThreeWayChanges(base: all ? empty : base.labels, ours: ours.labels, theirs: theirs.labels)
    labelEdits = RecordSorter(directory: temporary, memory: 4 << 20)
    nextAnnotation = try annotations.next()
    nextLabel = try labels.next()
  }

  /// Writes the merged trees to the pack, over ours. Where conflicts are left they hold no more than what is agreed.
  func run() throws -> Roots {
    var pending: [Edit] = []
    let project = terms.merge.project
    let keepsEdits = project.labelRule.rule == .posterior
    var kept: [Edit] = []
    let annotations = try ours.annotations.applying(pack: pack) {
      while pending.isEmpty {
        guard let changes = try self.nextSample() else { return nil }
        let edits = try self.merge(changes)
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
        project, over: (ours.annotations, ours.labels), annotations: kept, labels: edits)
      return Roots(annotations: annotations, labels: try ours.labels.applying(edits, pack: pack))
    }
    let labels = try ours.labels.applying(pack: pack) { try records.next().map { Edit(aside: $0) } }
    return Roots(annotations: annotations, labels: labels)
  }

  /// What changed of one sample.
  private struct Changes {
    var sample: String
    var base = SampleRows()
    var ours = SampleRows()
    var theirs = SampleRows()
  }

  private func nextSample() throws -> Changes? {
    let keys = [nextAnnotation?.key, nextLabel?.key].compactMap { $0.map(PartKey.prefix(of:)) }
    guard let prefix = keys.min(by: { byteOrder($0, $1) < 0 }) else { return nil }
    guard let sample = String(validating: prefix.dropLast(), as: UTF8.self) else {
      throw EngineError.damagedRow(table: TableName.annotations, key: prefix)
    }
    var changes = Changes(sample: sample)
    while let change = nextAnnotation, change.key.starts(with: prefix) {
      if let value = change.base { try changes.base.add(annotation: change.key, value) }
      if let value = change.ours { try changes.ours.add(annotation: change.key, value) }
      if let value = change.theirs { try changes.theirs.add(annotation: change.key, value) }
      nextAnnotation = try annotations.next()
    }
    while let change = nextLabel, change.key.starts(with: prefix) {
      if let value = change.base { try changes.base.add(label: change.key, value) }
      if let value = change.ours { try changes.ours.add(label: change.key, value) }
      if let value = change.theirs { try changes.theirs.add(label: change.key, value) }
      nextLabel = try labels.next()
    }
    return changes
  }

  private func merge(_ changes: Changes) throws -> SampleEdits {
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

/// The tables of a commit that take part in a merge; of no commit, empty ones.
struct MergeSide {
  var annotations: Tree
  var labels: Tree

  func rows(of sample: String) throws -> SampleRows {
    var rows = SampleRows()
    let prefix = PartKey.prefix(sample: sample)
    for row in try annotations.rows(withPrefix: prefix) { try rows.add(annotation: row.key, row.value) }
    for row in try labels.rows(withPrefix: prefix) { try rows.add(label: row.key, row.value) }
    return rows
  }
}

/// The edits that turn some rows of a sample into others.
struct SampleEdits {
  var annotations: [Edit] = []
  var labels: [Edit] = []

  init() {}

  init(from old: SampleRows, to new: SampleRows, of sample: String) {
    annotations = Self.edits(old.annotations.mapValues(\.encoded), new.annotations.mapValues(\.encoded), sample)
    labels = Self.edits(old.labels.mapValues(\.encoded), new.labels.mapValues(\.encoded), sample)
  }

  private static func edits(_ old: [String: [UInt8]], _ new: [String: [UInt8]], _ sample: String) -> [Edit] {
    Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
      .map { Edit(key: PartKey.bytes(sample: sample, part: $0), value: new[$0]) }
      .sorted { byteOrder($0.key, $1.key) < 0 }
  }
}

extension PartKey {
  /// Up to and with the zero byte behind the sample's id.
  static func prefix(of key: [UInt8]) -> [UInt8] {
    key.firstIndex(of: 0).map { Array(key[...$0]) } ?? key + [0]
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
