/// A small random generator with a seed: the same numbers on every machine (Steele, Lea and Flood 2014, "Fast Splittable
/// Pseudorandom Number Generators"). Every random choice of this module takes one, so that it can be repeated.
public struct SplitMix64: RandomNumberGenerator, Sendable, Equatable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// The generator of a stretch of work of its own: as far from the others of this seed as chance takes it.
  public init(seed: UInt64, stream: UInt64) {
    var mixer = SplitMix64(seed: seed)
    var other = SplitMix64(seed: mixer.next() ^ stream)
    state = other.next()
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number in 0..<bound, by one multiplication (Lemire 2019) without its rejection: off by less than bound/2⁶⁴.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "a bound is above zero")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number in 0..<1, one of 2⁵³.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }
}
