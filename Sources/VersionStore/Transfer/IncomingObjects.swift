/// Brings objects from the packs of a remote into the store: whole packs where most of one is wanted, else the blocks
/// that hold what is wanted, in few large reads, into one new pack.
struct IncomingObjects {
  /// A pack of this size or less is read whole at once: looking at its index first would cost as much.
  static let smallPack = 1 << 20
  /// Small packs that are kept open for what is asked for next; others are asked again.
  static let arrivedLimit = 64

  private let store: Store
  private let remote: MeasuredRemote
  private let cache: IndexCache
  /// Whether blobs stay at the remote where nobody asks for them by name.
  private let omitsBlobs: Bool
  private let progress: (TransferProgress) throws(StoreError) -> Void
  private var packs: [RemotePack]
  /// Small packs that are here whole and not part of the store; gone with this value.
  private var arrived: [ArrivedPack] = []
  /// Objects that came.
  private(set) var objects = 0
  private var bytes = 0

  init(
    _ packs: [RemotePack], from remote: MeasuredRemote, to store: Store, omitsBlobs: Bool,
    progress: @escaping (TransferProgress) throws(StoreError) -> Void
  ) {
    self.packs = packs.filter { RemotePack.isName($0.name) }
    self.remote = remote
    self.store = store
    self.omitsBlobs = omitsBlobs
    self.progress = progress
    cache = IndexCache(store)
  }

  // MARK: Everything that is new

  /// Brings commits, tags and nodes of packs that were never looked at, and what comes with them for nothing.
  mutating func fetchStructure() throws(StoreError) {
    var pack: PackWriter?
    let own = Set(try store.listPacks().packs.map(\.name))
    for other in packs where !own.contains(other.name) && cache.footer(of: other.name) == nil {
      if other.byteCount <= IncomingObjects.smallPack {
        try takeSmall(other, into: &pack)
      } else if own.isEmpty, !omitsBlobs {
        // The first fetch of all: everything is missing.
        try download(other)
      } else {
        try takeLarge(other, into: &pack)
      }
    }
    try pack?.finish()
  }

  private mutating func takeSmall(_ other: RemotePack, into pack: inout PackWriter?) throws(StoreError) {
    let arrived = try ArrivedPack(other, from: remote, to: store, asRange: true) { _ in }
    try received(other.byteCount)
    let index = arrived.reader.index
    let missing = missing(in: index, structureOnly: omitsBlobs)
    if missing.count * 2 > index.footer.entryCount, !omitsBlobs || index.footer.kindCounts[0] == 0 {
      return try install(arrived)
    }
    try cache.keep(footerOf: arrived.reader)
    try copy(missing, from: arrived, into: &pack)
    self.arrived.append(arrived)
    if self.arrived.count > IncomingObjects.arrivedLimit { self.arrived.removeFirst() }
  }

  private mutating func takeLarge(_ other: RemotePack, into pack: inout PackWriter?) throws(StoreError) {
    let footer = try cache.footer(of: other, at: remote)
    // Blobs alone: which of them are wanted is known later.
    guard footer.kindCounts[1] + footer.kindCounts[2] > 0 else { return }
    let index = try cache.index(of: other, at: remote)
    if !omitsBlobs || footer.kindCounts[0] == 0,
      missing(in: index, structureOnly: false).count * 2 > footer.entryCount
    {
      return try download(other)
    }
    let missing = missing(in: index, structureOnly: true)
    try read(missing, of: other, index, into: &pack)
  }

  /// The entries of objects that the store has not.
  private func missing(in index: PackIndex, structureOnly: Bool) -> [IndexEntry] {
    (0..<index.footer.entryCount).lazy.map { index.entry(at: $0) }.filter { entry in
      guard let kind = entry.position.kind, !structureOnly || kind != .blob else { return false }
      return !store.containsKnown(entry.id)
    }
  }

  // MARK: What is asked for

  /// Brings these objects. With `readAhead`, also what follows them in their packs, so many bytes for each.
  ///
  /// - Throws: `remote` where the remote lacks one of them.
  mutating func fetch(_ ids: some Collection<ObjectID>, readAhead: Int = 0) throws(StoreError) {
    let own = Set(try store.listPacks().packs.map(\.name))
    var wanted = Set(ids).filter { !store.containsKnown($0) }
    var pack: PackWriter?
    for arrived in arrived {
      let entries = take(from: arrived.reader.index, &wanted)
      try copy(entries.filter { !$0.position.isErased }, from: arrived, into: &pack)
      try mark(entries, in: &pack)
    }
    // Those whose indexes are here come first: they cost no request.
    let others = packs.filter { !own.contains($0.name) }
    let ordered = others.filter { cache.index(of: $0.name) != nil } + others.filter { cache.index(of: $0.name) == nil }
    for other in ordered where !wanted.isEmpty {
      let index = try cache.index(of: other, at: remote)
      let entries = take(from: index, &wanted)
      let present = entries.filter { !$0.position.isErased }
      try mark(entries, in: &pack)
      guard !present.isEmpty else { continue }
      if readAhead == 0, !omitsBlobs, byteCount(of: present, index) * 2 > other.byteCount {
        try download(other)
      } else {
        try read(present, of: other, index, readAhead: readAhead, into: &pack)
      }
    }
    try pack?.finish()
    guard let lacking = wanted.min() else { return }
    throw .remote(
      url: remote.url, problem: "The object \(lacking.short) is not there, though its refs lead to it",
      remedy: "Run gloss fsck on the store there; push from a workspace that has it.")
  }

