import Foundation
import GRDB
import VersionStore

/// What the journals of all branches name in the store: samples that no commit holds yet, the order of each import, the
/// commits that live work stands on, and texts that only the store has.
struct LiveRoots {
  private let workspace: Workspace

  init(_ workspace: Workspace) { self.workspace = workspace }

  func all() throws -> [CollectRoot] {
    var roots = try workspace.journal.read { db in try self.roots(in: db) }
    for path in try journals() where path != workspace.journal.path {
      let journal = try Journal.open(at: path)
      defer { try? journal.close() }
      roots += try journal.read { db in try self.roots(in: db) }
    }
    return roots
  }

  /// Every journal of the workspace, also those of branches that are gone.
  private func journals() throws -> [String] {
    let directory = BranchPlace.branches(in: workspace.path)
    let branches = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return ([BranchPlace.main] + branches).map { BranchPlace(root: workspace.path, branch: $0) }
      .filter(\.hasJournal).map(\.journal)
  }

  private func roots(in db: Database) throws -> [CollectRoot] {
    var roots: [CollectRoot] = []
    let facts = try GRDB.Row.fetchAll(db, sql: "SELECT name, value FROM facts WHERE length(value) = 64")
    for fact in facts {
      let (name, value): (String, String) = (fact[0], fact[1])
      guard let id = ObjectID(hex: value) else { continue }
      if name == FactName.samplesRoot {
        roots.append(.tree(name: TableName.samples, root: id))
      } else if (try? workspace.store.commit(id)) != nil {
        // The commit that the journal follows, and others that it keeps in mind. One that is gone helps nobody.
        roots.append(.version(id))
      }
    }
    for order in try Data.fetchAll(db, sql: "SELECT order_root FROM batches") {
      if let id = ObjectID(bytes: order) { roots.append(.tree(name: "order", root: id)) }
    }
    let texts = ["SELECT comment FROM annotations", "SELECT reason FROM annotations", "SELECT reason FROM resolutions"]
    for text in try Data.fetchAll(
      db,
      sql: "SELECT * FROM (\(texts.joined(separator: " UNION "))) AS named (id) WHERE id IS NOT NULL "
        + "AND id NOT IN (SELECT id FROM prose)")
    {
      if let id = ObjectID(bytes: text) { roots.append(.blob(id)) }
    }
    return roots
  }
}
