import Crypto
import Glibc

/// The operation log: records one after another, each
///
/// ```
/// u32 size of the body | body | first 8 bytes of SHA-256(size, body) | u32 size of the body
/// body: u64 sequence | i64 time | u8 1 if there is an old id, + 2 if a new one | old id | new id
///       | u16 size, ref | u16 size, author | u32 size, what
/// ```
///
/// The size at the end lets the last record be found without reading the rest.
struct OperationLog {
  /// Bytes of a record beside its body.
  private static let frameSize = 16
  /// The largest body: what a torn record can leave behind is not longer than that.
  static let bodyLimit = 1 << 17
  static let textLimit = 1 << 15

  let file: OpenFile

  // MARK: Reading

  /// Every whole record, oldest first, and where the last of them ends.
  func readAll() throws(StoreError) -> (operations: [Operation], end: Int) {
    let bytes = try file.read(0..<file.byteCount())
    var operations: [Operation] = []
    var end = 0
    while let (operation, next) = OperationLog.record(in: bytes, at: end) {
      guard operation.sequence == operations.count + 1 else {
        throw .badLog(path: file.path, detail: "record \(operations.count + 1) says that it is \(operation.sequence)")
      }
      operations.append(operation)
      end = next
    }
    // A crash while appending leaves a part of one record. Anything else behind the whole ones is damage.
    guard bytes.count - end <= OperationLog.bodyLimit + OperationLog.frameSize,
      bytes.count == end || OperationLog.lastRecord(in: bytes) == nil
    else {
      throw .badLog(path: file.path, detail: "record \(operations.count + 1), at byte \(end), is damaged")
    }
    return (operations, end)
  }

  /// The last record and where it starts and ends, without reading the others; what a crash left behind it is passed
  /// over.
  func last() throws(StoreError) -> (operation: Operation?, start: Int, end: Int) {
    let size = try file.byteCount()
    if size == 0 { return (nil, 0, 0) }
    let start = max(0, size - OperationLog.bodyLimit - OperationLog.frameSize)
    let tail = try file.read(start..<size)
    if let (operation, begin) = OperationLog.lastRecord(in: tail) { return (operation, start + begin, size) }
    let (operations, end) = try readAll()
    guard let operation = operations.last else { return (nil, 0, 0) }
    return (operation, end - OperationLog.encode(operation).count, end)
  }

  private static func lastRecord(in bytes: [UInt8]) -> (operation: Operation, start: Int)? {
    guard bytes.count >= frameSize else { return nil }
    let size = Int(bytes.withUnsafeBytes { $0.number(UInt32.self, at: bytes.count - 4) })
    let start = bytes.count - frameSize - size
    guard start >= 0, let (operation, end) = record(in: bytes, at: start), end == bytes.count else { return nil }
    return (operation, start)
  }

  private static func record(in bytes: [UInt8], at start: Int) -> (operation: Operation, end: Int)? {
    var reader = ByteReader(bytes[start...])
    guard let size = reader.number(UInt32.self), size <= bodyLimit, let body = reader.take(Int(size)),
      let checksum = reader.take(8), reader.number(UInt32.self) == size,
      checksum.elementsEqual(OperationLog.checksum(bytes[start..<start + 4 + Int(size)])),
      let operation = decode(body)
    else { return nil }
    return (operation, start + frameSize + Int(size))
  }

  // MARK: Writing

  /// Appends a record at `end` and makes it durable. When that fails the log is as it was, as far as the disk lets.
  func append(_ operation: Operation, at end: Int) throws(StoreError) {
    do throws(StoreError) {
      try file.seek(to: end)
      try file.write(OperationLog.encode(operation))
      try file.sync()
    } catch {
      try? file.truncate(to: end)
      throw error
    }
  }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> some Collection<UInt8> {
    Array(SHA256.hash(data: bytes)).prefix(8)
  }

  static func encode(_ operation: Operation) -> [UInt8] {
    var body: [UInt8] = []
    body.append(number: UInt64(operation.sequence))
    body.append(number: operation.time)
    body.append((operation.old == nil ? 0 : 1) + (operation.new == nil ? 0 : 2))
    operation.old?.append(to: &body)
    operation.new?.append(to: &body)
    body.append(number: UInt16(operation.ref.utf8.count))
    body.append(contentsOf: operation.ref.utf8)
    body.append(number: UInt16(operation.author.utf8.count))
    body.append(contentsOf: operation.author.utf8)
    body.append(number: UInt32(operation.what.utf8.count))
    body.append(contentsOf: operation.what.utf8)
    var bytes: [UInt8] = []
    bytes.append(number: UInt32(body.count))
    bytes.append(contentsOf: body)
    bytes.append(contentsOf: checksum(bytes[...]))
    bytes.append(number: UInt32(body.count))
    return bytes
  }

  private static func decode(_ body: ArraySlice<UInt8>) -> Operation? {
    var reader = ByteReader(body)
    guard let sequence = reader.number(UInt64.self), let time = reader.number(Int64.self),
      let flags = reader.number(UInt8.self), flags <= 3
    else { return nil }
    let old = flags & 1 != 0 ? reader.id() : nil
    let new = flags & 2 != 0 ? reader.id() : nil
    guard let ref = reader.number(UInt16.self).flatMap({ reader.text(Int($0)) }),
      let author = reader.number(UInt16.self).flatMap({ reader.text(Int($0)) }),
      let what = reader.number(UInt32.self).flatMap({ reader.text(Int($0)) }), reader.isAtEnd
    else { return nil }
    return Operation(
      sequence: Int(truncatingIfNeeded: sequence), time: time, author: author, what: what, ref: ref, old: old, new: new)
  }
}
