import Foundation
import VersionStore

/// What `Workspace.clone` made.
public struct CloneReport: Codable, Equatable, Sendable {
  /// The workspace's directory.
  public var path: String
  public var branch: String
  /// The commit that it begins with (hex).
  public var commit: String
  public var exchange: ExchangeReport
}

/// What to clone, and how.
public struct CloneRequest: Equatable, Sendable {
  public var url: String
  /// Where the workspace goes: a directory that is empty or not there.
  public var directory: String
  /// The branch to work on; nil: main, or the only one.
  public var branch: String?
  /// "labels" leaves the content of samples at the remote until it is looked at.
  public var filter: String?

  public init(url: String, directory: String, branch: String? = nil, filter: String? = nil) {
    self.url = url
    self.directory = directory
    self.branch = branch
    self.filter = filter
  }
}

extension Workspace {
  /// Makes a workspace of what is at a URL: its store with all branches and tags, `gloss.yaml` and the guidelines, and the
  /// journal of the branch. The URL is its remote `origin`.
  ///
  /// `.gloss` is made under another name and moved into its place when it is whole; what fails leaves nothing behind.
  /// `loading` is told how many annotations of how many are in the journal.
  ///
  /// - Throws: `alreadyAWorkspace`, `occupied` where something else is in the directory, `unknownBranch`, `emptyRemote`;
  ///   what the two closures throw; `store` where the remote is away or damaged.
  public static func clone(
    _ request: CloneRequest, as person: String, clock: @escaping @Sendable () -> Int64 = systemClock,
    progress: @escaping ExchangeProgress = { _ in }, loading: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
  ) throws -> CloneReport {
    if let filter = request.filter, !PartialClone.filters.contains(filter) {
      throw EngineError.unknownFormat(filter, known: PartialClone.filters)
    }
    let url: String
    do {
      url = try Remotes.absolute(request.url, from: FileManager.default.currentDirectoryPath)
    } catch { throw EngineError.store(error) }
    let site = try CloneSite(request.directory)
    do {
      let remote = NamedRemote(name: CloneSite.remote, url: url, filter: request.filter)
      let report = try site.fill(from: remote, request, as: person, clock, progress, loading)
      try site.finish()
      if report.branch != BranchPlace.main {
        try open(at: site.path, branch: report.branch, clock: clock).rememberSwitch(of: person)
      }
      return report
    } catch {
      site.remove()
      if let error = error as? StoreError { throw EngineError.store(error) }
      throw error
    }
  }
}

/// A workspace in the making.
private struct CloneSite {
  static let remote = "origin"

  let path: String
  /// What is going to be `.gloss`.
  private let fresh: String
  private let isNew: Bool

  init(_ directory: String) throws(EngineError) {
    let start = directory.hasPrefix("/") ? directory : FileManager.default.currentDirectoryPath + "/" + directory
    path = (start as NSString).standardizingPath
    let home = BranchPlace.home(of: path)
    guard !FileManager.default.fileExists(atPath: home) else { throw .alreadyAWorkspace(path: path) }
    isNew = !FileManager.default.fileExists(atPath: path)
    CloneSite.removeLeftOvers(in: path)
    guard try CloneSite.isEmpty(path) else { throw .occupied(path: path) }
    fresh = home + ".new-\(getpid())"
    try makeDirectories(fresh)
  }

  private static func isEmpty(_ path: String) throws(EngineError) -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return true }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).isEmpty
    } catch {
      throw .io(errno: error.systemNumber, action: "look into the directory", path: path)
    }
  }

  /// What a clone left that was killed.
  private static func removeLeftOvers(in path: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] where name.hasPrefix(".gloss.new-") {
      guard let pid = pid_t(name.dropFirst(11)), pid != getpid() else { continue }
      if kill(pid, 0) != 0, errno == ESRCH { removeTree(path + "/" + name) }
    }
  }

  func fill(
    from remote: NamedRemote, _ request: CloneRequest, as person: String, _ clock: () -> Int64,
    _ progress: @escaping ExchangeProgress, _ loading: (Int, Int) throws -> Void
  ) throws -> CloneReport {
    let store = try Store.create(at: fresh + "/store")
    store.use(.large)
    try store.setRemote(remote)
    try store.keepPromises()
    let exchange = try Exchange(of: store, with: remote, author: person, time: clock(), progress: progress)
    let report = try exchange.fetch()
    let (branch, heads) = try choose(request.branch, in: store, at: remote)
    // Every workspace has a main; where the remote has none, it begins where the chosen branch is.
    let main = heads[BranchPlace.main] ?? heads[branch]
    for (name, head) in [(BranchPlace.main, main), (branch, heads[branch])] {
      guard let head, try store.ref(BranchPlace.ref(of: name)) == nil else { continue }
      _ = try store.moveRef(
        BranchPlace.ref(of: name), from: nil, to: head, author: person, time: clock(), what: "clone: \(remote.url)")
    }
    guard let main, let head = heads[branch] else { throw EngineError.emptyRemote(url: remote.url) }
    try load(main, store, clock, loading)
    return CloneReport(
      path: path, branch: branch, commit: head.hex, exchange: ExchangeReport(report, remote: remote))
  }

  /// The branch to work on, and where the remote's branches are.
  private func choose(
    _ branch: String?, in store: Store, at remote: NamedRemote
  ) throws -> (branch: String, heads: [String: ObjectID]) {
    let prefix = "remotes/\(CloneSite.remote)/"
    var heads: [String: ObjectID] = [:]
    for (ref, id) in try store.refs() where ref.hasPrefix(prefix) { heads[String(ref.dropFirst(prefix.count))] = id }
    guard !heads.isEmpty else { throw EngineError.emptyRemote(url: remote.url) }
    let chosen = branch ?? (heads.count == 1 ? heads.keys.first : nil) ?? BranchPlace.main
    guard heads[chosen] != nil else { throw EngineError.unknownBranch(chosen, known: heads.keys.sorted()) }
    return (chosen, heads)
  }

  /// Makes the journal and the project's files.
  private func load(
    _ head: ObjectID, _ store: Store, _ clock: () -> Int64, _ loading: (Int, Int) throws -> Void
  ) throws {
    let snapshot = try Snapshot(head, in: store)
    var stopped: (any Error)?
    let tell = { (done: Int, total: Int) in
      do { try loading(done, total) } catch { stopped = stopped ?? error }
    }
    try Journal.load(snapshot, store, at: fresh + "/journal.sqlite", time: clock(), known: { [] }, progress: tell)
    if let stopped { throw stopped }
    try ProjectFiles(snapshot).write(to: path)
  }

  func finish() throws(EngineError) {
    let home = BranchPlace.home(of: path)
    guard rename(fresh, home) == 0 else { throw .io(errno: errno, action: "make the workspace", path: home) }
  }

  /// Takes away again what was made, and nothing that somebody else put there meanwhile. The project's files come last of
  /// all, so that there are none of them yet where something failed.
  func remove() {
    removeTree(fresh)
    if isNew { rmdir(path) }
  }
}
