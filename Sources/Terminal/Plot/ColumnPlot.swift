/// Counts as columns of block elements that stand on a line, with the scale at the left.
public struct ColumnPlot: Equatable, Sendable {
  /// From left to right.
  public let counts: [Int]
  /// Their scale, from 0.
  public let axis: Axis

  /// - Parameter counts: From left to right; below 0 counts as 0.
  public init(_ counts: [Int], ticks: Int = 3) {
    self.counts = counts.map { max(0, $0) }
    axis = Axis(counts: self.counts, ticks: ticks)
  }

  /// Neighbours summed up, as many at a time as it takes for at most `most` columns; gives how many.
  public static func gathered(_ counts: [Int], most: Int) -> (counts: [Int], each: Int) {
    guard !counts.isEmpty, most > 0 else { return ([], 1) }
    let each = (counts.count + most - 1) / most
    guard each > 1 else { return (counts, 1) }
    return (
      stride(from: 0, to: counts.count, by: each).map { start in
        counts[start..<min(counts.count, start + each)].reduce(0, +)
      }, each
    )
  }

  /// Columns of cells that one count takes in `width`: its bar and the gap behind it.
  static func pitch(_ count: Int, width: Int) -> (bar: Int, gap: Int) {
    guard count > 0 else { return (1, 0) }
    let pitch = max(1, min(6, width / count))
    return pitch >= 3 ? (pitch - 1, 1) : (pitch, 0)
  }

  /// Draws into `rows` × `columns` cells; the last row says `first` and `last` under the ends. Counts that have no room
  /// are left out from the first on.
  public func draw(
    in frame: inout Frame, row: Int, column: Int, rows: Int, columns: Int, label: (Double) -> String, first: String,
    last: String, role: Role = .barFilled
  ) {
    let labels = axis.ticks.map(label)
    let margin = (labels.map { displayWidth($0) }.max() ?? 0) + 1
    let width = columns - margin - 1
    let height = rows >= 3 ? rows - 1 : rows
    guard width > 0, height > 0, !counts.isEmpty else { return }
    for line in 0..<height { frame.put("│", row: row + line, column: column + margin, role: .rule) }
    var taken: Set<Int> = []
    for (tick, text) in zip(axis.ticks, labels) {
      // A tick stands at the foot of the cell that a column of that height fills.
      guard let share = axis.share(tick) else { continue }
      let place = max(0, Int((share * Double(height)).rounded()) - 1)
      guard taken.insert(place).inserted else { continue }
      frame.put(text, row: row + height - 1 - place, column: column + margin - 1 - displayWidth(text), role: .dim)
      frame.put("┤", row: row + height - 1 - place, column: column + margin, role: .rule)
    }
    let shown = counts.suffix(width)
    let pitch = ColumnPlot.pitch(shown.count, width: width)
    for (index, count) in shown.enumerated() {
      let share = axis.share(Double(count)) ?? 0
      for line in 0..<height {
        let cell = Blocks.column(share, row: line, height: height)
        guard cell != " " else { break }
        frame.put(
          String(repeating: cell, count: pitch.bar), row: row + height - 1 - line,
          column: column + margin + 1 + index * (pitch.bar + pitch.gap), role: role)
      }
    }
    guard rows >= 3 else { return }
    let left = column + margin + 1
    let taking = min(width, shown.count * (pitch.bar + pitch.gap) - pitch.gap)
    frame.put(first, row: row + height, column: left, role: .dim, width: width)
    let end = max(left + displayWidth(first) + 2, left + taking - displayWidth(last))
    if last != first, end + displayWidth(last) <= left + width {
      frame.put(last, row: row + height, column: end, role: .dim)
    }
  }
}
