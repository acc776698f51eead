/// One move of one ref, as the operation log keeps it.
public struct Operation: Equatable, Sendable {
  public var sequence: Int
  /// Milliseconds since 1970, UTC.
  public var time: Int64
  public var author: String
  /// What was done, in words: "commit: first batch".
  public var what: String
  public var ref: String
  public var old: ObjectID?
  public var new: ObjectID?
}

extension Store {
  /// The commit that a ref ("heads/main", "tags/v1") names, or nil.
  public func ref(_ name: String) throws(StoreError) -> ObjectID? { fatalError() }

  /// Every ref, by name.
  public func refs() throws(StoreError) -> [String: ObjectID] { fatalError() }

  /// Moves `name` from `expected` (nil: must not exist) to `new` (nil: delete), durably, and records the operation.
  /// Gives false, changing nothing, when the ref is not at `expected`.
  public func moveRef(
    _ name: String, from expected: ObjectID?, to new: ObjectID?, author: String, time: Int64, what: String
  ) throws(StoreError) -> Bool { fatalError() }

  /// The operation log, oldest first.
  public func operations() throws(StoreError) -> [Operation] { fatalError() }

  /// A commit by ref name ("main", "v1", "heads/main"), full hex id, unique id prefix of at least 4 digits, or
  /// "REF~N". Throws `unknownRevision` or `ambiguousRevision`.
  public func resolve(_ revision: String) throws(StoreError) -> ObjectID { fatalError() }
}
