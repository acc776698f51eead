#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file in memory, cut into parts of whole lines that can be read side by side. How many there are shows in nothing.
struct CrowdParts: Sendable {
  /// Files below this size are one part.
  private static let smallest = 1 << 20
  private static let most = 4

  /// An address, since pointers do not go from thread to thread; whoever makes this keeps the bytes.
  private let address: UInt
  /// Part p has the bytes cuts[p]..<cuts[p + 1].
  private let cuts: [Int]
  /// Line of the first byte of each part.
  let lines: [Int]

  var count: Int { lines.count }

  /// `line` is that of the first byte.
  init(_ bytes: UnsafeBufferPointer<UInt8>, line: Int) {
    address = UInt(bitPattern: bytes.baseAddress)
    var cuts = [0]
    var lines = [line]
    // Where there are quotes, a line end may be within a cell.
    if let base = bytes.baseAddress, bytes.count >= Self.smallest, memchr(base, 0x22, bytes.count) == nil {
      for part in 1..<Self.most {
        let wanted = max(bytes.count * part / Self.most, cuts[cuts.count - 1])
        guard let end = memchr(base + wanted, 0x0A, bytes.count - wanted) else { break }
        let cut = UnsafeRawPointer(end) - UnsafeRawPointer(base) + 1
        let before = bytes[cuts[cuts.count - 1]..<cut].reduce(into: 0) { $0 &+= $1 == 0x0A ? 1 : 0 }
        cuts.append(cut)
        lines.append(lines[lines.count - 1] + before)
      }
    }
    self.cuts = cuts + [bytes.count]
    self.lines = lines
  }

  func bytes(_ part: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
      start: UnsafePointer(bitPattern: address).map { $0 + cuts[part] }, count: cuts[part + 1] - cuts[part])
  }
}
