/// Why a method cannot aggregate the data.
public enum AggregationRefusal: Error, Equatable, Sendable {
  /// The method knows two values only, and the data have so many.
  case notBinary(values: Int)
  /// The data have fewer than two values, which the method needs.
  case oneValue
  /// No two annotators rated the same item.
  case noOverlap

  /// The reason in a sentence.
  public var explanation: String {
    switch self {
    case .notBinary(let values): "it knows questions of two values only, and here there are \(values)"
    case .oneValue: "it needs two values to tell apart, and here all answers are the same"
    case .noOverlap: "no two annotators answered the same sample, which is all that it goes by"
    }
  }
}
