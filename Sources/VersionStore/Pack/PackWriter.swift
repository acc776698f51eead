/// Collects objects into one new pack. Used by one thread; memory does not grow with what is added.
public final class PackWriter {
  init() {}

  /// Adds an object unless the store or this pack has it already, and gives its id.
  @discardableResult
  public func add(_ kind: ObjectKind, _ content: borrowing [UInt8]) throws(StoreError) -> ObjectID { fatalError() }

  /// Adds a blob with a fresh random salt of 16 bytes before `content` (see `Blob`), and gives its id.
  public func addBlob(_ content: borrowing [UInt8]) throws(StoreError) -> ObjectID { fatalError() }

  /// Bytes of the pack file so far.
  public var byteCount: Int { fatalError() }

  /// Makes the pack durable and visible (one fsync, one rename). An empty pack leaves no file. Gives the bytes written.
  @discardableResult
  public func finish() throws(StoreError) -> Int { fatalError() }

  /// Drops everything added. A writer that goes out of scope unfinished is abandoned too.
  public func abandon() { fatalError() }
}
