/// All figures of a corpus of spans, with their intervals over documents.
public struct SpanReport: Sendable {
  /// F1 by document, by pair and by annotator.
  public let agreement: SpanAgreement
  /// Spans of all answers.
  public let spans: Int
  /// F1 over all pairs of annotators; its items are pairs of answers.
  public let exact: Figure
  public let overlap: Figure
  /// F1 of all answers against gold; its items are answers.
  public let goldExact: Figure
  public let goldOverlap: Figure
  /// Krippendorff's nominal alpha of tokens, which are its items.
  public let tokenAlpha: Figure
  /// Document by document; empty where gamma was not asked for.
  public let gammas: [Gamma]
  /// The mean of the documents' gammas and gamma-cats; its items are the documents that have one.
  public let gamma: Figure
  public let gammaCat: Figure
  /// 1 − Σ observed/Σ expected disorder over documents, each weighted by its units.
  public let gammaPooled: Figure

  /// Gamma of each document on all processors; the same on any number of them. `bootstrap` nil: no intervals.
  public init(_ corpus: SpanCorpus, gamma options: GammaOptions?, bootstrap: BootstrapOptions?) {
    self.init(corpus, gammas: options.map { allGammas(corpus, $0) } ?? [], bootstrap: bootstrap)
  }

  /// With what gamma was found to be before, document by document; empty: without gamma. O(pairs of answers · spans +
  /// tokens · answers, and samples · documents).
  public init(_ corpus: SpanCorpus, gammas: [Gamma], bootstrap: BootstrapOptions?) {
    self.init(corpus, TokenRatings(corpus), gammas: gammas, bootstrap: bootstrap)
  }

  private init(_ corpus: SpanCorpus, _ tokens: TokenRatings, gammas: [Gamma], bootstrap: BootstrapOptions?) {
    precondition(gammas.isEmpty || gammas.count == corpus.documents.count, "a gamma is that of a document")
    let agreement = SpanAgreement(corpus)
    let summed = SpanSums(agreement: agreement, alpha: TokenAlpha(tokens), gammas: gammas)
    let figures = resampledFigures(itemCount: corpus.documents.count, bootstrap) { summed.figures(weights: $0) }
    self.agreement = agreement
    self.gammas = gammas
    spans = corpus.documents.reduce(0) { $0 + $1.answers.reduce(0) { $0 + $1.spans.count } }
    (exact, overlap, goldExact, goldOverlap) = (figures[0], figures[1], figures[2], figures[3])
    (tokenAlpha, gamma, gammaCat, gammaPooled) = (figures[4], figures[5], figures[6], figures[7])
  }

  /// The figures of one type alone, without gamma, type by type: F1 of its spans; token alpha of tokens in it or not.
  public static func types(_ corpus: SpanCorpus, bootstrap: BootstrapOptions?) -> [SpanReport] {
    let tokens = TokenRatings(corpus)
    return (0..<corpus.typeCount).map { type in
      var own = tokens
      own.ratings = tokens.ratings.against(value: type + 1)
      return SpanReport(corpus.only(type: type), own, gammas: [], bootstrap: bootstrap)
    }
  }
}

/// Gamma of every document, the longest first.
private func allGammas(_ corpus: SpanCorpus, _ options: GammaOptions) -> [Gamma] {
  struct Work: Sendable {
    var document: SpanDocument
    var number: Int
    var gamma: Gamma?
  }
  var work = corpus.documents.enumerated().map { Work(document: $1, number: $0) }
  if work.isEmpty { return [] }
  let sizes = corpus.documents.map { $0.answers.reduce(0) { $0 + $1.spans.count } }
  work.sort { (-sizes[$0.number], $0.number) < (-sizes[$1.number], $1.number) }
  changeConcurrently(&work) {
    $0.gamma = LabelStatistics.gamma($0.document, stream: UInt64($0.number), options: options)
  }
  return work.sorted { $0.number < $1.number }.compactMap(\.gamma)
}

private struct SpanSums {
  let agreement: SpanAgreement
  let alpha: TokenAlpha
  let gammas: [Gamma]

  func figures(weights: [Int]?) -> [Figure] {
    let pairs = sum(agreement.pairwise, weights)
    let gold = sum(agreement.againstGold, weights)
    return [
      pairs.exact.f1, pairs.overlap.f1, gold.exact.f1, gold.overlap.f1, alpha.figure(weights: weights),
      mean(weights) { $0.gamma }, mean(weights) { $0.gammaCat }, pooled(weights),
    ]
  }

  private func sum(_ parts: [SpanF1], _ weights: [Int]?) -> SpanF1 {
    var total = SpanF1()
    for (index, part) in parts.enumerated() { total.add(part, times: weights?[index] ?? 1) }
    return total
  }

  private func mean(_ weights: [Int]?, _ of: (Gamma) -> Figure) -> Figure {
    var (total, count) = (0.0, 0)
    for (index, gamma) in gammas.enumerated() {
      guard let value = of(gamma).value else { continue }
      let weight = weights?[index] ?? 1
      total += Double(weight) * value
      count += weight
    }
    return count == 0 ? none : Figure(value: total / Double(count), items: count)
  }

  private func pooled(_ weights: [Int]?) -> Figure {
    var (observed, expected, count) = (0.0, 0.0, 0)
    for (index, gamma) in gammas.enumerated() {
      guard let one = gamma.observed, let chance = gamma.expected else { continue }
      let weight = weights?[index] ?? 1
      observed += Double(weight * gamma.units) * one
      expected += Double(weight * gamma.units) * chance
      count += weight
    }
    if count == 0 { return none }
    return expected == 0
      ? Figure(value: observed == 0 ? 1 : nil, why: .noVariation, items: count)
      : Figure(value: 1 - observed / expected, items: count)
  }

  /// Why no document has a gamma: what holds for those that come nearest to having one.
  private var none: Figure {
    let reasons = gammas.compactMap(\.gamma.why)
    let nearest = [Degenerate.noSpans, .oneAnnotator].first(where: reasons.contains)
    return Figure(value: nil, why: nearest ?? .noRatings, items: 0)
  }
}
