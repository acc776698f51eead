import Foundation
import GRDB
import VersionStore

/// Adopts the head's samples and batches, but where imports, or work on a sample, are newer.
struct SampleFollowing {
  private let following: Following
  private let live: Tree?
  private let store: Store

  private var db: Database { following.db }

  init(_ following: Following) throws {
    self.following = following
    store = following.store
    live = try following.db.liveSamples().map { Tree(root: $0, in: following.store) }
  }

  /// What became of the journal's samples.
  private struct Outcome {
    /// Differences that were taken, in order; they are left out where the head's tree is taken whole.
    var edits: RecordSorter
    /// Samples of the base that the head has not and that stay, since somebody worked on them: their rows.
    var staying: [Edit] = []
    /// Touched samples that are gone, and those that stand elsewhere.
    var removed: [String] = []
    var moved: [(sample: String, row: SampleRow)] = []
  }

  /// Gives where samples stand afterwards.
  func run() throws -> SampleLayout {
    var outcome = Outcome(edits: RecordSorter(directory: following.workspace.temporaryPath, memory: 4 << 20))
    let isSame = live?.root == following.base?.samples.root
    try following.changes(\.samples) { try take($0, isSame: isSame, &outcome) }
    let root = try newRoot(isSame: isSame, &outcome)
    let before = try db.batches()
    let layout = try SampleLayout(of: root, in: store, batches: try batches(before)).listed(
      head: following.head, base: following.base)
    if root != live?.root || before != layout.batches {
      try following.append(.samplesAdopted, payload: .object(layout.members))
    }
    for sample in outcome.removed { try following.append(.sampleRemoved, sample: sample, payload: .object([])) }
    for (sample, row) in outcome.moved {
      guard let position = layout.position(of: row) else { throw EngineError.damagedSample(sample) }
      try following.append(
        .sampleMoved, sample: sample, payload: .object([JSONMember("position", JSONValue(position))]))
    }
    return layout
  }

  private func take(_ change: RowChange, isSame: Bool, _ outcome: inout Outcome) throws {
    let row = isSame ? change.old : try live?.value(for: change.key)
    if row == change.new { return }
    // Of two imports of one id the committed one stays; content that was replaced since is newer.
    if row != change.old, change.old != nil { return }
    let sample = String(decoding: change.key, as: UTF8.self)
    let isTouched = try row != nil && isTouched(sample)
    guard let new = change.new else {
      if isTouched, try isWorkedOn(sample) {
        outcome.staying.append(Edit(key: change.key, value: row))
      } else {
        if isTouched { outcome.removed.append(sample) }
        if !isSame { try outcome.edits.add(key: change.key, value: []) }
      }
      return
    }
    if isTouched, let old = row.flatMap(SampleRow.init(encoded:)), let new = SampleRow(encoded: new),
      old.batch != new.batch || old.place != new.place
    {
      outcome.moved.append((sample, new))
    }
    if !isSame { try outcome.edits.add(key: change.key, value: new) }
  }

  private func newRoot(isSame: Bool, _ outcome: inout Outcome) throws -> ObjectID? {
    if isSame {
      if outcome.staying.isEmpty { return following.head.samples.root }
      let pack = try store.newPack()
      let root = try following.head.samples.applying(outcome.staying, pack: pack)
      _ = try pack.finish()
      return root
    }
    try outcome.edits.finish()
    if outcome.edits.count == 0 { return live?.root }
    guard let live else { return following.head.samples.root }
    var records = try outcome.edits.records()
    let edits = ThrowingEdits {
      try records.next().map { Edit(key: $0.key, value: $0.value.isEmpty ? nil : $0.value) }
    }
    let pack = try store.newPack()
    let root = try live.applying(edits, pack: pack)
    try edits.check()
    _ = try pack.finish()
    return root
  }

  private func isTouched(_ sample: String) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM touched WHERE sample = ?)"), arguments: [sample]) ?? false
  }

  /// Whether the journal has anything of a sample that is not as the base has it.
  private func isWorkedOn(_ sample: String) throws -> Bool {
    var rows: Set<[UInt8]> = []
    if let base = following.base {
      let prefix = PartKey.prefix(sample: sample)
      for row in try base.annotations.rows(withPrefix: prefix) { rows.insert(row.key + row.value) }
      for row in try base.labels.rows(withPrefix: prefix) { rows.insert(row.key + row.value) }
    }
    let state = try db.state(of: sample)
    return state.annotations.contains { annotation in
      guard let row = AnnotationRow(annotation) else { return true }
      let key = PartKey.bytes(sample: sample, part: annotation.annotator)
      return annotation.draft != nil || !rows.contains(key + row.encoded)
    }
      || state.resolutions.contains {
        !rows.contains(PartKey.bytes(sample: sample, part: $0.question) + $0.row.encoded)
      }
  }

  /// The journal's batches with the head's ordinals, and behind them those that only the head has.
  private func batches(_ before: [JournalBatch]) throws -> [JournalBatch] {
    guard var rows = try following.head.batchRows() else { return before }
    var batches = before
    for index in batches.indices {
      guard let place = rows.firstIndex(where: { $0.order == batches[index].order }) else { continue }
      let row = rows.remove(at: place)
      batches[index].ordinal = Int(row.ordinal)
    }
    var first = batches.last?.positions.upperBound ?? 0
    for row in rows {
      batches.append(JournalBatch(row, first: first))
      first += Int(row.count)
    }
    return batches
  }
}

extension SampleLayout {
  /// As commits will name the batches: those of the head, and those that were imported since.
  fileprivate func listed(head: Snapshot, base: Snapshot?) throws -> SampleLayout {
    guard let rows = try head.batchRows() else { return self }
    let named = Set(rows.map { Data(SampleRow.batch(ofOrder: $0.order)) })
    let former = Set(try base?.batchRows()?.map { Data(SampleRow.batch(ofOrder: $0.order)) } ?? [])
    var layout = self
    for index in layout.batches.indices {
      let batch = layout.batches[index]
      // One that the head has dropped is kept only as long as samples stay in it.
      layout.batches[index].isListed =
        named.contains(batch.id) || batch.samples > 0 || (batch.isListed && !former.contains(batch.id))
    }
    return layout
  }
}
