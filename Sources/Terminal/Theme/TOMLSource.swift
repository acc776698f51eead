import TOMLKit

/// Where in a TOML file a key was written: the parser tells that only of its own errors.
struct TOMLSource {
  private let lines: [[UInt8]]

  init(_ text: String) {
    lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
  }

  var lineCount: Int { lines.count }

  /// Line and column (from 1) of `key` in the section of that name, or at the top; (1, 1) where it is not found.
  ///
  /// A section is written `[section]`, `section = { … }` or `section.key = …`. `after` skips as many occurrences.
  func place(of key: String, in section: String? = nil, after skipped: Int = 0) -> (line: Int, column: Int) {
    var current = ""
    var left = skipped
    for (index, line) in lines.enumerated() {
      let words = TOMLSource.words(line)
      guard let first = words.first else { continue }
      if first.isHeader {
        current = first.text
        if section == nil && current == key { return (index + 1, first.column) }
        continue
      }
      var candidates: [Word] = []
      if section == nil && current.isEmpty { candidates = [first] }
      if let section {
        if current == section {
          candidates = words
        } else if current.isEmpty && first.text == section {
          candidates = Array(words.dropFirst())
        }
      }
      for word in candidates where word.text == key {
        if left == 0 { return (index + 1, word.column) }
        left -= 1
      }
    }
    return section == nil ? (1, 1) : place(of: section ?? key)
  }

  /// What the parser found wrong, in words, and where.
  static func explain(_ error: any Error) -> (place: (line: Int, column: Int), problem: String) {
    guard let error = error as? TOMLParseError else { return ((1, 1), "\(error)") }
    return ((error.source.begin.line, error.source.begin.column), "\(error.description).")
  }

  private struct Word {
    var text: String
    var column: Int
    var isHeader = false
  }

  /// The bare and quoted words of a line outside comments; a line `[name]` gives the one word.
  private static func words(_ line: [UInt8]) -> [Word] {
    var words: [Word] = []
    var place = 0
    let header = line.first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "[")
    while place < line.count {
      let byte = line[place]
      let start = place
      if byte == UInt8(ascii: "#") { break }
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        place += 1
        while place < line.count && line[place] != byte { place += line[place] == 0x5C && byte == 0x22 ? 2 : 1 }
        let end = min(place, line.count)
        words.append(Word(text: String(decoding: line[start + 1..<end], as: UTF8.self), column: start + 1))
        place += 1
      } else if isBare(byte) {
        while place < line.count && isBare(line[place]) { place += 1 }
        words.append(Word(text: String(decoding: line[start..<place], as: UTF8.self), column: start + 1))
      } else {
        place += 1
      }
    }
    guard header, var only = words.first else { return words }
    only.isHeader = true
    return [only]
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
