import Foundation
import Testing
import VersionStore

/// The example of the module's page, word for word between the two marks.
@Suite("The example of the module's page")
struct ExampleTests {
  @Test("It does what the page says.")
  func example() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/example"
    // example begins
    let store = try Store.create(at: path)
    let pack = try store.newPack()
    let text = try pack.addBlob(Array("The film was fine.".utf8))
    let empty = Tree(root: try Tree.empty(in: pack), in: store)
    let samples = try empty.applying([Edit(key: Array("17".utf8), value: text.bytes)], pack: pack)
    let commit = try pack.add(
      Commit(parents: [], trees: ["samples": samples], blobs: [:], author: "ada", time: 0, message: "first batch"))
    try pack.finish()
    _ = try store.moveRef("heads/main", from: nil, to: commit, author: "ada", time: 0, what: "commit: first batch")
    // example ends
    let found = try store.commit(store.resolve("main"))
    let tree = Tree(root: try #require(found.trees["samples"]), in: store)
    let id = try #require(try tree.value(for: Array("17".utf8)).flatMap { ObjectID(bytes: $0) })
    #expect(try Array(Blob.content(of: store.read(id, .blob))) == Array("The film was fine.".utf8))
  }
  @Test("The page shows what is run here.")
  func page() throws {
    let here = URL(fileURLWithPath: #filePath)
    let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(
      contentsOf: root.appendingPathComponent("Sources/VersionStore/VersionStore.docc/VersionStore.md"), encoding: .utf8
    )
    let source = try String(contentsOf: here, encoding: .utf8)
    let shown = try #require(page.components(separatedBy: "```swift\n").last?.components(separatedBy: "```").first)
    let run = try #require(
      source.components(separatedBy: "// example begins\n").dropFirst().first?
        .components(separatedBy: "    // example ends").first)
    let lines = run.split(separator: "\n").map { $0.dropFirst(4) }.joined(separator: "\n") + "\n"
    #expect(lines == shown)
  }
}
