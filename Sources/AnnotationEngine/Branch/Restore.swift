import GRDB
import VersionStore

/// What `gloss restore` did.
public struct RestoreReport: Codable, Equatable, Sendable {
  /// nil where all was as it was then.
  public var commit: String?
  /// The commit that rows were taken from.
  public var from: String
  /// Samples of which something changed, and rows of the two tables that did.
  public var samples: Int
  public var annotations: Int
  public var labels: Int
}

extension Workspace {
  /// Makes a version whose annotations and labels are those of `revision`: of the named samples, or of all. Live work is
  /// committed first, so that nothing is lost and `undo` brings it back. Samples, the project file and the guidelines
  /// stay as they are; answers get the names that they have now, and labels are made by the rule in force.
  ///
  /// - Throws: `unknownSample`, `nothingCommitted`, `notPermitted` for annotators, `store` for an unknown revision.
  public func restore(_ session: Session, revision: String, samples: [String] = []) throws(EngineError) -> RestoreReport
  {
    try permit(session, .reviewer, to: "restore")
    return try onlyEngineErrors {
      let source = try Snapshot(commitID(of: revision), in: store)
      guard let head = try commitLiveWork(session, message: "work before restoring \(revision)") else {
        throw EngineError.nothingCommitted(branch: branch)
      }
      let restoring = try Restoring(self, from: source, to: Snapshot(head, in: store))
      var report = try restoring.run(only: samples)
      guard let trees = restoring.trees else { return report }
      let what =
        samples.isEmpty ? revision : "\(revision), \(samples.count) \(samples.count == 1 ? "sample" : "samples")"
      let now = restoring.head.commit
      let commit = try signed(
        Commit(
          parents: [head], trees: now.trees.merging(trees) { $1 }.filter { $0.key != TableName.splits },
          blobs: now.blobs.filter { $0.key != TableName.mapping }, author: session.person, time: clock(),
          message: "restore \(what)"))
      let id = try restoring.pack.add(commit)
      _ = try restoring.pack.finish()
      try advance(session, from: head, to: id, what: "restore: \(what)")
      report.commit = id.hex
      return report
    }
  }
}

/// Writes the tables of a restored version over those of the head. Cost grows with what differs.
private final class Restoring {
  let head: Snapshot
  let pack: PackWriter
  /// nil where nothing differs.
  private(set) var trees: [String: ObjectID]?

  private let source: Snapshot
  private let project: Project
  /// From the source's names to the head's.
  private let steps: [SchemaStep]
  private let temporary: String

  init(_ workspace: Workspace, from source: Snapshot, to head: Snapshot) throws {
    self.source = source
    self.head = head
    pack = try workspace.store.newPack()
    temporary = workspace.temporaryPath
    project = try head.project()
    steps = try workspace.store.schemaSteps(since: source.id, to: head.id)
  }

  func run(only names: [String]) throws -> RestoreReport {
    var report = RestoreReport(commit: nil, from: source.id.hex, samples: 0, annotations: 0, labels: 0)
    let annotations = RecordSorter(directory: temporary, memory: 4 << 20)
    let labels = RecordSorter(directory: temporary, memory: 4 << 20)
    try visit(only: names) { sample in
      let rows = CommittedRows(of: sample, try state(of: sample), project: project)
      let changed = (
        try TableWriter.edits(to: rows.annotations, of: sample, in: head.annotations),
        try TableWriter.edits(to: rows.labels, of: sample, in: head.labels, isLabels: true)
      )
      if changed.0.isEmpty, changed.1.isEmpty { return }
      report.samples += 1
      report.annotations += changed.0.count
      report.labels += changed.1.count
      for (edits, sorter) in [(changed.0, annotations), (changed.1, labels)] {
        for edit in edits { try sorter.add(key: edit.key, value: edit.value ?? []) }
      }
    }
    guard report.samples > 0 else {
      pack.abandon()
      return report
    }
    guard project.labelRule.rule == .posterior else {
      trees = [
        TableName.annotations: try apply(annotations, to: head.annotations),
        TableName.labels: try apply(labels, to: head.labels),
      ]
      return report
    }
    let kept = try edits(annotations)
    let relabeled = try PosteriorLabels.edits(
      project, over: LabelTables(annotations: head.annotations, labels: head.labels), annotations: kept,
      labels: edits(labels))
    report.labels = relabeled.count
    trees = [
      TableName.annotations: try head.annotations.applying(kept, pack: pack),
      TableName.labels: try head.labels.applying(relabeled, pack: pack),
    ]
    return report
  }

  private func edits(_ sorter: RecordSorter) throws -> [Edit] {
    try sorter.finish()
    var records = try sorter.records()
    var edits: [Edit] = []
    while let record = try records.next() {
      edits.append(Edit(key: record.key, value: record.value.isEmpty ? nil : record.value))
    }
    return edits
  }

  private func apply(_ sorter: RecordSorter, to tree: Tree) throws -> ObjectID {
    try sorter.finish()
    var records = try sorter.records()
    let edits = ThrowingEdits {
      try records.next().map { Edit(key: $0.key, value: $0.value.isEmpty ? nil : $0.value) }
    }
    let root = try tree.applying(edits, pack: pack)
    try edits.check()
    return root
  }

  /// Calls `body` with each sample that may differ, in order, if it is one of the head's.
  private func visit(only names: [String], _ body: (String) throws -> Void) throws {
    if !names.isEmpty {
      for name in Set(names).sorted(by: precedesInBytes) {
        guard try head.samples.value(for: Array(name.utf8)) != nil else { throw EngineError.unknownSample(name) }
        try body(name)
      }
      return
    }
    let differing = RecordSorter(directory: temporary, memory: 4 << 20)
    for (old, new) in [(head.annotations, source.annotations), (head.labels, source.labels)] {
      var last: ArraySlice<UInt8> = []
      try old.forEachChange(to: new) { change in
        let sample = change.key.prefix { $0 != 0 }
        if sample != last { try differing.add(key: Array(sample), value: []) }
        last = sample
        return true
      }
    }
    try differing.finish()
    var records = try differing.records()
    var last: [UInt8] = []
    while let record = try records.next() {
      defer { last = record.key }
      guard record.key != last, try head.samples.value(for: record.key) != nil else { continue }
      try body(String(decoding: record.key, as: UTF8.self))
    }
  }

  /// The sample as the source has it, under the head's names.
  private func state(of sample: String) throws -> SampleState {
    let prefix = PartKey.prefix(sample: sample)
    var state = SampleState()
    for row in try source.annotations.rows(withPrefix: prefix) {
      guard let annotation = AnnotationRow(encoded: row.value), let part = PartKey.split(row.key)?.part else {
        throw EngineError.damagedRow(table: TableName.annotations, key: row.key)
      }
      let named = try steps.reduce(annotation) { try $1.apply(to: $0, of: sample) }
      state.annotations.append(AnnotationState(named, by: part, at: source.commit.time))
    }
    for row in try source.labels.rows(withPrefix: prefix) where LabelRow.isDecided(row.value) {
      guard let label = LabelRow(encoded: row.value), let part = PartKey.split(row.key)?.part else {
        throw EngineError.damagedRow(table: TableName.labels, key: row.key)
      }
      let named = try steps.reduce((question: part, row: label)) {
        try $1.apply(to: $0.row, question: $0.question, of: sample)
      }
      if let resolution = ResolutionState(named.row, of: named.question, at: source.commit.time) {
        state.resolutions.append(resolution)
      }
    }
    return state
  }
}
