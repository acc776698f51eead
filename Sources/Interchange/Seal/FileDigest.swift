import AnnotationEngine
import Crypto

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Size and SHA-256 of a file's bytes.
public struct FileDigest: Equatable, Sendable {
  public var byteCount: Int
  /// 64 hexadecimal digits.
  public var sha256: String

  public init(byteCount: Int, sha256: String) {
    self.byteCount = byteCount
    self.sha256 = sha256
  }

  init(byteCount: Int, sha256: SHA256.Digest) { self.init(byteCount: byteCount, sha256: hexadecimal(sha256)) }

  /// Of bytes in memory.
  public init(_ bytes: [UInt8]) { self.init(byteCount: bytes.count, sha256: SHA256.hash(data: bytes)) }

  /// Of the file at `path`, read from start to end.
  ///
  /// - Throws: `EngineError.io`.
  public init(ofFile path: String) throws(EngineError) {
    var hash = SHA256()
    let byteCount = try FilePieces.read(path) { hash.update(bufferPointer: $0) }
    self.init(byteCount: byteCount, sha256: hash.finalize())
  }
}

/// The digits of a hash, in lower case.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
  return String(decoding: text, as: UTF8.self)
}

/// Reading a whole file piece by piece.
enum FilePieces {
  private static let size = 1 << 20

  /// Gives the bytes in order, and their number.
  static func read(
    _ path: String, _ body: (UnsafeRawBufferPointer) throws(EngineError) -> Void
  ) throws(EngineError) -> Int {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .io(errno: errno, action: "read", path: path) }
    defer { close(descriptor) }
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    defer { piece.deallocate() }
    var total = 0
    while true {
      let count = Glibc.read(descriptor, piece.baseAddress, piece.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .io(errno: errno, action: "read", path: path) }
      if count == 0 { return total }
      total += count
      try body(UnsafeRawBufferPointer(rebasing: piece[..<count]))
    }
  }
}
