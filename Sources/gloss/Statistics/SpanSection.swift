import AnnotationEngine
import Interchange
import LabelStatistics

/// Agreement on spans, of a file. The labels are the types of spans.
enum SpanSection {
  static func section(_ request: AgreementRequest) throws -> AgreementSection {
    for role in request.map.keys.sorted() where role != "time" {
      throw CommandFailure(
        place: request.path, what: "a file of spans has no column \(role)",
        remedy: "its members have names of their own; --map time=MEMBER says which one is the time", status: .wrongUsage
      )
    }
    let file = try SpanFile(path: request.path, others: request.options.by, time: request.map["time"])
    try requireAnswers(file.corpus.documents.reduce(0) { $0 + $1.answers.count }, in: file.file)
    let cuts = try KindCuts(file.others, time: file.time, file: file.file, request.options)
    let bootstrap = request.options.bootstrap
    let gamma = GammaOptions(seed: bootstrap?.seed ?? 1)
    let report = SpanReport(file.corpus, gamma: request.withoutGamma ? nil : gamma, bootstrap: bootstrap)
    var section = KindReport(
      name: "spans", heading: heading(file), counts: counts(file, report),
      overall: figures(report, gammaReason: request.withoutGamma ? SpanParts.leftOut : nil))
    section.members = [
      JSONMember("gamma_settings", settings(gamma, report.gammas)),
      JSONMember("gold", gold(file, report, bootstrap)),
      JSONMember("gamma_documents", documents(file, report.gammas)),
    ]
    section.text = goldText(report)
    let options = report.agreement.pairOptions(bootstrap)
    section.pairs = report.agreement.pairs.map { pair(file, $0, options) }
    section.label = "type"
    section.labels = zip(file.types, SpanReport.types(file.corpus, bootstrap: bootstrap)).map(type)
    let parts = SpanParts(file.corpus, report.gammas)
    let measure = { parts.measured($0, bootstrap) }
    section.slices = cuts.slices(measure)
    section.overTime = cuts.overTime(measure)
    section.findings = findings(file)
    (section.bootstrap, section.pairSamples) = (bootstrap, options?.samples)
    return section.section
  }

  // MARK: - All of it

  private static func heading(_ file: SpanFile) -> String {
    "spans: \(Words.count(file.corpus.documents.count { !$0.answers.isEmpty }, "document")) with answers, "
      + Words.count(file.annotators.count, "annotator")
  }

  private static func counts(_ file: SpanFile, _ report: SpanReport) -> [JSONMember] {
    let documents = file.corpus.documents
    return [
      JSONMember("items", .int(report.agreement.pairwise.count { $0.exact.documents > 0 })),
      JSONMember("annotators", .int(file.annotators.count)),
      JSONMember("documents", .int(documents.count { !$0.answers.isEmpty })),
      JSONMember("answers", .int(documents.reduce(0) { $0 + $1.answers.count })),
      JSONMember("pairs_of_answers", .int(report.agreement.allPairs.exact.documents)),
      JSONMember("tokens", .int(report.tokenAlpha.items)),
      JSONMember("token_unit", .string(file.hasTokens ? "token" : "code point")),
    ]
  }

  static func figures(_ report: SpanReport, gammaReason: String? = nil) -> [KindFigure] {
    [
      KindFigure("exact_f1", "exact F1", report.exact), KindFigure("overlap_f1", "overlap F1", report.overlap),
      KindFigure("token_alpha", "token alpha", report.tokenAlpha),
      KindFigure("gamma", "gamma", report.gamma, reason: gammaReason),
      KindFigure("gamma_pooled", "gamma, pooled", report.gammaPooled, reason: gammaReason),
      KindFigure("gamma_cat", "gamma-cat", report.gammaCat, reason: gammaReason),
    ]
  }

  private static func settings(_ options: GammaOptions, _ gammas: [Gamma]) -> JSONValue {
    .object(
      ("seed", .number(String(options.seed))), ("samples_at_least", .int(options.samples)),
      ("precision", .double(options.precision)),
      ("samples", .int(gammas.reduce(0) { $0 + $1.samples })),
      ("alpha", .double(options.alpha)), ("beta", .double(options.beta)),
      ("delta_empty", .double(options.deltaEmpty)),
      ("documents", .int(gammas.count { $0.gamma.value != nil })),
      ("documents_not_exact", .int(gammas.count { !$0.isExact })),
      ("pairs_and_labels_why", .string(SpanParts.onlyOverall)))
  }

  private static func documents(_ file: SpanFile, _ gammas: [Gamma]) -> JSONValue {
    .array(
      zip(file.documents, gammas).map { name, gamma in
        .object(
          [JSONMember("doc", .string(name)), JSONMember("spans", .int(gamma.units))]
            + FigureLines.members("gamma", gamma.gamma)
            + FigureLines.members("gamma_cat", gamma.gammaCat) + [
              JSONMember("observed", .double(gamma.observed)),
              JSONMember("expected", .double(gamma.expected)),
              JSONMember("samples", .int(gamma.samples)),
              JSONMember("precision", .double(gamma.precision)),
              JSONMember("exact", .bool(gamma.isExact)), JSONMember("gap", .double(gamma.gap)),
            ])
      })
  }

  // MARK: - Against gold

