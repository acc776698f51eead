/// Decides where a level of a tree is cut into nodes.
///
/// A cut comes after an entry by that entry's key and the size of the node so far, and by nothing else, so that the
/// same rows are cut the same way whatever edits led to them, and an edit moves cuts only near itself. The chance of a
/// cut grows with the third power of the size (a Weibull hazard of shape 4, as Dolt's `node_splitter.go` has it): few
/// nodes are much smaller or larger than the target. All in whole numbers, for the decision must be the same on every
/// machine for ever, and `exp` and `pow` are not.
struct Boundary {
  /// The scale of the distribution; its mean is 0.91 of it.
  static let targetSize = 4096
  static let minimumSize = 512
  static let maximumSize = 16384
  /// What an entry costs beside its key and value: its offsets.
  static let entryOverhead = 4

  private let salt: UInt64
  /// An interior node has at least two children, or levels of long keys would never end.
  private let minimumCount: Int
  private var size = 0
  private var count = 0

  init(level: Int) {
    salt = Boundary.mixed((UInt64(level) + 1) &* 0x9E37_79B9_7F4A_7C15)
    minimumCount = level == 0 ? 1 : 2
  }

  /// Takes one more entry into the node; gives whether the node ends after it.
  mutating func ends(after key: UnsafeRawBufferPointer, valueSize: Int) -> Bool {
    let start = size
    size += key.count + valueSize + Boundary.entryOverhead
    count += 1
    guard count >= minimumCount, size >= Boundary.minimumSize else { return false }
    if size < Boundary.maximumSize {
      // The Weibull hazard between the two sizes is (end⁴ - start⁴) / target⁴, with target⁴ = 2⁴⁸.
      let hazard = Boundary.fourthPower(size) - Boundary.fourthPower(start)
      guard Boundary.hash(key, salt: salt) >> 16 < hazard else { return false }
    }
    size = 0
    count = 0
    return true
  }

  /// At most 2⁵⁶ for sizes up to the maximum.
  private static func fourthPower(_ size: Int) -> UInt64 {
    let square = UInt64(size) * UInt64(size)
    return square * square
  }

  /// A 64-bit hash of `key`: the mixing of MurmurHash3 (Austin Appleby, public domain), eight bytes at a time.
  static func hash(_ key: UnsafeRawBufferPointer, salt: UInt64) -> UInt64 {
    var hash = salt
    var offset = 0
    while offset + 8 <= key.count {
      hash = step(hash, key.number(UInt64.self, at: offset))
      offset += 8
    }
    var last: UInt64 = 0
    while offset < key.count {
      last = last << 8 | UInt64(key[offset])
      offset += 1
    }
    return mixed(step(hash, last) ^ UInt64(key.count))
  }

  private static func step(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    var word = word &* 0x87C3_7B91_1142_53D5
    word = word << 31 | word >> 33
    let mixed = hash ^ (word &* 0x4CF5_AD43_2745_937F)
    return (mixed << 27 | mixed >> 37) &* 5 &+ 0x52DC_E729
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ value >> 33) &* 0xFF51_AFD7_ED55_8CCD
    value = (value ^ value >> 33) &* 0xC4CE_B9FE_1A85_EC53
    return value ^ value >> 33
  }
}
