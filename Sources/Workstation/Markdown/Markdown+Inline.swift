import Terminal

extension Markdown {
  /// Emphasis, code, links and escapes of one block's text.
  static func inline(_ source: String) -> StyledText {
    var scanner = InlineScanner(Array(source))
    return scanner.scan()
  }
}

/// Reads inline Markdown in one pass. A mark that nothing closes stands for itself.
private struct InlineScanner {
  private let source: [Character]
  private var place = 0
  private var result = StyledText()
  private var plain = ""
  private var isStrong = false
  private var isEmphasized = false

  init(_ source: [Character]) { self.source = source }

  mutating func scan() -> StyledText {
    while place < source.count { step() }
    flush()
    return result
  }

  private mutating func step() {
    let character = source[place]
    switch character {
    case "\\" where place + 1 < source.count && source[place + 1].isPunctuation:
      plain.append(source[place + 1])
      place += 2
    case "`": if !code() { keep(character) }
    case "*", "_": if !emphasis(character) { keep(character) }
    case "!" where place + 1 < source.count && source[place + 1] == "[":
      place += 1
      if !link() { plain.append("!") }
    case "[": if !link() { keep(character) }
    case "<": if !autolink() { keep(character) }
    default: keep(character)
    }
  }

  private mutating func keep(_ character: Character) {
    plain.append(character)
    place += 1
  }

  private mutating func flush() {
    var attributes: Attributes = []
    if isStrong { attributes.insert(.bold) }
    if isEmphasized { attributes.insert(.underline) }
    result.append(plain, nil, attributes)
    plain = ""
  }

  private func find(_ wanted: [Character], from start: Int) -> Int? {
    guard wanted.count <= source.count else { return nil }
    var index = start
    while index + wanted.count <= source.count {
      if source[index] == wanted[0], source[index..<index + wanted.count].elementsEqual(wanted) { return index }
      index += 1
    }
    return nil
  }

  private mutating func code() -> Bool {
    let ticks = source[place...].prefix { $0 == "`" }.count
    let mark = Array(repeating: Character("`"), count: ticks)
    guard let end = find(mark, from: place + ticks) else { return false }
    flush()
    result.append(String(source[place + ticks..<end]), .key)
    place = end + ticks
    return true
  }

  private mutating func emphasis(_ mark: Character) -> Bool {
    let run = source[place...].prefix { $0 == mark }.count
    let isDouble = run >= 2
    let length = isDouble ? 2 : 1
    let isOpen = isDouble ? isStrong : isEmphasized
    let before = place > 0 ? source[place - 1] : " "
    let after = place + length < source.count ? source[place + length] : " "
    if isOpen {
      guard !before.isWhitespace else { return false }
    } else {
      // An underscore inside a word (snake_case) is no emphasis.
      guard !after.isWhitespace, mark == "*" || !(before.isLetter || before.isNumber) else { return false }
      guard find(Array(repeating: mark, count: length), from: place + length) != nil else { return false }
    }
    flush()
    if isDouble { isStrong.toggle() } else { isEmphasized.toggle() }
    place += length
    return true
  }

  /// [text](address): the address is shown behind the text, since nothing can be clicked.
  private mutating func link() -> Bool {
    guard let end = find(["]", "("], from: place), let close = find([")"], from: end + 2) else { return false }
    let text = String(source[place + 1..<end])
    let address = String(source[end + 2..<close])
    flush()
    result.append(text, nil, .underline)
    if !address.isEmpty && address != text { result.append(" (\(address))", .dim) }
    place = close + 1
    return true
  }

  private mutating func autolink() -> Bool {
    guard let end = find([">"], from: place) else { return false }
    let inner = String(source[place + 1..<end])
    guard inner.hasPrefix("http://") || inner.hasPrefix("https://") || inner.hasPrefix("mailto:") else { return false }
    flush()
    result.append(inner, .dim)
    place = end + 1
    return true
  }
}
