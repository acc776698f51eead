extension LogisticModel {
  static func train(
    _ rows: SlottedRows, _ slots: ColumnSlots, labels: [Int32], classCount: Int, _ options: TrainingOptions
  ) -> LogisticModel {
    let groups = (classCount + 3) / 4
    let objective = Objective(rows: rows, labels: labels, classCount: classCount, slotCount: slots.count, options)
    var weights = Lanes(repeating: .zero, count: (slots.count + 1) * groups)
    let minimizer = LBFGS(maxSteps: options.maxSteps, scale: objective.scale(), tolerance: options.tolerance)
    let outcome =
      objective.labeled.isEmpty
      ? LBFGS.Outcome(steps: 0, converged: true, value: 0) : minimizer.minimize(&weights, objective.evaluate)
    return LogisticModel(
      classCount: classCount, rows: objective.labeled.count, steps: outcome.steps, converged: outcome.converged,
      loss: outcome.value, slots: slots, weights: weights)
  }
}

/// The mean log loss of the labeled rows with the penalty.
private struct Objective {
  let rows: SlottedRows
  let labels: [Int32]
  let classCount: Int
  let slotCount: Int
  let groups: Int
  let labeled: [Int]
  private let penalty: Float

  init(rows: SlottedRows, labels: [Int32], classCount: Int, slotCount: Int, _ options: TrainingOptions) {
    self.rows = rows
    self.labels = labels
    self.classCount = classCount
    self.slotCount = slotCount
    groups = (classCount + 3) / 4
    labeled = labels.indices.filter { labels[$0] >= 0 }
    penalty = Float(1 / (options.freedom * Double(max(1, labeled.count))))
  }

  /// The inverse of a bound on the Hessian's diagonal: a probability's variance is at most a quarter.
  func scale() -> Lanes {
    var squares = [Float](repeating: 0, count: slotCount)
    for row in labeled {
      for index in rows.starts[row]..<rows.starts[row + 1] {
        squares[Int(rows.slots[index])] += rows.values[index] * rows.values[index]
      }
    }
    let share = 0.25 / Float(max(1, labeled.count))
    let scales = squares.flatMap { square in
      Lanes(repeating: SIMD4(repeating: 1 / (penalty + share * square)), count: groups)
    }
    return scales + Lanes(repeating: SIMD4(repeating: 4), count: groups)
  }

  /// One pass over the rows: scores, probabilities, and at once what they add to the gradient.
  func evaluate(_ weights: Lanes, _ gradient: inout Lanes) -> Double {
    let constants = slotCount * groups
    var loss = 0.0
    gradient.withUnsafeMutableBufferPointer { gradient in
      weights.withUnsafeBufferPointer { weights in
        for index in 0..<constants { gradient[index] = penalty * weights[index] }
        for index in constants..<gradient.count { gradient[index] = .zero }
        loss = lossOfRows(weights, gradient)
        var squares = SIMD4<Double>.zero
        for index in 0..<constants { squares += SIMD4<Double>(weights[index] * weights[index]) }
        loss += 0.5 * Double(penalty) * squares.sum()
      }
    }
    return loss
  }

  private func lossOfRows(
    _ weights: UnsafeBufferPointer<SIMD4<Float>>, _ gradient: UnsafeMutableBufferPointer<SIMD4<Float>>
  ) -> Double {
    let constants = slotCount * groups
    let share = 1 / Float(labeled.count)
    var loss = 0.0
    var scores = Lanes(repeating: .zero, count: groups)
    rows.starts.withUnsafeBufferPointer { starts in
      rows.slots.withUnsafeBufferPointer { slots in
        rows.values.withUnsafeBufferPointer { values in
          scores.withUnsafeMutableBufferPointer { scores in
            for row in labeled {
              let (start, end) = (starts[row], starts[row + 1])
              for group in 0..<groups { scores[group] = weights[constants + group] }
              for index in start..<end {
                let place = Int(slots[index]) &* groups
                for group in 0..<groups { scores[group] += values[index] * weights[place &+ group] }
              }
              loss += logLoss(scores, label: Int(labels[row]))
              for group in 0..<groups {
                scores[group] *= share
                gradient[constants + group] += scores[group]
              }
              for index in start..<end {
                let place = Int(slots[index]) &* groups
                for group in 0..<groups { gradient[place &+ group] += values[index] * scores[group] }
              }
            }
          }
        }
      }
    }
    return loss / Double(labeled.count)
  }

  /// The log loss of scores, which become its derivatives: probability, less one for the label.
  private func logLoss(_ scores: UnsafeMutableBufferPointer<SIMD4<Float>>, label: Int) -> Double {
    var most = -Float.infinity
    for index in 0..<classCount { most = max(most, scores[index >> 2][index & 3]) }
    let own = scores[label >> 2][label & 3]
    var total: Float = 0
    for group in 0..<groups {
      // Not the C library's: a plan and a report rest on these weights, on whichever machine.
      let raised = exponential(SIMD4<Double>(scores[group] - most))
      var values = SIMD4<Float>(raised)
      for lane in max(0, min(4, classCount - 4 * group))..<4 { values[lane] = 0 }
      scores[group] = values
      for lane in 0..<4 { total += values[lane] }
    }
    for group in 0..<groups { scores[group] /= total }
    scores[label >> 2][label & 3] -= 1
    return Double(most - own) + logarithm(Double(total))
  }
}
