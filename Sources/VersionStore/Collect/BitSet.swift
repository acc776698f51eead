/// A set of small numbers below a bound, a bit each.
struct BitSet {
  private var words: [UInt64]
  private(set) var count = 0

  init(below bound: Int) { words = [UInt64](repeating: 0, count: (bound + 63) / 64) }

  func contains(_ number: Int) -> Bool { words[number >> 6] & 1 << UInt64(number & 63) != 0 }

  /// Adds `number`; gives whether it was not there.
  mutating func insert(_ number: Int) -> Bool {
    let bit: UInt64 = 1 << UInt64(number & 63)
    guard words[number >> 6] & bit == 0 else { return false }
    words[number >> 6] |= bit
    count += 1
    return true
  }
}
