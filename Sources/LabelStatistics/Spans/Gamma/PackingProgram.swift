/// The linear program of a set packing: the most that columns save together where each row is in at most one of them, in
/// fractions. Its prices prove how much any whole choice can save.
///
/// The revised simplex method with the inverse of the basis kept in full; the start is the empty choice, and the rows'
/// capacities are a little uneven (1 + up to 10⁻⁵, by a fixed seed) against the degeneracy of such programs, which does not
/// touch the validity of the prices.
struct PackingProgram {
  /// Price of each row, at least 0: the prices of a column's rows are together at least what it saves.
  private(set) var prices: [Double]
  /// Columns with a positive share, with it.
  private(set) var shares: [(column: Int, share: Double)] = []

  /// The column whose share is nearest to a half, where one is neither whole nor nothing.
  var mostDivided: Int? {
    shares.filter { abs($0.share - 0.5) < 0.49 }.min {
      (abs($0.share - 0.5), $0.column) < (abs($1.share - 0.5), $1.column)
    }?
    .column
  }

  private let columns: AlignmentColumns
  private let rowCount: Int
  /// The inverse of the basis, row by row.
  private var inverse: [Double]
  /// What stands in each place of the basis: a column, or −1 − row for a row's slack.
  private var basis: [Int]
  private var levels: [Double]

  private static let tolerance = 1e-9

  /// Columns over the rows 0..<rowCount. O(pivots · (rows² + a block of columns)).
  init(_ columns: AlignmentColumns, rowCount: Int) {
    self.columns = columns
    self.rowCount = rowCount
    prices = [Double](repeating: 0, count: rowCount)
    inverse = [Double](repeating: 0, count: rowCount * rowCount)
    for row in 0..<rowCount { inverse[row * rowCount + row] = 1 }
    basis = (0..<rowCount).map { -1 - $0 }
    var random = SplitMix64(seed: 1)
    levels = (0..<rowCount).map { _ in 1 + 1e-5 * random.uniform() }
    solve()
    repairPrices()
    shares = basis.indices.compactMap { place in
      basis[place] >= 0 && levels[place] > 1e-4 ? (basis[place], levels[place]) : nil
    }
  }

  private mutating func solve() {
    var next = 0
    var pivots = 0
    // More pivots than this would be a cycle; the prices are made valid in any case.
    while pivots < 50 * (rowCount + 20), let entering = choose(&next) {
      if !pivot(entering) { return }
      pivots += 1
    }
  }

  /// The column (or −1 − row for a slack) with the greatest gain of the first block that has one.
  private func choose(_ next: inout Int) -> Int? {
    var best: Int?
    var bestGain = Self.tolerance
    for row in 0..<rowCount where -prices[row] > bestGain {
      bestGain = -prices[row]
      best = -1 - row
    }
    let block = max(400, columns.count / 8)
    var seen = 0
    while seen < columns.count {
      let end = min(next + block, columns.count)
      columns.members.withUnsafeBufferPointer { members in
        columns.starts.withUnsafeBufferPointer { starts in
          prices.withUnsafeBufferPointer { prices in
            for column in next..<end {
              var gain = columns.savings[column]
              for index in Int(starts[column])..<Int(starts[column + 1]) { gain -= prices[Int(members[index])] }
              if gain > bestGain {
                bestGain = gain
                best = column
              }
            }
          }
        }
      }
      seen += end - next
      next = end == columns.count ? 0 : end
      if best != nil { return best }
    }
    return best
  }

  /// Brings `entering` into the basis; false where nothing bounds it, which a packing never shows but for rounding.
  private mutating func pivot(_ entering: Int) -> Bool {
    let direction = solved(entering)
    var (leaving, least) = (-1, Double.infinity)
    for place in 0..<rowCount where direction[place] > 1e-9 {
      let ratio = levels[place] / direction[place]
      if ratio < least {
        least = ratio
        leaving = place
      }
    }
    if leaving < 0 { return false }
    let gain = reducedGain(entering)
    let size = rowCount
    inverse.withUnsafeMutableBufferPointer { inverse in
      let scale = 1 / direction[leaving]
      let pivotRow = leaving * size
      for index in 0..<size { inverse[pivotRow + index] *= scale }
      for place in 0..<size where place != leaving && direction[place] != 0 {
        let factor = direction[place]
        let row = place * size
        for index in 0..<size { inverse[row + index] -= factor * inverse[pivotRow + index] }
        levels[place] = max(0, levels[place] - factor * least)
      }
      for index in 0..<size { prices[index] += gain * inverse[pivotRow + index] }
    }
    levels[leaving] = least
    basis[leaving] = entering
    return true
  }

  /// The inverse of the basis times the column of `entering`.
  private func solved(_ entering: Int) -> [Double] {
    var direction = [Double](repeating: 0, count: rowCount)
    inverse.withUnsafeBufferPointer { inverse in
      if entering < 0 {
        for place in 0..<rowCount { direction[place] = inverse[place * rowCount + (-1 - entering)] }
      } else {
        for row in columns.units(entering) {
          for place in 0..<rowCount { direction[place] += inverse[place * rowCount + Int(row)] }
        }
      }
    }
    return direction
  }

  private func reducedGain(_ entering: Int) -> Double {
    if entering < 0 { return -prices[-1 - entering] }
    return columns.units(entering).reduce(columns.savings[entering]) { $0 - prices[Int($1)] }
  }

  /// Rounding may leave a price a little below 0 or a column a little underpriced: what is missing is put on a row of it.
  private mutating func repairPrices() {
    for row in 0..<rowCount { prices[row] = max(0, prices[row]) }
    for column in 0..<columns.count {
      let missing = reducedGain(column)
      if missing > 0, let row = columns.units(column).first { prices[Int(row)] += missing }
    }
  }
}
