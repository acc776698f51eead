import LabelStatistics

extension QuestionAgreement {
  /// What the screens show: percent and alpha with their intervals, labels and pairs without. From counts, without a look at
  /// the answers.
  init(_ counts: AgreementCounts, _ scale: AnswerScale, annotators: [String], _ options: BootstrapOptions?) {
    self.init(
      counts, scale, annotators: annotators, counts.figures(scale.partMeasures, options), counts.pairAgreements(nil))
  }

  /// The same from `figures` (the scale's `partMeasures`) and `pairs` that are counted already.
  init(
    _ counts: AgreementCounts, _ scale: AnswerScale, annotators: [String], _ figures: [Figure], _ pairs: [PairAgreement]
  ) {
    self.init(
      items: figures[0].items, annotators: counts.annotatorCount, percent: figures[0].value,
      percentWhy: figures[0].why?.explanation, percentInterval: figures[0].interval, alpha: figures[1].value,
      alphaWhy: figures[1].why?.explanation, alphaInterval: figures[1].interval,
      pairs: Self.sorted(pairs.map { PairFigures($0, annotators) }),
      labels: Self.labels(counts, scale, nil), ratings: counts.ratingCount, level: scale.level)
  }

  private init(overall counts: AgreementCounts, _ scale: AnswerScale, _ options: BootstrapOptions?) {
    let figures = counts.figures([.percent, .alpha(scale.difference)], options)
    self.init(
      items: figures[0].items, annotators: counts.annotatorCount, percent: figures[0].value,
      percentWhy: figures[0].why?.explanation, percentInterval: figures[0].interval, alpha: figures[1].value,
      alphaWhy: figures[1].why?.explanation, alphaInterval: figures[1].interval, pairs: [], labels: [:],
      ratings: counts.ratingCount, level: scale.level)
  }

  /// Everything, each with its interval where one is asked for. O(ratings + Σ of the squares of the items' numbers of
  /// ratings), and the resamples.
  public init(_ sheet: AnswerSheet, _ options: AgreementOptions) {
    let (ratings, scale) = (sheet.ratings, sheet.scale)
    let counts = AgreementCounts(ratings)
    self.init(overall: counts, scale, nil)
    let all = Self.measures(scale, counts)
    let figures = counts.figures(all.map(\.measure), of: ratings, options.bootstrap)
    for (name, figure) in zip(all.map(\.name), figures) {
      switch name {
      case "percent": percentInterval = figure.interval
      case "alpha": alphaInterval = figure.interval
      default: measures.append(NamedFigure(name, FigureReport(figure)))
      }
    }
    if scale.level != .nominal && counts.occurring.count > ValueWeights.limit {
      let none = FigureReport(value: nil, why: Degenerate.tooManyValues.explanation, items: items)
      measures += Self.weightedNames.map { NamedFigure($0, none) }
    }
    labels = Self.labels(counts, scale, options.bootstrap, isFull: true)
    pairs = Self.pairs(counts, scale, sheet.annotators, options.bootstrap)
    var parts = PartMemory()
    slices = sheet.columns.flatMap { parts.slices($0, of: sheet, options.bootstrap) }
    if options.overTime { overTime = Self.stretches(sheet, options.bootstrap) }
    if let bootstrap = options.bootstrap {
      resampling = Resampling(
        options: bootstrap, annotatorSamples: counts.annotatorSamples(bootstrap, of: ratings),
        pairSamples: counts.pairSamples(bootstrap))
    }
  }

  // MARK: - Overall

  private static let weightedNames = [
    "weighted_kappa_linear", "weighted_kappa_quadratic", "ac2", "ac2_linear", "ac2_ordinal",
  ]

  private static func measures(_ scale: AnswerScale, _ counts: AgreementCounts) -> [(name: String, measure: Measure)] {
    var measures: [(name: String, measure: Measure)] = [
      ("percent", .percent), ("percent_pooled", .percentPooled), ("alpha", .alpha(scale.difference)),
      ("cohen", .cohen(nil)), ("scott", .scott), ("fleiss", .fleiss(nil)), ("conger", .conger(nil)),
      ("ac1", .gwet(nil)),
    ]
    measures += scale.differences.map { ($0.name, .alpha($0.difference)) }
    let occurring = counts.occurring
    if scale.level == .nominal || occurring.count > ValueWeights.limit { return measures }
    let places = scale.places(occurring)
    let weights = { ValueWeights($0, places: places, occurring: occurring) }
    return measures + [
      ("alpha_nominal", .alpha(.nominal)), ("weighted_kappa_linear", .cohen(weights(.linear))),
      ("weighted_kappa_quadratic", .cohen(weights(.quadratic))), ("ac2", .gwet(weights(.quadratic))),
      ("ac2_linear", .gwet(weights(.linear))), ("ac2_ordinal", .gwet(weights(.ordinal))),
    ]
  }

  // MARK: - Per label

  /// Labels whose figures get intervals at most: those that were given most often, of equally many the first.
  public static let mostResampledLabels = 200

