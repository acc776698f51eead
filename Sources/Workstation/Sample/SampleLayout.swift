import Terminal

/// The rows and columns of a screen that shows a sample: the same for every sample of a size, so that only what
/// changed moves.
struct SampleLayout: Equatable, Sendable {
  static let least = Size(rows: 5, columns: 20)

  /// Little room: no blank lines, no metadata, short hints.
  let isCompact: Bool
  let headRule: Int?
  let textTop: Int
  let textRows: Int
  let textColumn: Int
  let textWidth: Int
  let rule: Int?
  /// The questions, or the annotators' answers.
  let regionTop: Int
  let regionRows: Int
  /// Where a failure to save stands; nil where it shares the status line.
  let alarm: Int?
  let status: Int
  let hints: Int
  let sideColumn: Int?
  let sideWidth: Int

  static func isCompact(_ size: Size) -> Bool { size.rows < 16 || size.columns < 60 }

  /// Rows that the region above the status line may take.
  static func budget(_ size: Size) -> Int {
    isCompact(size) ? max(1, (size.rows - 4) / 2) : max(4, size.rows / 2 - 1)
  }

  init(_ size: Size, regionRows wanted: Int, isBeside: Bool) {
    isCompact = SampleLayout.isCompact(size)
    let hasRules = size.rows >= 10
    hints = size.rows - 1
    status = size.rows - 2
    alarm = isCompact ? nil : size.rows - 3
    regionRows = max(1, min(wanted, SampleLayout.budget(size)))
    regionTop = max(1, (alarm ?? status) - regionRows)
    rule = hasRules ? regionTop - 1 : nil
    headRule = hasRules ? 1 : nil
    textTop = hasRules ? (isCompact ? 2 : 3) : 1
    let bottom = (rule ?? regionTop) - (isCompact ? 0 : 1)
    textRows = max(1, bottom - textTop)
    textColumn = size.columns >= 60 ? 3 : 1
    let isWide = isBeside && size.columns >= Guidelines.leastColumns
    sideWidth = isWide ? max(40, min(64, size.columns - SamplePane.measure - 8)) : 0
    sideColumn = isWide ? size.columns - sideWidth - 1 : nil
    let room = isWide ? size.columns - sideWidth - 1 - 4 - textColumn : size.columns - 2 * textColumn
    textWidth = max(8, min(SamplePane.measure, room))
  }
}
