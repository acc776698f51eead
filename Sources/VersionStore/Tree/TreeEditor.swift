/// Writes a tree anew with edits, putting in whole what the edits leave alone.
///
/// It walks the old tree beside the edits. A subtree that no edit falls into is put in whole if the new tree happens to
/// be cut where that subtree begins; if not, its children are looked at one by one until the cuts of old and new fall
/// together again, which takes a node or two. So the result is what building from the rows would give.
struct TreeEditor<Edits: IteratorProtocol> where Edits.Element == Edit {
  private let store: Store
  private let pack: PackWriter
  private var edits: Edits
  private var next: Edit?
  private var writer: TreeWriter
  private var key: [UInt8] = []

  init(store: Store, pack: PackWriter, edits: Edits) throws(StoreError) {
    self.store = store
    self.pack = pack
    self.edits = edits
    writer = TreeWriter(pack: pack)
    try advance()
  }

  /// The root after the edits.
  mutating func finish(from root: ObjectID) throws(StoreError) -> ObjectID {
    guard next != nil else { return root }
    try add(children: try node(root), isRightmost: true)
    var result = try writer.finish()
    // A chain of single children is left where everything beside an old, unedited node was deleted.
    while true {
      let node = try node(result)
      guard !node.isLeaf, node.count == 1 else { return result }
      result = node.child(at: 0)
    }
  }

  /// Puts in what is below `node`. What comes after the last key of the whole tree belongs to its last node, which
  /// ends with the rows and not at a cut: hence `isRightmost`.
  private mutating func add(children node: Node, isRightmost: Bool) throws(StoreError) {
    guard !node.isLeaf else { return try add(rows: node, isRightmost: isRightmost) }
    for index in 0..<node.count {
      let isLast = isRightmost && index == node.count - 1
      var isEdited = false
      if let next { isEdited = isLast || node.compareKey(at: index, to: next.key) >= 0 }
      if !isEdited, writer.canTakeNode(of: node.level - 1) {
        node.copyKey(at: index, to: &key)
        let (child, rows) = (node.child(at: index), node.rowCount(at: index))
        try key.withRawBytes { (key) throws(StoreError) in
          try writer.addNode(child, of: node.level - 1, lastKey: key, rowCount: rows)
        }
      } else {
        let child = try self.node(node.child(at: index))
        guard child.level == node.level - 1 else {
          throw .corrupt(node.child(at: index), pack: "", detail: "a node of level \(child.level) in a wrong place")
        }
        try add(children: child, isRightmost: isLast)
      }
    }
  }

  private mutating func add(rows leaf: Node, isRightmost: Bool) throws(StoreError) {
    for index in 0..<leaf.count {
      while let edit = next, leaf.compareKey(at: index, to: edit.key) > 0 { try put(edit) }
      if let edit = next, leaf.compareKey(at: index, to: edit.key) == 0 {
        try put(edit)
      } else {
        leaf.copyKey(at: index, to: &key)
        let valueRange = leaf.valueRange(at: index)
        try key.withRawBytes { (key) throws(StoreError) in
          try leaf.bytes.withRawBytes { (bytes) throws(StoreError) in
            try writer.add(key: key, value: bytes.slice(valueRange))
          }
        }
      }
    }
    while isRightmost, let edit = next { try put(edit) }
  }

  /// Puts in the row of an edit, unless it deletes, and goes to the next edit.
  private mutating func put(_ edit: Edit) throws(StoreError) {
    if let value = edit.value { try writer.add(key: edit.key, value: value) }
    try advance()
  }

  private mutating func advance() throws(StoreError) {
    let following = edits.next()
    if let following {
      try TreeWriter.check(key: following.key, valueSize: following.value?.count ?? 0)
      if let next, compareBytes(next.key, following.key) >= 0 { throw .unsortedKeys }
    }
    next = following
  }

  /// A node of the store, or one that this pack has and nobody sees yet.
  private func node(_ id: ObjectID) throws(StoreError) -> Node {
    if pack.remembers(id), let node = try pendingNode(id) { return node }
    do throws(StoreError) {
      return try store.node(id)
    } catch {
      guard let node = try pendingNode(id) else { throw error }
      return node
    }
  }

  private func pendingNode(_ id: ObjectID) throws(StoreError) -> Node? {
    try pack.pending(id).flatMap { Node($0) }
  }
}
