/// Depth first over the rows that must be decided, the one with the fewest ways first.
struct PackingSearch {
  private let columns: AlignmentColumns
  private let prices: [Double]
  /// The sum of the prices: no choice saves more.
  let bound: Double
  private var stepsLeft: Int

  private(set) var best: [Int] = []
  private(set) var isComplete = true
  /// What the best choice loses against the bound; a better one loses less by more than rounding.
  private var bestLoss = Double.infinity
  let rounding: Double

  /// Columns worth following, by row, and what each is overpriced.
  private var live: [[Int]] = []
  private var overpriced: [Double] = []

  private var isTaken: [Bool]
  private var isLeft: [Bool]
  private var current: [Int] = []

  init(_ columns: AlignmentColumns, _ program: PackingProgram, rowCount: Int, limit: Int) {
    self.columns = columns
    prices = program.prices
    bound = prices.reduce(0, +)
    stepsLeft = limit
    rounding = 1e-9 * (1 + abs(bound))
    isTaken = [Bool](repeating: false, count: rowCount)
    isLeft = isTaken
    overpriced = (0..<columns.count).map { column in
      max(0, columns.units(column).reduce(-columns.savings[column]) { $0 + prices[Int($1)] })
    }
    keep(greedy(program.shares))
    keep(greedy([]))
  }

  /// The columns that a choice may hold which saves more than `floor` and more than the best one found.
  func columns(above floor: Double) -> [Int] {
    let room = min(bestLoss, bound - floor) - rounding
    return overpriced.indices.filter { overpriced[$0] < room }
  }

  mutating func run() {
    live = [[Int]](repeating: [], count: prices.count)
    for column in columns(above: 0) {
      for row in columns.units(column) { live[Int(row)].append(column) }
    }
    for row in live.indices { live[row].sort { (overpriced[$0], $0) < (overpriced[$1], $1) } }
    follow(loss: 0)
  }

  /// Columns by their share in the program, then by what they save, as long as their rows are free.
  private func greedy(_ shares: [(column: Int, share: Double)]) -> [Int] {
    var free = [Bool](repeating: true, count: isTaken.count)
    var chosen: [Int] = []
    let first = shares.sorted { (-$0.share, $0.column) < (-$1.share, $1.column) }.map(\.column)
    let rest = (0..<columns.count).sorted { (overpriced[$0], $0) < (overpriced[$1], $1) }
    for column in first + rest where columns.units(column).allSatisfy({ free[Int($0)] }) {
      for row in columns.units(column) { free[Int(row)] = false }
      chosen.append(column)
    }
    return chosen
  }

  private mutating func keep(_ choice: [Int]) {
    let loss = bound - choice.reduce(0) { $0 + columns.savings[$1] }
    if loss < bestLoss {
      bestLoss = loss
      best = choice
    }
  }

  private mutating func follow(loss: Double) {
    if loss >= bestLoss - rounding { return }
    stepsLeft -= 1
    if stepsLeft < 0 {
      isComplete = false
      return
    }
    guard let (row, ways) = tightestRow(room: bestLoss - rounding - loss) else {
      keep(current)
      return
    }
    for column in ways {
      let lossWith = loss + overpriced[column]
      if lossWith >= bestLoss - rounding { break }
      for unit in columns.units(column) { isTaken[Int(unit)] = true }
      current.append(column)
      follow(loss: lossWith)
      current.removeLast()
      for unit in columns.units(column) { isTaken[Int(unit)] = false }
      if !isComplete { return }
    }
    isLeft[row] = true
    follow(loss: loss + prices[row])
    isLeft[row] = false
  }

  /// Of the rows that have a price and are undecided, the one with the fewest columns that fit into `room`; nil where every
  /// row with a price is decided. The columns fit with what is taken and left.
  private func tightestRow(room: Double) -> (row: Int, ways: [Int])? {
    var found: (row: Int, ways: [Int])?
    for row in prices.indices where prices[row] > rounding && !isTaken[row] && !isLeft[row] {
      var ways: [Int] = []
      for column in live[row] {
        if overpriced[column] >= room { break }
        if columns.units(column).allSatisfy({ !isTaken[Int($0)] && !isLeft[Int($0)] }) { ways.append(column) }
        if let found, ways.count >= found.ways.count { break }
      }
      if let best = found, ways.count >= best.ways.count { continue }
      found = (row, ways)
      if ways.isEmpty { return found }
    }
    return found
  }
}
