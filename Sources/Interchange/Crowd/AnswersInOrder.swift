import LabelStatistics

/// The answers of all parts of a file in ascending order of item and annotator, the last one of each annotator on each
/// item; and where there was more than one.
struct AnswersInOrder {
  private(set) var items: [Int32] = []
  private(set) var annotators: [Int32] = []
  private(set) var values: [Int32] = []
  /// The row of each, counted over all parts; empty where nobody asks.
  private(set) var rows: [Int32] = []
  private(set) var repeats: [CrowdTable.Repeat] = []

  /// `numbers`: of each column and part the places in the order of names, by the numbers of first sight. O(rows).
  init(_ parts: [CrowdPart], _ numbers: [[[Int32]]], itemCount: Int, withRows: Bool) {
    var work: [PartRows] = []
    for (part, rows) in parts.enumerated() {
      work.append(
        PartRows(
          rows, firstRow: work.last.map { $0.firstRow + $0.count } ?? 0, items: numbers[0][part],
          annotators: numbers[1][part], values: numbers[2][part]))
    }
    changeConcurrently(&work) { $0.countItems(itemCount) }
    let starts = Self.begin(&work, itemCount)
    var repeating = Self.ranges(itemCount).map { (items: $0, isRepeating: false) }
    // The columns go to the threads as addresses, past the compiler's check, so that the proof stands here. No two threads
    // write one place:
    // - `put`: `begin` cuts 0..<starts[itemCount] into a run for each item and part, as long as the part has rows of the
    //   item (`countItems`). A row takes the next place of the run of its own item and part, and each part is one thread's.
    // - `sort`: a thread has items of its own (`ranges` cuts 0..<itemCount), and touches starts[i]..<starts[i + 1] of those.
    // The second begins when the first is done: `changeConcurrently` comes back when all its threads have. Every place is
    // written: the items' column by `sort`, the others by `put`, as the runs together are all places.
    let columns = SharedColumn.columns(withRows ? 4 : 3, count: Int(starts[itemCount])) { columns in
      changeConcurrently(&work) { $0.put(into: columns) }
      changeConcurrently(&repeating) { $0.isRepeating = ItemOrder(columns, starts).sort($0.items) }
    }
    (items, annotators, values) = (columns[0], columns[1], columns[2])
    if withRows { rows = columns[3] }
    if repeating.contains(where: \.isRepeating) { dropRepeats() }
  }

  /// Where each item begins; and in each part where the next of its rows of an item goes: after those of the parts before.
  private static func begin(_ parts: inout [PartRows], _ itemCount: Int) -> [Int32] {
    var starts = [Int32](repeating: 0, count: itemCount + 1)
    var sum: Int32 = 0
    for item in 0..<itemCount {
      starts[item] = sum
      for part in parts.indices {
        let count = parts[part].next[item]
        parts[part].next[item] = sum
        sum += count
      }
    }
    starts[itemCount] = sum
    return starts
  }

  /// Runs of about as many items, to be worked on side by side.
  private static func ranges(_ items: Int) -> [Range<Int>] {
    let count = max(1, min(16, items >> 10))
    return (0..<count).map { items * $0 / count..<items * ($0 + 1) / count }
  }

  private mutating func dropRepeats() {
    var kept = 0
    var start = 0
    while start < items.count {
      var end = start + 1
      while end < items.count, items[end] == items[start], annotators[end] == annotators[start] { end += 1 }
      let last = end - 1
      if end - start > 1 {
        repeats.append(
          CrowdTable.Repeat(
            item: Int(items[last]), annotator: Int(annotators[last]), rows: end - start,
            differ: values[start..<end].contains { $0 != values[last] }))
      }
      (items[kept], annotators[kept], values[kept]) = (items[last], annotators[last], values[last])
      if !rows.isEmpty { rows[kept] = rows[last] }
      kept += 1
      start = end
    }
    items.removeLast(items.count - kept)
    annotators.removeLast(annotators.count - kept)
    values.removeLast(values.count - kept)
    if !rows.isEmpty { rows.removeLast(rows.count - kept) }
  }
}

/// The rows of one part on their way to their places.
private struct PartRows: Sendable {
  private let part: CrowdPart
  /// Places in the order of names, by the part's own numbers.
  private let items: [Int32]
  private let annotators: [Int32]
  private let values: [Int32]
  /// By item: how many rows it has here; then where the next of them goes.
  var next: [Int32] = []
  /// Rows of the parts before.
  let firstRow: Int

  var count: Int { part.cells[0].rows.count }

  init(_ part: CrowdPart, firstRow: Int, items: [Int32], annotators: [Int32], values: [Int32]) {
    self.part = part
    self.firstRow = firstRow
    self.items = items
    self.annotators = annotators
    self.values = values
  }

  mutating func countItems(_ itemCount: Int) {
    next = [Int32](repeating: 0, count: itemCount)
    for item in part.cells[0].rows { next[Int(items[Int(item)])] += 1 }
  }

  mutating func put(into columns: [SharedColumn]) {
    let buffers = columns.map(\.buffer)
    let (annotatorColumn, valueColumn) = (buffers[1], buffers[2])
    let (itemRows, annotatorRows, valueRows) = (part.cells[0].rows, part.cells[1].rows, part.cells[2].rows)
    for row in itemRows.indices {
      let item = Int(items[Int(itemRows[row])])
      let place = Int(next[item])
      next[item] += 1
      annotatorColumn[place] = annotators[Int(annotatorRows[row])]
      valueColumn[place] = values[Int(valueRows[row])]
      if buffers.count > 3 { buffers[3][place] = Int32(firstRow + row) }
    }
  }
}

/// Puts the answers of one item after another in the order of annotators; those of one annotator stay in the file's.
private struct ItemOrder {
  private let columns: [UnsafeMutableBufferPointer<Int32>]
  /// Item i has the places starts[i]..<starts[i + 1].
  private let starts: [Int32]

  init(_ columns: [SharedColumn], _ starts: [Int32]) {
    self.columns = columns.map(\.buffer)
    self.starts = starts
  }

  /// Whether an annotator stands more than once with any of the items.
  func sort(_ items: Range<Int>) -> Bool {
    var isRepeating = false
    let (itemColumn, annotators) = (columns[0], columns[1])
    for item in items {
      let places = Int(starts[item])..<Int(starts[item + 1])
      if places.count > 40 { sortMany(places) } else { sortFew(places) }
      for place in places {
        itemColumn[place] = Int32(item)
        if place > places.lowerBound, annotators[place] == annotators[place - 1] { isRepeating = true }
      }
    }
    return isRepeating
  }

  /// Each is put in its place among those before it.
  private func sortFew(_ places: Range<Int>) {
    let (annotators, values) = (columns[1], columns[2])
    for index in places.dropFirst() where annotators[index - 1] > annotators[index] {
      let (annotator, value) = (annotators[index], values[index])
      let row = columns.count > 3 ? columns[3][index] : 0
      var place = index
      repeat {
        annotators[place] = annotators[place - 1]
        values[place] = values[place - 1]
        if columns.count > 3 { columns[3][place] = columns[3][place - 1] }
        place -= 1
      } while place > places.lowerBound && annotators[place - 1] > annotator
      annotators[place] = annotator
      values[place] = value
      if columns.count > 3 { columns[3][place] = row }
    }
  }

  private func sortMany(_ places: Range<Int>) {
    let order = places.sorted { (columns[1][$0], $0) < (columns[1][$1], $1) }
    for column in columns.dropFirst() {
      let moved = order.map { column[$0] }
      for (place, number) in zip(places, moved) { column[place] = number }
    }
  }
}
