import Dispatch
import Synchronization

/// What models say of rows that they did not learn from.
public struct OutOfFold: Sendable {
  /// Classes, numbered from 0.
  public var classCount: Int
  /// Rows × classes, row-major. A labeled row's are those of the model trained without its fold; an unlabeled row's are
  /// the mean over the models.
  public var probabilities: [Double]
  /// The fold of each row, −1 for an unlabeled one.
  public var folds: [Int32]
  /// What dealt the rows into folds.
  public var seed: UInt64
  /// The model that was trained without each fold.
  public var models: [LogisticModel]

  /// Models that stopped at the most steps rather than at their optimum.
  public var unconverged: Int { models.count { !$0.converged } }

  /// The probabilities of one row.
  public func of(_ row: Int) -> ArraySlice<Double> { probabilities[row * classCount..<(row + 1) * classCount] }
}

extension LogisticModel {
  /// Trains a model without each of `folds` stratified folds, and has it judge that fold. Folds are trained on two
  /// threads; the result does not depend on that. Labels of −1 are unlabeled rows.
  public static func outOfFold(
    _ features: TextFeatures, labels: [Int32], classCount: Int, folds: Int = 5, seed: UInt64,
    options: TrainingOptions = TrainingOptions()
  ) -> OutOfFold {
    precondition(folds > 1 && labels.count == features.count, "two folds or more, one label a row")
    let fold = stratifiedFolds(labels, classCount: classCount, folds: folds, seed: seed)
    let done = Mutex([Int: (probabilities: [Double], model: LogisticModel)]())
    DispatchQueue.concurrentPerform(iterations: folds) { out in
      let known = labels.indices.map { fold[$0] == Int32(out) ? -1 : labels[$0] }
      // What the columns weigh is the fold's own too: nothing of the rows left out reaches the model.
      let slots = ColumnSlots(features, labels: known, classCount: classCount, options)
      let rows = SlottedRows(features, slots)
      let model = train(rows, slots, labels: known, classCount: classCount, options)
      var probabilities = [Double](repeating: 0, count: labels.count * classCount)
      for row in labels.indices where fold[row] == Int32(out) || fold[row] == -1 {
        probabilities.replaceSubrange(row * classCount..<(row + 1) * classCount, with: model.predict(rows, row))
      }
      done.withLock { $0[out] = (probabilities, model) }
    }
    return done.withLock { done in
      var result = OutOfFold(
        classCount: classCount, probabilities: [Double](repeating: 0, count: labels.count * classCount), folds: fold,
        seed: seed, models: [])
      for out in 0..<folds {
        guard let part = done[out] else { continue }
        result.models.append(part.model)
        for row in labels.indices where fold[row] == Int32(out) || fold[row] == -1 {
          let share = fold[row] == -1 ? 1 / Double(folds) : 1
          for place in row * classCount..<(row + 1) * classCount {
            result.probabilities[place] += share * part.probabilities[place]
          }
        }
      }
      return result
    }
  }
}