  private static func gold(_ file: SpanFile, _ report: SpanReport, _ bootstrap: BootstrapOptions?) -> JSONValue {
    let all = report.agreement.allAgainstGold
    if all.exact.documents == 0 { return .null }
    var members = [JSONMember("answers", .int(all.exact.documents))]
    members += FigureLines.members("exact_f1", report.goldExact)
    members += FigureLines.members("exact_precision", all.exact.precision)
    members += FigureLines.members("exact_recall", all.exact.recall)
    members += FigureLines.members("overlap_f1", report.goldOverlap)
    let annotators = report.agreement.annotators.indices.filter {
      report.agreement.annotators[$0].exact.documents > 0
    }
    members.append(
      JSONMember("annotators", .list(annotators) { annotator(file, $0, report.agreement, bootstrap) }))
    return .object(members)
  }

  private static func annotator(
    _ file: SpanFile, _ number: Int, _ agreement: SpanAgreement, _ bootstrap: BootstrapOptions?
  ) -> JSONValue {
    let counts = agreement.annotators[number].exact
    let figures = agreement.goldFigures(of: number, bootstrap)
    return .object(
      [JSONMember("name", .string(file.annotators[number])), JSONMember("items", .int(counts.documents))]
        + FigureLines.members("exact_f1", figures.exact) + FigureLines.members("exact_precision", counts.precision)
        + FigureLines.members("exact_recall", counts.recall) + FigureLines.members("overlap_f1", figures.overlap))
  }

  private static func goldText(_ report: SpanReport) -> String {
    if report.agreement.allAgainstGold.exact.documents == 0 { return "" }
    var lines = FigureLines()
    lines.add("", "exact F1", report.goldExact)
    lines.add("", "overlap F1", report.goldOverlap)
    return "against gold:\n" + lines.text
  }

  // MARK: - Parts

  private static func pair(_ file: SpanFile, _ pair: SpanPair, _ bootstrap: BootstrapOptions?) -> KindPart {
    let figures = pair.figures(bootstrap)
    return .pair(
      file.annotators[pair.a], file.annotators[pair.b],
      MeasuredPart(
        items: pair.f1.exact.documents,
        figures: [
          KindFigure("exact_f1", "exact F1", figures.exact), KindFigure("overlap_f1", "overlap F1", figures.overlap),
        ]))
  }

  private static func type(_ name: String, _ report: SpanReport) -> KindPart {
    var figures = Array(figures(report).prefix(3))
    if report.agreement.allAgainstGold.exact.documents > 0 {
      figures += [
        KindFigure("gold_exact_f1", "on gold", report.goldExact),
        KindFigure("gold_overlap_f1", "overlap", report.goldOverlap),
      ]
    }
    return KindPart(
      title: name, head: [JSONMember("spans", .int(report.spans))],
      measured: MeasuredPart(items: report.agreement.pairwise.count { $0.exact.documents > 0 }, figures: figures))
  }

  private static func findings(_ file: SpanFile) -> [String] {
    file.repeatedSpans == 0
      ? []
      : [
        "\(Words.count(file.repeatedSpans, "span")) given twice by one annotator; each counts once"
      ]
  }
}

/// Some answers of a corpus, with the gammas of the documents that they are all answers of.
private struct SpanParts {
  /// Why pairs and labels have no gamma.
  static let onlyOverall =
    "gamma is of all answers to a document: for each pair, label or resample of annotators all its alignments would be searched anew"
  static let leftOut = "it was left out by --no-gamma"
  private static let parted =
    "some documents have answers outside this part, and gamma would be searched anew for what is left of them"

  private let corpus: SpanCorpus
  private let gammas: [Gamma]
  /// The document of each answer, and its place there.
  private var documents: [Int] = []
  private var answers: [Int] = []

  init(_ corpus: SpanCorpus, _ gammas: [Gamma]) {
    (self.corpus, self.gammas) = (corpus, gammas)
    for (number, document) in corpus.documents.enumerated() {
      for answer in document.answers.indices {
        documents.append(number)
        answers.append(answer)
      }
    }
  }

  /// `places` ascending.
  func measured(_ places: [Int], _ bootstrap: BootstrapOptions?) -> MeasuredPart {
    var part = SpanCorpus(documents: [], annotatorCount: corpus.annotatorCount, typeCount: corpus.typeCount)
    var kept: [Gamma] = []
    var isWhole = true
    var start = 0
    while start < places.count {
      let number = documents[places[start]]
      let end = places[start...].firstIndex { documents[$0] != number } ?? places.count
      let document = corpus.documents[number]
      let own = places[start..<end].map { document.answers[answers[$0]] }
      part.documents.append(SpanDocument(tokens: document.tokens, answers: own, gold: document.gold))
      if !gammas.isEmpty { kept.append(gammas[number]) }
      isWhole = isWhole && own.count == document.answers.count
      start = end
    }
    let report = SpanReport(part, gammas: isWhole ? kept : [], bootstrap: bootstrap)
    return MeasuredPart(
      items: report.agreement.pairwise.count { $0.exact.documents > 0 },
      figures: SpanSection.figures(
        report, gammaReason: gammas.isEmpty ? Self.leftOut : isWhole ? nil : Self.parted))
  }
}
