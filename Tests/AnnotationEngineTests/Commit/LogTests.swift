import Foundation
import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Log")
struct LogTests {
  /// A commit that holds nothing, straight into the store.
  private func commit(
    _ message: String, _ parents: [ObjectID], time: Int64, in writer: inout PackWriter
  ) throws -> ObjectID {
    try writer.add(Commit(parents: parents, trees: [:], blobs: [:], author: "lea", time: time, message: message))
  }

  /// A branch beside main: base – one – main, and base – two (side), whose clock went an hour ahead.
  private func branched() throws -> ImportFixture {
    let fixture = try ImportFixture()
    let store = fixture.workspace.store
    var writer = try store.newPack()
    let base = try commit("base", [], time: 100, in: &writer)
    let one = try commit("one", [base], time: 200, in: &writer)
    let two = try commit("two", [base], time: 50, in: &writer)
    let main = try commit("main", [one], time: 300, in: &writer)
    _ = try writer.finish()
    for (name, id) in [("heads/main", main), ("heads/side", two)] {
      #expect(try store.moveRef(name, from: nil, to: id, author: "lea", time: 1, what: "commit: x"))
    }
    return fixture
  }

  @Test("The log of main leaves out what other branches have; the log of all has them.")
  func all() throws {
    let fixture = try branched()
    let workspace = fixture.workspace
    #expect(try workspace.log(limit: nil).map(\.message) == ["main", "one", "base"])
    #expect(try workspace.log(limit: nil, all: true).map(\.message) == ["main", "one", "two", "base"])
    #expect(try workspace.log(limit: nil, all: true).map(\.refs) == [["main"], [], ["side"], []])
  }

  @Test("Pages follow one another and fit together until a ref moves.")
  func pages() throws {
    let fixture = try branched()
    let workspace = fixture.workspace
    let first = try workspace.logPage(offset: 0, limit: 2, isFirst: true)
    #expect(first.entries.map(\.message) == ["main", "one"])
    #expect(first.count == nil)
    let pages = try (0..<3).map { try workspace.logPage(offset: 2 * $0, limit: 2) }
    #expect(pages.map { $0.entries.map(\.message) } == [["main", "one"], ["two", "base"], []])
    #expect(pages.allSatisfy { $0.count == 4 && $0.refs == first.refs && $0.head == first.entries[0].commit })
    let store = workspace.store
    let side = try #require(try store.ref("heads/side"))
    #expect(try store.moveRef("heads/side", from: side, to: nil, author: "lea", time: 2, what: "branch: gone"))
    let after = try workspace.logPage(offset: 0, limit: 9)
    #expect(after.refs != first.refs)
    #expect(after.entries.map(\.message) == ["main", "one", "base"])
  }

  @Test("A parent never comes before its child, whatever the clocks say.")
  func order() throws {
    var random = FixedRandom(seed: 7)
    let fixture = try ImportFixture()
    let store = fixture.workspace.store
    var writer = try store.newPack()
    var ids: [ObjectID] = []
    for index in 0..<300 {
      let parents =
        ids.isEmpty
        ? []
        : (0..<Int.random(in: 0...2, using: &random)).map { _ in
          ids[Int.random(in: max(0, ids.count - 20)..<ids.count, using: &random)]
        }
      ids.append(try commit("\(index)", parents, time: Int64.random(in: 0..<1000, using: &random), in: &writer))
    }
    _ = try writer.finish()
    let order = try LogOrder.all(of: Set(ids), in: store)
    #expect(Set(order) == Set(ids) && order.count == ids.count)
    let place = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($0.element, $0.offset) })
    for id in ids {
      for parent in try store.commit(id).parents { #expect(place[id]! < place[parent]!) }
    }
  }
}
