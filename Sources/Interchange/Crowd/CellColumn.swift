/// A column of cells that are read as text.
struct CellColumn {
  private var numbers = CellNumbers()
  private var cells: [Int32] = []

  /// `line` is that of the file, from 1.
  mutating func add(_ text: String, line: Int) {
    let number = Array(text.utf8).withUnsafeBufferPointer {
      numbers.number(of: $0, readable: $0.count, line: line)
    }
    // Text of a `String` is UTF-8, so that it has a number.
    cells.append(number ?? 0)
  }

  var column: CrowdTable.Column {
    let (names, places) = SortedCells.merged([numbers.sorted()], lines: [0])
    return CrowdTable.Column(names: names, numbers: cells.map { places[0][Int($0)] })
  }
}
