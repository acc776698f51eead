/// A learning curve as an inverse power law: accuracy(n) = ceiling − drop · n^(−rate), with drop ≥ 0 and ceiling ≤ 1
/// (Figueroa et al. 2012, "Predicting sample size required for classification performance").
public struct CurveFit: Equatable, Sendable {
  /// What the accuracy comes to with endlessly many labels.
  public var ceiling: Double
  /// How far below that it is with one label, and how fast that shrinks.
  public var drop: Double
  public var rate: Double

  /// The rates that are tried: slower ones cannot be told from a line, faster ones from a step, on curves of this length.
  static let rates = (2...40).map { Double($0) / 20 }

  /// Least squares over the points, each weighed by the inverse variance of its accuracy, for each of the rates; the best
  /// of them. nil for fewer than three points. Every curve fits: one that falls, with drop 0.
  public init?(_ points: [LearningPoint]) {
    let points = points.filter { $0.judged > 0 && $0.labels > 0 }
    guard points.count >= 3 else { return nil }
    var best: (error: Double, fit: CurveFit)?
    for rate in Self.rates {
      let fit = CurveFit(points, rate: rate)
      let error = points.reduce(0.0) { sum, point in
        let miss = fit.accuracy(labels: Double(point.labels)) - point.share
        return sum + point.weight * miss * miss
      }
      if best.map({ error < $0.error }) ?? true { best = (error, fit) }
    }
    guard let best else { return nil }
    self = best.fit
  }

  /// With the rate given the curve is a line in x = n^(−rate): its least squares, at the border where they lie beyond.
  private init(_ points: [LearningPoint], rate: Double) {
    self.rate = rate
    var (w, wx, wy, wxx, wxy) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for point in points {
      let x = exponential(-rate * logarithm(Double(point.labels)))
      w += point.weight
      wx += point.weight * x
      wy += point.weight * point.share
      wxx += point.weight * x * x
      wxy += point.weight * x * point.share
    }
    let room = w * wxx - wx * wx
    let slope = room > 0 ? (w * wxy - wx * wy) / room : 0
    if slope >= 0 {
      (ceiling, drop) = (wy / w, 0)
      return
    }
    (ceiling, drop) = ((wy - slope * wx) / w, -slope)
    if ceiling > 1 { (ceiling, drop) = (1, max(0, (wx - wxy) / wxx)) }
  }

  /// The accuracy after so many labels, within 0...1.
  public func accuracy(labels: Double) -> Double {
    labels > 0 ? min(1, max(0, ceiling - drop * exponential(-rate * logarithm(labels)))) : 0
  }

  /// What `more` labels after `labels` would bring. Never below 0.
  public func gain(of more: Double, after labels: Double) -> Double {
    max(0, accuracy(labels: labels + more) - accuracy(labels: labels))
  }

  /// How many labels more bring `gain`; nil where no number does, or more than a thousand times those that are there.
  public func labels(for gain: Double, after labels: Double) -> Int? {
    var (low, high) = (0.0, 1000 * labels)
    guard labels > 0, self.gain(of: high, after: labels) >= gain else { return nil }
    while high - low > 0.5 {
      let middle = (low + high) / 2
      if self.gain(of: middle, after: labels) >= gain { high = middle } else { low = middle }
    }
    return Int(high.rounded(.up))
  }
}

extension LearningPoint {
  /// The share with one success and one failure more (so that its variance is never 0), and the inverse of its variance.
  fileprivate var share: Double { Double(correct) / Double(judged) }
  fileprivate var weight: Double {
    let share = (Double(correct) + 1) / (Double(judged) + 2)
    return Double(judged) / (share * (1 - share))
  }
}

/// What a learning curve says about going on.
public struct CurveAdvice: Equatable, Sendable {
  /// The fitted curve; nil where there are fewer than three points.
  public var fit: CurveFit?
  /// What twice as many labels would bring, with the interval that refits of the points, redrawn by their binomial
  /// spread, give.
  public var doubling: Figure
  /// The fewest labels of a point from which on doubling brings less than the asked; nil while the curve rises, or where
  /// it may.
  public var flatSince: Int?
  /// Labels more for a gain of the asked; nil where no number is foreseen to bring it, or where the curve may be flat.
  public var labelsForGain: Int?
}

/// Reads a learning curve: is it flat, or how many labels more for a gain of `gain`? Never NaN: where nothing can be said
/// the parts are nil and the figure says why. Deterministic by seed.
///
/// Flat means that the fitted curve rises by less than `gain` when the labels are doubled, and that its refits rise by less
/// than twice that; rising, that they rise at all. Between the two, nothing is known yet.
public func advice(_ points: [LearningPoint], gain: Double = 0.01, seed: UInt64, samples: Int = 200) -> CurveAdvice {
  let judged = points.last?.judged ?? 0
  guard let fit = CurveFit(points), let last = points.map(\.labels).max() else {
    return CurveAdvice(fit: nil, doubling: Figure(value: nil, why: .tooFewLabels, items: judged))
  }
  let labels = Double(last)
  var gains: [Double] = []
  for sample in 0..<samples {
    var generator = SplitMix64(seed: seed, stream: UInt64(sample))
    let redrawn = points.map { point in
      LearningPoint(
        labels: point.labels,
        correct: generator.binomial(point.judged, Double(point.correct) / Double(max(1, point.judged))),
        judged: point.judged)
    }
    if let refit = CurveFit(redrawn) { gains.append(refit.gain(of: labels, after: labels)) }
  }
  gains.sort()
  let interval =
    gains.isEmpty ? nil : Interval(low: quantile(0.025, of: gains), high: quantile(0.975, of: gains))
  let doubling = Figure(value: fit.gain(of: labels, after: labels), items: judged, interval: interval)
  let isFlat = fit.gain(of: labels, after: labels) < gain
  let isSure = interval.map { isFlat ? $0.high < 2 * gain : $0.low > 0 } ?? false
  return CurveAdvice(
    fit: fit, doubling: doubling,
    flatSince: isFlat && isSure
      ? points.map(\.labels).sorted().first { fit.gain(of: Double($0), after: Double($0)) < gain } : nil,
    labelsForGain: !isFlat && isSure ? fit.labels(for: gain, after: labels) : nil)
}
