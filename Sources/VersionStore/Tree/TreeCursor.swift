/// A place in a tree: the next row, or the next whole subtree, that was not looked at yet. Goes only forward.
struct TreeCursor {
  private let store: Store
  /// From the root to the node whose entry is next.
  private var path: [(node: Node, index: Int)]

  /// Before the first entry of the root.
  init(_ tree: Tree) throws(StoreError) {
    store = tree.store
    path = [(try store.node(tree.root), 0)]
    leaveFinished()
  }

  /// Before the first row whose key is not before `key`.
  init(_ tree: Tree, from key: [UInt8]) throws(StoreError) {
    store = tree.store
    path = []
    var node = try store.node(tree.root)
    while true {
      let index = node.lowerBound(of: key)
      path.append((node, index))
      guard !node.isLeaf, index < node.count else { break }
      node = try child(of: node, at: index)
    }
    leaveFinished()
  }

  var isAtEnd: Bool { path[path.count - 1].index >= path[path.count - 1].node.count }

  /// What is next: the level of a subtree's root, or -1 for a row.
  var level: Int { path[path.count - 1].node.level - 1 }

  /// The leaf and the index of the row that is next.
  var place: (node: Node, index: Int) { path[path.count - 1] }

  var row: Row { place.node.row(at: place.index) }

  /// The root of the subtree that is next.
  var subtree: ObjectID { place.node.child(at: place.index) }

  /// Goes past the row or subtree that is next.
  mutating func advance() {
    path[path.count - 1].index += 1
    leaveFinished()
  }

  /// Goes into the subtree that is next, before its first entry.
  mutating func descend() throws(StoreError) {
    path.append((try child(of: place.node, at: place.index), 0))
  }

  private func child(of node: Node, at index: Int) throws(StoreError) -> Node {
    let id = node.child(at: index)
    let child = try store.node(id)
    // Also what keeps a malicious tree from going down for ever.
    guard child.level == node.level - 1, child.count > 0 else {
      throw .corrupt(id, pack: "", detail: "a node of level \(child.level) in a wrong place")
    }
    return child
  }

  private mutating func leaveFinished() {
    while path.count > 1, isAtEnd {
      path.removeLast()
      path[path.count - 1].index += 1
    }
  }
}
