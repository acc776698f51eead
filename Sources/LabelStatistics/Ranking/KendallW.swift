/// Kendall's coefficient of concordance W of complete rankings, corrected for ties (Kendall and Babington Smith 1939; Siegel
/// and Castellan 1988, section 9.7): 12·S / (m²(n³ − n) − m·ΣT), where S is the sum of the squared deviations of the rank
/// sums, m the number of annotators, n of objects, and T = Σ(t³ − t) over the ties of one annotator. O(m · n log n).
///
/// `places[annotator][object]`: any numbers in the order of preference, equal where tied. Where everyone ties everything,
/// W is 1 by definition. In whole numbers as long as m²·n³ is below 2⁶¹ (100 annotators of 61,000 objects), beyond that in
/// `Double`.
public func kendallW(_ places: [[Int]]) -> Figure {
  let m = places.count
  let n = places.first?.count ?? 0
  if m == 0 { return Figure(value: nil, why: .noRatings, items: 0) }
  if m == 1 { return Figure(value: nil, why: .oneAnnotator, items: n) }
  if n < 2 { return Figure(value: nil, why: .tooFewObjects, items: n) }
  // Twice the ranks, which for ties are halves.
  var sums = [Int](repeating: 0, count: n)
  // ΣT, in whole numbers as long as no sum below is beyond 3·m²·n³.
  let isWhole = Double(m) * Double(m) * Double(n) * Double(n) * Double(n) < 0x1p61
  var ties = 0
  var manyTies = 0.0
  var areAllTied = true
  for places in places {
    let order = places.indices.sorted { (places[$0], $0) < (places[$1], $1) }
    var start = 0
    while start < n {
      var end = start
      while end < n && places[order[end]] == places[order[start]] { end += 1 }
      for index in start..<end { sums[order[index]] += start + end + 1 }
      let tied = end - start
      if isWhole {
        ties += tied * tied * tied - tied
      } else {
        manyTies += Double(tied) * (Double(tied) * Double(tied) - 1)
      }
      if tied < n { areAllTied = false }
      start = end
    }
  }
  if areAllTied { return Figure(value: 1, why: .noVariation, items: n) }
  let middle = m * (n + 1)
  // 12 · (squares/4) / room.
  if isWhole {
    let squares = sums.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    return Figure(value: Double(3 * squares) / Double(m * m * (n * n * n - n) - m * ties), items: n)
  }
  let squares = sums.reduce(0.0) { $0 + Double($1 - middle) * Double($1 - middle) }
  let room = Double(m) * (Double(m) * Double(n) * (Double(n) * Double(n) - 1) - manyTies)
  // Rounding takes no W beyond 1.
  return Figure(value: min(1, 3 * squares / room), items: n)
}
