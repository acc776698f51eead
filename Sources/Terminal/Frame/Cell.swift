/// One place of the screen: up to five code points, a role, attribute bits, a width. 16 bytes without padding, so that
/// rows compare as memory.
///
/// `low` holds three code points of 21 bits and the doubtful bit; `high` two code points, the role, the attributes and
/// the width (0 for the columns that a wide cell covers).
public struct Cell: Equatable, Sendable {
  var low: UInt64
  var high: UInt64

  init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  init(_ cluster: Cluster, role: Role) {
    let s = cluster.scalars
    low = UInt64(s.0) | UInt64(s.1) << 21 | UInt64(s.2) << 42 | (cluster.isDoubtful ? 1 << 63 : 0)
    high = UInt64(s.3) | UInt64(s.4) << 21 | UInt64(role.rawValue) << 42 | UInt64(cluster.width & 0xF) << 58
  }

  init(ascii: UInt8, role: Role) {
    low = UInt64(ascii)
    high = UInt64(role.rawValue) << 42 | 1 << 58
  }

  static func blank(_ role: Role) -> Cell { Cell(ascii: 0x20, role: role) }
  static func continuation(_ role: Role) -> Cell { Cell(low: 0, high: UInt64(role.rawValue) << 42) }

  /// The columns it takes; 0 when it is covered by the wide cell before it.
  public var width: Int { Int(high >> 58 & 0xF) }

  public internal(set) var role: Role {
    get { Role(rawValue: UInt8(high >> 42 & 0xFF)) ?? .text }
    set { high = high & ~(0xFF << 42) | UInt64(newValue.rawValue) << 42 }
  }

  public internal(set) var attributes: Attributes {
    get { Attributes(rawValue: UInt8(high >> 50 & 0xFF)) }
    set { high = high & ~(0xFF << 50) | UInt64(newValue.rawValue) << 50 }
  }

  /// The code points, base first; empty for a covered column.
  public var scalars: [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    for index in 0..<Cluster.capacity {
      let value = scalar(index)
      if value == 0 { break }
      if let scalar = Unicode.Scalar(value) { result.append(scalar) }
    }
    return result
  }

  /// True when terminals disagree on the width.
  var isDoubtful: Bool { low >> 63 == 1 }
  /// Role and attributes: what decides the look, as one number.
  var style: Int { Int(high >> 42 & 0xFFFF) }
  var isBlank: Bool { low == 0x20 }

  func scalar(_ index: Int) -> UInt32 {
    let bits = index < 3 ? low >> UInt64(21 * index) : high >> UInt64(21 * (index - 3))
    return UInt32(bits & 0x1F_FFFF)
  }
}

/// What is added to a role's look at a place, for marks that lie over text of any role.
public struct Attributes: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let bold = Attributes(rawValue: 1)
  public static let dim = Attributes(rawValue: 2)
  public static let underline = Attributes(rawValue: 4)
  public static let reverse = Attributes(rawValue: 8)
}
