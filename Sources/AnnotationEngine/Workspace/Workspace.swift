import Foundation
import Synchronization
import VersionStore

/// A workspace on one of its branches: `gloss.yaml` and `.gloss/` with the journal and the store. The one door to them.
///
/// Branches share the store; each has a journal of its own, and its own project file and guidelines.
/// Calls are few, coarse, and take and give `Codable` values: a served session makes them across a socket. Any number
/// of processes may have it open; calls from several threads are served one after another.
public final class Workspace: Sendable {
  /// The directory that holds `.gloss/`.
  public var path: String { place.root }
  /// The branch that is worked on.
  public var branch: String { place.branch }
  /// The directory of the branch's `gloss.yaml` and guidelines: `path` for main.
  public var projectPath: String { place.project }

  let place: BranchPlace
  let journal: Journal
  let store: Store
  /// Milliseconds since 1970, UTC: the one source of time.
  let clock: @Sendable () -> Int64

  let samples = SampleCache()
  let searches = Searches()
  let reviews = ReviewMemory()
  let agreements = AgreementMemory()
  let texts = SampleTexts()
  let findings: FindingMemory
  let dashboards = DashboardMemory()
  let learning = LearningMemory()
  let slices = SliceMemory()
  let logs = LogMemory()
  let signer = Mutex<Signer?>(nil)

  init(place: BranchPlace, journal: Journal, store: Store, clock: @escaping @Sendable () -> Int64 = systemClock) {
    self.place = place
    self.journal = journal
    self.store = store
    findings = .shared(journal: place.journal)
    self.clock = clock
  }

  /// Makes `.gloss/` in `path`, where `gloss.yaml` must stand already, and takes its schema as the first. `clock` gives
  /// milliseconds since 1970, UTC.
  ///
  /// Everything is made under another name and then moved into its place, so that a half-made workspace is never seen.
  public static func create(
    at path: String, clock: @escaping @Sendable () -> Int64 = systemClock
  ) throws(EngineError) -> Workspace {
    let path = absolute(path)
    let home = BranchPlace.home(of: path)
    guard !FileManager.default.fileExists(atPath: home) else { throw .alreadyAWorkspace(path: path) }
    let yaml = try projectText(in: path)
    let project = try Project.parse(yaml: yaml, file: "gloss.yaml")
    try project.checkGuidelines(in: path)
    let fresh = home + ".new-\(getpid())"
    do {
      try FileManager.default.createDirectory(atPath: fresh, withIntermediateDirectories: false)
    } catch {
      throw .io(errno: error.systemNumber, action: "make the directory of the workspace", path: fresh)
    }
    do throws(EngineError) {
      do { _ = try Store.create(at: fresh + "/store") } catch { throw .store(error) }
      let journal = try Journal.create(at: fresh + "/journal.sqlite")
      _ = try journal.write { db in
        try db.append(
          .schema, actor: "gloss", at: clock(),
          payload: .object([JSONMember("yaml", .string(yaml)), JSONMember("renames", Renames().json)]))
      }
      try journal.close()
      guard rename(fresh, home) == 0 else {
        throw errno == EEXIST || errno == ENOTEMPTY
          ? .alreadyAWorkspace(path: path) : .io(errno: errno, action: "make the workspace", path: home)
      }
    } catch {
      try? FileManager.default.removeItem(atPath: fresh)
      throw error
    }
    return try open(at: path, clock: clock)
  }

  /// Opens the workspace at `path` or the nearest directory above it, on a branch. Nobody may have worked on the branch
  /// yet: then its journal is made from its commit, which takes some seconds for a million annotations; `progress` is
  /// told how many of them are done.
  ///
  /// - Throws: `notAWorkspace`, `unknownBranch`.
  public static func open(
    at path: String, branch: String = "main", clock: @escaping @Sendable () -> Int64 = systemClock,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(EngineError) -> Workspace {
    let place = BranchPlace(root: try root(above: path), branch: branch)
    let store: Store
    do {
      store = try Store.open(at: place.store)
      try store.keepPromises()
    } catch { throw .store(error) }
    if !place.isMain {
      try checkBranch(branch, in: store)
      if !place.hasJournal { try place.makeJournal(store, clock: clock, progress: progress) }
    }
    return Workspace(place: place, journal: try Journal.open(at: place.journal), store: store, clock: clock)
  }

  /// The workspace's directory: `path` or the nearest above it that has one.
  static func root(above path: String) throws(EngineError) -> String {
    var directory = absolute(path)
    // Either will do: a workspace whose journal is gone must say so, not be looked past.
    while !["journal.sqlite", "store"].contains(where: {
      FileManager.default.fileExists(atPath: BranchPlace.home(of: directory) + "/" + $0)
    }) {
      let parent = (directory as NSString).deletingLastPathComponent
      guard parent != directory else { throw .notAWorkspace(path: absolute(path)) }
      directory = parent
    }
    return directory
  }

  /// The schema in force: that of `gloss.yaml` as last accepted.
  public func project() throws(EngineError) -> Project { try journal.read { try $0.project() } }

  /// The Markdown of the guidelines; nil where the project names none.
  public func guidelines() throws(EngineError) -> String? {
    guard let file = try project().guidelines else { return nil }
    return try Self.text(ofFile: projectPath + "/" + file, action: "read the guidelines")
  }

  /// Grows whenever anything in the journal changed, by whichever process: cheap enough to ask when idle. Where the
  /// branch's head moved, the journal follows it first.
  public func changeCount() throws(EngineError) -> Int {
    try followHead()
    return try journal.read { Int(try $0.lastSeq()) }
  }

  static func projectText(in path: String) throws(EngineError) -> String {
    let file = path + "/gloss.yaml"
    guard FileManager.default.fileExists(atPath: file) else { throw .noProjectFile(path: path) }
    return try text(ofFile: file, action: "read the project file")
  }

  private static func absolute(_ path: String) -> String {
    let path = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    return (path as NSString).standardizingPath
  }
}

/// Milliseconds since 1970, UTC.
@Sendable public func systemClock() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

extension Workspace {
  /// The text of a whole file in UTF-8; what is no UTF-8 becomes replacement characters.
  static func text(ofFile path: String, action: String) throws(EngineError) -> String {
    do {
      return String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    } catch {
      throw .io(errno: error.systemNumber, action: action, path: path)
    }
  }
}

extension Error {
  /// The system's number for what went wrong, as far as Foundation tells.
  var systemNumber: Int32 {
    let error = self as NSError
    if error.domain == NSPOSIXErrorDomain { return Int32(error.code) }
    if let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError, cause.domain == NSPOSIXErrorDomain {
      return Int32(cause.code)
    }
    switch CocoaError.Code(rawValue: error.code) {
    case .fileReadNoSuchFile, .fileNoSuchFile: return ENOENT
    case .fileReadNoPermission, .fileWriteNoPermission: return EACCES
    case .fileWriteOutOfSpace: return ENOSPC
    case .fileWriteVolumeReadOnly: return EROFS
    case .fileWriteFileExists: return EEXIST
    default: return EIO
    }
  }
}

extension Project {
  /// Refuses guidelines that are not there before a workspace is made of them.
  func checkGuidelines(in path: String) throws(EngineError) {
    guard let guidelines, !FileManager.default.fileExists(atPath: path + "/" + guidelines) else { return }
    throw .io(errno: ENOENT, action: "read the guidelines", path: path + "/" + guidelines)
  }
}
