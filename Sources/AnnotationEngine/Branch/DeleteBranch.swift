import Foundation
import VersionStore

extension Workspace {
  /// Deletes a branch. Its commits stay for as long as the operation log keeps them, and its live work is put aside, so
  /// that undoing the deletion brings both back.
  ///
  /// - Throws: `unknownBranch`; `branchInUse` for main and for the one that the workspace is open on; `uncommittedWork`
  ///   unless `force`; `notPermitted` for annotators.
  public func deleteBranch(_ session: Session, name: String, force: Bool) throws(EngineError) {
    try permit(session, .reviewer, to: "delete branches")
    try Self.checkBranch(name, in: store)
    guard name != BranchPlace.main, name != branch else { throw .branchInUse(name) }
    try onlyEngineErrors {
      guard let head = try store.ref(BranchPlace.ref(of: name)) else {
        throw EngineError.unknownBranch(name, known: [])
      }
      let count = try uncommitted(on: name)
      guard force || count == 0 else { throw EngineError.uncommittedWork(branch: name, count: count) }
      try moveRef(session, BranchPlace.ref(of: name), from: head, to: nil, what: "branch: delete \(name)")
      try BranchPlace(root: path, branch: name).putAside(at: head)
    }
  }

  /// Moves any ref; `refMoved` where it is elsewhere by now.
  func moveRef(
    _ session: Session, _ ref: String, from old: ObjectID?, to new: ObjectID?, what: String
  ) throws {
    let moved = try store.moveRef(ref, from: old, to: new, author: session.person, time: clock(), what: what)
    guard moved else { throw EngineError.refMoved(String(ref.split(separator: "/", maxSplits: 1).last ?? "")) }
  }
}

extension BranchPlace {
  /// Where the live work of the branch lies that was deleted at `head`; a name holds no "@".
  private func aside(at head: ObjectID?) -> String {
    Self.deleted(in: root) + "/" + branch + "@" + (head.map { String($0.hex.prefix(16)) } ?? "0")
  }

  /// Takes the live work of a branch that was deleted at `head` out of the way of another of that name. Nothing that was
  /// put aside earlier is lost.
  func putAside(at head: ObjectID?) throws(EngineError) {
    guard hasJournal else { return }
    try makeDirectories(Self.deleted(in: root))
    let aside = aside(at: head)
    if FileManager.default.fileExists(atPath: aside) {
      var number = 1
      while FileManager.default.fileExists(atPath: "\(aside).\(number)") { number += 1 }
      guard rename(aside, "\(aside).\(number)") == 0 else {
        throw .io(errno: errno, action: "put the branch's live work aside", path: aside)
      }
    }
    guard rename(directory, aside) == 0 else {
      throw .io(errno: errno, action: "put the branch's live work aside", path: directory)
    }
  }

  /// Puts the live work of a branch that came back at `head` where it was.
  func bringBack(at head: ObjectID?) throws(EngineError) {
    let aside = aside(at: head)
    guard !hasJournal, FileManager.default.fileExists(atPath: aside) else { return }
    try makeDirectories(Self.branches(in: root))
    guard rename(aside, directory) == 0 else {
      throw .io(errno: errno, action: "bring the branch's live work back", path: directory)
    }
  }
}
