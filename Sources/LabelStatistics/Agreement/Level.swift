/// What the differences between values mean (Stevens 1946, "On the Theory of Scales of Measurement").
public enum Level: String, Sendable, Equatable, Codable, CaseIterable {
  /// Values are alike or not.
  case nominal
  /// Values have an order.
  case ordinal
  /// Values are numbers whose differences mean something.
  case interval
  /// Values are numbers of zero or more whose quotients mean something.
  case ratio
}
