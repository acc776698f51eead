/// A copy of a store somewhere else: a directory, an S3 bucket, another machine over SSH.
///
/// It holds what a local store holds, packs and refs, and promises the same: packs never change once they have their
/// name, refs move only by compare-and-swap. Everything else (what is missing, what travels) is decided on this side.
/// Calls block, and may come from any thread.
public protocol Remote: Sendable {
  /// As the person gave it: for messages.
  var url: String { get }

  /// The packs that are there, in order of name.
  ///
  /// - Throws: `StoreError.remote`.
  func packs() throws(StoreError) -> [RemotePack]

  /// A part of a pack: exactly the bytes of `range`, in one request.
  ///
  /// - Throws: `StoreError.remote`, also where the pack is gone or shorter.
  func read(pack name: String, _ range: Range<Int>) throws(StoreError) -> [UInt8]

  /// Writes a whole pack to the local file `path`, in one request. `progress` is told the bytes that arrived.
  ///
  /// - Throws: `StoreError.remote`, and `io` for the local file.
  func download(pack name: String, to path: String, progress: (Int) -> Void) throws(StoreError)

  /// Puts the local file `path` there under the pack's name, durably and whole or not at all. One that is there already
  /// is left alone: its name is its hash.
  ///
  /// - Throws: `StoreError.remote`, and `io` for the local file.
  func upload(pack name: String, from path: String, progress: (Int) -> Void) throws(StoreError)

  /// Every ref, by name ("heads/main", "tags/v1").
  ///
  /// - Throws: `StoreError.remote`.
  func refs() throws(StoreError) -> [String: RemoteRef]

  /// Moves `name` from `expected` (nil: must not exist) to `new` (nil: delete), durably. Gives false, changing nothing,
  /// when the ref is not as expected. A call whose answer was lost and that is made again knows its own write.
  ///
  /// - Throws: `StoreError.remote`.
  func moveRef(
    _ name: String, from expected: RemoteRef?, to new: ObjectID?, author: String, time: Int64, what: String
  ) throws(StoreError) -> Bool
}

/// A pack at a remote.
public struct RemotePack: Hashable, Sendable {
  /// The SHA-256 of the file in hexadecimal digits, and ".pack".
  public var name: String
  public var byteCount: Int

  public init(name: String, byteCount: Int) {
    self.name = name
    self.byteCount = byteCount
  }
}

/// Where a ref of a remote stands.
public struct RemoteRef: Hashable, Sendable {
  public var id: ObjectID
  /// What the remote compares by: an ETag, or nothing beside the id.
  public var version: String

  public init(id: ObjectID, version: String = "") {
    self.id = id
    self.version = version
  }
}
