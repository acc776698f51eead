import Glibc
import Synchronization

/// A version store in a directory: packs of objects, refs and the operation log.
///
/// Any number of processes may have it open. Objects never change; refs move only by compare-and-swap.
public final class Store: Sendable {
  public let path: String

  let layout: StoreLayout
  let access: FileAccess
  private let state: Mutex<State>
  private let contexts = Mutex<[DecompressionContext]>([])
  private let promised = Mutex<Promises?>(nil)

  private struct State {
    var packs: PackSet
    var blocks: LeastRecentlyUsed<BlockKey, [UInt8]>
    var nodes: LeastRecentlyUsed<ObjectID, Node>
  }

  private struct BlockKey: Hashable {
    let pack: Int
    let block: Int
  }

  /// How much memory a store may take for speed.
  public enum Footprint: Sendable {
    /// About 6 MiB: for a session that looks at one sample after another.
    case small
    /// Up to 64 MiB, and the indexes of packs: for a command that reads everything, such as an export.
    case large

    fileprivate var cacheSize: Int { self == .small ? 1 << 20 : 32 << 20 }
    /// Every look-up counts as if it touched new pages. Where many touch the same ones, this is some 40,000 look-ups:
    /// between them the pages of an index come back once.
    fileprivate var residencyLimit: Int { self == .small ? 4 << 20 : 8 << 30 }
  }

  init(path: String, access: FileAccess, footprint: Footprint) {
    self.path = path
    self.access = access
    layout = StoreLayout(root: path)
    state = Mutex(
      State(
        packs: PackSet(directory: layout.packs, residencyLimit: footprint.residencyLimit),
        blocks: LeastRecentlyUsed(limit: footprint.cacheSize), nodes: LeastRecentlyUsed(limit: footprint.cacheSize)))
  }

  /// Makes an empty store at `path`, which must not exist or be empty.
  ///
  /// - Throws: `alreadyExists`, or `io`.
  public static func create(at path: String) throws(StoreError) -> Store {
    try create(at: path, access: FileAccess())
  }

  static func create(at path: String, access: FileAccess) throws(StoreError) -> Store {
    try StoreLayout(root: path).make(with: access)
    return try open(at: path, access: access)
  }

  /// Opens the store at `path`. Reads no pack until an object of it is asked for.
  ///
  /// - Throws: `notAStore`, `unsupportedFormat` where a newer program made it, or `io`.
  public static func open(at path: String, footprint: Footprint = .small) throws(StoreError) -> Store {
    try open(at: path, access: FileAccess(), footprint: footprint)
  }

  static func open(
    at path: String, access: FileAccess, footprint: Footprint = .small
  ) throws(StoreError) -> Store {
    var access = access
    access.permissions = try StoreLayout(root: path).check()
    return Store(path: path, access: access, footprint: footprint)
  }

  /// Who brings what a partial clone left at its remote; nil in a whole copy.
  public var promises: Promises? {
    get { promised.withLock { $0 } }
    set { promised.withLock { $0 = newValue } }
  }

  /// Takes more memory for speed from now on, or less: a call that reads everything takes more while it does.
  public func use(_ footprint: Footprint) {
    state.withLock { state in
      state.packs.residencyLimit = footprint.residencyLimit
      state.blocks.limit = footprint.cacheSize
      state.nodes.limit = footprint.cacheSize
    }
  }

  // MARK: Objects

  /// The verified bytes of an object. Safe from any thread. A blob that a partial clone left at its remote is brought.
  ///
  /// - Throws: `remote` where that fails, `missing`, `corrupt`, `erased`, `badPack` where a damaged pack may be why it
  ///   is missing, or `io`.
  public func read(_ id: ObjectID, _ kind: ObjectKind) throws(StoreError) -> [UInt8] {
    var failures: [(pack: String, error: StoreError)] = []
    var isPromiseKept = false
    while true {
      guard let (pack, position) = try locate(id, except: Set(failures.map(\.pack))) else {
        if let first = failures.first { throw first.error }
        if kind == .blob, !isPromiseKept, let promises {
          isPromiseKept = true
          try promises.fetch([id], into: self, readsAhead: true)
          continue
        }
        if kind == .node, id == Node.emptyID { return Node.emptyBytes }
        throw missing(id)
      }
      guard position.kind == kind else { throw .missing(id) }
      do throws(StoreError) {
        let block = try block(position.block, of: pack)
        return Array(block[try pack.content(of: id, in: block, at: position.offset)])
      } catch .badPack(let name, let detail) {
        failures.append((pack.name, .corrupt(id, pack: name, detail: detail)))
      } catch .corrupt(let id, let name, let detail) {
        // Another pack may have a whole copy.
        failures.append((pack.name, .corrupt(id, pack: name, detail: detail)))
      }
    }
  }

