import Testing

@testable import VersionStore

@Suite("The cache")
struct LeastRecentlyUsedTests {
  @Test("What was not asked for the longest goes first.")
  func eviction() {
    var cache = LeastRecentlyUsed<Int, String>(limit: 30)
    for key in 1...3 { cache.insert("\(key)", for: key, cost: 10) }
    #expect(cache.value(for: 1) == "1")
    cache.insert("4", for: 4, cost: 10)
    #expect(cache.value(for: 2) == nil)
    #expect(cache.value(for: 1) == "1")
    #expect(cache.value(for: 3) == "3")
    #expect(cache.value(for: 4) == "4")
  }

  @Test("A value that costs more than the limit is not kept and drops nothing.")
  func tooCostly() {
    var cache = LeastRecentlyUsed<Int, String>(limit: 30)
    cache.insert("a", for: 1, cost: 10)
    cache.insert("b", for: 2, cost: 31)
    #expect(cache.value(for: 1) == "a")
    #expect(cache.value(for: 2) == nil)
  }

  @Test("With a lower limit what was not asked for the longest goes at once.")
  func lowerLimit() {
    var cache = LeastRecentlyUsed<Int, String>(limit: 30)
    for key in 1...3 { cache.insert("\(key)", for: key, cost: 10) }
    cache.limit = 15
    #expect(cache.value(for: 1) == nil)
    #expect(cache.value(for: 2) == nil)
    #expect(cache.value(for: 3) == "3")
    cache.limit = 30
    cache.insert("4", for: 4, cost: 20)
    #expect(cache.value(for: 3) == "3")
  }

  @Test("It agrees with a plain list under random use.")
  func model() {
    var random = Seeded(3)
    var cache = LeastRecentlyUsed<Int, Int>(limit: 100)
    var model: [(key: Int, value: Int, cost: Int)] = []
    for step in 0..<5000 {
      let key = Int.random(in: 0..<30, using: &random)
      if Bool.random(using: &random) {
        let cost = Int.random(in: 1...40, using: &random)
        cache.insert(step, for: key, cost: cost)
        model.removeAll { $0.key == key }
        while model.reduce(0, { $0 + $1.cost }) + cost > 100 { model.removeFirst() }
        model.append((key, step, cost))
      } else {
        let index = model.firstIndex { $0.key == key }
        #expect(cache.value(for: key) == index.map { model[$0].value })
        if let index { model.append(model.remove(at: index)) }
      }
      #expect(cache.cost == model.reduce(0) { $0 + $1.cost })
      #expect(cache.count == model.count)
    }
  }
}
