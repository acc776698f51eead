/// Breaks UTF-8 into lines of a width. One pass; a broken line is measured again from its last opportunity.
struct LineBreaker {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let width: Int
  private var found: [TextLayout.Line] = []

  /// `width` is at least one.
  init(_ bytes: UnsafeBufferPointer<UInt8>, width: Int) {
    self.bytes = bytes
    self.width = width
  }

  static func afterTab(_ column: Int) -> Int { (column / TextLayout.tabStop + 1) * TextLayout.tabStop }

  consuming func lines() -> [TextLayout.Line] {
    var start = 0
    while true {
      var end = start
      while end < bytes.count && bytes[end] != 0x0A { end += 1 }
      let isLast = end == bytes.count
      // A carriage return before a line feed is part of the break; alone it is a hostile character.
      let textEnd = !isLast && end > start && bytes[end - 1] == 0x0D ? end - 1 : end
      breakParagraph(start..<textEnd)
      if isLast { return found }
      start = end + 1
    }
  }

  /// The last place where the line may end: its text ends at `end`, the next line starts at `next`.
  private struct Opportunity {
    var end: Int
    var next: Int
  }

  private mutating func breakParagraph(_ paragraph: Range<Int>) {
    let text = UnsafeBufferPointer(rebasing: bytes[0..<paragraph.upperBound])
    var lineStart = paragraph.lowerBound
    var scanner = ClusterScanner(text, from: lineStart)
    var column = 0
    var chance: Opportunity?
    var afterWide = false
    while scanner.position < paragraph.upperBound {
      let here = scanner.position
      let byte = text[here]
      guard let cluster = scanner.next() else { break }
      let isBlank = cluster.width == 1 && (byte == 0x20 || byte == 0x09)
      if isBlank {
        let next = byte == 0x09 ? LineBreaker.afterTab(column) : column + 1
        let end = chance.map { $0.next == here ? $0.end : here } ?? here
        // Blanks that do not fit hang over the edge unseen.
        chance = Opportunity(end: end, next: scanner.position)
        column = next
        afterWide = false
        continue
      }
      let isWide = cluster.width >= 2
      if (isWide || afterWide) && here > lineStart && !closes(cluster) && chance?.next != here {
        chance = Opportunity(end: here, next: here)
      }
      if column + cluster.width > width && here > lineStart {
        let place = chance ?? Opportunity(end: here, next: here)
        append(lineStart..<place.end)
        lineStart = place.next
        scanner = ClusterScanner(text, from: lineStart)
        column = 0
        chance = nil
        afterWide = false
        continue
      }
      column += cluster.width
      afterWide = isWide
    }
    append(lineStart..<paragraph.upperBound)
  }

  /// Closing marks of East Asian text, which never begin a line.
  private func closes(_ cluster: Cluster) -> Bool {
    switch cluster.scalars.0 {
    case 0x3001, 0x3002, 0x300D, 0x300F, 0x3011, 0x3015, 0xFF01, 0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0x30FC,
      0x21, 0x29, 0x2C, 0x2E, 0x3A, 0x3B, 0x3F, 0x5D, 0x7D, 0x2019, 0x201D:
      true
    default: false
    }
  }

  private mutating func append(_ source: Range<Int>) {
    let part = bytes[source]
    guard part.contains(0x09) else {
      found.append(.init(text: String(decoding: part, as: UTF8.self), source: source))
      return
    }
    var expanded: [UInt8] = []
    var scanner = ClusterScanner(UnsafeBufferPointer(rebasing: bytes[0..<source.upperBound]), from: source.lowerBound)
    var column = 0
    while scanner.position < source.upperBound {
      let here = scanner.position
      guard let cluster = scanner.next() else { break }
      if bytes[here] == 0x09 {
        let next = LineBreaker.afterTab(column)
        expanded.append(contentsOf: repeatElement(0x20, count: next - column))
        column = next
      } else {
        expanded.append(contentsOf: bytes[here..<scanner.position])
        column += cluster.width
      }
    }
    found.append(.init(text: String(decoding: expanded, as: UTF8.self), source: source))
  }
}
