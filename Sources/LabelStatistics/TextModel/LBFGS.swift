/// A vector of weights in groups of four, so that the machine adds four at a time.
typealias Lanes = [SIMD4<Float>]

/// Minimizes a smooth convex function by limited-memory BFGS (Liu and Nocedal 1989) with a backtracking line search.
/// Deterministic: the same function and start give the same steps.
struct LBFGS {
  /// Pairs of steps and changes of the gradient that are kept.
  var memory = 7
  var maxSteps: Int
  /// Roughly the inverse of the Hessian's diagonal: what the first step, and the curvature that no pair knows, go by.
  var scale: Lanes
  /// Ends where the gradient's length is at most this times that at the start.
  var tolerance: Double

  struct Outcome {
    var steps = 0
    var converged = false
    var value: Double
  }

  private struct Pair {
    var step: Lanes
    var change: Lanes
    var scale: Double
  }

  /// `evaluate(point, &gradient)` gives the value at the point and writes its gradient. Never ends at a higher value
  /// than it began with.
  func minimize(_ point: inout Lanes, _ evaluate: (Lanes, inout Lanes) -> Double) -> Outcome {
    var gradient = Lanes(repeating: .zero, count: point.count)
    var outcome = Outcome(value: evaluate(point, &gradient))
    let goal = tolerance * dot(gradient, gradient).squareRoot()
    var pairs: [Pair] = []
    var next = point
    var nextGradient = gradient
    while outcome.steps < maxSteps {
      let length = dot(gradient, gradient).squareRoot()
      if length <= goal {
        outcome.converged = true
        break
      }
      var direction = self.direction(gradient, pairs)
      var slope = dot(direction, gradient)
      if slope >= 0 {
        pairs = []
        direction = self.direction(gradient, [])
        slope = dot(direction, gradient)
      }
      var size = 1.0
      var accepted = false
      for _ in 0..<30 {
        for index in next.indices { next[index] = point[index] + Float(size) * direction[index] }
        let value = evaluate(next, &nextGradient)
        if value <= outcome.value + 1e-4 * size * slope {
          accepted = value < outcome.value
          outcome.value = value
          break
        }
        // The least of the parabola through what is known, kept within a tenth and a half of the step.
        let guess = -slope * size * size / (2 * (value - outcome.value - slope * size))
        size = guess.isFinite ? min(max(guess, 0.1 * size), 0.5 * size) : 0.5 * size
      }
      // Nothing better can be told apart at this precision: as far as it goes.
      if !accepted {
        outcome.converged = true
        break
      }
      outcome.steps += 1
      remember(&pairs, point, next, gradient, nextGradient)
      swap(&point, &next)
      swap(&gradient, &nextGradient)
    }
    return outcome
  }

  private func remember(
    _ pairs: inout [Pair], _ point: Lanes, _ next: Lanes, _ gradient: Lanes, _ nextGradient: Lanes
  ) {
    var pair = pairs.count == memory ? pairs.removeFirst() : Pair(step: point, change: gradient, scale: 0)
    for index in point.indices {
      pair.step[index] = next[index] - point[index]
      pair.change[index] = nextGradient[index] - gradient[index]
    }
    let curvature = dot(pair.step, pair.change)
    if curvature <= 0 { return }
    pair.scale = 1 / curvature
    pairs.append(pair)
  }

  /// Minus the gradient times the approximate inverse of the Hessian: the two-loop recursion.
  private func direction(_ gradient: Lanes, _ pairs: [Pair]) -> Lanes {
    var direction = gradient
    var weights: [Double] = []
    for pair in pairs.reversed() {
      let weight = pair.scale * dot(pair.step, direction)
      add(-weight, pair.change, to: &direction)
      weights.append(weight)
    }
    multiply(&direction, by: scale)
    if let last = pairs.last {
      var scaled = last.change
      multiply(&scaled, by: scale)
      multiply(&direction, by: 1 / (last.scale * dot(last.change, scaled)))
    }
    for (pair, weight) in zip(pairs, weights.reversed()) {
      add(weight - pair.scale * dot(pair.change, direction), pair.step, to: &direction)
    }
    multiply(&direction, by: -1)
    return direction
  }
}

func dot(_ a: Lanes, _ b: Lanes) -> Double {
  var sum = SIMD4<Double>.zero
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      for index in 0..<a.count { sum += SIMD4<Double>(a[index] * b[index]) }
    }
  }
  return sum.sum()
}

private func add(_ weight: Double, _ lanes: Lanes, to sum: inout Lanes) {
  let weight = Float(weight)
  lanes.withUnsafeBufferPointer { lanes in
    sum.withUnsafeMutableBufferPointer { sum in
      for index in 0..<lanes.count { sum[index] += weight * lanes[index] }
    }
  }
}

private func multiply(_ lanes: inout Lanes, by factors: Lanes) {
  factors.withUnsafeBufferPointer { factors in
    lanes.withUnsafeMutableBufferPointer { lanes in
      for index in 0..<lanes.count { lanes[index] *= factors[index] }
    }
  }
}

private func multiply(_ lanes: inout Lanes, by factor: Double) {
  let factor = Float(factor)
  lanes.withUnsafeMutableBufferPointer { lanes in
    for index in 0..<lanes.count { lanes[index] *= factor }
  }
}
