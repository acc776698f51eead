/// Kendall's tau-b of two rankings given as one number an object (Kendall 1945, "The Treatment of Ties in Ranking Problems"):
/// (concordant − discordant) / √((pairs − pairs tied in a)(pairs − pairs tied in b)), by Knight's method (1966).
/// O(n log n), in whole numbers up to the last division.
///
/// Without two objects there is no pair. Where both tie all objects they agree by definition (1, `noVariation`); where only
/// one does, there is no order to compare with.
public func kendallTauB(_ a: [Int], _ b: [Int]) -> Figure {
  precondition(a.count == b.count, "two rankings of the same objects")
  let n = a.count
  if n < 2 { return Figure(value: nil, why: .tooFewObjects, items: n) }
  let order = a.indices.sorted { (a[$0], b[$0]) < (a[$1], b[$1]) }
  let pairs = n * (n - 1) / 2
  let tiedInA = tiedPairs(order.map { a[$0] })
  let tiedInBoth = tiedPairs(order.map { [a[$0], b[$0]] })
  let tiedInB = tiedPairs(b.sorted())
  if tiedInA == pairs || tiedInB == pairs {
    return tiedInA == tiedInB
      ? Figure(value: 1, why: .noVariation, items: n) : Figure(value: nil, why: .tiedThroughout, items: n)
  }
  // Objects tied in a stand in the order of b, so an inversion is a discordant pair.
  let discordant = inversions(order.map { b[$0] })
  let difference = pairs - tiedInA - tiedInB + tiedInBoth - 2 * discordant
  let room = Double(pairs - tiedInA).squareRoot() * Double(pairs - tiedInB).squareRoot()
  return Figure(value: min(1, max(-1, Double(difference) / room)), items: n)
}

/// Pairs of equal elements of a sorted list.
private func tiedPairs<Element: Equatable>(_ sorted: [Element]) -> Int {
  var (pairs, run) = (0, 0)
  for (one, next) in zip(sorted, sorted.dropFirst()) {
    run = one == next ? run + 1 : 0
    pairs += run
  }
  return pairs
}

/// Pairs in the wrong order, counted by merging.
private func inversions(_ numbers: [Int]) -> Int {
  var (from, to) = (numbers, numbers)
  var count = 0
  var width = 1
  while width < from.count {
    for start in stride(from: 0, to: from.count, by: 2 * width) {
      let (middle, end) = (min(start + width, from.count), min(start + 2 * width, from.count))
      var (i, j) = (start, middle)
      for place in start..<end {
        if j == end || (i < middle && from[i] <= from[j]) {
          to[place] = from[i]
          i += 1
        } else {
          to[place] = from[j]
          j += 1
          count += middle - i
        }
      }
    }
    swap(&from, &to)
    width *= 2
  }
  return count
}
