import Testing

@testable import VersionStore

@Suite("The filter of a pack's ids")
struct IDFilterTests {
  @Test("It knows every id that it was given and few others.", arguments: [0, 1, 100, 5000])
  func filter(count: Int) throws {
    var random = Seeded(12)
    let ids = try (0..<count).map { _ in try #require(ObjectID(bytes: random.bytes(32))) }
    let filter = IDFilter(of: ids, count: count)
    #expect(ids.allSatisfy { filter.mayContain($0) })
    let others = try (0..<5000).map { _ in try #require(ObjectID(bytes: random.bytes(32))) }
    #expect(others.filter { filter.mayContain($0) }.count < 50)
  }

  @Test("A store of very many packs finds every object.")
  func manyPacks() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    var ids: [ObjectID] = []
    for number in 0..<150 {
      let pack = try store.newPack()
      ids.append(try pack.add(.node, [UInt8(number), 1]))
      ids.append(try pack.addBlob([UInt8(number)]))
      try pack.finish()
    }
    let reopened = try Store.open(at: scratch.store)
    for id in ids.reversed() { #expect(try reopened.contains(id)) }
    #expect(try !reopened.contains(.made(1)))
  }
}
