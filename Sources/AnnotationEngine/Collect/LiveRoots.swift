import Foundation
import GRDB
import VersionStore

extension Workspace {
  /// What the journals of all branches keep in the store, beside refs and operations: samples and batches that no
  /// commit holds yet, the commits that live work stands on, and texts that only the store has.
  func liveRoots() throws -> [CollectRoot] {
    let named = try storeRoots()
    var roots: [CollectRoot] = named.trees.map { .tree(name: $0.name, root: $0.root) }
    for commit in named.commits {
      // A commit that is gone already keeps nothing.
      if try store.contains(commit) { roots.append(.version(commit)) }
    }
    for path in try journalPaths() {
      let other = path == journal.path ? nil : try Journal.open(at: path)
      defer { try? other?.close() }
      roots += try (other ?? journal).read { db in try db.textsOutsideProse() }.map { .blob($0) }
    }
    return roots
  }
}

extension Database {
  /// Comments and reasons of live rows whose text the journal itself does not hold.
  fileprivate func textsOutsideProse() throws -> [ObjectID] {
    let named = ["comment FROM annotations", "reason FROM annotations", "reason FROM resolutions"]
      .map { "SELECT " + $0 }.joined(separator: " UNION ")
    let sql = """
      WITH named (id) AS (\(named)) SELECT id FROM named WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM prose)
      """
    return try Data.fetchAll(self, sql: sql).compactMap { ObjectID(bytes: $0) }
  }
}
