import AnnotationEngine
import Interchange
import LabelStatistics

/// Agreement on spans, of a file.
enum SpanSection {
  static func section(_ request: AgreementRequest) throws -> AgreementSection {
    let file = try SpanFile(path: request.path)
    let bootstrap = request.options.bootstrap
    let gamma = GammaOptions(seed: bootstrap?.seed ?? 1)
    let report = SpanReport(file.corpus, gamma: gamma, bootstrap: bootstrap)
    var lines = FigureLines()
    lines.add("exact_f1", "exact F1", report.exact)
    lines.add("overlap_f1", "overlap F1", report.overlap)
    lines.add("token_alpha", "token alpha", report.tokenAlpha)
    lines.add("gamma", "gamma", report.gamma)
    lines.add("gamma_pooled", "gamma, pooled", report.gammaPooled)
    lines.add("gamma_cat", "gamma-cat", report.gammaCat)
    let answered = file.corpus.documents.count { !$0.answers.isEmpty }
    var members = [
      JSONMember("items", .int(report.agreement.pairwise.count { $0.exact.documents > 0 })),
      JSONMember("annotators", .int(file.annotators.count)),
      JSONMember("documents", .int(answered)),
      JSONMember("answers", .int(file.corpus.documents.reduce(0) { $0 + $1.answers.count })),
      JSONMember("pairs_of_answers", .int(report.agreement.allPairs.exact.documents)),
      JSONMember("tokens", .int(report.tokenAlpha.items)),
      JSONMember("token_unit", .string(file.hasTokens ? "token" : "code point")),
    ]
    members += lines.members
    members.append(JSONMember("gamma_settings", settings(gamma, report.gammas)))
    members.append(JSONMember("gold", gold(file, report)))
    members.append(JSONMember("pairs", pairs(file, report)))
    members.append(
      JSONMember(
        "labels", .object(file.types.enumerated().map { type(file, $0.offset, $0.element) })))
    members.append(JSONMember("gamma_documents", documents(file, report.gammas)))
    members.append(JSONMember("findings", .list(findings(file)) { .string($0) }))
    members.append(FigureLines.bootstrap(bootstrap))
    var text = "spans: \(Words.count(answered, "document")) with answers, "
    text += "\(Words.count(file.annotators.count, "annotator"))\n" + lines.text
    text += goldText(report)
    for finding in findings(file) { text += "  \(Table.visible(finding))\n" }
    return AgreementSection(name: "spans", json: .object(members), text: text)
  }

  private static func settings(_ options: GammaOptions, _ gammas: [Gamma]) -> JSONValue {
    .object(
      ("seed", .number(String(options.seed))), ("samples_at_least", .int(options.samples)),
      ("precision", .double(options.precision)),
      ("samples", .int(gammas.reduce(0) { $0 + $1.samples })),
      ("alpha", .double(options.alpha)), ("beta", .double(options.beta)),
      ("delta_empty", .double(options.deltaEmpty)),
      ("documents", .int(gammas.count { $0.gamma.value != nil })),
      ("documents_not_exact", .int(gammas.count { !$0.isExact })))
  }

  private static func gold(_ file: SpanFile, _ report: SpanReport) -> JSONValue {
    let all = report.agreement.allAgainstGold
    if all.exact.documents == 0 { return .null }
    var members = [JSONMember("answers", .int(all.exact.documents))]
    members += FigureLines.members("exact_f1", report.goldExact)
    members += FigureLines.members("exact_precision", all.exact.precision)
    members += FigureLines.members("exact_recall", all.exact.recall)
    members += FigureLines.members("overlap_f1", report.goldOverlap)
    members.append(
      JSONMember(
        "annotators",
        .array(
          report.agreement.annotators.enumerated().filter { $0.element.exact.documents > 0 }.map {
            number, f1 in
            .object(
              [
                JSONMember("name", .string(file.annotators[number])),
                JSONMember("items", .int(f1.exact.documents)),
              ] + FigureLines.members("exact_f1", f1.exact.f1)
                + FigureLines.members("exact_precision", f1.exact.precision)
                + FigureLines.members("exact_recall", f1.exact.recall)
                + FigureLines.members("overlap_f1", f1.overlap.f1))
          })))
    return .object(members)
  }

  private static func pairs(_ file: SpanFile, _ report: SpanReport) -> JSONValue {
    .list(report.agreement.pairs) { pair in
      .object(
        [
          JSONMember("a", .string(file.annotators[pair.a])),
          JSONMember("b", .string(file.annotators[pair.b])),
          JSONMember("items", .int(pair.f1.exact.documents)),
        ] + FigureLines.members("exact_f1", pair.f1.exact.f1)
          + FigureLines.members("overlap_f1", pair.f1.overlap.f1))
    }
  }

  private static func type(_ file: SpanFile, _ number: Int, _ name: String) -> JSONMember {
    let only = file.corpus.only(type: number)
    let agreement = SpanAgreement(only)
    let (pairs, gold) = (agreement.allPairs, agreement.allAgainstGold)
    let alpha = krippendorffAlpha(TokenRatings(file.corpus).ratings.against(value: number + 1))
    var members = [
      JSONMember(
        "spans",
        .int(only.documents.reduce(0) { $0 + $1.answers.reduce(0) { $0 + $1.spans.count } }))
    ]
    members +=
      FigureLines.members("exact_f1", pairs.exact.f1)
      + FigureLines.members("overlap_f1", pairs.overlap.f1)
    members += FigureLines.members("token_alpha", alpha)
    if gold.exact.documents > 0 {
      members += FigureLines.members("gold_exact_f1", gold.exact.f1)
      members += FigureLines.members("gold_overlap_f1", gold.overlap.f1)
    }
    return JSONMember(name, .object(members))
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

  private static func goldText(_ report: SpanReport) -> String {
    if report.agreement.allAgainstGold.exact.documents == 0 { return "" }
    var lines = FigureLines()
    lines.add("", "exact F1", report.goldExact)
    lines.add("", "overlap F1", report.goldOverlap)
    return "against gold:\n" + lines.text
  }

  private static func findings(_ file: SpanFile) -> [String] {
    file.repeatedSpans == 0
      ? []
      : [
        "\(Words.count(file.repeatedSpans, "span")) given twice by one annotator; each counts once"
      ]
  }
}
