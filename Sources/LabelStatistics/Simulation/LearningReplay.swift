/// Replays the labeling of texts whose labels are all known, with a text model that learns as labels arrive: how good it is
/// on texts that are held out, after each step, when the next texts are drawn by chance (`by` nil) or are those that it is
/// least sure of.
///
/// A fifth of the labeled rows is held out; `start` rows are drawn first, then `step` at a time, up to `most`. One point a
/// step, whose annotations are the labels learned from. Deterministic by seed; the same seed holds out and starts with the
/// same rows, whichever the order.
public func learningReplay(
  _ features: TextFeatures, labels: [Int32], classCount: Int, by measure: Uncertainty?, start: Int, step: Int,
  most: Int, seed: UInt64, options: TrainingOptions = TrainingOptions()
) -> [EffortPoint] {
  precondition(start > 0 && step > 0, "a start and steps")
  let fold = stratifiedFolds(labels, classCount: classCount, folds: 5, seed: seed)
  let held = labels.indices.filter { fold[$0] == 0 }
  var generator = SplitMix64(seed: seed, stream: 1)
  var pool = shuffled(labels.indices.filter { fold[$0] > 0 }, &generator)
  let test = features.rows(held)
  var known = [Int32](repeating: -1, count: labels.count)
  var count = 0
  func take(_ rows: some Sequence<Int>) {
    for row in rows {
      known[row] = labels[row]
      count += 1
    }
  }
  let first = min(start, pool.count)
  take(pool.prefix(first))
  pool.removeFirst(first)
  var points: [EffortPoint] = []
  while count > 0 {
    let model = LogisticModel.train(features, labels: known, classCount: classCount, options: options)
    let probabilities = model.predict(test)
    let correct = held.indices.count { place in
      let own = probabilities[place * classCount..<(place + 1) * classCount]
      return own.max().flatMap(own.firstIndex(of:)) == own.startIndex + Int(labels[held[place]])
    }
    points.append(EffortPoint(annotations: count, correct: correct, known: held.count))
    let next = min(step, most - count, pool.count)
    if next <= 0 { break }
    if let measure {
      let scores = measure.scores(model.predict(features.rows(pool)), classCount: classCount)
      let chosen = Set(orderByScore(scores, seed: seed &+ UInt64(count)).prefix(next))
      take(chosen.sorted().map { pool[$0] })
      pool = pool.indices.filter { !chosen.contains($0) }.map { pool[$0] }
    } else {
      take(pool.prefix(next))
      pool.removeFirst(next)
    }
  }
  return points
}
