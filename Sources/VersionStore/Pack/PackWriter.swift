/// Collects objects into one new pack. Used by one thread; memory does not grow with what is added.
public final class PackWriter {
  /// Ids of nodes, commits and tags that are remembered to not write them twice. When there are more, an object that is
  /// written again costs its bytes but gets no second entry in the index.
  private static let recentLimit = 32 * 1024

  private enum Stage {
    case open
    /// Whole and durable under its temporary name.
    case sealed
    case closed
  }

  private let store: Store
  /// Where the pack is while it is made.
  let path: String
  private let file: OpenFile
  /// Whether what the store has already is left out.
  private let skipsKnown: Bool
  /// Keeps what was written and what was found written while the writer lives.
  private let lease: StoreLease?
  private let pipeline: PackPipeline
  private var stage = Stage.open
  private var blobs = OpenBlock(size: PackFormat.blockSize)
  private var others = OpenBlock(size: PackFormat.nodeBlockSize)
  private var blockCount = 0
  /// Entries of closed blocks that are not sorted and put aside yet.
  private var run: [IndexEntry] = []
  private var entryCount = 0
  private var recent: Set<ObjectID> = []
  private var salts = SaltSource()
  private var readBack: (number: Int, bytes: [UInt8])?

  init(store: Store, file: OpenFile, lease: StoreLease? = nil, skipsKnown: Bool = true) throws(StoreError) {
    self.store = store
    self.file = file
    self.lease = lease
    self.skipsKnown = skipsKnown
    path = file.path
    pipeline = try PackPipeline(file: file, access: store.access)
  }

  deinit { abandon() }

  /// Adds an object unless the store or this pack has it already, and gives its id.
  ///
  /// - Throws: `tooLarge` over 1 GiB, and `io` when the disk fails, also for what was added earlier.
  @discardableResult
  public func add(_ kind: ObjectKind, _ content: borrowing [UInt8]) throws(StoreError) -> ObjectID {
    let id = ObjectID(kind: kind, content: content)
    if recent.contains(id) || skipsKnown && store.containsKnown(id, except: lease?.renounced ?? []) { return id }
    if recent.count >= PackWriter.recentLimit { recent.removeAll(keepingCapacity: true) }
    recent.insert(id)
    let size = content.count
    if kind == .blob {
      try makeRoom(for: size, in: &blobs, isBlobs: true)
      _ = blobs.append(kind, salt: nil, content)
    } else {
      try makeRoom(for: size, in: &others, isBlobs: false)
      _ = others.append(kind, salt: nil, content)
    }
    return id
  }

  /// Adds a blob with a fresh random salt of 16 bytes before `content` (see `Blob`), and gives its id. It is always
  /// new, so nothing is looked up.
  ///
  /// - Throws: `tooLarge` over 1 GiB, and `io` when the disk fails, also for what was added earlier.
  public func addBlob(_ content: borrowing [UInt8]) throws(StoreError) -> ObjectID {
    try makeRoom(for: content.count + Blob.saltByteCount, in: &blobs, isBlobs: true)
    return salts.withSalt { blobs.append(.blob, salt: $0, content) }
  }

  /// Bytes of the pack file so far: what the worker has compressed.
  public var byteCount: Int { pipeline.byteCount }

  /// Makes the pack durable and visible (one fsync, one rename). An empty pack leaves no file. Gives the bytes written.
  ///
  /// - Throws: `io`, and then nothing that was added may be relied on.
  @discardableResult
  public func finish() throws(StoreError) -> Int { try finishPack()?.byteCount ?? 0 }

  /// As `finish`; gives the pack's file name too, nil where nothing was added.
  func finishPack() throws(StoreError) -> (name: String, byteCount: Int)? {
    defer { drop() }
    guard let sealed = try seal() else { return nil }
    let name = sealed.name + PackFormat.fileExtension
    try store.install(path, as: name)
    stage = .closed
    return (name, sealed.byteCount)
  }

