import Foundation
import Testing

@testable import VersionStore

/// A store and what it should hold, kept beside it in dictionaries.
struct ModelRun {
  private struct ModelCommit {
    var rows: [[UInt8]: [UInt8]]
    var parents: [ObjectID]
    var time: Int64
  }

  private typealias Rows = [[UInt8]: [UInt8]]

  private let seed: UInt64
  private let scratch: Scratch
  private var store: Store
  private var random: Seeded
  private var commits: [ObjectID: ModelCommit] = [:]
  private var branches: [String: ObjectID] = [:]
  /// The branch that is being moved, and where to.
  private var attempt: (branch: String, to: ObjectID?)?
  private var step = 0

  init(seed: UInt64) throws {
    self.seed = seed
    scratch = try Scratch()
    store = try scratch.makeStore()
    random = Seeded(seed)
  }

  mutating func run(steps: Int) throws {
    for number in 0..<steps {
      step = number
      try act(crashing: Int.random(in: 0..<4, using: &random) == 0)
      if number % 12 == 11 { try check() }
    }
    try check()
  }

  private var place: Comment { "seed \(seed), step \(step)" }

  // MARK: Steps

  /// Does something, perhaps on a disk that fails on the way. Then each branch is where it was or where it was moved to.
  private mutating func act(crashing: Bool) throws {
    attempt = nil
    guard crashing else {
      if Int.random(in: 0..<3, using: &random) == 0 { store = try Store.open(at: scratch.store) }
      try perform(on: store)
      if let attempt { branches[attempt.branch] = attempt.to }
      return
    }
    let fault = FaultyDisk.Fault.allCases.randomElement(using: &random) ?? .killed
    let disk = FaultyDisk(fault, at: Int.random(in: 0..<50, using: &random))
    do {
      try perform(on: Store.open(at: scratch.store, access: disk.access))
    } catch let error as StoreError {
      guard case .io = error else { throw error }
    }
    try disk.losePower()
    store = try Store.open(at: scratch.store)
    var heads: [String: ObjectID] = [:]
    for (name, id) in try store.refs() { heads[String(name.dropFirst(6))] = id }
    for name in Set(heads.keys).union(branches.keys) {
      let isMoved = attempt?.branch == name && heads[name] == attempt?.to
      #expect(heads[name] == branches[name] || isMoved, place)
    }
    if !disk.hasFailed, let attempt { #expect(heads[attempt.branch] == attempt.to, place) }
    branches = heads
  }

  private mutating func perform(on store: Store) throws {
    switch Int.random(in: 0..<12, using: &random) {
    case 0: try branch(store)
    case 1: try goBack(store)
    case 2, 3: try merge(store)
    case 4, 5: try collect(store)
    default: try edit(store)
    }
  }

  private mutating func move(_ branch: String, to id: ObjectID?, _ store: Store) throws {
    attempt = (branch, id)
    let isMoved = try store.moveRef(
      "heads/" + branch, from: branches[branch], to: id, author: "ada", time: 0, what: "step \(step)")
    #expect(isMoved, place)
  }

  private mutating func anyBranch() -> String { branches.keys.sorted().randomElement(using: &random) ?? "main" }

  /// Inserts, edits and deletes rows, and commits that.
  private mutating func edit(_ store: Store) throws {
    let branch = anyBranch()
    let head = branches[branch]
    var rows = head.flatMap { commits[$0]?.rows } ?? [:]
    var changes: [[UInt8]: [UInt8]?] = [:]
    for _ in 0..<Int.random(in: 1...40, using: &random) {
      let key = [UInt8]("key \(Int.random(in: 100..<400, using: &random))")
      // Few different texts: what is written was often there before, in use or not.
      let text = [UInt8]("text \(Int.random(in: 0..<12, using: &random))")
      changes[key] = .some(Int.random(in: 0..<4, using: &random) == 0 ? nil : text)
    }
    for (key, value) in changes { rows[key] = value }
    let time = Int64.random(in: 0..<50, using: &random)
    let (id, pack) = try store.commit(changes, on: head, time: time)
    commits[id] = ModelCommit(rows: rows, parents: head.map { [$0] } ?? [], time: time)
    try move(branch, to: id, store)
    withExtendedLifetime(pack) {}
  }

  /// Makes a branch at some commit in use, or deletes one.
  private mutating func branch(_ store: Store) throws {
    if branches.count > 3 { return try move(anyBranch(), to: nil, store) }
    let alive = reachable().sorted()
    guard let id = alive.randomElement(using: &random) else { return }
    try move("branch-\(step)", to: id, store)
  }

  /// Moves a branch to its parent, so that there is garbage.
  private mutating func goBack(_ store: Store) throws {
    let branch = anyBranch()
    guard let head = branches[branch], let parent = commits[head]?.parents.first else { return }
    try move(branch, to: parent, store)
  }

  private mutating func merge(_ store: Store) throws {
    let (name, other) = (anyBranch(), anyBranch())
    guard let ours = branches[name], let theirs = branches[other], ours != theirs else { return }
    let base = try store.mergeBase(ours, theirs)
    #expect(base == bestBase(ours, theirs), place)
    #expect(try base == store.mergeBase(theirs, ours), place)

    let pack = try store.newPack()
    let trees = try [base, ours, theirs].map { id in
      Tree(root: try id.flatMap { try store.commit($0).trees["samples"] } ?? Node.emptyID, in: store)
    }
    let root = try merged(trees[0], trees[1], trees[2], pack)
    #expect(try root == merged(trees[0], trees[2], trees[1], pack), place)
    let time = Int64.random(in: 0..<50, using: &random)
    let id = try pack.add(
      Commit(parents: [ours, theirs], trees: ["samples": root], blobs: [:], author: "", time: time, message: "merge"))
    try pack.finish()

    let rows = [base, ours, theirs].map { id in id.flatMap { commits[$0]?.rows } ?? [:] }
    var result: Rows = [:]
    for key in Set(rows.flatMap(\.keys)) {
      let ids = rows.map { $0[key].map(ModelRun.blob) }
      let chosen = ModelRun.resolved(base: ids[0]?.bytes, ours: ids[1]?.bytes, theirs: ids[2]?.bytes)
      result[key] = rows.compactMap { $0[key] }.first { ModelRun.blob(of: $0).bytes == chosen }
    }
    commits[id] = ModelCommit(rows: result, parents: [ours, theirs], time: time)
    try move(name, to: id, store)
    withExtendedLifetime(pack) {}
  }

  /// Collects without grace, with and without what operations keep.
  private mutating func collect(_ store: Store) throws {
    let keepsOperations = Bool.random(using: &random)
    try store.collectAll(keep: keepsOperations ? 2_000 : -1)
    guard !keepsOperations else { return }
    let alive = reachable()
    for id in commits.keys where !alive.contains(id) { #expect(try !store.contains(id), place) }
  }

  // MARK: The model

  private func merged(_ base: Tree, _ ours: Tree, _ theirs: Tree, _ pack: PackWriter) throws -> ObjectID {
    var edits: [Edit] = []
    try base.forEachThreeWayChange(ours: ours, theirs: theirs) { change in
      let value = ModelRun.resolved(base: change.base, ours: change.ours, theirs: change.theirs)
      edits.append(Edit(key: change.key, value: value))
      return true
    }
    return try base.applying(edits, pack: pack)
  }

  /// The side that changed; where both did the greater value, and any value before none.
  private static func resolved(base: [UInt8]?, ours: [UInt8]?, theirs: [UInt8]?) -> [UInt8]? {
    if ours == base { return theirs }
    if theirs == base { return ours }
    guard let ours, let theirs else { return ours ?? theirs }
    return ours.lexicographicallyPrecedes(theirs) ? theirs : ours
  }

  private static func blob(of content: [UInt8]) -> ObjectID {
    ObjectID(kind: .blob, content: [UInt8](repeating: 0, count: 16) + content)
  }

  private func ancestors(of id: ObjectID) -> Set<ObjectID> {
    var found: Set<ObjectID> = []
    var waiting = [id]
    while let id = waiting.popLast() {
      if found.insert(id).inserted { waiting += commits[id]?.parents ?? [] }
    }
    return found
  }

  private func reachable() -> Set<ObjectID> {
    branches.values.reduce(into: []) { $0.formUnion(ancestors(of: $1)) }
  }

  private func bestBase(_ a: ObjectID, _ b: ObjectID) -> ObjectID? {
    let common = ancestors(of: a).intersection(ancestors(of: b))
    let dominated = common.reduce(into: Set<ObjectID>()) { $0.formUnion(ancestors(of: $1).subtracting([$1])) }
    return common.subtracting(dominated).max { a, b in
      let (first, second) = (commits[a]?.time ?? 0, commits[b]?.time ?? 0)
      return first != second ? first < second : a < b
    }
  }

  // MARK: Looking

  /// Every branch and some old commit have the rows that they should, in the one tree that such rows have.
  private mutating func check() throws {
    #expect(try store.refs() == Dictionary(uniqueKeysWithValues: branches.map { ("heads/" + $0.key, $0.value) }), place)
    var looked = Array(branches.values)
    if let old = reachable().sorted().randomElement(using: &random) { looked.append(old) }
    for id in looked {
      let rows = try #require(commits[id]?.rows)
      #expect(try store.table(of: id) == rows, place)
      let built = try store.makeTree(rows.mapValues { ModelRun.blob(of: $0).bytes })
      #expect(try store.commit(id).trees["samples"] == built.root, place)
    }
    let history = try store.history(from: Array(branches.values)).map(\.id)
    #expect(Set(history) == reachable() && Set(history).count == history.count, place)
    #expect(try store.isWhole(), place)
  }
}
