/// One row of the graph: a commit, the lines that pass it, and those that end or begin at it.
public struct GraphRow: Equatable, Sendable {
  /// What a lane has in a row.
  struct Cell: OptionSet, Equatable, Sendable {
    let rawValue: UInt8
    /// A line comes from the row above, or goes on to the row below.
    static let up = Cell(rawValue: 1)
    static let down = Cell(rawValue: 2)
    /// The row's horizontal line comes in from the side.
    static let left = Cell(rawValue: 4)
    static let right = Cell(rawValue: 8)
    /// A line passes over the horizontal one, and has nothing to do with it.
    static let crossed = Cell(rawValue: 16)
  }

  /// The lane of the commit.
  public let node: Int
  let isMerge: Bool
  let cells: [Cell]
  /// The lanes that the horizontal line spans; the node alone where there is none.
  let run: ClosedRange<Int>

  /// Lanes in use.
  public var laneCount: Int { cells.count }

  /// Columns that `lanes` lanes take.
  public static func width(lanes: Int) -> Int { max(0, 2 * lanes - 1) }

  /// The row as text of at most `width(lanes: limit)` columns: "│ ●─╮". Lanes from the limit on share the last column:
  /// "…" stands for them there, or the commit where it is one of theirs.
  public func text(limit: Int) -> String {
    let limit = max(1, limit)
    guard cells.count > limit else { return line(cells.indices.map { ($0, shape(of: $0)) }) }
    let fold = limit - 1
    let hidden = fold..<cells.count
    let sign: Character = hidden.contains(node) ? shape(of: node) : hidden.contains { !cells[$0].isEmpty } ? "…" : " "
    return line((0..<fold).map { ($0, shape(of: $0)) } + [(fold, sign)])
  }

  private func line(_ shapes: [(lane: Int, shape: Character)]) -> String {
    var text = ""
    for (lane, shape) in shapes {
      if lane > 0 { text.append(run.contains(lane - 1) && run.contains(lane) ? "─" : " ") }
      text.append(shape)
    }
    while text.last == " " { text.removeLast() }
    return text
  }

  /// A commit with several parents is hollow: it joins what others did.
  private func shape(of lane: Int) -> Character {
    if lane == node { return isMerge ? "○" : "●" }
    let cell = cells[lane]
    if cell.contains(.crossed) { return "│" }
    return GraphRow.shapes[Int(cell.rawValue)]
  }

  /// By the bits of up, down, left and right.
  private static let shapes: [Character] = [
    " ", "│", "│", "│", "─", "╯", "╮", "┤", "─", "╰", "╭", "├", "─", "┴", "┬", "┼",
  ]
}
