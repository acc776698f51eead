/// Finds the objects that tips reach and what is known does not: what has to travel, or has to be there.
///
/// A commit's trees are compared with those of its parents. A subtree that one of them has is passed over, so that the
/// cost grows with what changed. Memory grows with the new objects: about 80 bytes each.
struct ObjectWalk {
  /// What a row of the named tree points to: blobs, and roots of trees.
  typealias References = (_ tree: String, Row) -> [ObjectID]
  /// Is given the tree that names the object; nil for what a commit or a tag names itself.
  typealias Visit = (ObjectKind, ObjectID, _ tree: String?) throws(StoreError) -> Void

  private let store: Store
  private let references: References
  /// Trees whose rows name nothing but blobs, and very many of them.
  private let bulky: Set<String>
  /// Whether those are not asked for.
  private let omitsBulk: Bool
  private var nodes: [String: Set<ObjectID>] = [:]
  private var blobs: Set<ObjectID> = []
  /// Commits, tags and nodes that the store has not. What they lead to is not known yet.
  private(set) var missing: [ObjectID] = []

  init(in store: Store, bulky: Set<String> = [], omitsBulk: Bool = false, references: @escaping References) {
    self.store = store
    self.bulky = bulky
    self.omitsBulk = omitsBulk
    self.references = references
  }

  /// Calls `visit` once for each new object: tags, then commits with parents before children, then, commit by commit,
  /// nodes from the roots down and blobs. Nodes and blobs need not be in the store.
  ///
  /// - Throws: what `visit` throws, and as `Store.read` where something is damaged.
  mutating func run(
    from tips: [ObjectID], except known: [ObjectID],
    _ visit: Visit
  ) throws(StoreError) {
    let new = try NewCommits(in: store, from: tips, except: known)
    for tag in new.tags { try visit(.tag, tag, nil) }
    for (id, _) in new.commits { try visit(.commit, id, nil) }
    missing = new.missing
    // Without its commits a tree would be compared with too little.
    guard missing.isEmpty else { return }
    for (_, commit) in new.commits {
      var parents: [Commit] = []
      for parent in commit.parents {
        if let parent = try ifThere({ () throws(StoreError) in try store.commit(parent) }) { parents.append(parent) }
      }
      for (name, blob) in commit.blobs.sorted(by: { $0.key < $1.key })
      where !parents.contains(where: { $0.blobs[name] == blob }) {
        try add(blob, of: nil, visit)
      }
      for (name, root) in commit.trees.sorted(by: { $0.key < $1.key }) {
        let bases = parents.compactMap { $0.trees[name] }.map { Tree(root: $0, in: store) }
        guard !bases.contains(where: { $0.root == root }) else { continue }
        try walk(name, root, beside: bases, visit)
      }
    }
  }

  /// Visits what is below and with `root` and not in `bases`.
  private mutating func walk(
    _ tree: String, _ root: ObjectID, beside bases: [Tree],
    _ visit: Visit
  ) throws(StoreError) {
    var waiting = [root]
    while let id = waiting.popLast() {
      guard nodes[tree, default: []].insert(id).inserted else { continue }
      try visit(.node, id, tree)
      guard let node = try ifThere({ () throws(StoreError) in try store.node(id) }) else {
        missing.append(id)
        continue
      }
      guard !node.isLeaf else {
        if !omitsBulk || !bulky.contains(tree) { try addReferences(of: node, in: tree, beside: bases, visit) }
        continue
      }
      for index in (0..<node.count).reversed() {
        let child = node.child(at: index)
        if nodes[tree]?.contains(child) == true { continue }
        if try !isHeld(child, level: node.level - 1, lastKey: node.key(at: index), by: bases) { waiting.append(child) }
      }
    }
  }

  private func isHeld(
    _ id: ObjectID, level: Int, lastKey: [UInt8], by bases: [Tree]
  ) throws(StoreError) -> Bool {
    for base in bases {
      let holds = try ifThere { () throws(StoreError) in
        try base.holds(id, level: level, lastKey: lastKey)
      }
      if holds == true { return true }
    }
    return false
  }

  /// Visits what rows of a new leaf name and the rows of the same keys in `bases` do not.
  private mutating func addReferences(
    of leaf: Node, in tree: String, beside bases: [Tree],
    _ visit: Visit
  ) throws(StoreError) {
    let rows = (0..<leaf.count).map { leaf.row(at: $0) }
    guard let first = rows.first, let last = rows.last else { return }
    var known: [Set<[UInt8]>] = []
    var old: Set<ObjectID> = []
    for base in bases {
      var same: Set<[UInt8]> = []
      _ = try ifThere { () throws(StoreError) in
        var cursor = try TreeCursor(base, from: first.key)
        var next = 0
        while !cursor.isAtEnd {
          guard cursor.level < 0 else {
            try cursor.descend()
            continue
          }
          let row = cursor.row
          if compareBytes(row.key, last.key) > 0 { break }
          while next < rows.count, compareBytes(rows[next].key, row.key) < 0 { next += 1 }
          if next < rows.count, rows[next].key == row.key {
            if rows[next].value == row.value { same.insert(row.key) } else { old.formUnion(references(tree, row)) }
          }
          cursor.advance()
        }
      }
      known.append(same)
    }
    for row in rows where !known.contains(where: { $0.contains(row.key) }) {
      for id in references(tree, row) where !old.contains(id) {
        if !bulky.contains(tree), try isTree(id) {
          try walk(tree + ObjectWalk.below, id, beside: [], visit)
        } else {
          try add(id, of: tree, visit)
        }
      }
    }
  }

  /// The name of trees that rows of a tree name: rows of theirs name nothing.
  private static let below = "/"

  private func isTree(_ id: ObjectID) throws(StoreError) -> Bool {
    if id == Node.emptyID { return true }
    do throws(StoreError) {
      return try store.kind(of: id) == .node
    } catch .erased {
      return false
    }
  }

  private mutating func add(
    _ blob: ObjectID, of tree: String?, _ visit: Visit
  ) throws(StoreError) {
    if blobs.insert(blob).inserted { try visit(.blob, blob, tree) }
  }

  /// What `read` gives, or nil where the store has not all of what it reads.
  private func ifThere<Object>(_ read: () throws(StoreError) -> Object) throws(StoreError) -> Object? {
    do throws(StoreError) {
      return try read()
    } catch .missing {
      return nil
    }
  }
}

extension Tree {
  /// Whether `id`, a node of `level` whose last key is `lastKey`, is part of this tree: one node a level, O(log n).
  ///
  /// - Throws: as `Store.read`.
  func holds(_ id: ObjectID, level: Int, lastKey: [UInt8]) throws(StoreError) -> Bool {
    if root == id { return true }
    var node = try store.node(root)
    while node.level > level {
      let index = node.lowerBound(of: lastKey)
      guard index < node.count else { return false }
      let child = node.child(at: index)
      if child == id { return true }
      if node.level - 1 <= level { return false }
      node = try store.node(child)
    }
    return false
  }
}
