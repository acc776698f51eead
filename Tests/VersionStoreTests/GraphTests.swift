import Testing

@testable import VersionStore

@Suite("The graph of commits")
struct GraphTests {
  private let scratch: Scratch
  private let store: Store

  init() throws {
    scratch = try Scratch()
    store = try scratch.makeStore()
  }

  /// Makes commits from lines such as "d: b c", each after its parents; `times` overrides the place in the list.
  private func make(_ lines: [String], times: [String: Int64] = [:]) throws -> [String: ObjectID] {
    var ids: [String: ObjectID] = [:]
    let pack = try store.newPack()
    for (place, line) in lines.enumerated() {
      let parts = line.split(separator: ":")
      let name = String(parts[0])
      let parents = parts.dropFirst().flatMap { $0.split(separator: " ") }.compactMap { ids[String($0)] }
      ids[name] = try pack.add(
        Commit(
          parents: parents, trees: [:], blobs: [:], author: "ada", time: times[name] ?? Int64(place), message: name))
    }
    try pack.finish()
    return ids
  }

  private func base(_ a: String, _ b: String, in ids: [String: ObjectID]) throws -> String? {
    let first = try store.mergeBase(try #require(ids[a]), try #require(ids[b]))
    let second = try store.mergeBase(try #require(ids[b]), try #require(ids[a]))
    #expect(first == second)
    return ids.first { $0.value == first }?.key
  }

  private func names(_ found: [(id: ObjectID, commit: Commit)]) -> String { found.map(\.commit.message).joined() }

  @Test("Two lines of history part at the last commit that they share.")
  func fork() throws {
    let ids = try make(["a", "b: a", "c: b", "d: c", "e: b", "f: e", "x"])
    #expect(try base("d", "f", in: ids) == "b")
    #expect(try base("d", "d", in: ids) == "d")
    #expect(try base("d", "c", in: ids) == "c")
    #expect(try base("a", "f", in: ids) == "a")
    #expect(try base("d", "x", in: ids) == nil)
  }

  @Test("After merges crosswise the newest of the best bases is taken, whichever side asks.")
  func crissCross() throws {
    let lines = ["a", "b: a", "c: a", "d: b c", "e: c b", "f: d", "g: e"]
    #expect(try base("f", "g", in: make(lines)) == "c")
    #expect(try base("f", "g", in: make(lines, times: ["b": 20])) == "b")
  }

  @Test("After a merge the base is the merged commit, not where the lines first parted.")
  func merged() throws {
    let ids = try make(["a", "b: a", "c: a", "d: b c", "e: c", "f: d"])
    #expect(try base("f", "e", in: ids) == "c")
  }

  @Test("A commit is its own ancestor, a parent's parent is one, a child and a sibling are not.")
  func ancestors() throws {
    let ids = try make(["a", "b: a", "c: a", "d: b c", "e: d"])
    for (a, b, expected) in [
      ("a", "e", true), ("c", "e", true), ("e", "e", true), ("e", "a", false), ("b", "c", false),
    ] {
      #expect(try store.isAncestor(#require(ids[a]), of: #require(ids[b])) == expected, "\(a) \(b)")
    }
  }

  @Test("History lists what one side has and the other has not, children before parents, the newest first.")
  func history() throws {
    let ids = try make(["a", "b: a", "c: a", "d: b c", "e: c", "f: e", "g: d"])
    let id = { (name: String) in try #require(ids[name]) }
    #expect(try names(store.history(from: [id("g")])) == "gdcba")
    #expect(try names(store.history(from: [id("g")], except: [id("f")])) == "gdb")
    #expect(try names(store.history(from: [id("f")], except: [id("g")])) == "fe")
    #expect(try names(store.history(from: [id("f"), id("g")], except: [id("b")])) == "gfedc")
    #expect(try names(store.history(from: [id("a")], except: [id("g")])) == "")
    #expect(try names(store.history(from: [id("g")], except: [id("g")])) == "")
  }

  @Test("A commit whose clock was behind comes before its parents all the same.")
  func clocks() throws {
    let ids = try make(["a", "b: a", "c: b", "d: b"], times: ["a": 50, "b": 2, "c": 1, "d": 60])
    let found = try store.history(from: [#require(ids["c"]), #require(ids["d"])])
    #expect(names(found) == "dcba")
    #expect(try names(store.history(from: [#require(ids["a"])], except: [#require(ids["c"])])) == "")
  }

  @Test("Random graphs give what sets of ancestors give, whatever the clocks said.", arguments: 0..<6)
  func randomGraphs(seed: Int) throws {
    var random = Seeded(UInt64(seed) + 40)
    var lines: [String] = []
    var times: [String: Int64] = [:]
    var ancestors: [[Int]: Set<Int>] = [:]
    for number in 0..<40 {
      let parents = Set(
        (0..<Int.random(in: 0...2, using: &random)).compactMap { _ in
          number == 0 ? nil : Int.random(in: max(0, number - 8)..<number, using: &random)
        })
      lines.append("\(number): " + parents.map(String.init).sorted().joined(separator: " "))
      // The clocks of odd seeds are as good as random.
      times["\(number)"] = seed % 2 == 0 ? Int64(number / 2) : Int64.random(in: 0..<40, using: &random)
      ancestors[[number]] = parents.reduce(into: [number]) { $0.formUnion(ancestors[[$1]] ?? []) }
    }
    let ids = try make(lines, times: times)
    let id = { (number: Int) in try #require(ids["\(number)"]) }
    let rank = try (0..<40).sorted { (a, b) in
      let (x, y) = (times["\(a)"] ?? 0, times["\(b)"] ?? 0)
      return try x != y ? x > y : id(a) > id(b)
    }
    for a in 0..<40 {
      for b in a..<40 {
        let (left, right) = (ancestors[[a]] ?? [], ancestors[[b]] ?? [])
        let common = left.intersection(right)
        let best = common.filter { one in !common.contains { $0 != one && ancestors[[$0]]?.contains(one) == true } }
        let expected = rank.first { best.contains($0) }
        #expect(try base("\(a)", "\(b)", in: ids) == expected.map(String.init))
        #expect(try store.isAncestor(id(a), of: id(b)) == right.contains(a))
        let history = try store.history(from: [id(b)], except: [id(a)]).map { Int($0.commit.message) ?? -1 }
        #expect(Set(history) == right.subtracting(left))
        for (place, number) in history.enumerated() {
          #expect(history[..<place].allSatisfy { $0 == number || ancestors[[number]]?.contains($0) != true })
        }
      }
    }
  }

  @Test("Asking about the newest commits of a long history reads none of the old ones.")
  func costOfQuestions() throws {
    var lines = ["0"]
    for number in 1..<300 { lines.append("\(number): \(number - 1)") }
    lines += ["x: 295", "y: x"]
    // An hour apart, so that the tolerance for clocks spans two dozen.
    let times = Dictionary(
      uniqueKeysWithValues: lines.enumerated().map {
        (String($1.prefix { $0 != ":" }), Int64($0) * 3_600_000)
      })
    let ids = try make(lines, times: times)
    let elsewhere = try Scratch()
    let recent = try elsewhere.makeStore()
    let pack = try recent.newPack()
    for (name, id) in ids where (Int(name) ?? 300) >= 250 { _ = try pack.add(store.commit(id)) }
    try pack.finish()
    let (a, b) = (try #require(ids["299"]), try #require(ids["y"]))
    #expect(try recent.mergeBase(a, b) == ids["295"])
    #expect(try !recent.isAncestor(a, of: b))
    #expect(try recent.history(from: [b], except: [a]).map(\.commit.message) == ["y", "x"])
  }
}
