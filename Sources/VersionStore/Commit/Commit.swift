/// A version: named roots of trees and blobs, its parents, who made it, when, and why. Every byte is inside its id.
public struct Commit: Equatable, Sendable {
  public var parents: [ObjectID]
  /// Roots of tables by name, e.g. "samples", "annotations", "labels".
  public var trees: [String: ObjectID]
  /// Single blobs by name, e.g. "project", "guidelines".
  public var blobs: [String: ObjectID]
  public var author: String
  /// Milliseconds since 1970, UTC.
  public var time: Int64
  public var message: String
  /// What vouches for `payload`, as text: an armoured SSH signature. The store keeps it and does not look into it.
  public var signature: String?

  public init(
    parents: [ObjectID], trees: [String: ObjectID], blobs: [String: ObjectID], author: String, time: Int64,
    message: String, signature: String? = nil
  ) {
    self.parents = parents
    self.trees = trees
    self.blobs = blobs
    self.author = author
    self.time = time
    self.message = message
    self.signature = signature
  }
}

extension Store {
  /// The commit `id`.
  ///
  /// - Throws: as `read`.
  public func commit(_ id: ObjectID) throws(StoreError) -> Commit {
    guard let commit = Commit(encoded: try read(id, .commit)) else {
      throw .corrupt(id, pack: "", detail: "the bytes are those of the hash but not those of a commit")
    }
    return commit
  }
}

extension PackWriter {
  /// Adds a commit, and gives its id. What it names is not checked; `fsck` does.
  ///
  /// - Throws: as `add(_:_:)`.
  public func add(_ commit: Commit) throws(StoreError) -> ObjectID { try add(.commit, commit.encoded) }
}
