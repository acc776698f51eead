/// Finds what roots lead to: a bit for each entry of each pack's index, so that a million objects take some hundred
/// kilobytes.
///
/// Of an object that several packs have, the copy in the first of them is the one that counts; the rest are spare.
/// Packs that are to stay come first, the largest in front, and condemned ones last.
struct Marking {
  typealias References = (_ tree: String, Row) -> [ObjectID]

  /// Where the copy that counts is.
  struct Place {
    let pack: Int
    let entry: Int
    let kind: ObjectKind?
  }

  /// A pack, and what of it is in use.
  struct Member {
    let pack: PackReader
    let isCondemned: Bool
    var live: BitSet
  }

  private let store: Store
  private let references: References
  private(set) var members: [Member] = []
  /// Nodes that were looked into, by the name of the tree: what a row names depends on it.
  private var visited: [String: [BitSet]] = [:]
  private var names: Set<String> = []
  private var lookups = 0
  private(set) var done = Roots()
  private let progress: (_ marked: Int) throws -> Void
  private var marked = 0

  /// Lookups after which the pages of the indexes that they brought in are given back.
  private static let residency = 1 << 18

  init(
    of packs: [PackReader], condemned: Set<String>, in store: Store, references: @escaping References,
    progress: @escaping (_ marked: Int) throws -> Void
  ) {
    self.store = store
    self.references = references
    self.progress = progress
    let rank = { (pack: PackReader) in (condemned.contains(pack.name) ? 1 : 0, -pack.footer.entryCount, pack.name) }
    for pack in packs.sorted(by: { rank($0) < rank($1) }) { add(pack, isCondemned: condemned.contains(pack.name)) }
  }

  private mutating func add(_ pack: PackReader, isCondemned: Bool) {
    members.append(Member(pack: pack, isCondemned: isCondemned, live: BitSet(below: pack.footer.entryCount)))
    names.insert(pack.name)
    for name in visited.keys { visited[name]?.append(BitSet(below: pack.footer.entryCount)) }
  }

  /// Marks what `roots` lead to, beside what was marked before.
  ///
  /// - Throws: `missing` where a firm root does not lead to all that it should, as `Store.read`, and what progress
  ///   throws.
  mutating func mark(_ roots: Roots) throws {
    let new = roots.subtracting(done)
    for root in new.firm { try mark(root, isFirm: true) }
    for root in new.loose { try mark(root, isFirm: false) }
    done.firm.formUnion(new.firm)
    done.loose.formUnion(new.loose)
  }

  private mutating func mark(_ root: CollectRoot, isFirm: Bool) throws {
    switch root {
    case .version(let id): try mark(version: id, isFirm: isFirm)
    case .tree(let name, let id): try mark(tree: name, id, isFirm: isFirm)
    case .blob(let id): try mark(blob: id)
    }
  }

  private mutating func mark(version id: ObjectID, isFirm: Bool) throws {
    var waiting = [id]
    while let id = waiting.popLast() {
      guard let place = try place(of: id) else {
        if isFirm { throw StoreError.missing(id) }
        continue
      }
      guard try insert(place) else { continue }
      if place.kind == .tag {
        waiting.append(try store.tag(id).target)
        continue
      }
      let commit = try store.commit(id)
      for blob in commit.blobs.values { try mark(blob: blob) }
      for (name, root) in commit.trees.sorted(by: { $0.key < $1.key }) {
        try mark(tree: name, root, isFirm: isFirm)
      }
      waiting += commit.parents
    }
  }

  private mutating func mark(tree name: String, _ root: ObjectID, isFirm: Bool) throws {
    var waiting = [(name, root)]
    while let (name, id) = waiting.popLast() {
      guard let place = try place(of: id) else {
        if isFirm, id != Node.emptyID { throw StoreError.missing(id) }
        continue
      }
      _ = try insert(place)
      guard visit(place, in: name) else { continue }
      let node = try store.node(id)
      if !node.isLeaf {
        waiting += (0..<node.count).map { (name, node.child(at: $0)) }
        continue
      }
      for index in 0..<node.count {
        for id in references(name, node.row(at: index)) {
          guard let place = try self.place(of: id) else { continue }
          if place.kind == .node { waiting.append((Marking.name(ofTreesIn: name), id)) } else { _ = try insert(place) }
        }
      }
    }
  }

  /// Blobs need not be there: they may have been erased, or left at a remote.
  private mutating func mark(blob id: ObjectID) throws {
    if let place = try place(of: id) { _ = try insert(place) }
  }

  /// What a tree is called whose root a row of the tree `name` names.
  static func name(ofTreesIn name: String) -> String { name + "/" }

  private mutating func visit(_ place: Place, in name: String) -> Bool {
    if visited[name] == nil { visited[name] = members.map { BitSet(below: $0.pack.footer.entryCount) } }
    return visited[name]?[place.pack].insert(place.entry) ?? false
  }

  private mutating func insert(_ place: Place) throws -> Bool {
    guard members[place.pack].live.insert(place.entry) else { return false }
    marked += 1
    if marked.isMultiple(of: 4096) { try progress(marked) }
    return true
  }

  // MARK: Places

  /// Where the copy of an object that counts is. Packs that came since are taken in first.
  mutating func place(of id: ObjectID) throws(StoreError) -> Place? {
    if let place = find(id) { return place }
    var isNew = false
    for pack in try store.listPacks().packs where !names.contains(pack.name) {
      add(pack, isCondemned: false)
      isNew = true
    }
    return isNew ? find(id) : nil
  }

  private mutating func find(_ id: ObjectID) -> Place? {
    lookups += 1
    if lookups.isMultiple(of: Marking.residency) { for member in members { member.pack.file.forgetPages() } }
    return copy(of: id)
  }

  /// As `place(of:)`, among the packs that are known.
  func copy(of id: ObjectID) -> Place? {
    for number in members.indices {
      let pack = members[number].pack
      guard pack.mayContain(id) else { continue }
      let entry = pack.lowerBound(of: id)
      guard entry < pack.footer.entryCount else { continue }
      let found = pack.entry(at: entry)
      if found.id == id, !found.position.isErased {
        return Place(pack: number, entry: entry, kind: found.position.kind)
      }
    }
    return nil
  }

  func isLive(_ place: Place) -> Bool { members[place.pack].live.contains(place.entry) }

  /// Whether a pack has nothing that is in use and that no pack that stays has. An erased mark is always in use.
  func isSpare(_ number: Int) -> Bool {
    let member = members[number]
    guard member.live.count == 0 else { return false }
    guard member.pack.erasedCount > 0 else { return true }
    for entry in 0..<member.pack.footer.entryCount {
      let found = member.pack.entry(at: entry)
      guard found.position.isErased else { continue }
      let isElsewhere = members.indices.contains {
        $0 != number && !members[$0].isCondemned && members[$0].pack.position(of: found.id) != nil
      }
      if !isElsewhere { return false }
    }
    return true
  }
}

extension PackReader {
  /// Marks of objects that were erased on purpose.
  var erasedCount: Int { footer.entryCount - footer.kindCounts.reduce(0, +) }
}
