import Foundation

/// Where a branch keeps its live work: main in the workspace's own directory, each other one in a directory of its own
/// below `.gloss/branches/`, with the same files in it.
struct BranchPlace: Sendable {
  /// The branch that every workspace begins with.
  static let main = "main"

  /// The workspace's directory.
  let root: String
  let branch: String

  init(root: String, branch: String) {
    self.root = root
    self.branch = branch
  }

  var isMain: Bool { branch == Self.main }
  var ref: String { Self.ref(of: branch) }
  static func ref(of branch: String) -> String { "heads/" + branch }

  /// The directory of `gloss.yaml` and the guidelines.
  var project: String { isMain ? root : directory }
  var journal: String { directory + "/journal.sqlite" }
  /// The directory of the journal.
  var directory: String { isMain ? home : Self.branches(in: root) + "/" + branch }
  var hasJournal: Bool { FileManager.default.fileExists(atPath: journal) }

  /// What all branches share.
  var home: String { Self.home(of: root) }
  var store: String { home + "/store" }

  static func home(of root: String) -> String { root + "/.gloss" }
  static func branches(in root: String) -> String { home(of: root) + "/branches" }
  /// Where the live work of deleted branches waits, should they come back.
  static func deleted(in root: String) -> String { home(of: root) + "/deleted" }
}
