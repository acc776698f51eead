/// A tag that says who made it, when and why, and that may be signed. A ref under `tags/` names it; a light tag is a
/// ref that names its commit itself.
public struct Tag: Equatable, Sendable {
  /// The commit, or another tag.
  public var target: ObjectID
  /// What the tag is called. It is inside the id, so that a signed tag cannot be passed off under another name.
  public var name: String
  public var author: String
  /// Milliseconds since 1970, UTC.
  public var time: Int64
  public var message: String
  /// What vouches for `payload`, as text: an armoured SSH signature. The store keeps it and does not look into it.
  public var signature: String?

  public init(
    target: ObjectID, name: String, author: String, time: Int64, message: String, signature: String? = nil
  ) {
    self.target = target
    self.name = name
    self.author = author
    self.time = time
    self.message = message
    self.signature = signature
  }
}

extension Store {
  /// The tag `id`.
  ///
  /// - Throws: as `read`.
  public func tag(_ id: ObjectID) throws(StoreError) -> Tag {
    guard let tag = Tag(encoded: try read(id, .tag)) else {
      throw .corrupt(id, pack: "", detail: "the bytes are those of the hash but not those of a tag")
    }
    return tag
  }
}

extension PackWriter {
  /// Adds a tag, and gives its id. What it names is not checked; `fsck` does.
  ///
  /// - Throws: as `add(_:_:)`.
  public func add(_ tag: Tag) throws(StoreError) -> ObjectID { try add(.tag, tag.encoded) }
}
