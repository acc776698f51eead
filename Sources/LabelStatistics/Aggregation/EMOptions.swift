/// How a method that works in steps is run.
public struct EMOptions: Sendable {
  /// Pseudo-counts added to each cell of what is estimated of an annotator. nil: the method's own default.
  public var smoothing: Double?
  /// The most steps. nil: the method's own default.
  public var steps: Int?
  /// It has converged when no posterior moves by as much in a step.
  public var tolerance: Double
  /// For methods that start from chance.
  public var seed: UInt64
  /// Called after each step with its number; false ends the work there, as the cap would.
  public var afterStep: (@Sendable (Int) -> Bool)?

  public init(
    smoothing: Double? = nil, steps: Int? = nil, tolerance: Double = 1e-7, seed: UInt64 = 1,
    afterStep: (@Sendable (Int) -> Bool)? = nil
  ) {
    self.smoothing = smoothing
    self.steps = steps
    self.tolerance = tolerance
    self.seed = seed
    self.afterStep = afterStep
  }
}
