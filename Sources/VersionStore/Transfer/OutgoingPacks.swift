/// Writes objects into packs that are sent away one after another: each is made under a temporary name, handed to
/// `send`, and removed.
///
/// The same objects in the same order give the same packs, for a pack ends at a size that is looked at only at certain
/// objects. So a push that was interrupted finds the packs that arrived by their names.
struct OutgoingPacks {
  /// A pack that is whole.
  struct Sealed {
    /// As a file in `packs/`.
    var name: String
    var path: String
    var byteCount: Int
  }

  /// The size of a pack, about: at most this and the index.
  static let sizeLimit = 64 << 20
  /// Where a pack is smaller than this, the bulk follows in the same pack.
  private static let mixedLimit = 8 << 20
  /// Bytes of objects between two looks at the size. A look waits for the compressing worker.
  private static let lookInterval = 4 << 20

  private let store: Store
  private let limit: Int
  private let send: (Sealed) throws(StoreError) -> Void
  private var pack: PackWriter?
  /// Bytes added since the last look.
  private var unseen = 0

  init(
    from store: Store, limit: Int = sizeLimit, send: @escaping (Sealed) throws(StoreError) -> Void
  ) {
    self.store = store
    self.limit = limit
    self.send = send
  }

  /// Adds an object.
  mutating func add(_ content: [UInt8], _ kind: ObjectKind) throws(StoreError) {
    if unseen >= min(OutgoingPacks.lookInterval, limit / 4) {
      unseen = 0
      if let pack, try pack.sealedByteCount() + min(OutgoingPacks.lookInterval, limit / 4) > limit { try finish() }
    }
    if content.count >= limit { try finish() }
    if pack == nil { pack = try store.newTemporaryPack() }
    try pack?.add(kind, content)
    unseen += content.count + PackFormat.entrySize
  }

  /// What follows is the bulk. It stands apart from what was added so far, so that whoever wants only that reads little
  /// else.
  mutating func beginBulk() throws(StoreError) {
    guard let pack else { return }
    if try pack.sealedByteCount() > min(OutgoingPacks.mixedLimit, limit / 4) {
      try finish()
    } else {
      try pack.endBlocks()
    }
  }

  /// Sends what is left.
  mutating func finish() throws(StoreError) {
    guard let pack else { return }
    self.pack = nil
    unseen = 0
    defer { pack.abandon() }
    guard let (name, byteCount) = try pack.seal() else { return }
    try send(Sealed(name: name + PackFormat.fileExtension, path: pack.path, byteCount: byteCount))
  }
}

extension Store {
  /// A writer of a pack that this store does not get: it holds what is added whether the store has it or not.
  func newTemporaryPack() throws(StoreError) -> PackWriter {
    try removeStaleTemporaries()
    return try PackWriter(store: self, file: try newTemporary(), skipsKnown: false)
  }
}
