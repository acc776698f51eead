extension ObjectID: CustomStringConvertible {
  /// Reads 64 hexadecimal digits, of either case.
  public init?(hex: some StringProtocol) {
    guard let prefix = IDPrefix(hex), prefix.digits == 2 * ObjectID.byteCount else { return nil }
    self = prefix.lowest
  }

  /// The id as 64 lower-case hexadecimal digits.
  public var hex: String {
    String(unsafeUninitializedCapacity: 2 * ObjectID.byteCount) { digits in
      var at = 0
      for word in [words.0, words.1, words.2, words.3] {
        for shift in stride(from: 60, through: 0, by: -4) {
          let nibble = UInt8(truncatingIfNeeded: word >> UInt64(shift)) & 15
          digits[at] = nibble < 10 ? 0x30 + nibble : 0x57 + nibble
          at += 1
        }
      }
      return at
    }
  }

  public var description: String { hex }
}

extension ObjectID: Codable {
  /// Ids are coded as their hexadecimal digits.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let id = ObjectID(hex: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not 64 hexadecimal digits")
    }
    self = id
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}

/// The first digits of an id, and with them a range of ids.
struct IDPrefix {
  let digits: Int
  let lowest: ObjectID
  let highest: ObjectID

  /// Up to 64 hexadecimal digits; nil for anything else.
  init?(_ text: some StringProtocol) {
    var low: [UInt64] = [0, 0, 0, 0]
    var high: [UInt64] = [.max, .max, .max, .max]
    var count = 0
    for unit in text.utf8 {
      let nibble: UInt8
      switch unit {
      case 0x30...0x39: nibble = unit - 0x30
      case 0x61...0x66: nibble = unit - 0x57
      case 0x41...0x46: nibble = unit - 0x37
      default: return nil
      }
      guard count < 2 * ObjectID.byteCount else { return nil }
      let shift = UInt64(60 - 4 * (count % 16))
      low[count / 16] |= UInt64(nibble) << shift
      high[count / 16] &= ~(UInt64(15 - nibble) << shift)
      count += 1
    }
    digits = count
    lowest = ObjectID(words: (low[0], low[1], low[2], low[3]))
    highest = ObjectID(words: (high[0], high[1], high[2], high[3]))
  }
}
