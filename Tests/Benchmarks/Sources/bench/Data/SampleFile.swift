import Foundation

/// The generated samples: JSON lines of 293 bytes each, the newline included, so that a row's place in the file is known
/// without reading it.
enum SampleFile {
  static let rowBytes = 293
  private static let opening = Array(#"{"id":"s"#.utf8)
  private static let afterIdentifier = Array(#"","lang":""#.utf8)
  private static let idDigits = 7
  /// Where the two letters of the language stand in each row: what an edit of the file changes.
  private static let languageOffset = opening.count + idDigits + afterIdentifier.count

  static func identifier(_ index: Int) -> String {
    let digits = String(index)
    return "s" + String(repeating: "0", count: max(0, idDigits - digits.count)) + digits
  }

  /// Writes `count` rows. The same rows for the same count, everywhere.
  static func write(count: Int, to path: String) throws {
    let file = try OutputFile(path)
    var random = SplitMix64(seed: 293)
    for index in 0..<count {
      appendRow(index, &random, to: &file.buffer)
      try file.flushWhenFull()
    }
    try file.close()
  }

  /// Changes one field of each of these rows in place.
  static func edit(rows: [Int], in path: String) throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    for row in rows {
      let offset = UInt64(row * rowBytes + languageOffset)
      try file.seek(toOffset: offset)
      let now = try file.read(upToCount: 2)
      try file.seek(toOffset: offset)
      try file.write(contentsOf: Data((now == Data("pt".utf8) ? "it" : "pt").utf8))
    }
    try file.close()
  }

  private static func appendRow(_ index: Int, _ random: inout SplitMix64, to row: inout [UInt8]) {
    let start = row.count
    row += opening
    appendDigits(index, width: idDigits, to: &row)
    row += afterIdentifier
    row += languages[random.below(languages.count)]
    row += #"","source":""#.utf8
    row += sources[random.below(sources.count)]
    row += #"","author":"u"#.utf8
    appendHex(random.next(), digits: 10, to: &row)
    row += #"","created":"2025-"#.utf8
    appendDigits(1 + random.below(12), width: 2, to: &row)
    row.append(UInt8(ascii: "-"))
    appendDigits(1 + random.below(28), width: 2, to: &row)
    row.append(UInt8(ascii: "T"))
    for (part, bound) in [24, 60, 60].enumerated() {
      if part > 0 { row.append(UInt8(ascii: ":")) }
      appendDigits(random.below(bound), width: 2, to: &row)
    }
    row += #"Z","likes":"#.utf8
    row += String(random.below(1 << (1 + random.below(14)))).utf8
    row += #","text":""#.utf8
    appendText(through: start + rowBytes - 3, &random, to: &row)
    row += "\"}\n".utf8
  }

  /// Words up to exactly `end`; the last is cut to fit, as a field of a fixed width cuts it.
  private static func appendText(through end: Int, _ random: inout SplitMix64, to row: inout [UInt8]) {
    while row.count < end {
      // The square of an even number favours the front of the list, as words do.
      let place = random.below(words.count) * random.below(words.count) / words.count
      row += words[place]
      switch random.below(12) {
      case 0: row += ", ".utf8
      case 1: row += ". ".utf8
      default: row.append(UInt8(ascii: " "))
      }
    }
    row.removeLast(row.count - end)
    if row[row.count - 1] == UInt8(ascii: " ") { row[row.count - 1] = UInt8(ascii: "!") }
  }

  private static func appendDigits(_ number: Int, width: Int, to row: inout [UInt8]) {
    var divisor = 1
    for _ in 1..<width { divisor *= 10 }
    while divisor > 0 {
      row.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }

  private static func appendHex(_ number: UInt64, digits: Int, to row: inout [UInt8]) {
    for place in 0..<digits {
      row.append(hexDigits[Int(number >> UInt64(place * 4) & 15)])
    }
  }

  private static let hexDigits = Array("0123456789abcdef".utf8)
  private static let languages = ["en", "en", "en", "de", "fr", "es"].map { Array($0.utf8) }
  private static let sources = ["forum", "review", "support", "mail", "survey"].map { Array($0.utf8) }
}
