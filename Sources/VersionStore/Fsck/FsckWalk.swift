/// The second half of `fsck`: from every ref through tags, commits and trees to blobs.
struct FsckWalk {
  private struct Place: Hashable {
    let tree: String
    let node: ObjectID
  }

  /// A node to look at, and where its parent names it.
  private struct Step {
    let id: ObjectID
    let path: String
    var parent: Node?
    var index = 0
  }

  private let store: Store
  var findings: Findings
  private var commits: Set<ObjectID> = []
  private var visited: Set<Place> = []
  /// Trees whose blobs need not be here, and those of them that are not.
  private let promised: Set<String>
  private(set) var promisedBlobs: Set<ObjectID> = []

  init(store: Store, findings: Findings, promised: Set<String>) {
    self.store = store
    self.findings = findings
    self.promised = promised
  }

  var commitCount: Int { commits.count }

  mutating func run(
    references: (String, Row) -> [ObjectID], progress: (Int, Int) -> Void
  ) throws(StoreError) {
    for name in try store.refNames() {
      do throws(StoreError) {
        guard let id = try store.readRef(name) else { continue }
        guard let (commit, path) = try peel(id, path: "ref \(name)", progress: progress) else { continue }
        try walk(from: commit, path: path, references: references, progress: progress)
      } catch .badRef(let name, let detail) {
        findings.add(Damage(kind: .badRef, path: name, detail: detail))
      }
    }
  }

  /// The commit that a ref leads to through tags, and where it is named; nil where a tag is damaged or missing.
  private mutating func peel(
    _ id: ObjectID, path: String, progress: (Int, Int) -> Void
  ) throws(StoreError) -> (commit: ObjectID, path: String)? {
    let store = store
    var (id, path) = (id, path)
    while try store.kind(of: id) == .tag {
      guard let tag = try load(id, from: nil, path: path, { (id) throws(StoreError) in try store.tag(id) })
      else { return nil }
      progress(findings.advance(by: 1), findings.total)
      (id, path) = (tag.target, "tag \(tag.name)")
    }
    return (id, path)
  }

  /// Walks a ref's commits, the newest first, so that damage is reported from the newest commit that reaches it.
  private mutating func walk(
    from id: ObjectID, path start: String, references: (String, Row) -> [ObjectID], progress: (Int, Int) -> Void
  ) throws(StoreError) {
    let store = store
    var waiting: [(id: ObjectID, child: ObjectID?)] = [(id, nil)]
    while let (id, child) = waiting.popLast() {
      guard commits.insert(id).inserted else { continue }
      let path = child == nil ? start : "parent"
      guard let commit = try load(id, from: child, path: path, { (id) throws(StoreError) in try store.commit(id) })
      else { continue }
      progress(findings.advance(by: 1), findings.total)
      for (name, blob) in commit.blobs.sorted(by: { $0.key < $1.key }) { try check(blob, from: id, path: name) }
      for (name, root) in commit.trees.sorted(by: { $0.key < $1.key }) {
        try walk(tree: name, root: root, from: id, references: references, progress: progress)
      }
      waiting += commit.parents.reversed().map { ($0, id) }
    }
  }

  private mutating func walk(
    tree name: String, root: ObjectID, from commit: ObjectID, references: (String, Row) -> [ObjectID],
    progress: (Int, Int) -> Void
  ) throws(StoreError) {
    let store = store
    var waiting = [Step(id: root, path: "\(name), root")]
    while let step = waiting.popLast() {
      guard visited.insert(Place(tree: name, node: step.id)).inserted else { continue }
      guard
        let node = try load(step.id, from: commit, path: step.path, { (id) throws(StoreError) in try store.node(id) })
      else { continue }
      progress(findings.advance(by: 1), findings.total)
      if let parent = step.parent, let detail = FsckWalk.disagreement(between: node, and: parent, at: step.index) {
        note(.corrupt, step.id, pack: nil, from: commit, path: step.path, detail: detail)
        continue
      }
      if node.isLeaf {
        for index in 0..<node.count {
          let row = node.row(at: index)
          for id in references(name, row) {
            if promised.contains(name), try store.isAbsent(id) {
              promisedBlobs.insert(id)
              continue
            }
            let path = { "\(name), key \(FsckWalk.words(for: row.key))" }
            guard try check(id, orTree: true, from: commit, path: path()) else { continue }
            let inner = Marking.name(ofTreesIn: name)
            try walk(tree: inner, root: id, from: commit, references: references, progress: progress)
          }
        }
      } else {
        for index in (0..<node.count).reversed() {
          let path = "\(name), rows up to key \(FsckWalk.words(for: node.key(at: index)))"
          waiting.append(Step(id: node.child(at: index), path: path, parent: node, index: index))
        }
      }
    }
  }

  /// What is wrong between a node and what its parent says of it.
  private static func disagreement(between node: Node, and parent: Node, at index: Int) -> String? {
    if node.level != parent.level - 1 { return "it is of level \(node.level) below one of level \(parent.level)" }
    if node.totalRows != parent.rowCount(at: index) { return "it has not as many rows as the node above says" }
    let isLast = node.count > 0 && node.key(at: node.count - 1) == parent.key(at: index)
    return isLast ? nil : "its last key is not the one that the node above says"
  }

  /// Reads an object on the way; nil where it is damaged or missing, which is noted.
  private mutating func load<Object>(
    _ id: ObjectID, from commit: ObjectID?, path: String, _ read: (ObjectID) throws(StoreError) -> Object
  ) throws(StoreError) -> Object? {
    do throws(StoreError) {
      let object = try read(id)
      // Damaged in one pack and whole in another: the damage is still worth telling where it belongs.
      findings.reach(id, from: commit, path: path)
      return object
    } catch {
      switch error {
      case .io: throw error
      case .corrupt(_, let pack, let detail):
        note(.corrupt, id, pack: pack.isEmpty ? nil : pack, from: commit, path: path, detail: detail)
      default:
        note(.missing, id, pack: nil, from: commit, path: path, detail: error.errorDescription ?? "it is missing")
      }
      return nil
    }
  }

  /// Looks whether a blob is there; what was erased on purpose need not be. Gives whether it is a tree's root instead,
  /// where that is possible.
  @discardableResult
  private mutating func check(
    _ id: ObjectID, orTree mayBeTree: Bool = false, from commit: ObjectID, path: @autoclosure () -> String
  ) throws(StoreError) -> Bool {
    do throws(StoreError) {
      if findings.isDamaged(id) {
        findings.reach(id, from: commit, path: path())
        return false
      }
      let kind = try store.locate(id)?.position.kind
      if mayBeTree, kind == .node { return true }
      if kind != .blob { note(.missing, id, pack: nil, from: commit, path: path(), detail: "no pack has it") }
    } catch .erased {}
    return false
  }

  private mutating func note(
    _ kind: Damage.Kind, _ id: ObjectID, pack: String?, from commit: ObjectID?, path: String, detail: String
  ) {
    if findings.isDamaged(id) {
      findings.reach(id, from: commit, path: path)
    } else {
      findings.add(Damage(kind: kind, object: id, pack: pack, commit: commit, path: path, detail: detail))
    }
  }

  /// A key as a person can read it: as text where it is printable, else in hexadecimal digits.
  static func words(for key: [UInt8]) -> String {
    if let text = String(validating: key, as: UTF8.self),
      text.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 && !$0.properties.isBidiControl })
    {
      return text
    }
    let digits = Array("0123456789abcdef")
    return "0x" + String(key.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