  /// The verified bytes of many objects of one kind, in the order of `ids`. Reads every block once, whatever the
  /// order: far cheaper than reading one by one what lies scattered. All of the result is in memory at once.
  ///
  /// - Throws: as `read`.
  public func readAll(_ ids: [ObjectID], _ kind: ObjectKind) throws(StoreError) -> [[UInt8]] {
    if kind == .blob { try fetchPromised(ids) }
    var places: [(pack: Int, order: Int, index: Int)] = []
    places.reserveCapacity(ids.count)
    for (index, id) in ids.enumerated() {
      guard let (pack, position) = try locate(id) else { throw missing(id) }
      places.append((pack.serial, position.order, index))
    }
    places.sort { ($0.pack, $0.order) < ($1.pack, $1.order) }
    var contents = [[UInt8]](repeating: [], count: ids.count)
    for place in places { contents[place.index] = try read(ids[place.index], kind) }
    return contents
  }

  /// Whether an object is in the store; what was erased is not.
  ///
  /// - Throws: `io`.
  public func contains(_ id: ObjectID) throws(StoreError) -> Bool {
    do throws(StoreError) {
      return try locate(id) != nil
    } catch .erased {
      return false
    }
  }

  /// Whether an object is in the packs that this process knows: never looks at the directory again.
  func containsKnown(_ id: ObjectID, except packs: Set<String> = []) -> Bool {
    state.withLock { state in
      if case .found = state.packs.find(id, except: packs) { true } else { false }
    }
  }

  /// A writer for one new immutable pack. Nothing of it is visible before `finish`.
  ///
  /// As long as the writer lives, finished or not, garbage collection leaves alone what it wrote and what it found
  /// written: keep it until a ref or a journal names that.
  ///
  /// - Throws: `io`.
  public func newPack() throws(StoreError) -> PackWriter {
    try removeStaleTemporaries()
    // Before the packs are listed: what is listed then stays.
    let lease = try writerLease()
    // So that what other processes added is not written again.
    _ = try state.withLock { (state) throws(StoreError) in try state.packs.refresh() }
    return try PackWriter(store: self, file: try newTemporary(), lease: lease)
  }

  // MARK: Inside

  /// Where an object is. Lists the packs again before it is called absent.
  func locate(
    _ id: ObjectID, except failed: Set<String> = []
  ) throws(StoreError) -> (pack: PackReader, position: PackPosition)? {
    try state.withLock { (state) throws(StoreError) in
      var match = state.packs.find(id, except: failed)
      for _ in 0..<2 {
        if case .found = match { break }
        if try state.packs.refresh() { match = state.packs.find(id, except: failed) }
      }
      switch match {
      case .found(let pack, let position): return (pack, position)
      case .erased: throw .erased(id)
      case .absent: return nil
      }
    }
  }

  /// The packs of the store as the directory has them now, and the broken ones.
  func listPacks() throws(StoreError) -> (packs: [PackReader], broken: [String: StoreError]) {
    try state.withLock { (state) throws(StoreError) in
      _ = try state.packs.refresh()
      return (state.packs.packs, state.packs.broken)
    }
  }

  func forgetListing() { state.withLock { $0.packs.forgetListing() } }

  /// A node, verified once and then kept decoded.
  func node(_ id: ObjectID) throws(StoreError) -> Node {
    if let node = state.withLock({ $0.nodes.value(for: id) }) { return node }
    guard let node = Node(try read(id, .node)) else {
      throw .corrupt(id, pack: "", detail: "the bytes are those of the hash but not those of a tree's node")
    }
    state.withLock { $0.nodes.insert(node, for: id, cost: node.bytes.count + 200) }
    return node
  }

  /// Runs `body` with a context for decompressing that no other thread has.
  func withContext<R>(_ body: (DecompressionContext) throws(StoreError) -> R) throws(StoreError) -> R {
    guard let context = contexts.withLock({ $0.popLast() }) ?? DecompressionContext() else {
      throw .io(errno: ENOMEM, action: "decompress", path: path)
    }
    defer { contexts.withLock { $0.append(context) } }
    return try body(context)
  }

  private func block(_ number: Int, of pack: PackReader) throws(StoreError) -> [UInt8] {
    let key = BlockKey(pack: pack.serial, block: number)
    if let block = state.withLock({ $0.blocks.value(for: key) }) { return block }
    let block = try withContext { (context) throws(StoreError) in try pack.block(number, with: context) }
    state.withLock { $0.blocks.insert(block, for: key, cost: block.count + 200) }
    return block
  }

  /// Why an object that no readable pack has is not there.
  private func missing(_ id: ObjectID) -> StoreError {
    state.withLock { $0.packs.broken.min { $0.key < $1.key }?.value } ?? .missing(id)
  }
}