  /// The entries of `index` that are wanted, which then are wanted no more.
  private func take(from index: PackIndex, _ wanted: inout Set<ObjectID>) -> [IndexEntry] {
    var entries: [IndexEntry] = []
    if wanted.count > index.footer.entryCount / 8 {
      for place in 0..<index.footer.entryCount {
        let entry = index.entry(at: place)
        if wanted.contains(entry.id) { entries.append(entry) }
      }
    } else {
      for id in wanted.sorted() {
        if let position = index.position(of: id) { entries.append(IndexEntry(id: id, position: position)) }
      }
    }
    for entry in entries { wanted.remove(entry.id) }
    return entries
  }

  /// Takes over the marks of what was erased at the remote.
  private mutating func mark(_ entries: [IndexEntry], in pack: inout PackWriter?) throws(StoreError) {
    for entry in entries where entry.position.isErased { try writer(&pack).addErased(entry.id) }
  }

  private func byteCount(of entries: [IndexEntry], _ index: PackIndex) -> Int {
    Set(entries.map(\.position.block)).reduce(0) { $0 + (index.block($1)?.count ?? 0) }
  }

  // MARK: Ways of bringing

  private mutating func download(_ other: RemotePack) throws(StoreError) {
    let (progress, before) = (progress, bytes)
    var failure: StoreError?
    let arrived = try ArrivedPack(other, from: remote, to: store, asRange: false) { done in
      do throws(StoreError) {
        try progress(TransferProgress(.receiving, done: before + done, of: nil, .bytes))
      } catch { failure = error }
    }
    if let failure { throw failure }
    bytes += other.byteCount
    try install(arrived)
  }

  private mutating func install(_ arrived: ArrivedPack) throws(StoreError) {
    try arrived.install(from: remote.url)
    try cache.keep(footerOf: arrived.reader)
    objects += arrived.reader.footer.kindCounts.reduce(0, +)
  }

  private mutating func copy(
    _ entries: [IndexEntry], from arrived: ArrivedPack, into pack: inout PackWriter?
  ) throws(StoreError) {
    let wanted = Set(entries.map(\.id))
    for block in Set(entries.map(\.position.block)).sorted() {
      let bytes: [UInt8]
      do throws(StoreError) {
        bytes = try store.withContext { (context) throws(StoreError) in try arrived.reader.block(block, with: context) }
      } catch { throw error.at(remote: remote.url) }
      try take(bytes, into: &pack) { id, _ in wanted.contains(id) }
    }
  }

  /// Reads the blocks of `entries`, and takes these objects out of them; with `readAhead` all that the store lacks.
  private mutating func read(
    _ entries: [IndexEntry], of other: RemotePack, _ index: PackIndex, readAhead: Int = 0, into pack: inout PackWriter?
  ) throws(StoreError) {
    guard !entries.isEmpty else { return }
    var numbers = Set(entries.map(\.position.block))
    if readAhead > 0 { IncomingObjects.extend(&numbers, by: readAhead, in: index) }
    let blocks = numbers.sorted().compactMap { index.block($0) }
    let needsDictionary = entries.contains { $0.position.kind == .blob }
    let dictionary = needsDictionary ? try cache.dictionary(of: other.name, index.footer, at: remote) : []
    let decompressor = dictionary.withUnsafeBytes { Decompressor(dictionary: $0) }
    var wanted = Set(entries.map(\.id))
    for read in BlockRanges(blocks).reads {
      let bytes = try remote.read(pack: other.name, read.range)
      try received(bytes.count)
      for block in read.blocks {
        let frame = block.lowerBound - read.range.lowerBound..<block.upperBound - read.range.lowerBound
        let content = try store.withContext { (context) throws(StoreError) in
          bytes.withUnsafeBytes {
            decompressor.decompress($0.slice(frame), limit: PackFormat.blockLimit, with: context)
          }
        }
        guard let content else { throw damaged(other.name, "a block does not decompress") }
        try take(content, into: &pack) { id, isKnown in
          wanted.remove(id) != nil || readAhead > 0 && !isKnown()
        }
      }
    }
    guard wanted.isEmpty else { throw damaged(other.name, "an object is not where the index has it") }
  }

  /// Adds the blocks of blobs that follow `blocks`, up to `byteCount` compressed bytes for each run of them.
  private static func extend(_ blocks: inout Set<Int>, by byteCount: Int, in index: PackIndex) {
    for block in blocks {
      var (next, size) = (block + 1, 0)
      while let range = index.block(next), !blocks.contains(next), size + range.count <= byteCount {
        blocks.insert(next)
        size += range.count
        next += 1
      }
    }
  }

  /// Adds the objects of a block that `wants` asks for; each is hashed here, so what is found is what was asked for.
  private mutating func take(
    _ block: [UInt8], into pack: inout PackWriter?, _ wants: (ObjectID, _ isKnown: () -> Bool) -> Bool
  ) throws(StoreError) {
    var offset = 0
    while offset < block.count, let object = BlockObject.checkedRange(in: block, at: offset) {
      offset = object.upperBound
      let id = block.withUnsafeBytes { ObjectID(hashing: $0.slice(object.lowerBound - 1..<object.upperBound)) }
      guard let kind = ObjectKind(rawValue: block[object.lowerBound - 1]), wants(id, { store.containsKnown(id) })
      else { continue }
      try writer(&pack).add(kind, Array(block[object]))
      objects += 1
    }
  }

  private func writer(_ pack: inout PackWriter?) throws(StoreError) -> PackWriter {
    if let pack { return pack }
    let made = try store.newPack()
    pack = made
    return made
  }

  private mutating func received(_ count: Int) throws(StoreError) {
    bytes += count
    try progress(TransferProgress(.receiving, done: bytes, of: nil, .bytes))
  }

  private func damaged(_ pack: String, _ detail: String) -> StoreError {
    StoreError.badPack(pack: pack, detail: detail).at(remote: remote.url)
  }
}
