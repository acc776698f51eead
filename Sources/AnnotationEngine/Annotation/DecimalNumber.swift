/// A decimal number, exact: what a rating answers with. Of one number there is one value and one text, however it was
/// written: "3", "3.0", "03" and "0.3e1" are the same.
///
/// From -1,000,000,000 to 1,000,000,000, with at most six digits behind the point: such a number has at most 15 digits
/// that count, so it survives the binary numbers of other programs.
public struct DecimalNumber: Hashable, Sendable {
  /// How many millionths it is.
  public let millionths: Int64

  /// Digits behind the point at most.
  public static let places = 6
  static let unit: Int64 = 1_000_000
  private static let limit: Int64 = 1_000_000_000 * unit

  /// nil where it is out of range.
  public init?(millionths: Int64) {
    guard millionths.magnitude <= Self.limit.magnitude else { return nil }
    self.millionths = millionths
  }

  /// A whole number; nil where it is out of range.
  public init?(_ whole: Int) {
    let (millionths, overflows) = Int64(whole).multipliedReportingOverflow(by: Self.unit)
    if overflows { return nil }
    self.init(millionths: millionths)
  }

  /// Reads digits with an optional sign, point and exponent: "4", "-0.5", ".5", "1e2". nil where `text` is something else,
  /// is out of range, or has more digits behind the point than are kept.
  public init?(_ text: some StringProtocol) {
    var rest = text.utf8[...]
    let isNegative = rest.first == 0x2D
    if isNegative || rest.first == 0x2B { rest = rest.dropFirst() }
    var digits: [UInt8] = []
    var hasDigits = false
    var exponent = 0
    var isFraction = false
    reading: while let byte = rest.first {
      switch byte {
      case 0x30...0x39:
        hasDigits = true
        // Zeros in front count for nothing.
        if !(digits.isEmpty && byte == 0x30) { digits.append(byte - 0x30) }
        if isFraction { exponent -= 1 }
      case 0x2E where !isFraction: isFraction = true
      default: break reading
      }
      rest = rest.dropFirst()
    }
    guard hasDigits else { return nil }
    if let byte = rest.first {
      guard byte == 0x65 || byte == 0x45 else { return nil }
      let written = rest.dropFirst()
      guard written.count < 8, let shift = Int(String(decoding: written, as: UTF8.self)) else { return nil }
      exponent += shift
    }
    while digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    if digits.isEmpty {
      self.init(millionths: 0)
      return
    }
    guard exponent >= -Self.places, digits.count + exponent <= 10 else { return nil }
    var value = digits.reduce(Int64(0)) { $0 * 10 + Int64($1) }
    for _ in 0..<exponent + Self.places { value *= 10 }
    self.init(millionths: isNegative ? -value : value)
  }

  /// The one way in which it is written: "4", "-0.5". This is also its literal in JSON.
  public var text: String {
    let whole = millionths.magnitude / UInt64(Self.unit)
    var fraction = millionths.magnitude % UInt64(Self.unit)
    let sign = millionths < 0 ? "-" : ""
    if fraction == 0 { return "\(sign)\(whole)" }
    var places = Self.places
    while fraction % 10 == 0 {
      fraction /= 10
      places -= 1
    }
    let digits = String(fraction)
    return "\(sign)\(whole).\(String(repeating: "0", count: places - digits.count))\(digits)"
  }

  /// The nearest binary number, for statistics.
  public var double: Double { Double(millionths) / Double(Self.unit) }
}

extension DecimalNumber: Comparable {
  public static func < (a: DecimalNumber, b: DecimalNumber) -> Bool { a.millionths < b.millionths }
}

extension DecimalNumber: Codable {
  /// A plain number. Fifteen digits are the same ones after a journey through a Double.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let value = try container.decode(Double.self)
    guard let number = DecimalNumber(value.description) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(value) is not a number of a rating")
    }
    self = number
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(double)
  }
}

// MARK: - In committed rows

extension DecimalNumber {
  /// The number as a coefficient and so many digits behind the point, in lowest terms: 2.50 is 25 and 1.
  var parts: (coefficient: Int64, places: UInt8) {
    if millionths == 0 { return (0, 0) }
    var (coefficient, places) = (millionths, UInt8(Self.places))
    while places > 0, coefficient % 10 == 0 {
      coefficient /= 10
      places -= 1
    }
    return (coefficient, places)
  }

  /// nil where the parts are not in lowest terms, or out of range.
  init?(coefficient: Int64, places: UInt8) {
    guard places <= Self.places, places == 0 || coefficient % 10 != 0 else { return nil }
    var value = coefficient
    for _ in 0..<Self.places - Int(places) {
      let (next, overflows) = value.multipliedReportingOverflow(by: 10)
      if overflows { return nil }
      value = next
    }
    self.init(millionths: value)
  }
}
