import Testing

@testable import VersionStore

/// A small copy of what Gloss keeps: samples whose rows name blobs, and annotations some of which name a comment.
enum TestTables {
  static let samples = "samples"
  static let annotations = "annotations"
  /// Its rows name trees.
  static let orders = "orders"

  static func references(_ tree: String, _ row: Row) -> [ObjectID] {
    switch tree {
    case samples, orders: ObjectID(bytes: row.value).map { [$0] } ?? []
    case annotations: ObjectID(bytes: row.value.dropFirst()).map { [$0] } ?? []
    default: []
    }
  }

  static func key(_ number: Int) -> [UInt8] { [UInt8]("sample \(10_000 + number)") }
}

extension Store {
  /// A commit on `branch` that sets these samples to new contents and annotates those, and moves the branch.
  @discardableResult
  func change(
    _ branch: String = "main", samples: [Int] = [], annotations: [Int: String] = [:], parents: [ObjectID]? = nil,
    size: Int = 200, time: Int64 = 0, random: inout Seeded
  ) throws -> ObjectID {
    let head = try ref("heads/" + branch)
    let parents = parents ?? head.map { [$0] } ?? []
    let before = try parents.first.map { try commit($0) }
    let pack = try newPack()
    var sampleEdits: [Edit] = []
    for number in samples.sorted() {
      let blob = try pack.addBlob(random.noise(size))
      sampleEdits.append(Edit(key: TestTables.key(number), value: blob.bytes))
    }
    var annotationEdits: [Edit] = []
    for (number, comment) in annotations.sorted(by: { $0.key < $1.key }) {
      let blob = comment.isEmpty ? [] : try pack.addBlob(Array(comment.utf8)).bytes
      annotationEdits.append(Edit(key: TestTables.key(number), value: [UInt8.random(in: 0...9, using: &random)] + blob))
    }
    func tree(_ name: String, _ edits: [Edit]) throws -> ObjectID {
      try Tree(root: before?.trees[name] ?? Tree.empty(in: pack), in: self).applying(edits, pack: pack)
    }
    let trees = [
      TestTables.samples: try tree(TestTables.samples, sampleEdits),
      TestTables.annotations: try tree(TestTables.annotations, annotationEdits),
    ]
    let project = try before?.blobs["project"] ?? pack.addBlob(Array("name: test".utf8))
    let id = try pack.add(
      Commit(parents: parents, trees: trees, blobs: ["project": project], author: "ada", time: time, message: "change"))
    try pack.finish()
    #expect(try moveRef("heads/" + branch, from: head, to: id, author: "ada", time: time, what: "commit: change"))
    return id
  }

  func transfer(with remote: any Remote, named name: String = "origin", isPartial: Bool = false) -> Transfer {
    Transfer(
      between: self, and: remote, named: name, author: "ada", time: 0, references: TestTables.references,
      bulky: [TestTables.samples], isPartial: isPartial)
  }

  @discardableResult
  func push(_ branches: [String] = ["main"], to remote: any Remote, tags: Bool = false) throws -> TransferReport {
    try transfer(with: remote).push(PushRequest(branches: branches, tags: tags))
  }

  /// Every object that these commits reach.
  func reachable(from commits: [ObjectID]) throws -> Set<ObjectID> {
    var found: Set<ObjectID> = []
    var walk = ObjectWalk(in: self, references: TestTables.references)
    try walk.run(from: commits, except: []) { (_, id, _) throws(StoreError) in found.insert(id) }
    #expect(walk.missing == [])
    return found
  }

  /// The rows of a table of a branch.
  func rows(_ table: String, of revision: String = "main") throws -> [Row] {
    try Tree(root: #require(try commit(resolve(revision)).trees[table]), in: self).rows()
  }
}

extension Seeded {
  /// As `bytes`, eight at a time.
  fileprivate mutating func noise(_ count: Int) -> [UInt8] {
    var noise: [UInt8] = []
    noise.reserveCapacity(count + 8)
    while noise.count < count { withUnsafeBytes(of: next()) { noise.append(contentsOf: $0) } }
    return Array(noise.prefix(count))
  }
}

extension Scratch {
  func makeStore(_ name: String) throws -> Store { try Store.create(at: path + "/" + name) }
}
