/// Whether bytes are UTF-8 (Unicode 15, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF).
package enum UTF8Check {
  /// Length of the well-formed character at `bytes`, of which `count` > 0 are there; 0 where there is none.
  @inline(__always)
  static func length(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
    let first = bytes[0]
    if first < 0x80 { return 1 }
    if first < 0xC2 { return 0 }
    guard count >= 2 else { return 0 }
    let second = bytes[1]
    if first < 0xE0 { return isContinuation(second) ? 2 : 0 }
    if first < 0xF0 {
      let lowest: UInt8 = first == 0xE0 ? 0xA0 : 0x80
      let highest: UInt8 = first == 0xED ? 0x9F : 0xBF
      return count >= 3 && second >= lowest && second <= highest && isContinuation(bytes[2]) ? 3 : 0
    }
    let lowest: UInt8 = first == 0xF0 ? 0x90 : 0x80
    let highest: UInt8 = first == 0xF4 ? 0x8F : 0xBF
    return first < 0xF5 && count >= 4 && second >= lowest && second <= highest && isContinuation(bytes[2])
      && isContinuation(bytes[3]) ? 4 : 0
  }

  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  /// Offset of the first byte that is not part of well-formed UTF-8, or nil where all is well. O(count).
  package static func firstInvalid(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    var at = 0
    while at < bytes.count {
      if at + 8 <= bytes.count,
        UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        at += 8
        continue
      }
      let length = length(base + at, bytes.count - at)
      if length == 0 { return at }
      at += length
    }
    return nil
  }
}
