/// Confident learning (Northcutt, Jiang and Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels"):
/// which given labels a model contradicts too surely for them to be right, from probabilities that it gave to rows that
/// it did not learn from.
///
/// The definitions are those of the cleanlab package, down to how counts are rounded and sums are added.
/// O(rows · classes) to make; the matrices are classes × classes, row-major, a row a given label, a column a true one.
public struct ConfidentLearning: Sendable {
  /// Classes, numbered from 0.
  public let classCount: Int
  /// The given label of each row.
  public let labels: [Int32]
  /// Rows × classes, row-major.
  public let probabilities: [Double]
  /// The mean probability of a class over the rows that are given it: who is above it is a confident member. nil for a
  /// class that no row is given.
  public let thresholds: [Double?]
  /// The confident joint: rows given i that are confidently j, at least 1 on the diagonal.
  public let counts: [Int]
  /// The same made to sum to the rows of each given label, in whole numbers.
  public let joint: [Int]
  /// Rows that are confidently of another class than given.
  let confidentlyOther: [Bool]

  /// `labels` are in 0..<classCount, one a row of `probabilities`.
  public init(labels: [Int32], probabilities: [Double], classCount: Int) {
    precondition(
      classCount > 0 && probabilities.count == labels.count * classCount
        && labels.allSatisfy { (0..<Int32(classCount)).contains($0) }, "a label and a probability a class for each row")
    self.labels = labels
    self.probabilities = probabilities
    self.classCount = classCount
    thresholds = (0..<classCount).map { value in
      let own = labels.indices.filter { labels[$0] == Int32(value) }.map { probabilities[$0 * classCount + value] }
      return own.isEmpty ? nil : max(2e-6, pairwiseSum(own[...]) / Double(own.count))
    }
    var counts = [Int](repeating: 0, count: classCount * classCount)
    var other = [Bool](repeating: false, count: labels.count)
    for row in labels.indices {
      let own = probabilities[row * classCount..<(row + 1) * classCount]
      guard let truth = confidentClass(own, thresholds) else { continue }
      counts[Int(labels[row]) * classCount + truth] += 1
      other[row] = truth != Int(labels[row])
    }
    for value in 0..<classCount {
      counts[value * classCount + value] = max(1, counts[value * classCount + value])
    }
    self.counts = counts
    confidentlyOther = other
    joint = calibrated(counts, labels, classCount)
  }

  /// P(given | true), a column summing to 1; a column of a class that nobody confidently is holds zeros.
  public var noise: [Double] {
    let sums = (0..<classCount).map { column in (0..<classCount).reduce(0) { $0 + joint[$1 * classCount + column] } }
    return joint.indices.map { joint[$0] == 0 ? 0 : Double(joint[$0]) / Double(sums[$0 % classCount]) }
  }

  /// P(true | given), a row summing to 1; a row of a label that nobody is given holds zeros.
  public var inverseNoise: [Double] {
    let sums = (0..<classCount).map { row in joint[row * classCount..<(row + 1) * classCount].reduce(0, +) }
    return joint.indices.map { joint[$0] == 0 ? 0 : Double(joint[$0]) / Double(sums[$0 / classCount]) }
  }
}

/// The one class whose threshold the row reaches, or, of several, the most probable class of all. nil for none.
private func confidentClass(_ row: ArraySlice<Double>, _ thresholds: [Double?]) -> Int? {
  var reached: Int?
  var several = false
  var best = 0
  for (value, probability) in row.enumerated() {
    if probability > row[row.startIndex + best] { best = value }
    guard let threshold = thresholds[value], probability >= threshold - 1e-6 else { continue }
    if reached == nil { reached = value } else { several = true }
  }
  return several ? best : reached
}

/// Each row of the counts in proportion to the rows that are given its label, rounded to whole numbers that keep the sum.
private func calibrated(_ counts: [Int], _ labels: [Int32], _ classCount: Int) -> [Int] {
  var given = [Int](repeating: 0, count: classCount)
  for label in labels { given[Int(label)] += 1 }
  // By true class first, as the sum is taken in that order.
  var shares = [Double](repeating: 0, count: counts.count)
  for row in 0..<classCount {
    let sum = counts[row * classCount..<(row + 1) * classCount].reduce(0, +)
    for column in 0..<classCount {
      shares[column * classCount + row] = Double(counts[row * classCount + column]) / Double(sum) * Double(given[row])
    }
  }
  let total = max(pairwiseSum(shares[...]), 1e-100)
  return (0..<classCount).flatMap { row in
    roundedKeepingSum((0..<classCount).map { shares[$0 * classCount + row] / total * Double(labels.count) })
  }
}

/// Whole numbers near the given ones with the same (rounded) sum: those change that rounding had moved most.
func roundedKeepingSum(_ numbers: [Double]) -> [Int] {
  var whole = numbers.map { $0.rounded(.toNearestOrEven) }
  let goal = pairwiseSum(numbers[...]).rounded(.toNearestOrEven)
  var sum = whole.reduce(0, +)
  while abs(sum - goal) > 1e-6 {
    let step: Double = goal < sum ? -1 : 1
    let ascending = numbers.indices.sorted {
      let (a, b) = (numbers[$0] - whole[$0], numbers[$1] - whole[$1])
      return (a, $0) < (b, $1)
    }
    let order = step > 0 ? ascending.reversed() : ascending
    for index in order.prefix(Int(abs(goal - sum))) { whole[index] += step }
    sum = whole.reduce(0, +)
  }
  return whole.map { Int($0) }
}

/// Pairwise summation (Higham 1993) in blocks of 128 with eight running sums: the error grows with the logarithm of the
/// count, and the bits are those of NumPy's sum.
func pairwiseSum(_ numbers: ArraySlice<Double>) -> Double {
  let count = numbers.count
  if count > 128 {
    var half = count / 2
    half -= half % 8
    let middle = numbers.startIndex + half
    return pairwiseSum(numbers[numbers.startIndex..<middle]) + pairwiseSum(numbers[middle..<numbers.endIndex])
  }
  if count < 8 { return numbers.reduce(0, +) }
  var sums = Array(numbers.prefix(8))
  var index = numbers.startIndex + 8
  while index + 8 <= numbers.endIndex {
    for lane in 0..<8 { sums[lane] += numbers[index + lane] }
    index += 8
  }
  let total = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
  return numbers[index...].reduce(total, +)
}
