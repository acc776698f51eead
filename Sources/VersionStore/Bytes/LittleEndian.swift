/// Every number in the store's files is little-endian; these are the only places that say so.
extension UnsafeRawBufferPointer {
  /// The number at `offset`, which must lie inside.
  @inline(__always)
  func number<T: FixedWidthInteger>(_ type: T.Type, at offset: Int) -> T {
    T(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }

  /// The bytes of `range`, counted from this buffer's start.
  @inline(__always)
  func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: self[range])
  }
}

extension [UInt8] {
  @inline(__always)
  mutating func append<T: FixedWidthInteger>(number: T) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  /// A text's size (u32) and its UTF-8.
  mutating func append(sized text: String) {
    append(number: UInt32(text.utf8.count))
    append(contentsOf: text.utf8)
  }
}

extension Array {
  /// `withUnsafeBytes` for bodies that throw the store's errors: the library's own version forgets their type.
  @inline(__always)
  func withRawBytes<R>(
    _ body: (UnsafeRawBufferPointer) throws(StoreError) -> R
  ) throws(StoreError) -> R {
    let result: Result<R, StoreError> = withUnsafeBytes { bytes in
      do throws(StoreError) { return .success(try body(bytes)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}

/// Reads fields one after another and says, with nil, when the bytes run out.
struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  var isAtEnd: Bool { position == bytes.endIndex }

  mutating func number<T: FixedWidthInteger>(_ type: T.Type) -> T? {
    guard let field = take(MemoryLayout<T>.size) else { return nil }
    return field.withUnsafeBytes { $0.number(type, at: 0) }
  }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= bytes.endIndex - position else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }

  mutating func id() -> ObjectID? { take(ObjectID.byteCount).flatMap { ObjectID(bytes: $0) } }

  /// Valid UTF-8 of `count` bytes.
  mutating func text(_ count: Int) -> String? { take(count).flatMap { String(validating: $0, as: UTF8.self) } }

  /// Valid UTF-8 with its size (u32) before it.
  mutating func sizedText() -> String? { number(UInt32.self).flatMap { text(Int($0)) } }
}
