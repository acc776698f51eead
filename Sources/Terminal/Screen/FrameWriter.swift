import Glibc

/// Turns the difference of two frames into the bytes that make a terminal show it.
///
/// Rows that are equal cost a comparison of memory; in a changed row only runs of changed cells are sent, with the
/// shortest cursor moves and style changes between them.
struct FrameWriter {
  let capabilities: Capabilities
  let charset: Charset
  /// By role.
  private let looks: [Look]
  private var shown: Frame?
  /// What the terminal is set to; nil when that is not known.
  private var look: Look?
  private var row: Int?
  private var column: Int?
  private var cursorIsHidden: Bool?

  /// Unchanged cells of a gap are sent again rather than jumped over up to this many: a jump costs as much.
  private static let gap = 4
  /// From this many blanks inside a row, erasing and a jump are shorter.
  private static let eraseFrom = 11

  init(capabilities: Capabilities, charset: Charset, looks: [Look]) {
    self.capabilities = capabilities
    self.charset = charset
    self.looks = looks
  }

  /// From now on nothing is known of what the terminal shows: the next frame is drawn whole.
  mutating func forget() {
    shown = nil
    look = nil
    row = nil
    column = nil
    cursorIsHidden = nil
  }

  /// Appends what turns the frame shown last into `frame`; nothing when they are equal.
  mutating func show(_ frame: Frame, into bytes: inout [UInt8]) {
    guard shown != frame else { return }
    let before = shown?.size == frame.size ? shown ?? Frame(size: frame.size) : clear(frame.size, into: &bytes)
    before.cells.withUnsafeBufferPointer { old in
      frame.cells.withUnsafeBufferPointer { new in
        for row in 0..<frame.size.rows {
          let range = row * frame.size.columns..<(row + 1) * frame.size.columns
          let isLast = row == frame.size.rows - 1
          writeRow(
            row, old: UnsafeBufferPointer(rebasing: old[range]), new: UnsafeBufferPointer(rebasing: new[range]),
            isLast: isLast, into: &bytes)
        }
      }
    }
    placeCursor(frame, into: &bytes)
    shown = frame
  }

  /// Clears the screen; gives the frame that it shows then.
  private mutating func clear(_ size: Size, into bytes: inout [UInt8]) -> Frame {
    bytes.append(contentsOf: capabilities.resetLook)
    look = capabilities.attributes.isEmpty ? nil : Look.none
    hideCursor(into: &bytes)
    let base = looks[Int(Role.text.rawValue)]
    if base.isErasable { set(base, into: &bytes) }
    bytes.append(contentsOf: capabilities.clear)
    row = 0
    column = 0
    guard base.isErasable else {
      // Cells that no frame holds, so that every cell is sent.
      var frame = Frame(size: size)
      for index in frame.cells.indices { frame.cells[index] = Cell(low: 0, high: 0) }
      return frame
    }
    return Frame(size: size)
  }

  private mutating func writeRow(
    _ row: Int, old: UnsafeBufferPointer<Cell>, new: UnsafeBufferPointer<Cell>, isLast: Bool, into bytes: inout [UInt8]
  ) {
    let width = new.count
    guard let oldStart = old.baseAddress, let newStart = new.baseAddress,
      memcmp(oldStart, newStart, width * MemoryLayout<Cell>.stride) != 0
    else { return }
    let usable = isLast && capabilities.lastCellScrolls ? width - 1 : width
    let tail = erasableTail(new)
    var place = 0
    while place < usable {
      guard old[place] != new[place] else {
        place += 1
        continue
      }
      var start = place
      while start > 0 && new[start].width == 0 { start -= 1 }
      if start >= tail {
        erase(row, from: start, old: old, new: new, usable: usable, into: &bytes)
        return
      }
      let end = endOfRun(from: place, old: old, new: new, limit: usable)
      if end > tail {
        write(row, from: start, to: tail, new, into: &bytes)
        erase(row, from: tail, old: old, new: new, usable: usable, into: &bytes)
        return
      }
      write(row, from: start, to: end, new, into: &bytes)
      place = end
    }
  }

