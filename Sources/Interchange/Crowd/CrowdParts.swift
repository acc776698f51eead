import LabelStatistics

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

  var count: Int { cuts.count - 1 }

  /// Cut at line ends; one part where there are quotes, for then a line end may be within a cell, and where to cut shows
  /// only when all before it is read.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    let cut = CrowdParts(atLineEnds: bytes)
    // All parts are looked through before any is read, so that a quote in the last one costs nothing that was read.
    var quotes = [Bool](repeating: false, count: cut.count)
    if cut.count > 1 { changeConcurrently(&quotes) { part, hasQuote in hasQuote = cut.bytes(part).hasQuote } }
    address = cut.address
    cuts = quotes.contains(true) ? [0, bytes.count] : cut.cuts
  }

  private init(atLineEnds bytes: UnsafeBufferPointer<UInt8>) {
    address = UInt(bitPattern: bytes.baseAddress)
    var cuts = [0]
    if let base = bytes.baseAddress, bytes.count >= Self.smallest {
      for part in 1..<Self.most {
        let wanted = max(bytes.count * part / Self.most, cuts[cuts.count - 1])
        guard let end = memchr(base + wanted, 0x0A, bytes.count - wanted) else { break }
        cuts.append(UnsafeRawPointer(end) - UnsafeRawPointer(base) + 1)
      }
    }
    self.cuts = cuts + [bytes.count]
  }

  func bytes(_ part: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
      start: UnsafePointer(bitPattern: address).map { $0 + cuts[part] }, count: cuts[part + 1] - cuts[part])
  }
}

extension UnsafeBufferPointer<UInt8> {
  var hasQuote: Bool { baseAddress.map { memchr($0, 0x22, count) != nil } ?? false }

  /// About how many lines there are, from those at the beginning.
  var lineEstimate: Int {
    let beginning = prefix(1 << 16)
    let found = beginning.reduce(into: 1) { $0 &+= $1 == 0x0A ? 1 : 0 }
    return beginning.count == count ? found : Int(Double(found) * Double(count) / Double(beginning.count) * 1.05)
  }
}
