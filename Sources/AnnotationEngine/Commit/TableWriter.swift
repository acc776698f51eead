import GRDB
import VersionStore

/// Writes the annotations and labels of a commit: those of changed samples over the head's trees, or all of them anew.
/// Reads samples one after another in the order of their ids; memory does not grow with them.
final class TableWriter {
  private let db: Database
  private let store: Store
  private let pack: PackWriter
  private let project: Project
  private let temporary: String

  init(_ db: Database, store: Store, pack: PackWriter, project: Project, temporary: String) {
    self.db = db
    self.store = store
    self.pack = pack
    self.project = project
    self.temporary = temporary
  }

  /// Whether labels come from all answers: then no tree can be had from what changed.
  var needsAll: Bool { project.labelRule.rule == .posterior }

  /// The trees after the acts since event `seq`. Cost grows with the samples that these concern.
  func update(_ head: Snapshot, since seq: Int64) throws -> LabelTables.Roots {
    // What was adopted is the head's own. No more is said about kinds, lest the index by sample be walked, which is as
    // long as the journal.
    let samples = try String.fetchCursor(
      db,
      sql: """
        SELECT DISTINCT sample FROM events
        WHERE seq > ? AND sample IS NOT NULL AND kind NOT IN ('adopt', 'sample-moved', 'sample-removed')
        ORDER BY sample
        """, arguments: [seq])
    let tables = LabelTables(annotations: head.annotations, labels: head.labels)
    return try tables.applying(project, pack: pack, temporary: temporary) {
      guard let sample = try samples.next() else { return nil }
      let rows = try self.rows(of: sample)
      return SampleEdits(
        annotations: try Self.edits(to: rows.annotations, of: sample, in: tables.annotations),
        labels: try Self.edits(to: rows.labels, of: sample, in: tables.labels, isLabels: true))
    }
  }

  /// The trees of all samples that anybody touched.
  func rebuild() throws -> LabelTables.Roots {
    let samples = try String.fetchCursor(db, sql: "SELECT sample FROM touched ORDER BY sample")
    var annotations = TreeBuilder(pack: pack)
    // Label rows wait while the tree of annotations is written. They come in order, so nothing is sorted.
    let aside = RecordSorter(directory: temporary, memory: 4 << 20)
    while let sample = try samples.next() {
      let rows = try rows(of: sample)
      for edit in rows.annotations { if let value = edit.value { try annotations.add(key: edit.key, value: value) } }
      for edit in rows.labels { try aside.add(edit) }
    }
    try aside.finish()
    var records = try aside.records()
    var labels = TreeBuilder(pack: pack)
    var posterior = try posteriorRows()[...]
    while let edit = try records.next().map({ Edit(aside: $0) }) {
      while let row = posterior.first, byteOrder(row.key, edit.key) < 0 {
        try labels.add(key: row.key, value: row.value)
        posterior.removeFirst()
      }
      if let value = edit.value { try labels.add(key: edit.key, value: value) }
    }
    for row in posterior { try labels.add(key: row.key, value: row.value) }
    return LabelTables.Roots(annotations: try annotations.finish(), labels: try labels.finish())
  }

  private func posteriorRows() throws -> [(key: [UInt8], value: [UInt8])] {
    guard var posterior = PosteriorLabels(project) else { return [] }
    try posterior.add(db)
    return posterior.rows()
  }

  /// The rows of a sample; the prose that they name goes into the pack.
  private func rows(of sample: String) throws -> CommittedRows {
    let rows = CommittedRows(of: sample, try db.state(of: sample), project: project)
    for id in rows.prose.sorted() {
      if let stored = try db.storedProse(id) {
        try pack.add(.blob, stored)
      } else if try !store.contains(id) {
        throw EngineError.journal(
          problem: "the journal has lost a text that belongs to sample \(sample)",
          remedy: "Run gloss fsck, and put journal.sqlite back from a backup.")
      }
    }
    return rows
  }

  /// What turns the rows that `tree` has of a sample into `rows`.
  static func edits(
    to rows: [Edit], of sample: String, in tree: Tree, isLabels: Bool = false
  ) throws -> [Edit] {
    // Labels that come from all answers are not the sample's own: see `PosteriorLabels`.
    let old = try tree.rows(withPrefix: PartKey.prefix(sample: sample)).filter {
      !isLabels || !LabelRow.isPosterior($0.value)
    }
    let kept = Set(rows.map(\.key))
    let changed = rows.filter { edit in !old.contains { $0.key == edit.key && $0.value == edit.value } }
    let gone = old.filter { !kept.contains($0.key) }.map { Edit(key: $0.key, value: nil) }
    if gone.isEmpty { return changed }
    return (changed + gone).sorted { byteOrder($0.key, $1.key) < 0 }
  }
}
