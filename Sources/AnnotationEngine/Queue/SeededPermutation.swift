/// A permutation of 0..<count that takes no memory: a Feistel network over the smallest even number of bits that holds
/// `count`, walked until it lands inside (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002).
///
/// Fixed for all time: the same count, seed and stream give the same permutation in every version.
struct SeededPermutation: Sendable {
  private static let rounds = 6

  let count: Int
  private let halfBits: Int
  private let keys: [UInt64]

  init(count: Int, seed: UInt64, stream: UInt64) {
    self.count = count
    let bits = max(2, Int.bitWidth - max(0, count - 1).leadingZeroBitCount)
    halfBits = (bits + 1) / 2
    let base = mixed(seed) ^ mixed(stream &+ 0x9E37_79B9_7F4A_7C15)
    keys = (0..<UInt64(Self.rounds)).map { mixed(base &+ $0) }
  }

  /// Where index goes. O(1) on average: at most four walks of six rounds are expected.
  func value(at index: Int) -> Int {
    guard (0..<count).contains(index) else { return index }
    var value = forward(index)
    while value >= count { value = forward(value) }
    return value
  }

  /// The index that goes to `value`.
  func index(of value: Int) -> Int {
    guard (0..<count).contains(value) else { return value }
    var index = backward(value)
    while index >= count { index = backward(index) }
    return index
  }

  private var mask: UInt64 { (1 << UInt64(halfBits)) - 1 }

  private func forward(_ value: Int) -> Int {
    var (left, right) = (UInt64(value) >> UInt64(halfBits), UInt64(value) & mask)
    for key in keys { (left, right) = (right, left ^ (mixed(right ^ key) & mask)) }
    return Int(left << UInt64(halfBits) | right)
  }

  private func backward(_ value: Int) -> Int {
    var (left, right) = (UInt64(value) >> UInt64(halfBits), UInt64(value) & mask)
    for key in keys.reversed() { (left, right) = (right ^ (mixed(left ^ key) & mask), left) }
    return Int(left << UInt64(halfBits) | right)
  }
}

/// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the result depends on every bit given.
private func mixed(_ value: UInt64) -> UInt64 {
  var z = value &+ 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
