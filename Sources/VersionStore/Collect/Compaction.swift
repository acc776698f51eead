/// Writes objects in use into new packs. What is written, and in which order, depends on nothing but the packs and what
/// of them is in use, so the same packs come out wherever it is done.
struct Compaction {
  private let store: Store
  private let marking: Marking
  /// The packs that are written anew, in order.
  private let sources: [Marking.Member]
  private let plan: CompactionPlan
  private let progress: (_ done: Int) throws -> Void
  private var writer: PackWriter?
  /// Bytes that the objects of the pack that is being written took where they were.
  private var filled = 0.0
  private var done = 0
  private var checked = 0
  private(set) var written: [String] = []
  private(set) var byteCount = 0

  /// An object to copy.
  private struct Item {
    let order: Int
    let entry: Int
  }

  init(_ plan: CompactionPlan, of marking: Marking, in store: Store, progress: @escaping (_ done: Int) throws -> Void) {
    self.store = store
    self.marking = marking
    self.plan = plan
    self.progress = progress
    let byName = Dictionary(uniqueKeysWithValues: marking.members.map { ($0.pack.name, $0) })
    sources = plan.rewritten.compactMap { byName[$0] }
  }

  /// Writes the packs and makes them visible.
  ///
  /// - Throws: as `PackWriter`, `corrupt` where an object is damaged, and what progress throws.
  mutating func run() throws {
    defer { writer?.abandon() }
    // All versions stand together, so that reading a long history reads few blocks.
    for isVersions in [true, false] {
      for source in sources { try copy(source, versions: isVersions) }
      if isVersions { try addErasedMarks() }
    }
    try finishPack()
  }

  private mutating func copy(_ source: Marking.Member, versions: Bool) throws {
    let pack = source.pack
    let shares = PackShares(of: pack)
    var items: [Item] = []
    for entry in 0..<pack.footer.entryCount where source.live.contains(entry) {
      let position = pack.entry(at: entry).position
      if (position.kind == .commit || position.kind == .tag) == versions {
        items.append(Item(order: position.order, entry: entry))
      }
    }
    items.sort { $0.order < $1.order }
    var current = (number: -1, bytes: [UInt8]())
    for item in items {
      let found = pack.entry(at: item.entry)
      guard let kind = found.position.kind else { continue }
      if current.number != found.position.block {
        let number = found.position.block
        current = (
          number, try store.withContext { (context) throws(StoreError) in try pack.block(number, with: context) }
        )
        if number % 64 == 63 { pack.file.forgetPages() }
      }
      let range = try pack.content(of: found.id, in: current.bytes, at: found.position.offset)
      try makeRoom()
      try openWriter().add(kind, Array(current.bytes[range]))
      filled += shares.bytes(at: found.position)
      done += 1
      if done.isMultiple(of: 1024) { try progress(done) }
    }
  }

  /// Marks of what was erased, each once. A mark whose object is in use after all says nothing.
  private mutating func addErasedMarks() throws {
    var erased: Set<ObjectID> = []
    for source in sources where source.pack.erasedCount > 0 {
      for entry in 0..<source.pack.footer.entryCount {
        let found = source.pack.entry(at: entry)
        if found.position.isErased { erased.insert(found.id) }
      }
    }
    for id in erased.sorted() {
      if let copy = marking.copy(of: id), marking.isLive(copy) { continue }
      try openWriter().addErased(id)
    }
  }

  // MARK: Packs

  /// Ends the pack when it has its share. Objects may be compressed worse than they were: that is looked at too.
  private mutating func makeRoom() throws {
    guard let writer else { return }
    if filled < Double(plan.partByteCount) || written.count + 1 >= plan.parts {
      guard Int(filled) - checked > 4 << 20 else { return }
      checked = Int(filled)
      guard try writer.sealedByteCount() > CompactionPlan.largest - 8 << 20 else { return }
    }
    try finishPack()
  }

  private mutating func openWriter() throws(StoreError) -> PackWriter {
    if let writer { return writer }
    // What is copied is in the store: that must not keep it out of the pack.
    let made = try store.newTemporaryPack()
    writer = made
    return made
  }

  private mutating func finishPack() throws(StoreError) {
    guard let writer else { return }
    self.writer = nil
    filled = 0
    checked = 0
    if let (name, size) = try writer.finishPack() {
      written.append(name)
      byteCount += size
    }
  }
}
