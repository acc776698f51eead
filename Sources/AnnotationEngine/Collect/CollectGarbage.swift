import GRDB
import VersionStore

/// What `gloss gc` did, or would do.
public struct CollectSummary: Codable, Equatable, Sendable {
  /// Objects in use.
  public var objects: Int
  /// Packs whose objects were written anew, the packs that these went into, and their bytes.
  public var rewritten: Int
  public var written: Int
  public var writtenBytes: Int
  /// Packs that go in a later collection, and their bytes.
  public var condemned: Int
  public var condemnedBytes: Int
  /// Packs that are gone, and their bytes.
  public var removed: Int
  public var removedBytes: Int
}

extension Workspace {
  /// Removes from the store what nobody can reach any more, and puts small packs together. Safe beside any other work.
  ///
  /// In use is what refs, operations of the last `keep` seconds and the live work of all branches lead to. Packs go
  /// `grace` seconds after they were condemned: see `Store.collect`.
  ///
  /// - Throws: `notPermitted` for all but leads; `store` where the store is damaged: nothing is removed then.
  public func collectGarbage(
    _ session: Session, grace: Int, keep: Int, isDryRun: Bool = false,
    progress: @escaping (_ phase: String, _ done: Int, _ total: Int) throws -> Void = { _, _, _ in }
  ) throws(EngineError) -> CollectSummary {
    try permit(session, .lead, to: "collect garbage")
    return try onlyEngineErrors {
      store.use(.large)
      defer { store.use(.small) }
      let options = CollectOptions(
        time: clock(), grace: Int64(grace) * 1000, keep: Int64(keep) * 1000, isDryRun: isDryRun)
      let report = try store.collect(
        options, roots: { try liveRoots() }, references: CommittedReferences.of,
        progress: { try progress($0.phase.rawValue, $0.done, $0.total) })
      return CollectSummary(
        objects: report.objects, rewritten: report.rewritten, written: report.written,
        writtenBytes: report.writtenBytes, condemned: report.condemned, condemnedBytes: report.condemnedBytes,
        removed: report.removed, removedBytes: report.removedBytes)
    }
  }
}
