/// How gamma is computed. Recorded beside every gamma.
public struct GammaOptions: Equatable, Sendable, Codable {
  /// Random continua drawn at least, a document.
  public var samples: Int
  /// Where given, so many are drawn (up to `sampleLimit`) that the expected disorder is known within this share of
  /// itself with 95 % confidence (Mathet et al. 2015, section 5.3).
  public var precision: Double?
  /// Random continua drawn at most, a document.
  public var sampleLimit: Int
  /// With the number of a document it fixes what is drawn.
  public var seed: UInt64
  /// Weights of place and type in the combined dissimilarity, and the price of a unit without a partner.
  public var alpha: Double
  public var beta: Double
  public var deltaEmpty: Double

  public init(
    samples: Int = 30, precision: Double? = 0.02, sampleLimit: Int = 2000, seed: UInt64 = 1, alpha: Double = 1,
    beta: Double = 1, deltaEmpty: Double = 1
  ) {
    precondition(
      samples > 0 && deltaEmpty > 0 && (precision ?? 1) > 0, "gamma needs samples, and a price of being alone")
    self.samples = samples
    self.precision = precision
    self.sampleLimit = sampleLimit
    self.seed = seed
    self.alpha = alpha
    self.beta = beta
    self.deltaEmpty = deltaEmpty
  }
}

/// Gamma of one document.
public struct Gamma: Equatable, Sendable {
  /// 1 − observed/expected disorder. 1 where nobody disagrees; below 0 where chance would agree more.
  public var gamma: Figure
  /// The same for types alone, over what is aligned (Mathet 2017's gamma-cat).
  public var gammaCat: Figure
  /// The disorder of the best alignment, and the mean of that of the random continua.
  public var observed: Double?
  public var expected: Double?
  /// Random continua drawn, and the share of the expected disorder within which it is known at 95 % confidence.
  public var samples: Int
  public var precision: Double?
  /// Spans of all annotators.
  public var units: Int
  /// Whether every alignment, the observed and the random ones, was proved to be the best.
  public var isExact: Bool
  /// How much lower the observed disorder could be at most; 0 where its alignment is proved best, nil where not known.
  public var gap: Double?

  fileprivate init(why: Degenerate, units: Int) {
    gamma = Figure(value: nil, why: why, items: 0)
    gammaCat = gamma
    samples = 0
    self.units = units
    isExact = true
  }
}

/// Gamma (Mathet, Widlöcher and Métivier 2015, "The Unified and Holistic Method Gamma (γ) for Inter-Annotator Agreement
/// Measure and Alignment") of one document, as pygamma-agreement defines it: the combined categorical dissimilarity, and
/// the expected disorder of random continua drawn by `ContinuumSampler`.
///
/// `stream` is the document's number: with the seed it fixes what is drawn, so documents may be computed in any order.
/// Two annotators and more; the cost grows with the samples and steeply with the annotators who mark the same place.
public func gamma(_ document: SpanDocument, stream: UInt64, options: GammaOptions) -> Gamma {
  let continuum = Continuum(document)
  let units = continuum.units.count
  if document.answers.isEmpty { return Gamma(why: .noRatings, units: units) }
  if document.answers.count < 2 { return Gamma(why: .oneAnnotator, units: units) }
  if units == 0 { return Gamma(why: .noSpans, units: units) }
  return GammaComputation(continuum, options).result(stream)
}

private struct GammaComputation {
  let continuum: Continuum
  let options: GammaOptions
  let dissimilarity: UnitDissimilarity
  let limits = AlignmentLimits()

  init(_ continuum: Continuum, _ options: GammaOptions) {
    self.continuum = continuum
    self.options = options
    dissimilarity = UnitDissimilarity(position: options.alpha, category: options.beta, empty: options.deltaEmpty)
  }

  func result(_ stream: UInt64) -> Gamma {
    let best = BestAlignment(continuum, dissimilarity, limits: limits)
    let sampler = ContinuumSampler(continuum)
    var random = SplitMix64(seed: options.seed, stream: stream)
    var disorders: [Double] = []
    var typeDisorders: [Double] = []
    var isExact = best.gap == 0
    func draw(_ count: Int) {
      for _ in 0..<max(0, count) {
        let sample = sampler.sample(&random)
        let alignment = BestAlignment(sample, dissimilarity, limits: limits)
        disorders.append(alignment.disorder)
        typeDisorders.append(typeDisorder(alignment.groups, sample))
        isExact = isExact && alignment.gap == 0
      }
    }
    draw(options.samples)
    if let wanted = options.precision {
      let need = (1.96 * Normal(of: disorders).variation / wanted)
      draw(min(options.sampleLimit, Int((need * need).rounded(.up))) - options.samples)
    }
    let drawn = Normal(of: disorders)
    var result = Gamma(why: .noSpans, units: continuum.units.count)
    result.gamma = figure(best.disorder, drawn.mean)
    result.gammaCat = figure(typeDisorder(best.groups, continuum), Normal(of: typeDisorders).mean)
    result.observed = best.disorder
    result.expected = drawn.mean
    result.samples = disorders.count
    result.precision = 1.96 * drawn.variation / Double(disorders.count).squareRoot()
    result.isExact = isExact
    result.gap = best.gap
    return result
  }

  private func figure(_ observed: Double, _ expected: Double) -> Figure {
    if observed == 0 { return Figure(value: 1, items: 1) }
    if expected == 0 { return Figure(value: nil, why: .noVariation, items: 1) }
    return Figure(value: 1 - observed / expected, items: 1)
  }

  /// The disorder of types over the pairs of aligned units, each weighted by how well their places agree; a unit beside an
  /// empty partner counts as one full disagreement, as in pygamma-agreement. 0 where there are no pairs.
  private func typeDisorder(_ groups: [[Int]], _ continuum: Continuum) -> Double {
    let empty = options.deltaEmpty
    var (disorder, weights) = (0.0, 0.0)
    var isAligned = false
    for group in groups {
      let alone = Double(group.count * (continuum.annotatorCount - group.count))
      disorder += alone * empty * empty
      weights += alone * empty
      for (index, a) in group.enumerated() {
        for b in group[(index + 1)...] {
          isAligned = true
          let (u, v) = (continuum.units[a], continuum.units[b])
          let weight =
            max(0, 1 - options.alpha * empty * dissimilarity.positional(u, v)) / Double(group.count - 1)
          disorder += weight * (u.type == v.type ? 0 : empty)
          weights += weight
        }
      }
    }
    return !isAligned || disorder == 0 ? 0 : disorder / weights
  }
}

extension Normal {
  /// Standard deviation over mean; 0 where the mean is.
  fileprivate var variation: Double { mean == 0 ? 0 : deviation / mean }
}
