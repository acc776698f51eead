import VersionStore

extension Workspace {
  /// Reads and verifies everything: each object of the store and what commits reach, the samples that no commit holds
  /// yet, and the journal against a rebuild of it. Changes nothing. What is damaged is told, not thrown.
  public func fsck(progress: (_ done: Int, _ total: Int) -> Void) throws(EngineError) -> FsckSummary {
    store.use(.large)
    defer { store.use(.small) }
    return try onlyEngineErrors {
      let events = try journal.read { Int(try $0.lastSeq()) }
      var total = 0
      let report = try store.fsck(references: CommittedReferences.of, promised: store.promisedTrees) { done, all in
        total = all
        progress(done, all + events)
      }
      var damage = report.damage.map { FsckDamage($0) }
      damage += try damageElsewhere()
      damage += try SamplesCheck(self).damage()
      let journal = JournalCheck(self)
      damage += try journal.damage { progress(total + min($0, events), total + events) }
      progress(total + events, total + events)
      return FsckSummary(
        packs: report.packs, objects: report.objects, commits: report.commits, events: journal.events,
        promised: report.promised, damage: damage)
    }
  }
}

extension Workspace {
  /// What is wrong with the live work of the other branches. Those that nobody has worked on have none.
  private func damageElsewhere() throws -> [FsckDamage] {
    var damage: [FsckDamage] = []
    // By the journals, not by the refs: a damaged ref is told by the store's own check, and keeps nothing from being read.
    for place in try branchesWithJournals() where place.branch != branch {
      let other = Workspace(place: place, journal: try Journal.open(at: place.journal), store: store, clock: clock)
      defer { try? other.journal.close() }
      let found = try SamplesCheck(other).damage() + JournalCheck(other).damage { _ in }
      damage += found.map { item in
        var item = item
        item.path = "branch \(place.branch)" + (item.path.map { ", \($0)" } ?? "")
        return item
      }
    }
    return damage
  }
}

/// What committed rows name: blobs, and the roots of trees of their own.
enum CommittedReferences {
  static func of(tree: String, _ row: VersionStore.Row) -> [ObjectID] {
    switch tree {
    case TableName.samples: SampleRow(encoded: row.value).map { [$0.blob] } ?? []
    case TableName.batches: BatchRow(encoded: row.value).map { [$0.order] } ?? []
    case TableName.annotations:
      AnnotationRow(encoded: row.value).map { [$0.comment, $0.reason].compactMap { $0 } } ?? []
    case TableName.labels: LabelRow(encoded: row.value)?.reason.map { [$0] } ?? []
    default: []
    }
  }
}

extension FsckDamage {
  init(_ damage: Damage) {
    let kind =
      switch damage.kind {
      case .missing: "missing"
      case .corrupt: "corrupt"
      case .badPack: "bad pack"
      case .badRef: "bad ref"
      case .badLog: "bad log"
      }
    self.init(
      kind: kind, object: damage.object?.hex, pack: damage.pack, commit: damage.commit?.hex, path: damage.path,
      detail: damage.detail)
  }

  /// Something wrong with the journal, or with what it names in the store.
  static func journal(_ detail: String, object: ObjectID? = nil, path: String? = nil) -> FsckDamage {
    FsckDamage(kind: "journal", object: object?.hex, pack: nil, commit: nil, path: path, detail: detail)
  }
}
