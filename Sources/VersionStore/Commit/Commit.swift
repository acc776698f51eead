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

  public init(
    parents: [ObjectID], trees: [String: ObjectID], blobs: [String: ObjectID], author: String, time: Int64,
    message: String
  ) {
    self.parents = parents
    self.trees = trees
    self.blobs = blobs
    self.author = author
    self.time = time
    self.message = message
  }
}

extension Store {
  public func commit(_ id: ObjectID) throws(StoreError) -> Commit { fatalError() }
}

extension PackWriter {
  public func add(_ commit: Commit) throws(StoreError) -> ObjectID { fatalError() }
}
