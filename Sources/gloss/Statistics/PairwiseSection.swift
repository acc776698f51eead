import AnnotationEngine
import Interchange
import LabelStatistics

/// Agreement on pairwise comparisons, of a file with the columns worker, left, right and label. The labels are the objects
/// that are compared.
enum PairwiseSection {
  static func section(_ request: AgreementRequest) throws -> AgreementSection {
    let file = try ComparisonFile(path: request.path, map: request.map, others: request.options.by)
    try requireAnswers(file.rows.count, in: file.file)
    let cuts = try KindCuts(file.others, time: file.time, file: file.file, request.options)
    let bootstrap = request.options.bootstrap
    let comparisons = file.comparisons
    let agreement = ComparisonAgreement(comparisons)
    let strengths = bradleyTerry(comparisons, options: EMOptions())
    let name = file.columns.last ?? "label"
    let all = measured(agreement, bootstrap)
    var report = KindReport(
      name: name, heading: heading(name, file),
      counts: [
        JSONMember("items", .int(all.items)), JSONMember("annotators", .int(file.annotators.count)),
        JSONMember("ratings", .int(file.rows.count)), JSONMember("objects", .int(file.objects.count)),
      ], overall: all.figures,
      members: [JSONMember("bradley_terry", strengthsJSON(strengths, names: file.objects, intervalWhy: noInterval))])
    report.text = "\n" + strengthsTable(strengths, names: file.objects).text
    let pairs = agreement.pairs(bootstrap)
    report.pairs = pairs.pairs.map { pair in
      .pair(
        file.annotators[pair.a], file.annotators[pair.b],
        MeasuredPart(
          items: pair.percent.items,
          figures: [KindFigure("kappa", "kappa", pair.kappa), KindFigure("percent", "percent", pair.percent, .percent)])
      )
    }
    report.label = "object"
    report.labels = agreement.objects(bootstrap).map { label($0, file.objects) }
    let measure = { measured(ComparisonAgreement(file.comparisons(at: $0)), bootstrap) }
    report.slices = cuts.slices(measure)
    report.overTime = cuts.overTime(measure)
    report.findings = findings(strengths, repeats: file.rows.count - agreement.ratings.items.count)
    (report.bootstrap, report.pairSamples) = (bootstrap, pairs.samples)
    return report.section
  }

  /// Why strengths stand without intervals.
  private static let noInterval =
    "a resample leaves out comparisons that join objects, and then strengths are not finite or not comparable"

  private static func heading(_ name: String, _ file: ComparisonFile) -> String {
    "\(Table.visible(name)): \(Words.count(file.rows.count, "comparison")) of "
      + "\(Words.count(file.objects.count, "object")) by \(Words.count(file.annotators.count, "annotator"))"
  }

  private static func measured(_ agreement: ComparisonAgreement, _ bootstrap: BootstrapOptions?) -> MeasuredPart {
    let found = agreement.overall(bootstrap)
    return MeasuredPart(
      items: found.percent.items,
      figures: [
        KindFigure("alpha", "alpha", found.alpha), KindFigure("alpha_mirrored", "alpha, both ways", found.mirrored),
        KindFigure("percent", "percent", found.percent, .percent),
      ])
  }

  private static func label(_ found: ComparisonAgreement.Object, _ objects: Names) -> KindPart {
    KindPart(
      title: objects[found.object], head: [JSONMember("answers", .int(found.answers))],
      measured: MeasuredPart(
        items: found.percent.items,
        figures: [KindFigure("alpha", "alpha", found.alpha), KindFigure("percent", "percent", found.percent, .percent)]
      ))
  }

  private static func findings(_ strengths: Strengths, repeats: Int) -> [String] {
    if repeats == 0 { return strengths.warnings }
    return strengths.warnings + [
      "\(Words.count(repeats, "comparison")) of a pair that its annotator had compared before: alpha takes what they "
        + "said most often, Bradley-Terry all of them"
    ]
  }
}
