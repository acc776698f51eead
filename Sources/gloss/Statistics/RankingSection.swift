import AnnotationEngine
import Interchange
import LabelStatistics

/// Agreement on rankings, of a file whose values are rankings as `a>b=c>d`. The labels are the objects that are ranked.
enum RankingSection {
  static func section(_ request: AgreementRequest) throws -> AgreementSection {
    let table = try CrowdTable(
      path: request.path, columns: try CrowdColumns(map: request.map, others: request.options.by))
    try requireAnswers(table.ratings.items.count, in: table.file)
    let cuts = try KindCuts(table, request.options)
    let bootstrap = request.options.bootstrap
    let (rankings, objects) = try rankings(table)
    let agreement = RankingAgreement(rankings)
    let name = table.columns.value ?? "ranking"
    let all = measured(agreement, bootstrap)
    var report = KindReport(
      name: name,
      heading: "\(Table.visible(name)): \(Words.count(table.items.count, "ranked item")), "
        + Words.count(table.annotators.count, "annotator"),
      counts: [
        JSONMember("items", .int(all.items)), JSONMember("annotators", .int(table.annotators.count)),
        JSONMember("ratings", .int(table.ratings.items.count)),
      ], overall: all.figures, members: members(table, agreement))
    report.pairs = agreement.pairs(bootstrap).map { pair in
      .pair(
        table.annotators[pair.a], table.annotators[pair.b],
        MeasuredPart(
          items: pair.tau.value == nil ? 0 : pair.tau.items, figures: [KindFigure("tau_b", "tau-b", pair.tau)]))
    }
    report.label = "object"
    report.labels = objectAgreements(rankings, bootstrap).map { label($0, objects) }
    let measure = { (places: [Int]) -> MeasuredPart in
      let part = Rankings(
        places.map { rankings.rankings[$0] }, taskCount: rankings.taskCount, annotatorCount: rankings.annotatorCount)
      return measured(RankingAgreement(part), bootstrap)
    }
    report.slices = cuts.slices(measure)
    report.overTime = cuts.overTime(measure)
    report.findings = findings(table, agreement)
    (report.bootstrap, report.pairSamples) = (bootstrap, agreement.pairOptions(bootstrap)?.samples)
    return report.section
  }

  private static func measured(_ agreement: RankingAgreement, _ bootstrap: BootstrapOptions?) -> MeasuredPart {
    let overall = agreement.overall(bootstrap)
    return MeasuredPart(
      items: agreement.tau.count { $0.value != nil },
      figures: [KindFigure("w", "Kendall's W", overall.w), KindFigure("tau_b", "tau-b", overall.tau)])
  }

  /// What was left out, and each item for itself.
  private static func members(_ table: CrowdTable, _ agreement: RankingAgreement) -> [JSONMember] {
    let tasks = table.items.indices.map { task in
      JSONValue.object(
        [
          JSONMember("task", .string(table.items[task])), JSONMember("objects", .int(agreement.w[task].items)),
        ] + FigureLines.members("w", agreement.w[task]) + FigureLines.members("tau_b", agreement.tau[task]))
    }
    return [
      JSONMember("incomplete_items", .int(agreement.incompleteTasks)),
      JSONMember("objects_left_out", .int(agreement.objectsLeftOut)), JSONMember("tasks", .array(tasks)),
    ]
  }

  private static func label(_ found: ObjectAgreement, _ objects: Names) -> KindPart {
    KindPart(
      title: objects[found.object], head: [JSONMember("answers", .int(found.rankings))],
      measured: MeasuredPart(
        items: found.sameOrder.items,
        figures: [
          KindFigure("same_order", "same order", found.sameOrder, .percent),
          KindFigure("somers_d", "Somers' d", found.somersD),
        ]))
  }

  /// The rows as they stand in the table: in the order of item and annotator.
  private static func rankings(_ table: CrowdTable) throws -> (rankings: Rankings, objects: Names) {
    let parsed = table.values.map { text in
      text.split(separator: ">", omittingEmptySubsequences: false).map { place in
        place.split(separator: "=", omittingEmptySubsequences: false).map(\.trimmed)
      }
    }
    let objects = Names(parsed.flatMap { $0.flatMap { $0 } })
    for (number, places) in parsed.enumerated() {
      let named = places.flatMap { $0 }
      if named.contains("") || Names(named).count != named.count {
        throw CommandFailure(
          place: "\(table.file):\(table.values.line(number))",
          what: "“\(table.values[number])” is no ranking: an object is missing or stands in it twice",
          remedy: "write rankings as a>b>c, and a=b where two are tied")
      }
    }
    let ratings = table.ratings
    let rankings = ratings.items.indices.map { row in
      Ranking(
        task: ratings.items[row], annotator: ratings.annotators[row],
        places: parsed[Int(ratings.values[row])].map { $0.compactMap { objects.number(of: $0).map(Int32.init) } })
    }
    return (
      Rankings(rankings, taskCount: ratings.itemCount, annotatorCount: ratings.annotatorCount), objects
    )
  }

  private static func findings(_ table: CrowdTable, _ agreement: RankingAgreement) -> [String] {
    var findings = crowdFindings(table)
    if agreement.incompleteTasks > 0 {
      findings.append(
        "\(Words.count(agreement.incompleteTasks, "item")) where not all ranked the same objects: W leaves out the "
          + "\(Words.grouped(agreement.objectsLeftOut)) that not all ranked, tau-b those that not both did"
      )
    }
    return findings
  }
}
