/// Deals labeled rows into folds that all have each class in the same share, as near as whole rows allow.
///
/// The rows of each class are shuffled by the seed and dealt in turn, each class going on where the one before ended.
/// Gives the fold of each row, −1 for a row whose label is −1. With fewer labeled rows than folds some stay empty.
public func stratifiedFolds(_ labels: [Int32], classCount: Int, folds: Int, seed: UInt64) -> [Int32] {
  precondition(folds > 0, "one fold or more")
  var generator = SplitMix64(seed: seed)
  var rows = [[Int]](repeating: [], count: classCount)
  for row in labels.indices where labels[row] >= 0 { rows[Int(labels[row])].append(row) }
  var fold = [Int32](repeating: -1, count: labels.count)
  var dealt = 0
  for rows in rows {
    for row in shuffled(rows, &generator) {
      fold[row] = Int32(dealt % folds)
      dealt += 1
    }
  }
  return fold
}

/// Fisher and Yates's shuffle from the last down: fixed for all time, unlike the standard library's.
func shuffled<Element>(_ elements: [Element], _ generator: inout SplitMix64) -> [Element] {
  var elements = elements
  for last in stride(from: elements.count - 1, to: 0, by: -1) {
    elements.swapAt(last, generator.below(last + 1))
  }
  return elements
}
