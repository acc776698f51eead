import Terminal

/// Markdown as plain styled text: headings, paragraphs, lists, quotes, code, tables as they stand, and emphasis.
/// The part of CommonMark (https://spec.commonmark.org/0.31.2/) that guidelines are written in; what is not known is
/// shown as it stands, so that nothing is ever lost.
struct Markdown: Equatable, Sendable {
  enum Block: Equatable, Sendable {
    case heading(level: Int, String)
    case paragraph(String)
    /// `depth` counts from 0; `marker` is "•" or "3.".
    case item(depth: Int, marker: String, String)
    case quote(String)
    /// Lines that keep their breaks: code and tables.
    case verbatim([String])
    case rule
  }

  private(set) var blocks: [Block] = []
  private var open: Block?
  private var fence: String?

  init(_ source: String) {
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      take(line.last == "\r" ? line.dropLast() : line)
    }
    if let open { blocks.append(open) }
  }

  /// The text for a window of `width` columns.
  func styled(width: Int) -> StyledText {
    var text = StyledText()
    for (index, block) in blocks.enumerated() {
      if index > 0 { text.append(Markdown.isTight(blocks[index - 1], block) ? "\n" : "\n\n") }
      text.append(Markdown.styled(block, width: width))
    }
    return text
  }

  private static func isTight(_ a: Block, _ b: Block) -> Bool {
    if case .item = a, case .item = b { return true }
    return false
  }

  private static func styled(_ block: Block, width: Int) -> StyledText {
    switch block {
    case .heading(let level, let source):
      var text = StyledText()
      for mark in inline(source).text.split(separator: "\n") { text.append(String(mark), .heading, .bold) }
      return text.wrapped(width: width, rest: level > 1 ? "  " : "")
    case .paragraph(let source): return inline(source).wrapped(width: width)
    case .item(let depth, let marker, let source):
      let indent = String(repeating: "  ", count: min(depth, 6))
      let rest = indent + String(repeating: " ", count: displayWidth(marker) + 1)
      return inline(source).wrapped(width: width, first: indent + marker + " ", rest: rest)
    case .quote(let source): return inline(source).wrapped(width: width, first: "│ ", rest: "│ ")
    case .verbatim(let lines):
      var text = StyledText()
      for (index, line) in lines.enumerated() {
        if index > 0 { text.newline() }
        text.append("  " + line, .dim)
      }
      return text
    case .rule: return StyledText(String(repeating: "─", count: max(1, min(width, 24))), .rule)
    }
  }
}

// MARK: Blocks

extension Markdown {
  private mutating func take(_ raw: Substring) {
    let line = raw.drop { $0 == " " || $0 == "\t" }
    if let fence {
      if line.hasPrefix(fence) { close() } else { extend(with: String(raw)) }
      return
    }
    if line.hasPrefix("```") || line.hasPrefix("~~~") {
      start(.verbatim([]))
      fence = String(line.prefix(3))
    } else if line.isEmpty {
      close()
    } else if let heading = Markdown.heading(line) {
      start(heading)
      close()
    } else if Markdown.isRule(line) {
      start(.rule)
      close()
    } else if line.hasPrefix(">") {
      let rest = line.dropFirst().drop { $0 == " " }
      if case .quote = open { extend(with: String(rest)) } else { start(.quote(String(rest))) }
    } else if line.hasPrefix("|") {
      if case .verbatim = open { extend(with: String(line)) } else { start(.verbatim([String(line)])) }
    } else if let item = Markdown.item(line, indent: raw.count - line.count) {
      start(item)
    } else if open == nil {
      start(.paragraph(String(line)))
    } else {
      extend(with: String(line))
    }
  }

  private mutating func start(_ block: Block) {
    if let open { blocks.append(open) }
    open = block
  }

  private mutating func close() {
    if let open { blocks.append(open) }
    open = nil
    fence = nil
  }

  /// A line that goes on with the open block; two blanks or a backslash before it break the line.
  private mutating func extend(with line: String) {
    func joined(_ text: String) -> String {
      if text.hasSuffix("\\") { return String(text.dropLast()) + "\n" + line }
      if text.hasSuffix("  ") { return text + "\n" + line }
      return text + " " + line
    }
    switch open {
    case .paragraph(let text): open = .paragraph(joined(text))
    case .item(let depth, let marker, let text): open = .item(depth: depth, marker: marker, joined(text))
    case .quote(let text): open = .quote(joined(text))
    case .verbatim(let lines):
      // Only code and tables keep lines; a line after a table is a paragraph of its own.
      if fence != nil || line.hasPrefix("|") { open = .verbatim(lines + [line]) } else { start(.paragraph(line)) }
    case .heading, .rule, nil: start(.paragraph(line))
    }
  }

  private static func heading(_ line: Substring) -> Block? {
    let level = line.prefix { $0 == "#" }.count
    let rest = line.dropFirst(level)
    guard (1...6).contains(level), rest.isEmpty || rest.first == " " else { return nil }
    var title = rest.drop { $0 == " " }
    while let last = title.last, last == " " || last == "#" { title.removeLast() }
    return .heading(level: level, String(title))
  }

  private static func isRule(_ line: Substring) -> Bool {
    let marks = line.filter { $0 != " " }
    guard marks.count >= 3, let first = marks.first, "-*_".contains(first) else { return false }
    return marks.allSatisfy { $0 == first }
  }

  private static func item(_ line: Substring, indent: Int) -> Block? {
    let depth = indent / 2
    if let first = line.first, "-*+".contains(first), line.dropFirst().first == " " {
      return .item(depth: depth, marker: "•", String(line.dropFirst(2).drop { $0 == " " }))
    }
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    let rest = line.dropFirst(digits.count)
    guard (1...9).contains(digits.count), rest.hasPrefix(". ") || rest.hasPrefix(") ") else { return nil }
    return .item(depth: depth, marker: digits + ".", String(rest.dropFirst(2).drop { $0 == " " }))
  }
}