  /// Makes the pack whole and durable under its temporary name, which `abandon` removes: for sending it elsewhere.
  /// Gives the name that it should have, without its ending, and its size; nil where nothing was added.
  ///
  /// - Throws: `io`, and then nothing that was added may be relied on.
  func seal() throws(StoreError) -> (name: String, byteCount: Int)? {
    precondition(stage == .open, "finish of a pack that is finished or abandoned")
    try endBlocks()
    guard entryCount > 0 else { return nil }
    let (lastRun, bound) = (run, entryCount)
    let sealed = try pipeline.afterWorker { (file) throws(StoreError) in
      let name = try file.finish(lastRun: lastRun, entryBound: bound)
      return (name, file.byteCount)
    }
    stage = .sealed
    return sealed
  }

  /// The bytes of the whole pack if it were sealed now, about. Waits for the worker, so that it is the same in every run.
  func sealedByteCount() throws(StoreError) -> Int {
    let written = try pipeline.afterWorker { (file) throws(StoreError) in file.boundedByteCount }
    let entries = entryCount + blobs.objects.count + others.objects.count
    return written + blobs.bytes.count + others.bytes.count + entries * (PackFormat.entrySize + 1) + blockCount * 8
  }

  /// Drops everything added. A writer that goes out of scope unfinished is abandoned too.
  public func abandon() {
    drop()
    lease?.end()
  }

  private func drop() {
    guard stage != .closed else { return }
    stage = .closed
    pipeline.abandon()
    // Where even this fails, the next `newPack` removes the file.
    try? store.access.remove(path)
    run = []
    recent = []
  }

  // MARK: Blocks

  private func makeRoom(for size: Int, in block: inout OpenBlock, isBlobs: Bool) throws(StoreError) {
    precondition(stage == .open, "add to a pack that is finished or abandoned")
    guard size <= PackFormat.objectLimit else {
      throw .tooLarge(what: "One object", bytes: size, limit: PackFormat.objectLimit)
    }
    if !block.hasRoom(for: size) { try close(&block, isBlobs: isBlobs) }
  }

  /// Ends the blocks that are being filled, so that what is added from now on stands behind them.
  func endBlocks() throws(StoreError) {
    try close(&blobs, isBlobs: true)
    try close(&others, isBlobs: false)
  }

  /// Gives a block to the worker and starts the next.
  private func close(_ block: inout OpenBlock, isBlobs: Bool) throws(StoreError) {
    guard !block.isEmpty else { return }
    for object in block.objects {
      let position = PackPosition(block: blockCount, offset: object.offset, kind: object.kind.rawValue)
      run.append(IndexEntry(id: object.id, position: position))
    }
    entryCount += block.objects.count
    blockCount += 1
    let full = block.bytes
    block = block.successor
    try pipeline.add(full, isBlobs: isBlobs)
    if run.count >= IndexRuns.runLength {
      try pipeline.spill(run)
      run = []
      run.reserveCapacity(IndexRuns.runLength + PackFormat.blockSize)
    }
  }

  /// Marks an object as erased on purpose, so that its absence is told apart from damage.
  func addErased(_ id: ObjectID) {
    run.append(IndexEntry(id: id, position: .erased))
    entryCount += 1
  }

  // MARK: Reading back

  /// The content of an object that was added and is not visible yet, so that a tree can be edited again in the same
  /// pack. Slow beside `Store.read`: it may wait for the worker and search runs on the disk.
  ///
  /// - Throws: `corrupt` and `io`.
  public func pending(_ id: ObjectID) throws(StoreError) -> [UInt8]? {
    for block in [others, blobs] {
      if let object = block.objects.first(where: { $0.id == id }) { return block.content(at: object.offset) }
    }
    guard stage == .open else { return nil }
    var position = run.first { $0.id == id }?.position
    if position == nil {
      position = try pipeline.afterWorker { (file) throws(StoreError) in try file.spilledPosition(of: id) }
    }
    guard let position, !position.isErased else { return nil }
    if readBack?.number != position.block {
      let bytes = try pipeline.afterWorker { (file) throws(StoreError) in try file.block(position.block) }
      guard let bytes else { throw .corrupt(id, pack: path, detail: "a block just written cannot be read back") }
      readBack = (position.block, bytes)
    }
    guard let block = readBack?.bytes else { return nil }
    return Array(block[BlockObject.range(in: block, at: position.offset)])
  }

  /// Whether `add` remembers to have written `id` to this pack.
  func remembers(_ id: ObjectID) -> Bool { recent.contains(id) }
}
