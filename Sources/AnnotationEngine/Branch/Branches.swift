import GRDB
import VersionStore

/// One line of `gloss branch`.
public struct BranchReport: Codable, Equatable, Sendable {
  public var name: String
  /// The head (hex); nil while nothing is committed on main.
  public var commit: String?
  /// Of the head: milliseconds since 1970, UTC, and the message.
  public var time: Int64?
  public var message: String?
  /// Whether it is the one that this workspace is open on.
  public var isCurrent: Bool
  /// Answers, resolutions and imports since the last commit.
  public var uncommitted: Int
  /// Whether that is rounded up to tens, for annotators of a queue with gold or repeats.
  public var inTens = false
}

extension Workspace {
  /// All branches by name, main first, as this person may see them (`Sight`); nil for somebody whom nothing is known of.
  /// Opens each journal that there is to count.
  public func branches(_ session: Session?) throws(EngineError) -> [BranchReport] {
    try onlyEngineErrors {
      var heads: [String: ObjectID] = [:]
      for (ref, id) in try store.refs() where ref.hasPrefix("heads/") { heads[String(ref.dropFirst(6))] = id }
      let names = heads.keys.filter { $0 != BranchPlace.main }.sorted(by: precedesInBytes)
      return try ([BranchPlace.main] + names).map { name in
        let commit = try heads[name].map { try store.commit($0) }
        var report = BranchReport(
          name: name, commit: heads[name]?.hex, time: commit?.time, message: commit?.message,
          isCurrent: name == branch, uncommitted: 0)
        try reading(name) { db in
          let sight = try db.sight(of: session)
          report.uncommitted = try sight.seen(uncommitted: db.count("", CountName.uncommitted), db)
          report.inTens = sight.guardsQueue
        }
        return report
      }
    }
  }

  /// Acts on a branch since its last commit; 0 where nobody ever worked on it.
  func uncommitted(on name: String) throws -> Int {
    try reading(name) { try $0.count("", CountName.uncommitted) } ?? 0
  }

  /// What the journal of a branch says; nil where nobody ever worked on it.
  @discardableResult
  private func reading<T>(_ name: String, _ body: (Database) throws -> T) throws -> T? {
    if name == branch { return try journal.read(body) }
    let place = BranchPlace(root: path, branch: name)
    guard place.hasJournal else { return nil }
    let journal = try Journal.open(at: place.journal)
    defer { try? journal.close() }
    return try journal.read(body)
  }

  /// Makes a branch at `revision` (nil: the head of this one). Nobody is moved onto it, and no live work goes with it.
  ///
  /// - Throws: `invalidName`, `branchExists`, `nothingCommitted`, `notPermitted` for annotators.
  @discardableResult
  public func createBranch(_ session: Session, name: String, at revision: String?) throws(EngineError) -> BranchReport {
    try permit(session, .reviewer, to: "make branches")
    if let problem = VersionName.problem(with: name, of: .branch) { throw .invalidName(name, problem: problem) }
    return try onlyEngineErrors {
      guard try store.ref("tags/" + name) == nil else {
        throw EngineError.invalidName(name, problem: "there is a tag of that name")
      }
      let id = try commitID(of: revision)
      let moved = try store.moveRef(
        BranchPlace.ref(of: name), from: nil, to: id, author: session.person, time: clock(), what: "branch: \(name)")
      guard moved else { throw EngineError.branchExists(name) }
      let commit = try store.commit(id)
      return BranchReport(
        name: name, commit: id.hex, time: commit.time, message: commit.message, isCurrent: false, uncommitted: 0)
    }
  }

  /// Throws `unknownBranch` unless there is such a branch.
  static func checkBranch(_ name: String, in store: Store) throws(EngineError) {
    let heads: [String]
    do throws(StoreError) {
      if VersionName.problem(with: name, of: .branch) == nil, try store.ref(BranchPlace.ref(of: name)) != nil { return }
      heads = try store.refs().keys.filter { $0.hasPrefix("heads/") }.map { String($0.dropFirst(6)) }
    } catch { throw .store(error) }
    throw .unknownBranch(name, known: Set(heads + [BranchPlace.main]).sorted())
  }

  /// The commit that `revision` names; nil names the head of this branch.
  ///
  /// - Throws: `nothingCommitted`, and `store` for a revision that there is not.
  func commitID(of revision: String?) throws -> ObjectID {
    if let revision { return try store.resolve(revision) }
    guard let head = try head() else { throw EngineError.nothingCommitted(branch: branch) }
    return head
  }

  /// The newest commit of the branch.
  func head() throws(StoreError) -> ObjectID? { try store.ref(place.ref) }
}
