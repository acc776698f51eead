/// Agreement on one label: was it given or not.
public struct ValueAgreement: Equatable, Sendable {
  /// Ratings that give it.
  public var answers: Int
  /// The mean over items with two or more ratings of the share of pairs of ratings that both give it or both do not.
  public var percent: Figure
  /// Krippendorff's nominal alpha.
  public var alpha: Figure
  /// The mean over pairs of annotators of Cohen's kappa; nil where the pairs were not counted. It has no interval.
  public var kappa: Figure?
  /// Fleiss's kappa.
  public var fleiss: Figure
  /// Gwet's AC1.
  public var ac1: Figure
}

/// Where each value stands in the counts of some ratings, so that agreement on a label costs what holds the label and not
/// what all ratings hold: of free text there are as many labels as answers.
public struct LabelCounts: Sendable {
  private let counts: AgreementCounts
  private let totals: [Int]
  private let ratingCount: Int
  /// Items by their number of ratings, ascending.
  private let sizes: [(size: Int, items: Int)]
  /// Cells of all pairs, one after another.
  private var cells: [Cell] = []
  private let pairItems: [Int]
  private let patternsOf: PlacesByValue
  private let cellsOfMine: PlacesByValue
  private let cellsOfTheirs: PlacesByValue

  private struct Cell: Sendable {
    var pair: Int
    var cell: PairTable.Cell
  }

  /// O(values + patterns + cells of the pairs).
  public init(_ counts: AgreementCounts) {
    self.counts = counts
    totals = counts.valueTotals
    ratingCount = counts.ratingCount
    let patterns = counts.patterns
    var sizes: [(size: Int, items: Int)] = []
    for (size, frequency) in zip(patterns.sizes, patterns.frequencies) {
      // Patterns stand in the order of their sizes.
      if sizes.last?.size == size {
        sizes[sizes.count - 1].items += frequency
      } else {
        sizes.append((size, frequency))
      }
    }
    self.sizes = sizes
    for (pair, table) in counts.pairs.enumerated() { cells += table.cells.map { Cell(pair: pair, cell: $0) } }
    pairItems = counts.pairs.map(\.items)
    patternsOf = PlacesByValue(patterns.runs.map(\.value), valueCount: counts.valueCount)
    cellsOfMine = PlacesByValue(cells.map(\.cell.mine), valueCount: counts.valueCount)
    cellsOfTheirs = PlacesByValue(cells.map(\.cell.theirs), valueCount: counts.valueCount)
  }

  /// How many ratings give one of the values.
  public func answers(of values: [Int32]) -> Int {
    values.reduce(0) { $1 < counts.valueCount ? $0 + totals[Int($1)] : $0 }
  }

  /// Agreement on the label that `values`, ascending, give and all others do not; values beyond the counted ones are such
  /// as nobody gave. O(n log n) in the patterns and cells that
  /// hold them, and the numbers of ratings that items have; a resample costs the patterns of "given or not".
  public func agreement(of values: [Int32], _ options: BootstrapOptions?) -> ValueAgreement {
    let values = values.filter { $0 < counts.valueCount }
    let answers = answers(of: values)
    // Whether anything can be computed does not depend on the label.
    if counts.undefined != nil {
      let none = counts.figure(.percent)
      return ValueAgreement(
        answers: answers, percent: none, alpha: none, kappa: counts.hasPairs ? none : nil, fleiss: none, ac1: none)
    }
    let binary = binary(of: values, answers: answers)
    let figures = binary.figures([.percent, .alpha(.nominal), .fleiss(nil), .gwet(nil)], options)
    return ValueAgreement(
      answers: answers, percent: figures[0], alpha: figures[1],
      kappa: counts.hasPairs ? binary.figure(.cohen(nil)) : nil,
      fleiss: figures[2], ac1: figures[3])
  }

  /// The counts of 1, given, and 0, not given, as far as the figures above need them: annotators are one, and of the pairs
  /// only those are there in which somebody gave the label, for means leave out those without variation.
  private func binary(of values: [Int32], answers: Int) -> AgreementCounts {
    let shares = [(Int32(0), ratingCount - answers), (1, answers)].filter { $0.1 > 0 }
    return AgreementCounts(
      patterns: patterns(of: values), pairs: counts.hasPairs ? pairs(of: values) : [],
      shares: shares.map { AgreementCounts.Share(rating: Rating(annotator: 0, value: $0.0), count: $0.1) },
      valueCount: 2, hasPairs: counts.hasPairs)
  }

