/// How chrF counts.
public struct CharacterFOptions: Equatable, Sendable {
  /// Character n-grams from 1 to this.
  public var order: Int
  /// How much more recall weighs than precision.
  public var beta: Double

  public init(order: Int = 6, beta: Double = 2) {
    precondition(order > 0 && beta > 0, "chrF counts n-grams of one character at least")
    self.order = order
    self.beta = beta
  }
}

/// chrF of one text against a reference, from 0 to 100 (Popović 2015, "chrF: character n-gram F-score for automatic MT
/// evaluation"), as sacrebleu's `sentence_chrf` gives it by default: white space is taken out; precision and recall are the
/// means over the orders for which both texts have n-grams; F with β = 2. O(order · length · log length).
///
/// Where one of the texts holds nothing but white space the score is 0. Where both do, nothing in them differs, and it is 100
/// by definition: the formula is 0/0.
public func characterF(
  _ hypothesis: [UInt32], _ reference: [UInt32], options: CharacterFOptions = CharacterFOptions()
) -> Double {
  let (mine, theirs) = (withoutSpace(hypothesis), withoutSpace(reference))
  if mine.isEmpty && theirs.isEmpty { return 100 }
  var (precision, recall, orders) = (0.0, 0.0, 0)
  for order in 1...options.order where mine.count >= order && theirs.count >= order {
    let matches = Double(commonGrams(mine, theirs, order))
    precision += matches / Double(mine.count - order + 1)
    recall += matches / Double(theirs.count - order + 1)
    orders += 1
  }
  if orders == 0 { return 0 }
  precision /= Double(orders)
  recall /= Double(orders)
  if precision + recall == 0 { return 0 }
  let factor = options.beta * options.beta
  return 100 * (1 + factor) * precision * recall / (factor * precision + recall)
}

/// Σ over n-grams of the smaller of the two counts, by merging both lists in order.
private func commonGrams(_ a: [UInt32], _ b: [UInt32], _ order: Int) -> Int {
  let (mine, theirs) = (sortedGrams(a, order), sortedGrams(b, order))
  var (i, j, common) = (0, 0, 0)
  while i < mine.count && j < theirs.count {
    let difference = compared(a, mine[i], b, theirs[j], order)
    if difference == 0 { common += 1 }
    if difference <= 0 { i += 1 }
    if difference >= 0 { j += 1 }
  }
  return common
}

/// Where each n-gram begins, in the order of the n-grams.
private func sortedGrams(_ text: [UInt32], _ order: Int) -> [Int] {
  (0...text.count - order).sorted { compared(text, $0, text, $1, order) < 0 }
}

private func compared(_ a: [UInt32], _ i: Int, _ b: [UInt32], _ j: Int, _ order: Int) -> Int {
  for k in 0..<order where a[i + k] != b[j + k] { return a[i + k] < b[j + k] ? -1 : 1 }
  return 0
}

/// Without what Python's `str.split()` splits at.
private func withoutSpace(_ text: [UInt32]) -> [UInt32] {
  text.filter { point in
    switch point {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: false
    default: true
    }
  }
}