  private static func labels(
    _ counts: AgreementCounts, _ scale: AnswerScale, _ options: BootstrapOptions?, isFull: Bool = false
  ) -> [String: LabelFigures] {
    let labels = scale.labels
    let places = LabelCounts(counts)
    let answers = labels.map { places.answers(of: $0.values) }
    let order = labels.indices.sorted { (-answers[$0], $0) < (-answers[$1], $1) }
    let resampled = Set(order.prefix(mostResampledLabels))
    // Labels that are counted side by side with those of others.
    let count = max(1, min(16, labels.count >> 4))
    var runs = (0..<count).map { run in
      (labels: labels.count * run / count..<labels.count * (run + 1) / count, found: [LabelFigures]())
    }
    changeConcurrently(&runs) { run in
      run.found = run.labels.map { label in
        let isResampled = options != nil && resampled.contains(label)
        let agreement = places.agreement(of: labels[label].values, isResampled ? options : nil)
        return LabelFigures(
          agreement, isFull: isFull, intervalWhy: options == nil || isResampled ? nil : Self.beyondResampled)
      }
    }
    return Dictionary(zip(labels.map(\.name), runs.flatMap(\.found))) { $1 }
  }

  /// Why the figures of a label have no intervals.
  private static let beyondResampled =
    "only the \(mostResampledLabels) labels that were given most often get intervals"

  // MARK: - Per pair

  private static func pairs(
    _ counts: AgreementCounts, _ scale: AnswerScale, _ annotators: [String], _ options: BootstrapOptions?
  ) -> [PairFigures] {
    let occurring = counts.occurring
    var weights: [(String, ValueWeights)] = []
    if scale.level != .nominal, occurring.count <= ValueWeights.limit {
      let places = scale.places(occurring)
      weights = [
        ("kappa_linear", ValueWeights(.linear, places: places, occurring: occurring)),
        ("kappa_quadratic", ValueWeights(.quadratic, places: places, occurring: occurring)),
      ]
    }
    let weighted = weights.map { counts.weightedKappas($0.1) }
    return sorted(
      counts.pairAgreements(options).enumerated().map { index, pair in
        var figures = PairFigures(pair, annotators)
        figures.measures = [NamedFigure("scott", FigureReport(pair.scott))]
        for (which, (name, _)) in weights.enumerated() {
          figures.measures.append(NamedFigure(name, FigureReport(weighted[which][index])))
        }
        return figures
      })
  }

  private static func sorted(_ pairs: [PairFigures]) -> [PairFigures] {
    pairs.sorted { ($0.a, $0.b) < ($1.a, $1.b) }
  }

  // MARK: - Over time

  /// Alpha of the answers of each stretch, and of all up to its end.
  private static func stretches(_ sheet: AnswerSheet, _ options: BootstrapOptions?) -> [StretchAgreement] {
    func alpha(_ places: [Int]) -> FigureReport {
      FigureReport(
        AgreementCounts.withoutPairs(sheet.ratings.only(places))
          .figures([.alpha(sheet.scale.difference)], options)[0])
    }
    return AnswerStretch.cut(sheet.times ?? []).map { stretch in
      StretchAgreement(
        from: stretch.from, to: stretch.to, ratings: stretch.places.count, alpha: alpha(stretch.places),
        alphaSoFar: alpha(stretch.soFar))
    }
  }
}

extension AnswerScale {
  /// What parts of the answers are measured by.
  var partMeasures: [Measure] { [.percent, .alpha(difference)] }
}

extension LabelFigures {
  /// `isFull`: with kappa, Fleiss's kappa and AC1.
  fileprivate init(_ agreement: ValueAgreement, isFull: Bool, intervalWhy: String?) {
    self.init(
      items: agreement.percent.items, answers: agreement.answers, percent: agreement.percent.value,
      percentWhy: agreement.percent.why?.explanation, alpha: agreement.alpha.value,
      alphaWhy: agreement.alpha.why?.explanation, alphaInterval: agreement.alpha.interval, intervalWhy: intervalWhy)
    if !isFull { return }
    let figures = [("kappa", agreement.kappa), ("fleiss", agreement.fleiss), ("ac1", agreement.ac1)]
    measures = figures.compactMap { name, figure in figure.map { NamedFigure(name, FigureReport($0)) } }
  }
}

extension PairFigures {
  /// `annotators`: the names by their numbers.
  init(_ pair: PairAgreement, _ annotators: [String]) {
    let names = [annotators[pair.a], annotators[pair.b]].sorted()
    self.init(
      a: names[0], b: names[1], items: pair.percent.items, percent: pair.percent.value,
      percentWhy: pair.percent.why?.explanation, percentInterval: pair.percent.interval, kappa: pair.kappa.value,
      kappaWhy: pair.kappa.why?.explanation, kappaInterval: pair.kappa.interval)
  }
}

extension Ratings {
  /// The ratings at some places, in the order of those.
  func only(_ places: [Int]) -> Ratings {
    Ratings(
      items: places.map { items[$0] }, annotators: places.map { annotators[$0] }, values: places.map { values[$0] },
      itemCount: itemCount, annotatorCount: annotatorCount, valueCount: valueCount)
  }
}
