extension Frame {
  /// Draws `text` from (`row`, `column`), clipped to `width` columns (to the edge when nil) and to the frame; what
  /// does not fit ends in `…` when `ellipsis`. Graphemes take their display width; controls, escapes, bidi
  /// overrides and zero-width characters are drawn as visible glyphs. Gives the columns used.
  @discardableResult
  public mutating func put(
    _ text: String, row: Int, column: Int, role: Role = .text, width: Int? = nil, ellipsis: Bool = true
  ) -> Int {
    let limit = min(size.columns, column + (width ?? size.columns))
    guard row >= 0, row < size.rows, column < limit, limit > 0, !text.isEmpty else { return 0 }
    return text.withBytes { bytes in
      put(bytes, row: row, column: column, role: role, limit: limit, ellipsis: ellipsis)
    }
  }

  private mutating func put(
    _ bytes: UnsafeBufferPointer<UInt8>, row: Int, column: Int, role: Role, limit: Int, ellipsis: Bool
  ) -> Int {
    let start = row * size.columns
    var place = column
    var overflowed = false
    cutLeft(row: row, at: max(0, column))
    cells.withUnsafeMutableBufferPointer { cells in
      var scanner = ClusterScanner(bytes)
      while let cluster = scanner.next() {
        guard place + cluster.width <= limit else {
          overflowed = true
          break
        }
        if place >= 0 {
          let role = cluster.isGlyph ? Role.glyph : role
          cells[start + place] = Cell(cluster, role: role)
          for covered in 1..<max(1, cluster.width) { cells[start + place + covered] = .continuation(role) }
        } else {
          // Cut by the left edge: what sticks out into the frame is blank.
          for covered in 0..<cluster.width where place + covered >= 0 { cells[start + place + covered] = .blank(role) }
        }
        place += cluster.width
      }
    }
    let left = max(0, column)
    guard overflowed && ellipsis else {
      cutRight(row: row, at: max(left, place))
      return place - column
    }
    // The sign goes right behind the text; where that ends at the edge, in place of its last character.
    var last = limit - 1
    while last > left && last < place && cells[start + last].width == 0 { last -= 1 }
    last = max(left, min(last, place))
    for covered in last..<limit { cells[start + covered] = .blank(role) }
    cells[start + last] = Cell(Cluster(0x2026, width: 1), role: role)
    cutRight(row: row, at: limit)
    return last + 1 - column
  }

  /// Before columns `left ..< right` are overwritten: blanks the wide cells that stick out of them.
  mutating func cutWideCells(row: Int, from left: Int, to right: Int) {
    cutLeft(row: row, at: left)
    cutRight(row: row, at: right)
  }

  /// Blanks the part left of `column` of a wide cell that crosses it.
  private mutating func cutLeft(row: Int, at column: Int) {
    let start = row * size.columns
    guard column < size.columns, cells[start + column].width == 0 else { return }
    var owner = column
    while owner > 0 && cells[start + owner].width == 0 { owner -= 1 }
    for place in owner..<column { cells[start + place] = .blank(cells[start + place].role) }
  }

  /// Blanks the part from `column` on of a wide cell that crosses it.
  private mutating func cutRight(row: Int, at column: Int) {
    let start = row * size.columns
    var place = column
    while place < size.columns && cells[start + place].width == 0 {
      cells[start + place] = .blank(cells[start + place].role)
      place += 1
    }
  }

  /// After columns `left ..< right` were copied from elsewhere: blanks wide cells that came in part.
  mutating func mendEdges(row: Int, from left: Int, to right: Int) {
    let start = row * size.columns
    guard left < right else { return }
    var place = left
    while place < right && cells[start + place].width == 0 {
      cells[start + place] = .blank(cells[start + place].role)
      place += 1
    }
    var owner = right - 1
    while owner > left && cells[start + owner].width == 0 { owner -= 1 }
    guard owner + cells[start + owner].width > right else { return }
    for place in owner..<right { cells[start + place] = .blank(cells[start + place].role) }
  }
}
