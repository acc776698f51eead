import VersionStore

/// The ids of an import's new samples in the order of the file, on disk: what the batch's order tree is made of.
final class IdentifierLog {
  private let file: TemporaryFile

  init(directory: String) throws { file = try TemporaryFile(in: directory) }

  /// `id` has at most 512 bytes.
  func append(_ id: [UInt8]) throws {
    let head = [UInt8(id.count & 0xFF), UInt8(id.count >> 8)]
    try head.withUnsafeBytes { try file.append($0) }
    try id.withUnsafeBytes { try file.append($0) }
  }

  func finish() throws { try file.flush() }

  /// Calls `body` with every id in order.
  func visit(_ body: ([UInt8]) throws -> Void) throws {
    var window: [UInt8] = []
    var position = 0
    var offset = 0
    while true {
      if let id = Self.id(at: position, in: window) {
        try body(id)
        position += 2 + id.count
        continue
      }
      window.removeSubrange(..<position)
      position = 0
      let kept = window.count
      window.append(contentsOf: repeatElement(0, count: 1 << 18))
      let count = try window.withUnsafeMutableBytes { bytes in
        try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[kept...]), at: offset)
      }
      window.removeLast(window.count - kept - count)
      offset += count
      if count == 0 { return }
    }
  }

  /// The id whose length stands at `position`; nil where `window` does not hold the whole of it.
  private static func id(at position: Int, in window: [UInt8]) -> [UInt8]? {
    guard position + 2 <= window.count else { return nil }
    let start = position + 2
    let end = start + Int(window[position]) + Int(window[position + 1]) << 8
    return end <= window.count ? Array(window[start..<end]) : nil
  }
}
