/// How good the text model is when it has learned from so many labels.
public struct LearningPoint: Equatable, Sendable {
  /// Labels learned from: the mean over the folds, to the next whole number.
  public var labels: Int
  /// Held-out labels that the model gave right, of so many.
  public var correct: Int
  public var judged: Int

  public init(labels: Int, correct: Int, judged: Int) {
    self.labels = labels
    self.correct = correct
    self.judged = judged
  }

  /// The accuracy with its Wilson interval over the judged labels; its items are these.
  public var accuracy: Figure {
    judged == 0
      ? Figure(value: nil, why: .noRatings, items: 0)
      : Figure(value: Double(correct) / Double(judged), items: judged, interval: wilson(correct, of: judged))
  }
}

/// The accuracy of the text model against the number of labels, from nested training sets.
///
/// The labeled rows are dealt into `folds` stratified folds. For each, the rows of the others are put in one order by the
/// seed, and models learn from its beginnings, each twice as long as the one before, up to all; each judges the fold. So
/// every point judges every label once, and a longer beginning holds the shorter. Ascending in labels; empty where fewer
/// than `least` labels, or labels of fewer than two classes, are there. Takes about 2 · folds trainings on all.
public func learningCurve(
  _ features: TextFeatures, labels: [Int32], classCount: Int, folds: Int = 3, least: Int = 20, seed: UInt64,
  options: TrainingOptions = TrainingOptions()
) -> [LearningPoint] {
  let labeled = labels.indices.filter { labels[$0] >= 0 }
  guard labeled.count >= least, labeled.contains(where: { labels[$0] != labels[labeled[0]] }) else { return [] }
  let fold = stratifiedFolds(labels, classCount: classCount, folds: folds, seed: seed)
  var generator = SplitMix64(seed: seed, stream: 1)
  let order = shuffled(labeled, &generator)
  let largest = labeled.count - (labeled.count + folds - 1) / folds
  var sizes: [Int] = []
  var size = largest
  while size >= max(5, least / 4), sizes.count < 8 {
    sizes.append(size)
    size /= 2
  }
  var points = sizes.reversed().map { LearningPoint(labels: $0, correct: 0, judged: 0) }
  for out in 0..<Int32(folds) {
    let rest = order.filter { fold[$0] != out }
    for index in points.indices {
      var known = [Int32](repeating: -1, count: labels.count)
      // The last point learns from all of the rest: one label more where the folds are uneven.
      let length = index == points.count - 1 ? rest.count : points[index].labels
      for row in rest.prefix(length) { known[row] = labels[row] }
      let model = LogisticModel.train(features, labels: known, classCount: classCount, options: options)
      let judged = labeled.filter { fold[$0] == out }
      let probabilities = model.predict(features.rows(judged))
      for (place, row) in judged.enumerated() {
        points[index].judged += 1
        let mine = probabilities[place * classCount..<(place + 1) * classCount]
        if let best = mine.max(), mine.firstIndex(of: best) == mine.startIndex + Int(labels[row]) {
          points[index].correct += 1
        }
      }
    }
  }
  return points
}
