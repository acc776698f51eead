/// A copy of a store somewhere else: a directory, an S3 bucket, another machine over SSH.
///
/// It holds what a local store holds, packs and refs, and promises the same: packs never change once they have their
/// name, refs move only by compare-and-swap. Everything else (what is missing, what travels) is decided on this side.
/// Calls block, and may come from any thread.
public protocol Remote: Sendable {
  /// As the person gave it: for messages.
  var url: String { get }

  /// Makes the place ready for a first push, and checks that it keeps what is promised above. A place that is ready is
  /// left as it is. The other calls want a place that is.
  ///
  /// - Throws: `StoreError.remote`, where conditions on writes are ignored there with the condition's name.
  func prepare() throws(StoreError)

  /// The packs that are there, in order of name.
  ///
  /// - Throws: `StoreError.remote`.
  func packs() throws(StoreError) -> [RemotePack]

  /// A part of a pack: exactly the bytes of `range`, in one request.
  ///
  /// - Throws: `StoreError.remote`, also where the pack is gone or shorter.
  func read(pack name: String, _ range: Range<Int>) throws(StoreError) -> [UInt8]

  /// Writes a whole pack to the local file `path`, in one request, neither synced nor checked against its name.
  /// `progress` is told how many bytes of it arrived so far; after a fault it goes back.
  ///
  /// - Throws: `StoreError.remote`, and `io` for the local file.
  func download(pack name: String, to path: String, progress: (Int) -> Void) throws(StoreError)

  /// Puts the local file `path` there under the pack's name, durably and whole or not at all. One that is there already
  /// is left alone: its name is its hash. `progress` is told how many bytes of it left so far.
  ///
  /// - Throws: `StoreError.remote`, and `io` for the local file.
  func upload(pack name: String, from path: String, progress: (Int) -> Void) throws(StoreError)

  /// Every ref, by name ("heads/main", "tags/v1").
  ///
  /// - Throws: `StoreError.remote`.
  func refs() throws(StoreError) -> [String: RemoteRef]

  /// Moves `name` from `expected` (nil: must not exist) to `new` (nil: delete), durably. Gives false, changing nothing,
  /// when the ref is not as expected. Where an answer is lost on the way, the call asks again and knows its own write.
  /// `time` is in milliseconds since 1970.
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

extension RemotePack {
  /// Whether `name` is what a pack can be called: nothing else may become a path.
  static func isName(_ name: String) -> Bool {
    guard name.hasSuffix(PackFormat.fileExtension) else { return false }
    let digits = name.dropLast(PackFormat.fileExtension.count)
    return digits.utf8.count == 2 * ObjectID.byteCount
      && digits.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}

extension StoreError {
  /// The failure of a store that somebody else looks after: it is told with the place it came from.
  func at(remote url: String) -> StoreError {
    if case .remote = self { return self }
    let problem = [errorDescription, failureReason].compactMap(\.self).joined(separator: ": ")
    return .remote(url: url, problem: problem, remedy: recoverySuggestion ?? "Look at the store there.")
  }
}
