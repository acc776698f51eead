/// The columns that `text` takes on screen when drawn by `Frame.put`. O(n).
public func displayWidth(_ text: String) -> Int {
  text.withBytes { bytes in
    var scanner = ClusterScanner(bytes)
    var width = 0
    while let cluster = scanner.next() { width += cluster.width }
    return width
  }
}

/// `text` broken into lines of at most `width` columns at spaces (a longer word is cut), keeping its own line
/// breaks, tabs expanded; the form in which hostile characters show as glyphs is what is measured.
public func wrap(_ text: String, width: Int) -> [String] {
  TextLayout(text, width: width).lines.map(\.text)
}

/// A text broken into lines, with the way back from a place on the screen to a place in the text.
public struct TextLayout: Equatable, Sendable {
  public struct Line: Equatable, Sendable {
    /// What is drawn: the part of the source, tabs expanded.
    public let text: String
    /// The bytes (UTF-8) of the source that the line shows, without the blank or line break that ended it.
    public let source: Range<Int>
  }

  /// Tabs go to the next multiple of this many columns.
  public static let tabStop = 4

  public let width: Int
  public private(set) var lines: [Line] = []
  /// The source in UTF-8.
  let bytes: [UInt8]

  /// Breaks at spaces and between wide characters; a word longer than a line is cut. A width below one counts as one.
  public init(_ text: String, width: Int) {
    self.width = max(1, width)
    bytes = Array(text.utf8)
    lines = bytes.withUnsafeBufferPointer { LineBreaker($0, width: self.width).lines() }
  }

  /// The columns that bytes `range` of the source take on `line`; nil when they do not touch it.
  public func columns(of range: Range<Int>, line: Int) -> Range<Int>? {
    let source = lines[line].source
    let part = range.clamped(to: source)
    guard !part.isEmpty else { return nil }
    let left = column(of: part.lowerBound, in: source)
    return left..<max(left + 1, column(of: part.upperBound, in: source))
  }

  /// The line that shows byte `offset` of the source.
  public func line(of offset: Int) -> Int {
    var low = 0
    var high = lines.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if lines[middle].source.lowerBound <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private func column(of offset: Int, in source: Range<Int>) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var scanner = ClusterScanner(bytes, from: source.lowerBound)
      var column = 0
      while scanner.position < offset {
        let isTab = bytes[scanner.position] == 0x09
        guard let cluster = scanner.next() else { break }
        column = isTab ? LineBreaker.afterTab(column) : column + cluster.width
      }
      return column
    }
  }
}
