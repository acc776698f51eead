import VersionStore

/// Writes the parts that committed rows are made of. Each part has exactly one form, so equal values have equal bytes.
struct RowWriter {
  private(set) var bytes: [UInt8] = []

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  /// An unsigned number in groups of seven bits, low ones first, the high bit saying that more follow (LEB128).
  mutating func number(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// The length in bytes as a number, then UTF-8.
  mutating func name(_ text: String) {
    number(UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  mutating func id(_ id: ObjectID) { bytes.append(contentsOf: id.bytes) }

  /// The length of another row as a number, then its bytes.
  mutating func row(_ row: [UInt8]) {
    number(UInt64(row.count))
    bytes.append(contentsOf: row)
  }

  /// A signed number, as twice the number from zero up and one less than twice its size below (zigzag).
  mutating func signed(_ value: Int64) { number(UInt64(bitPattern: value << 1 ^ value >> 63)) }

  /// A tag (0 for one value, 1 for several, 2 for a number), then the value's name, or the count and the names in ascending
  /// order of their bytes: a set has no order, so the project's order of values stays out of the trees. Or a number's
  /// digits, without zeros at the end of a fraction, and how many of them stand behind the point.
  mutating func answer(_ answer: Answer) {
    switch answer {
    case .choice(let value):
      byte(0)
      name(value)
    case .choices(let values):
      byte(1)
      let distinct = Answer.namesAsInRows(values)
      number(UInt64(distinct.count))
      for value in distinct { name(value) }
    case .number(let number):
      byte(2)
      let parts = number.parts
      signed(parts.coefficient)
      byte(parts.places)
    }
  }
}

extension Answer {
  /// Each name once, in ascending order of bytes.
  fileprivate static func namesAsInRows(_ names: [String]) -> [String] {
    names.sorted(by: precedesInBytes).reduce(into: []) { distinct, name in
      if distinct.last.map({ precedesInBytes($0, name) }) ?? true { distinct.append(name) }
    }
  }

  /// The answer as it comes out of a row.
  var asInRows: Answer {
    if case .choices(let names) = self { .choices(Self.namesAsInRows(names)) } else { self }
  }
}

/// Reads what `RowWriter` wrote and nothing else: every part gives nil where the bytes are not the one form of a value.
struct RowReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func byte() -> UInt8? {
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func number() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let next = byte() {
      let part = UInt64(next & 0x7F)
      // The tenth group holds one bit only, and a last group of zero would be a second form of a shorter number.
      if shift == 63, part > 1 { return nil }
      value |= part << shift
      if next & 0x80 == 0 { return next == 0 && shift > 0 ? nil : value }
      shift += 7
      if shift > 63 { return nil }
    }
    return nil
  }

  mutating func signed() -> Int64? {
    number().map { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) }
  }

  mutating func name() -> String? {
    guard let count = number(), count <= UInt64(bytes.count - position) else { return nil }
    defer { position += Int(count) }
    return String(validating: bytes[position..<position + Int(count)], as: UTF8.self)
  }

  mutating func id() -> ObjectID? {
    guard bytes.count - position >= ObjectID.byteCount else { return nil }
    defer { position += ObjectID.byteCount }
    return ObjectID(bytes: bytes[position..<position + ObjectID.byteCount])
  }

  mutating func row() -> [UInt8]? {
    guard let count = number(), count <= UInt64(bytes.count - position) else { return nil }
    defer { position += Int(count) }
    return Array(bytes[position..<position + Int(count)])
  }

  mutating func answer() -> Answer? {
    switch byte() {
    case 0: return name().map(Answer.choice)
    case 1:
      guard let count = number(), count <= UInt64(bytes.count - position) else { return nil }
      var values: [String] = []
      for _ in 0..<count {
        guard let value = name() else { return nil }
        if let last = values.last, !precedesInBytes(last, value) { return nil }
        values.append(value)
      }
      return .choices(values)
    case 2:
      guard let coefficient = signed(), let places = byte() else { return nil }
      return DecimalNumber(coefficient: coefficient, places: places).map(Answer.number)
    default: return nil
    }
  }
}

/// Whether `a` comes before `b` as bytes of UTF-8. `String`'s own order is another one where text is not normalized.
func precedesInBytes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

/// The key of a row that belongs to a part of a sample: its annotator, or its question. Ids hold no control
/// character, so all rows of a sample stand together, in the order of the samples' ids.
enum PartKey {
  static func bytes(sample: String, part: String) -> [UInt8] {
    var key = prefix(sample: sample)
    key.append(contentsOf: part.utf8)
    return key
  }

  /// What the keys of all parts of `sample` begin with.
  static func prefix(sample: String) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(sample.utf8.count + 24)
    key.append(contentsOf: sample.utf8)
    key.append(0)
    return key
  }

  static func split(_ key: [UInt8]) -> (sample: String, part: String)? {
    guard let zero = key.firstIndex(of: 0),
      let sample = String(validating: key[..<zero], as: UTF8.self),
      let part = String(validating: key[(zero + 1)...], as: UTF8.self)
    else { return nil }
    return (sample, part)
  }
}