  /// Where changes end, short gaps of unchanged cells included; never inside a wide cell.
  private func endOfRun(
    from place: Int, old: UnsafeBufferPointer<Cell>, new: UnsafeBufferPointer<Cell>, limit: Int
  ) -> Int {
    var end = place + 1
    var probe = end
    while probe < limit && probe - end <= FrameWriter.gap {
      if old[probe] != new[probe] { end = probe + 1 }
      probe += 1
    }
    while end < limit && new[end].width == 0 { end += 1 }
    return min(end, limit)
  }

  /// The first column from which the row is blank in one look that erasing gives; the width when there is none.
  private func erasableTail(_ cells: UnsafeBufferPointer<Cell>) -> Int {
    guard !capabilities.eraseLine.isEmpty, let last = cells.last, last.isBlank, look(of: last).isErasable else {
      return cells.count
    }
    var tail = cells.count - 1
    while tail > 0 && cells[tail - 1] == last { tail -= 1 }
    return tail
  }

  /// Blanks from a column inside the tail: by erasing, or by spaces where few cells change.
  private mutating func erase(
    _ row: Int, from start: Int, old: UnsafeBufferPointer<Cell>, new: UnsafeBufferPointer<Cell>, usable: Int,
    into bytes: inout [UInt8]
  ) {
    guard let last = (start..<new.count).last(where: { old[$0] != new[$0] }) else { return }
    if last - start < 3 && last < usable {
      write(row, from: start, to: last + 1, new, into: &bytes)
    } else {
      move(to: row, start, into: &bytes)
      set(look(of: new[start]), into: &bytes)
      bytes.append(contentsOf: capabilities.eraseLine)
    }
  }

  private mutating func write(
    _ row: Int, from start: Int, to end: Int, _ cells: UnsafeBufferPointer<Cell>, into bytes: inout [UInt8]
  ) {
    var place = start
    while place < end {
      let cell = cells[place]
      let look = look(of: cell)
      if cell.isBlank, let run = blankRun(from: place, to: end, cells, look) {
        move(to: row, place, into: &bytes)
        set(look, into: &bytes)
        appendErase(run, into: &bytes)
        place += run
        continue
      }
      move(to: row, place, into: &bytes)
      set(look, into: &bytes)
      let width = max(1, cell.width)
      if cell.isDoubtful {
        layBlanks(width, row: row, column: place, columns: cells.count, look, into: &bytes)
      }
      append(cell, into: &bytes)
      place += width
      column = cell.isDoubtful || place >= cells.count ? nil : place
      // Behind the last cell the cursor waits on the edge; only an absolute move is safe.
      if place >= cells.count { self.row = nil }
    }
  }

  /// How many equal blanks follow that are better erased; nil when they are better written.
  private func blankRun(from place: Int, to end: Int, _ cells: UnsafeBufferPointer<Cell>, _ look: Look) -> Int? {
    guard capabilities.erasesCells, look.isErasable else { return nil }
    var run = 1
    while place + run < end && cells[place + run] == cells[place] { run += 1 }
    return run >= FrameWriter.eraseFrom ? run : nil
  }

  private func appendErase(_ count: Int, into bytes: inout [UInt8]) {
    bytes.append(0x1B)
    bytes.append(0x5B)
    bytes.append(decimal: count)
    bytes.append(0x58)
  }

  /// Blanks under a cell whose width terminals disagree on, so that nothing old shows beside a narrower one.
  private mutating func layBlanks(
    _ width: Int, row: Int, column: Int, columns: Int, _ look: Look, into bytes: inout [UInt8]
  ) {
    if capabilities.erasesCells && look.isErasable {
      appendErase(width, into: &bytes)
      return
    }
    for _ in 0..<width { bytes.append(0x20) }
    self.column = column + width
    if column + width >= columns { self.row = nil }
    move(to: row, column, into: &bytes)
  }

