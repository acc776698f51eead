/// How much of an agreement it is when one says v and the other w: 1 on the diagonal, less elsewhere (Cohen 1968; Gwet 2014,
/// "Handbook of Inter-Rater Reliability", chapter 3).
public struct ValueWeights: Equatable, Sendable {
  /// The schemes of Gwet's handbook, for values at the places x of a scale from `min` to `max`.
  public enum Scheme: String, Sendable, CaseIterable {
    /// 1 − |x − y| / (max − min).
    case linear
    /// 1 − (x − y)² / (max − min)².
    case quadratic
    /// By how many values lie between, in pairs: 1 − C(|i − j| + 1, 2) / C(q, 2), i and j the values' ranks.
    case ordinal
    /// 1 − √|x − y| / √(max − min).
    case radical
  }

  /// Most values for which weights are tabled.
  public static let limit = 2000

  /// Values, numbered from 0.
  public let count: Int
  private let weights: [Double]

  subscript(a: Int32, b: Int32) -> Double { weights[Int(a) * count + Int(b)] }

  /// `count` × `count` numbers, row by row.
  public init(count: Int, _ weights: [Double]) {
    precondition(weights.count == count * count, "weights are a square table")
    self.count = count
    self.weights = weights
  }

  /// `places`: where each value stands on the scale. `occurring`: the values that the scale consists of; others are never
  /// looked up.
  public init(_ scheme: Scheme, places: [Double], occurring: [Int32]) {
    count = places.count
    var table = [Double](repeating: 0, count: places.count * places.count)
    let sorted = occurring.sorted { places[Int($0)] < places[Int($1)] }
    let low = sorted.first.map { places[Int($0)] } ?? 0
    let width = (sorted.last.map { places[Int($0)] } ?? 0) - low
    let q = Double(sorted.count)
    for (i, v) in sorted.enumerated() {
      for (j, w) in sorted.enumerated() {
        let distance = abs(places[Int(v)] - places[Int(w)])
        table[Int(v) * count + Int(w)] =
          distance == 0 ? 1 : 1 - scheme.loss(distance, of: width, ranks: Double(abs(i - j)), of: q)
      }
    }
    weights = table
  }
}

extension ValueWeights.Scheme {
  /// What two values lose that are `distance` apart on a scale of `width`, and `ranks` places apart among `count`.
  fileprivate func loss(_ distance: Double, of width: Double, ranks: Double, of count: Double) -> Double {
    switch self {
    case .linear: distance / width
    case .quadratic: distance * distance / (width * width)
    case .ordinal: (ranks + 1) * ranks / (count * (count - 1))
    case .radical: (distance / width).squareRoot()
    }
  }
}
