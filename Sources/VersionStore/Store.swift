/// A version store in a directory: packs of objects, refs and the operation log.
///
/// Any number of processes may have it open. Objects never change; refs move only by compare-and-swap.
public final class Store: Sendable {
  public let path: String

  init(path: String) { self.path = path }

  /// Makes an empty store at `path`, which must not exist or be empty.
  public static func create(at path: String) throws(StoreError) -> Store { fatalError() }

  /// Opens the store at `path`. Reads no pack until an object of it is asked for.
  public static func open(at path: String) throws(StoreError) -> Store { fatalError() }

  /// The verified bytes of an object. Throws `missing`, `corrupt` or `erased`. Safe from any thread.
  public func read(_ id: ObjectID, _ kind: ObjectKind) throws(StoreError) -> [UInt8] { fatalError() }

  public func contains(_ id: ObjectID) throws(StoreError) -> Bool { fatalError() }

  /// A writer for one new immutable pack. Nothing of it is visible before `finish`.
  public func newPack() throws(StoreError) -> PackWriter { fatalError() }
}
