/// How a text model is trained.
public struct TrainingOptions: Equatable, Sendable {
  /// How far the weights may go to fit the labels: the inverse of the strength of the L2 penalty, as scikit-learn's C.
  /// Σ log loss + Σ weights²/(2·freedom) is least at the trained weights; the constants of the classes go free.
  public var freedom: Double
  /// Weigh a column by ln((1 + rows)/(1 + rows that have it)) + 1 before the rows are scaled to length 1.
  public var weighsRareMore: Bool
  /// Leaves out columns that fewer labeled rows have.
  public var leastRows: Int
  /// Steps at most, and the slope of the loss at which the weights are taken for trained.
  public var maxSteps: Int
  public var tolerance: Double

  public init(
    freedom: Double = 1, weighsRareMore: Bool = true, leastRows: Int = 2, maxSteps: Int = 100, tolerance: Double = 1e-2
  ) {
    precondition(freedom > 0 && maxSteps >= 0 && tolerance >= 0, "freedom above 0")
    self.freedom = freedom
    self.weighsRareMore = weighsRareMore
    self.leastRows = leastRows
    self.maxSteps = maxSteps
    self.tolerance = tolerance
  }
}

/// Multinomial logistic regression on text features.
///
/// P(class k | row) = exp(bₖ + wₖ·row)/Σⱼ exp(bⱼ + wⱼ·row). Trained by L-BFGS from zero, so there is no chance in it.
/// Without any labeled row all classes are equally probable.
public struct LogisticModel: Sendable {
  /// Classes, numbered from 0.
  public let classCount: Int
  /// Labeled rows that it learned from.
  public let rows: Int
  /// Steps of the minimizer, and whether it stopped because it was there rather than at the most steps.
  public let steps: Int
  public let converged: Bool
  /// The mean log loss with its penalty, at the end.
  public let loss: Double
  let slots: ColumnSlots
  /// Of slot s and group g of four classes at s·groups + g; the last slot holds the constants.
  let weights: Lanes

  var groups: Int { (classCount + 3) / 4 }

  /// Trains on the rows whose label is not −1. `labels` has one label a row, in 0..<classCount or −1.
  /// O(steps · n-grams · classes).
  public static func train(
    _ features: TextFeatures, labels: [Int32], classCount: Int, options: TrainingOptions = TrainingOptions()
  ) -> LogisticModel {
    precondition(labels.count == features.count, "one label a row")
    let slots = ColumnSlots(features, labels: labels, classCount: classCount, options)
    return train(SlottedRows(features, slots), slots, labels: labels, classCount: classCount, options)
  }

  /// The probability of each class for each row: rows × classes, row-major.
  public func predict(_ features: TextFeatures) -> [Double] {
    predict(SlottedRows(features, slots))
  }

  func predict(_ rows: SlottedRows) -> [Double] {
    var probabilities = [Double](repeating: 0, count: rows.count * classCount)
    for row in 0..<rows.count {
      probabilities.replaceSubrange(row * classCount..<(row + 1) * classCount, with: predict(rows, row))
    }
    return probabilities
  }

  func predict(_ rows: SlottedRows, _ row: Int) -> [Double] {
    var scores = [Double](repeating: 0, count: classCount)
    let constants = slots.count * groups
    for group in 0..<groups {
      var sum = weights[constants + group]
      for index in rows.starts[row]..<rows.starts[row + 1] {
        sum += rows.values[index] * weights[Int(rows.slots[index]) * groups + group]
      }
      for lane in 0..<min(4, classCount - 4 * group) { scores[4 * group + lane] = Double(sum[lane]) }
    }
    let most = scores.max() ?? 0
    for index in scores.indices { scores[index] = exponential(scores[index] - most) }
    let total = scores.reduce(0, +)
    return scores.map { $0 / total }
  }
}
