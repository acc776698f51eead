/// One thing that `fsck` found wrong.
public struct Damage: Equatable, Sendable {
  public enum Kind: String, Sendable { case missing, corrupt, badPack, badRef }
  public var kind: Kind
  public var object: ObjectID?
  /// The pack's file name, where the object was found in one.
  public var pack: String?
  /// A commit that reaches the object, and the path to it in words: "samples, key 17".
  public var commit: ObjectID?
  public var path: String?
  public var detail: String
}

public struct FsckReport: Equatable, Sendable {
  public var packs: Int
  public var objects: Int
  public var commits: Int
  public var damage: [Damage]
}

extension Store {
  /// Reads and verifies every object of every pack, and walks every ref. `references` gives the ids that a tree
  /// value of the named tree points to, so that blobs behind rows are checked for being there.
  public func fsck(
    references: (_ tree: String, Row) -> [ObjectID], progress: (_ done: Int, _ total: Int) -> Void
  ) throws(StoreError) -> FsckReport { fatalError() }
}
