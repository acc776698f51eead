import Synchronization

/// Brings blobs that a partial clone left at its remote, when they are read.
///
/// With one blob come those that follow it in its pack, which as a rule are read next; they are kept in packs of the
/// store. Any number of threads may ask.
public final class Promises: Sendable {
  /// Compressed bytes that are read ahead.
  private static let readAhead = 256 * 1024

  private struct State {
    var remote: MeasuredRemote?
    /// What the remote was last heard to have; nil before it was asked.
    var packs: [RemotePack]?
  }

  /// Trees whose blobs may be at the remote.
  public let bulky: Set<String>
  private let state = Mutex(State())
  private let open: @Sendable () throws(StoreError) -> any Remote

  /// `open` is called when something is asked for first.
  public init(of bulky: Set<String>, open: @escaping @Sendable () throws(StoreError) -> any Remote) {
    self.bulky = bulky
    self.open = open
  }

  /// Requests so far, for tests and reports.
  public var requests: Int { state.withLock { $0.remote?.measure.requests ?? 0 } }

  /// Brings `ids` into `store`, as far as it lacks them.
  ///
  /// - Throws: `remote` where the remote is away, or lacks one.
  func fetch(_ ids: [ObjectID], into store: Store, readsAhead: Bool) throws(StoreError) {
    try state.withLock { (state) throws(StoreError) in
      // Another thread may have brought them while this one waited.
      let missing = ids.filter { !store.containsKnown($0) }
      guard !missing.isEmpty else { return }
      do throws(StoreError) {
        let remote: MeasuredRemote
        if let opened = state.remote { remote = opened } else { remote = MeasuredRemote(try open()) }
        state.remote = remote
        try Promises.fetch(missing, into: store, from: remote, &state.packs, readsAhead: readsAhead)
      } catch .remote(let url, let problem, let remedy) {
        throw .remote(url: url, problem: "The content of samples is still there. \(problem)", remedy: remedy)
      }
    }
  }

  private static func fetch(
    _ ids: [ObjectID], into store: Store, from remote: MeasuredRemote, _ packs: inout [RemotePack]?, readsAhead: Bool
  ) throws(StoreError) {
    let ahead = readsAhead ? readAhead : 0
    let nothing: (TransferProgress) throws(StoreError) -> Void = { (_) throws(StoreError) in }
    func bring(from packs: [RemotePack]) throws(StoreError) {
      var incoming = IncomingObjects(packs, from: remote, to: store, omitsBlobs: readsAhead, progress: nothing)
      try incoming.fetch(ids, readAhead: ahead)
    }
    // Packs do not change: those whose indexes are here need not be asked for.
    let cache = IndexCache(store)
    var known = packs ?? []
    if packs == nil {
      for name in try cache.indexedPacks() {
        if let index = cache.index(of: name) { known.append(RemotePack(name: name, byteCount: index.footer.packSize)) }
      }
    }
    do throws(StoreError) {
      if !known.isEmpty { return try bring(from: known) }
    } catch .remote {
      // It has other packs by now, or none of them was looked into yet.
    }
    let listed = try remote.packs()
    packs = listed
    try bring(from: listed)
  }
}

extension Store {
  /// Brings promised blobs at once, before many of them are read: those of `ids` that are not here.
  ///
  /// - Throws: `remote` where the remote is away, or lacks one.
  public func fetchPromised(_ ids: [ObjectID]) throws(StoreError) {
    guard let promises else { return }
    var missing: [ObjectID] = []
    for id in ids where try isAbsent(id) { missing.append(id) }
    if !missing.isEmpty { try promises.fetch(missing, into: self, readsAhead: false) }
  }

  /// Whether no pack has an object, nor a mark that it was erased.
  func isAbsent(_ id: ObjectID) throws(StoreError) -> Bool {
    do throws(StoreError) {
      return try locate(id) == nil
    } catch .erased {
      return false
    }
  }
}