  private func patterns(of values: [Int32]) -> AnswerPatterns {
    let patterns = counts.patterns
    // How many ratings of a pattern give the label; of several values, added up.
    var given: [(pattern: Int, count: Int32)] = []
    for run in values.flatMap({ patternsOf[$0] }).sorted() {
      let pattern = patterns.pattern(ofRun: Int(run))
      if given.last?.pattern == pattern {
        given[given.count - 1].count += patterns.runs[Int(run)].count
      } else {
        given.append((pattern, patterns.runs[Int(run)].count))
      }
    }
    var items: [[AnswerPatterns.Run]: Int] = [:]
    var place = 0
    for (size, all) in sizes {
      var others = all
      while place < given.count, patterns.sizes[given[place].pattern] == size {
        let (pattern, count) = given[place]
        items[Self.runs(given: count, of: size), default: 0] += patterns.frequencies[pattern]
        others -= patterns.frequencies[pattern]
        place += 1
      }
      if others > 0 { items[Self.runs(given: 0, of: size), default: 0] += others }
    }
    return AnswerPatterns(items)
  }

  private static func runs(given: Int32, of size: Int) -> [AnswerPatterns.Run] {
    [(Int32(0), Int32(size) - given), (1, given)].filter { $0.1 > 0 }.map {
      AnswerPatterns.Run(value: $0.0, count: $0.1)
    }
  }

  private func pairs(of values: [Int32]) -> [PairTable] {
    // Cells in which the first, or the second alone, gave the label.
    let mine = values.flatMap { cellsOfMine[$0] }
    let theirs = values.flatMap { cellsOfTheirs[$0] }.filter { !values.holds(cells[Int($0)].cell.mine) }
    var tables: [PairTable] = []
    var last = -1
    var given = 0
    func close() {
      if last >= 0, pairItems[last] > given {
        tables[tables.count - 1].add(pairItems[last] - given, mine: 0, theirs: 0)
      }
      given = 0
    }
    for place in (mine + theirs).sorted() {
      let (pair, cell) = (cells[Int(place)].pair, cells[Int(place)].cell)
      if pair != last {
        close()
        tables.append(PairTable(a: counts.pairs[pair].a, b: counts.pairs[pair].b))
        last = pair
      }
      tables[tables.count - 1].add(
        cell.count, mine: values.holds(cell.mine) ? 1 : 0, theirs: values.holds(cell.theirs) ? 1 : 0)
      given += cell.count
    }
    close()
    if tables.isEmpty, let pair = counts.pairs.first {
      // That there are pairs shows in why there is no kappa.
      tables = [PairTable(a: pair.a, b: pair.b, cells: [PairTable.Cell(mine: 0, theirs: 0, count: pairItems[0])])]
    }
    return tables
  }
}

/// The places at which each value stands in a sequence, ascending.
private struct PlacesByValue: Sendable {
  private var starts: [Int32]
  private var places: [Int32]

  init(_ values: [Int32], valueCount: Int) {
    starts = [Int32](repeating: 0, count: valueCount + 1)
    for value in values { starts[Int(value) + 1] += 1 }
    for value in 0..<valueCount { starts[value + 1] += starts[value] }
    var next = starts
    places = [Int32](repeating: 0, count: values.count)
    for (place, value) in values.enumerated() {
      places[Int(next[Int(value)])] = Int32(place)
      next[Int(value)] += 1
    }
  }

  subscript(value: Int32) -> ArraySlice<Int32> { places[Int(starts[Int(value)])..<Int(starts[Int(value) + 1])] }
}

extension AnswerPatterns {
  /// The pattern that a run belongs to. O(log patterns).
  fileprivate func pattern(ofRun run: Int) -> Int {
    var (low, high) = (0, count)
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= run { low = middle } else { high = middle }
    }
    return low
  }
}

extension [Int32] {
  /// Whether a value is among these, which ascend. O(log n).
  fileprivate func holds(_ value: Int32) -> Bool {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == value
  }
}
