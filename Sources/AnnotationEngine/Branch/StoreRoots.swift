import Foundation
import GRDB
import VersionStore

/// What journals need of the store though no ref may name it: roots for a collection of garbage, beside refs and the
/// operation log.
public struct StoreRoots: Equatable, Sendable {
  /// A tree by the name that commits give to such trees, so that what its rows name is found.
  public struct Tree: Hashable, Sendable {
    public var name: String
    public var root: ObjectID

    public init(name: String, root: ObjectID) {
      self.name = name
      self.root = root
    }
  }

  public var commits: Set<ObjectID> = []
  public var trees: Set<Tree> = []

  public init(commits: Set<ObjectID> = [], trees: Set<Tree> = []) {
    self.commits = commits
    self.trees = trees
  }
}

extension Workspace {
  /// The roots of every branch's journal, of those that were deleted and can come back as well. Opens each journal.
  public func storeRoots() throws(EngineError) -> StoreRoots {
    var roots = StoreRoots()
    for path in try journalPaths() {
      let journal = path == self.journal.path ? self.journal : try Journal.open(at: path)
      defer { if path != self.journal.path { try? journal.close() } }
      try journal.read { db in
        if let samples = try db.liveSamples() { roots.trees.insert(.init(name: TableName.samples, root: samples)) }
        // Of order trees, no row names anything.
        for batch in try db.batches() { roots.trees.insert(.init(name: "", root: batch.order)) }
        if let committed = try db.committed() { roots.commits.insert(committed) }
        let base = try db.event(db.seqFact(FactName.baseSeq))
        if let commit = try base.flatMap({ try EventPayload($0).object("commit") }) { roots.commits.insert(commit) }
        // The other side of a merge that waits may have lost its branch since.
        if let merge = try db.pendingMerge() {
          roots.commits.formUnion([merge.ours, merge.theirs] + [merge.base].compactMap { $0 })
        }
      }
    }
    return roots
  }

  /// The branches that somebody has worked on, main first.
  func branchesWithJournals() throws(EngineError) -> [BranchPlace] {
    let others = BranchPlace.branches(in: path) + "/"
    return try journalPaths().compactMap { journal in
      if journal == BranchPlace(root: path, branch: BranchPlace.main).journal {
        return BranchPlace(root: path, branch: BranchPlace.main)
      }
      guard journal.hasPrefix(others) else { return nil }
      let name = journal.dropFirst(others.count).prefix { $0 != "/" }
      return BranchPlace(root: path, branch: String(name))
    }
  }

  /// Every journal of the workspace that is there.
  ///
  /// - Throws: `io` where a directory cannot be read: no journal may be taken for one that is not there.
  func journalPaths() throws(EngineError) -> [String] {
    let main = BranchPlace(root: path, branch: BranchPlace.main)
    var directories = [main.directory]
    for parent in [BranchPlace.branches(in: path), BranchPlace.deleted(in: path)] {
      guard FileManager.default.fileExists(atPath: parent) else { continue }
      let names: [String]
      do {
        names = try FileManager.default.contentsOfDirectory(atPath: parent)
      } catch {
        throw .io(errno: error.systemNumber, action: "list the branches", path: parent)
      }
      // What begins with a dot is still being made.
      directories += names.filter { !$0.hasPrefix(".") }.sorted().map { parent + "/" + $0 }
    }
    return directories.map { $0 + "/journal.sqlite" }.filter { FileManager.default.fileExists(atPath: $0) }
  }
}