  private func append(_ cell: Cell, into bytes: inout [UInt8]) {
    let first = cell.scalar(0)
    guard first >= 0x80 || cell.scalar(1) != 0 else {
      bytes.append(first == 0 ? 0x20 : UInt8(truncatingIfNeeded: first))
      return
    }
    for index in 0..<Cluster.capacity {
      let scalar = cell.scalar(index)
      if scalar == 0 { break }
      let shown = charset.shown(scalar)
      if charset == .ascii {
        guard index == 0 else { break }
        // As many columns as the frame holds for it.
        for place in 0..<max(1, cell.width) { bytes.append(place == 0 ? UInt8(truncatingIfNeeded: shown) : 0x20) }
        continue
      }
      bytes.append(utf8: shown)
    }
  }

  private func look(of cell: Cell) -> Look {
    let role = cell.style & 0xFF
    var look = role < looks.count ? looks[role] : Look.none
    let extra = cell.attributes
    if !extra.isEmpty { look.attributes.formUnion(extra.intersection(capabilities.attributes)) }
    return look
  }

  private mutating func set(_ wanted: Look, into bytes: inout [UInt8]) {
    guard !capabilities.attributes.isEmpty else { return }
    if let look {
      wanted.change(from: look, into: &bytes)
    } else {
      bytes.append(contentsOf: capabilities.resetLook)
      wanted.change(from: .none, into: &bytes)
    }
    look = wanted
  }

  private mutating func move(to row: Int, _ column: Int, into bytes: inout [UInt8]) {
    defer {
      self.row = row
      self.column = column
    }
    if self.row == row {
      if self.column == column { return }
      if capabilities.movesInRow {
        if column == 0 {
          bytes.append(0x0D)
        } else if let now = self.column, column > now, column - now < 10 {
          bytes.append(contentsOf: [0x1B, 0x5B])
          if column - now > 1 { bytes.append(decimal: column - now) }
          bytes.append(0x43)
        } else {
          bytes.append(contentsOf: [0x1B, 0x5B])
          bytes.append(decimal: column + 1)
          bytes.append(0x47)
        }
        return
      }
    }
    if let address = capabilities.address {
      bytes.append(contentsOf: address(row, column))
      return
    }
    bytes.append(contentsOf: [0x1B, 0x5B])
    if row > 0 || column > 0 { bytes.append(decimal: row + 1) }
    if column > 0 {
      bytes.append(0x3B)
      bytes.append(decimal: column + 1)
    }
    bytes.append(0x48)
  }

  private mutating func hideCursor(into bytes: inout [UInt8]) {
    guard cursorIsHidden != true else { return }
    bytes.append(contentsOf: capabilities.hideCursor)
    cursorIsHidden = true
  }

  private mutating func placeCursor(_ frame: Frame, into bytes: inout [UInt8]) {
    guard let cursor = frame.cursor, frame.size.rows > 0, frame.size.columns > 0 else {
      hideCursor(into: &bytes)
      return
    }
    move(
      to: max(0, min(frame.size.rows - 1, cursor.row)), max(0, min(frame.size.columns - 1, cursor.column)),
      into: &bytes)
    if cursorIsHidden != false { bytes.append(contentsOf: capabilities.showCursor) }
    cursorIsHidden = false
  }
}

extension [UInt8] {
  mutating func append(utf8 scalar: UInt32) {
    switch scalar {
    case 0..<0x80: append(UInt8(scalar))
    case 0x80..<0x800:
      append(UInt8(0xC0 | scalar >> 6))
      append(UInt8(0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
      append(UInt8(0xE0 | scalar >> 12))
      append(UInt8(0x80 | scalar >> 6 & 0x3F))
      append(UInt8(0x80 | scalar & 0x3F))
    default:
      append(UInt8(0xF0 | scalar >> 18 & 0x07))
      append(UInt8(0x80 | scalar >> 12 & 0x3F))
      append(UInt8(0x80 | scalar >> 6 & 0x3F))
      append(UInt8(0x80 | scalar & 0x3F))
    }
  }
}
