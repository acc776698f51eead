import AnnotationEngine
import Interchange
import LabelStatistics

/// Agreement on texts, of a file whose values are texts. A text has no labels.
enum TextSection {
  static func section(_ request: AgreementRequest) throws -> AgreementSection {
    var columns = try CrowdColumns(map: request.map, others: request.options.by)
    columns.takesEmptyValues = true
    let table = try CrowdTable(path: request.path, columns: columns)
    try requireAnswers(table.ratings.items.count, in: table.file)
    let cuts = try KindCuts(table, request.options)
    let bootstrap = request.options.bootstrap
    let texts = texts(table)
    let agreement = TextAgreement(texts)
    let all = agreement.all
    let name = table.columns.value ?? "text"
    var report = KindReport(
      name: name,
      heading: "\(Table.visible(name)): \(Words.count(all.items, "item")) with two or more texts, "
        + Words.count(table.annotators.count, "annotator"),
      counts: [
        JSONMember("items", .int(all.items)), JSONMember("annotators", .int(table.annotators.count)),
        JSONMember("ratings", .int(texts.texts.count)), JSONMember("pairs_of_answers", .int(all.pairs)),
      ], overall: figures(agreement.overall(bootstrap)))
    report.pairs = zip(agreement.pairs, agreement.pairFigures(bootstrap)).map { pair, found in
      .pair(
        table.annotators[pair.a], table.annotators[pair.b],
        MeasuredPart(items: pair.counts.items, figures: figures(found)))
    }
    let measure = { (places: [Int]) -> MeasuredPart in
      let part = agreement.only(places, of: texts)
      return MeasuredPart(items: part.all.items, figures: figures(part.overall(bootstrap)))
    }
    report.slices = cuts.slices(measure)
    report.overTime = cuts.overTime(measure)
    report.findings = crowdFindings(table)
    (report.bootstrap, report.pairSamples) = (bootstrap, agreement.pairOptions(bootstrap)?.samples)
    return report.section
  }

  /// The rows as they stand in the table: in the order of item and annotator.
  static func texts(_ table: CrowdTable) -> Texts {
    let points = table.values.map { $0.unicodeScalars.map(\.value) }
    let ratings = table.ratings
    return Texts(
      ratings.items.indices.map {
        Texts.Text(
          item: ratings.items[$0], annotator: ratings.annotators[$0], points: points[Int(ratings.values[$0])])
      }, itemCount: ratings.itemCount, annotatorCount: ratings.annotatorCount)
  }

  private static func figures(_ found: TextFigures) -> [KindFigure] {
    [
      KindFigure("exact", "exact match", found.exact, .percent),
      KindFigure("character_error_rate", "character errors", found.errorRate, .percent),
      KindFigure("chrf", "chrF", found.meanChrF),
    ]
  }
}

extension KindPart {
  static func pair(_ a: String, _ b: String, _ measured: MeasuredPart) -> KindPart {
    KindPart(
      title: "\(a) – \(b)", head: [JSONMember("a", .string(a)), JSONMember("b", .string(b))], measured: measured)
  }
}
