/// What two annotators gave to the items that both rated: a table of their values, of which only the cells that occur.
struct PairTable: Equatable, Sendable {
  struct Cell: Equatable, Sendable {
    var mine: Int32
    var theirs: Int32
    var count: Int

    var key: UInt64 { Self.key(mine, theirs) }
    static func key(_ mine: Int32, _ theirs: Int32) -> UInt64 { UInt64(UInt32(mine)) << 32 | UInt64(UInt32(theirs)) }
  }

  /// a < b.
  var a: Int32
  var b: Int32
  /// In ascending order of a's value, then of b's.
  var cells: [Cell] = []

  /// Adds `change` to the count of a cell; one that falls to zero goes. O(cells) where it is new or goes, else
  /// O(log cells).
  mutating func add(_ change: Int, mine: Int32, theirs: Int32) {
    let key = Cell.key(mine, theirs)
    var (low, high) = (0, cells.count)
    while low < high {
      let middle = (low + high) / 2
      if cells[middle].key < key { low = middle + 1 } else { high = middle }
    }
    if low < cells.count, cells[low].key == key {
      cells[low].count += change
      if cells[low].count == 0 { cells.remove(at: low) }
    } else {
      cells.insert(Cell(mine: mine, theirs: theirs, count: change), at: low)
    }
  }

  func mapped(_ image: [Int32]) -> PairTable {
    var table = PairTable(a: a, b: b)
    for cell in cells { table.add(cell.count, mine: image[Int(cell.mine)], theirs: image[Int(cell.theirs)]) }
    return table
  }
}

/// The tables of every pair of annotators with items in common, in ascending (a, b). O(Σ of the squares of the items'
/// numbers of ratings).
///
/// Counts in one table of (annotator, value) × (annotator, value) where it has at most `cellLimit` cells, else annotator
/// by annotator, by sorting.
func pairTables(_ ratings: Ratings, cellLimit: Int = 1 << 21) -> [PairTable] {
  let width = ratings.annotatorCount * ratings.valueCount
  return width <= cellLimit && width * width <= cellLimit
    ? pairsByTable(ratings, width: width) : pairsByAnnotator(ratings)
}

// MARK: - By one table

private func pairsByTable(_ ratings: Ratings, width: Int) -> [PairTable] {
  let annotators = RatingsByItem(ratings, ratings.annotators)
  let values = RatingsByItem(ratings, ratings.values)
  let cells = width * width
  var runs = chunks(starts: annotators.starts, cells: cells).map { (items: $0, table: [Int32]()) }
  changeConcurrently(&runs) { run in
    run.table = [Int32](repeating: 0, count: cells)
    run.table.withUnsafeMutableBufferPointer { table in
      countPairs(of: run.items, annotators, values, valueCount: ratings.valueCount, width: width, into: table)
    }
  }
  var table = runs[0].table
  for run in runs.dropFirst() {
    run.table.withUnsafeBufferPointer { other in
      table.withUnsafeMutableBufferPointer { table in
        for cell in 0..<other.count { table[cell] &+= other[cell] }
      }
    }
  }
  return readPairs(table, ratings, width)
}

/// Counts each pair of ratings of one item, by (annotator, value) × (annotator, value).
private func countPairs(
  of items: Range<Int>, _ annotators: RatingsByItem<Int32>, _ values: RatingsByItem<Int32>, valueCount: Int, width: Int,
  into table: UnsafeMutableBufferPointer<Int32>
) {
  var codes: [Int] = []
  for item in items {
    codes.removeAll(keepingCapacity: true)
    for place in Int(annotators.starts[item])..<Int(annotators.starts[item + 1]) {
      codes.append(Int(annotators.elements[place]) * valueCount + Int(values.elements[place]))
    }
    codes.withUnsafeBufferPointer { codes in
      for i in 0..<codes.count {
        let row = codes[i] &* width
        for j in i + 1..<max(i + 1, codes.count) { table[row &+ codes[j]] &+= 1 }
      }
    }
  }
}

/// A pair stands in the table in both orders, as the ratings of an item may stand in any.
private func readPairs(_ table: [Int32], _ ratings: Ratings, _ width: Int) -> [PairTable] {
  let values = ratings.valueCount
  var pairs: [PairTable] = []
  for a in 0..<ratings.annotatorCount {
    for b in a + 1..<max(a + 1, ratings.annotatorCount) {
      var pair = PairTable(a: Int32(a), b: Int32(b))
      for v in 0..<values {
        for w in 0..<values {
          let (one, other) = (a * values + v, b * values + w)
          let count = Int(table[one * width + other]) + Int(table[other * width + one])
          if count > 0 { pair.cells.append(PairTable.Cell(mine: Int32(v), theirs: Int32(w), count: count)) }
        }
      }
      if !pair.cells.isEmpty { pairs.append(pair) }
    }
  }
  return pairs
}

// MARK: - Annotator by annotator

private func pairsByAnnotator(_ ratings: Ratings) -> [PairTable] {
  let byItem = RatingsByItem(
    ratings, ratings.items.indices.map { Rating(annotator: ratings.annotators[$0], value: ratings.values[$0]) })
  var itemsOf = [[Int32]](repeating: [], count: ratings.annotatorCount)
  for item in 0..<ratings.itemCount {
    for place in byItem.starts[item]..<byItem.starts[item + 1] {
      itemsOf[Int(byItem.elements[Int(place)].annotator)].append(Int32(item))
    }
  }
  var pairs: [PairTable] = []
  var seen: [SeenTogether] = []
  for a in 0..<Int32(ratings.annotatorCount) {
    seen.removeAll(keepingCapacity: true)
    for item in itemsOf[Int(a)] {
      let others = byItem.elements[Int(byItem.starts[Int(item)])..<Int(byItem.starts[Int(item) + 1])]
      guard let mine = others.first(where: { $0.annotator == a })?.value else { continue }
      for other in others where other.annotator > a {
        seen.append(SeenTogether(partner: other.annotator, key: PairTable.Cell.key(mine, other.value)))
      }
    }
    seen.sort()
    for (index, one) in seen.enumerated() {
      if index == 0 || seen[index - 1].partner != one.partner { pairs.append(PairTable(a: a, b: one.partner)) }
      if index > 0, seen[index - 1] == one {
        pairs[pairs.count - 1].cells[pairs[pairs.count - 1].cells.count - 1].count += 1
      } else {
        let cell = PairTable.Cell(
          mine: Int32(truncatingIfNeeded: one.key >> 32), theirs: Int32(truncatingIfNeeded: one.key), count: 1)
        pairs[pairs.count - 1].cells.append(cell)
      }
    }
  }
  return pairs
}

/// One item that an annotator has in common with a later one.
private struct SeenTogether: Comparable {
  var partner: Int32
  var key: UInt64

  static func < (a: SeenTogether, b: SeenTogether) -> Bool { (a.partner, a.key) < (b.partner, b.key) }
}
