import Foundation
import GRDB
import VersionStore

/// A branch's own journal and project files, made when somebody first works on the branch.
extension BranchPlace {
  /// Makes them from the commit that the branch is at. Everything is made under another name and then moved into its
  /// place; where another process was faster, its is the one.
  func makeJournal(
    _ store: Store, clock: () -> Int64, progress: (_ done: Int, _ total: Int) -> Void
  ) throws(EngineError) {
    let parent = Self.branches(in: root)
    removeLeftOvers(in: parent)
    let fresh = "\(parent)/.new-\(getpid())-\(UUID().uuidString)"
    try makeDirectories(fresh)
    do throws(EngineError) {
      try Journal.asEngineError(journal) {
        guard let head = try store.ref(ref) else { throw EngineError.unknownBranch(branch, known: []) }
        let snapshot = try Snapshot(head, in: store)
        let known = { try Self(root: root, branch: Self.main).knownBatches() }
        try Journal.load(
          snapshot, store, at: fresh + "/journal.sqlite", time: clock(), known: known, progress: progress)
        try ProjectFiles(snapshot).write(to: fresh)
      }
      guard rename(fresh, directory) == 0 || hasJournal else {
        throw .io(errno: errno, action: "make the branch's journal", path: directory)
      }
      removeTree(fresh)
    } catch {
      removeTree(fresh)
      throw error
    }
  }

  private func knownBatches() throws(EngineError) -> [JournalBatch] {
    guard hasJournal else { return [] }
    let journal = try Journal.open(at: journal)
    defer { try? journal.close() }
    return try journal.read { try $0.batches() }
  }

  /// What processes left that were killed while they made a journal.
  private func removeLeftOvers(in directory: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] where name.hasPrefix(".new-") {
      guard let pid = pid_t(name.dropFirst(5).prefix { $0.isNumber }), pid != getpid() else { continue }
      if kill(pid, 0) != 0, errno == ESRCH { removeTree("\(directory)/\(name)") }
    }
  }
}

extension Journal {
  /// Makes a journal at `path` that holds what the commit holds, and nothing beside.
  static func load(
    _ snapshot: Snapshot, _ store: Store, at path: String, time: Int64, known: () throws -> [JournalBatch],
    progress: (_ done: Int, _ total: Int) -> Void
  ) throws {
    let journal = try Journal.create(at: path)
    try journal.write { db in
      // Rows go in in several orders; with the few pages of a session most would be read from the disk again.
      try db.execute(sql: "PRAGMA cache_size = -65536")
      try CheckOut(snapshot: snapshot, store: store)
        .run(in: db, actor: "gloss", at: time, known: known, progress: progress)
    }
    try journal.close()
  }
}

/// The texts of a commit that stand in files: the project file, and the guidelines where it names some.
struct ProjectFiles: Equatable {
  static let project = "gloss.yaml"

  let yaml: String
  /// By the path below the project's directory.
  let texts: [String: String]

  init(_ snapshot: Snapshot) throws {
    guard let yaml = try snapshot.text(TableName.project) else { throw snapshot.isForeign("project file") }
    self.yaml = yaml
    var texts = [Self.project: yaml]
    if let name = try snapshot.project().guidelines { texts[name] = try snapshot.text(TableName.guidelines) }
    self.texts = texts
  }

  /// Writes all of them.
  func write(to directory: String) throws(EngineError) {
    for (name, text) in texts { try Self.write(text, to: directory + "/" + name) }
  }

  static func write(_ text: String, to path: String) throws(EngineError) {
    try makeDirectories((path as NSString).deletingLastPathComponent)
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw .io(errno: error.systemNumber, action: "write the project's files", path: path)
    }
  }
}

func makeDirectories(_ path: String) throws(EngineError) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw .io(errno: error.systemNumber, action: "make the directory", path: path)
  }
}

func removeTree(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
