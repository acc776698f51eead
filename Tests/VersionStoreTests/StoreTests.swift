import Foundation
import Testing

@testable import VersionStore

@Suite("A store's directory")
struct StoreTests {
  @Test("A store is made where there is nothing, on the way to it too, and opened again.")
  func create() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/deep/er/store"
    #expect(throws: StoreError.notAStore(path: path)) { try Store.open(at: path) }
    let store = try Store.create(at: path)
    #expect(store.path == path)
    #expect(try Store.open(at: path).refs() == [:])
    #expect(throws: StoreError.alreadyExists(path: path)) { try Store.create(at: path) }
  }

  @Test("A directory with other things in it is left alone.")
  func occupied() throws {
    let scratch = try Scratch()
    try Data([1]).write(to: URL(fileURLWithPath: scratch.path + "/notes.txt"))
    #expect(throws: StoreError.alreadyExists(path: scratch.path)) { try Store.create(at: scratch.path) }
    #expect(throws: StoreError.notAStore(path: scratch.path)) { try Store.open(at: scratch.path) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["notes.txt"])
  }

  @Test("A newer format is refused, and what is no format too.")
  func format() throws {
    let scratch = try Scratch()
    _ = try scratch.makeStore()
    let file = URL(fileURLWithPath: scratch.store + "/format")
    try Data("gloss store 2\n".utf8).write(to: file)
    #expect(throws: StoreError.unsupportedFormat(found: 2, path: scratch.store)) { try Store.open(at: scratch.store) }
    for text in ["", "gloss store 1", "gloss store x\n", "gloss store 0\n", "something else\n"] {
      try Data(text.utf8).write(to: file)
      #expect(throws: StoreError.notAStore(path: scratch.store)) { try Store.open(at: scratch.store) }
    }
  }

  @Test("Files take the permissions of the store's directory, so that a group can share it.")
  func permissions() throws {
    let scratch = try Scratch()
    _ = try scratch.makeStore()
    // A new store is as private as its owner's umask has it.
    let mask = umask(0)
    umask(mask)
    let made = try FileManager.default.attributesOfItem(atPath: scratch.store)
    #expect(made[.posixPermissions] as? Int == 0o777 & ~Int(mask))
    try FileManager.default.setAttributes([.posixPermissions: 0o770], ofItemAtPath: scratch.store)
    let store = try Store.open(at: scratch.store)
    let id = try store.makeCommit("x")
    _ = try store.moveRef("heads/main", from: nil, to: id, author: "", time: 0, what: "")
    let pack = try #require(try scratch.files(in: "packs").first)
    for file in ["packs/" + pack, "refs/heads/main"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: scratch.store + "/" + file)
      #expect(attributes[.posixPermissions] as? Int == 0o660)
    }
  }

  @Test("Every error says what, and what to do; where there is a where, it says that.")
  func errors() {
    let errors: [StoreError] = [
      .notAStore(path: "/p"), .alreadyExists(path: "/p"), .missing(.made(1)), .erased(.made(1)),
      .corrupt(.made(1), pack: "x.pack", detail: "d"), .badPack(pack: "x.pack", detail: "d"),
      .badRef(name: "heads/x", detail: "d"), .badLog(path: "/p", detail: "d"), .unsupportedFormat(found: 2, path: "/p"),
      .unknownRevision("x"), .collecting(path: "/p"), .ambiguousRevision("x", candidates: [.made(1)]), .unsortedKeys,
      .tooLarge(what: "It", bytes: 2, limit: 1), .io(errno: ENOSPC, action: "write to a file", path: "/p"),
    ]
    for error in errors {
      #expect(error.errorDescription?.isEmpty == false)
      #expect(error.recoverySuggestion?.isEmpty == false)
    }
    #expect(errors.last?.errorDescription == "Could not write to a file: No space left on device")
    #expect(errors.last?.failureReason == "/p")
    #expect(errors.last?.recoverySuggestion?.contains("Make room") == true)
  }
}
