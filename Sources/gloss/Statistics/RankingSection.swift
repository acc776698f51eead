import AnnotationEngine
import Interchange
import LabelStatistics

/// Agreement on rankings, of a file whose values are rankings as `a>b=c>d`.
enum RankingSection {
  static func section(_ request: AgreementRequest) throws -> AgreementSection {
    let table = try CrowdTable(path: request.path, columns: try CrowdColumns(map: request.map))
    let bootstrap = request.options.bootstrap
    let agreement = RankingAgreement(try rankings(table))
    let tasks = table.items.count
    var lines = FigureLines()
    lines.add("w", "Kendall's W", resampled(agreement.meanW, agreement.w, bootstrap))
    lines.add("tau_b", "tau-b", resampled(agreement.meanTau, agreement.tau, bootstrap))
    var members = [
      JSONMember("items", .int(agreement.tau.count { $0.value != nil })),
      JSONMember("annotators", .int(table.annotators.count)),
      JSONMember("ratings", .int(table.ratings.items.count)),
    ]
    members += lines.members
    members += [
      JSONMember("incomplete_items", .int(agreement.incompleteTasks)),
      JSONMember("objects_left_out", .int(agreement.objectsLeftOut)),
      JSONMember(
        "pairs",
        .list(agreement.pairs) { pair in
          .object(
            [
              JSONMember("a", .string(table.annotators[pair.a])),
              JSONMember("b", .string(table.annotators[pair.b])),
              JSONMember("items", .int(pair.tau.value == nil ? 0 : pair.tau.items)),
            ] + FigureLines.members("tau_b", pair.tau))
        }),
      JSONMember(
        "tasks",
        .array(
          (0..<tasks).map { task in
            .object(
              [
                JSONMember("task", .string(table.items[task])),
                JSONMember("objects", .int(agreement.w[task].items)),
              ] + FigureLines.members("w", agreement.w[task])
                + FigureLines.members("tau_b", agreement.tau[task]))
          })),
    ]
    let findings = findings(table, agreement)
    members.append(JSONMember("findings", .list(findings) { .string($0) }))
    members.append(FigureLines.bootstrap(bootstrap))
    let name = table.columns.value ?? "ranking"
    var text = "\(Table.visible(name)): \(Words.count(tasks, "ranked item")), "
    text += "\(Words.count(table.annotators.count, "annotator"))\n" + lines.text
    for finding in findings { text += "  \(Table.visible(finding))\n" }
    return AgreementSection(name: name, json: .object(members), text: text)
  }

  private static func resampled(_ mean: Figure, _ figures: [Figure], _ options: BootstrapOptions?)
    -> Figure
  {
    withInterval(mean, itemCount: figures.count, options) { weights in
      var (sum, count) = (0.0, 0)
      for (figure, weight) in zip(figures, weights) {
        guard let value = figure.value else { continue }
        sum += Double(weight) * value
        count += weight
      }
      return count == 0 ? nil : sum / Double(count)
    }
  }

  private static func rankings(_ table: CrowdTable) throws -> Rankings {
    let parsed = table.values.map { text in
      text.split(separator: ">", omittingEmptySubsequences: false).map { place in
        place.split(separator: "=", omittingEmptySubsequences: false).map { trimmed($0) }
      }
    }
    let objects = Names(parsed.flatMap { $0.flatMap { $0 } })
    for (value, places) in zip(table.values, parsed) {
      let named = places.flatMap { $0 }
      if named.contains("") || Names(named).count != named.count {
        throw CommandFailure(
          place: table.file,
          what: "“\(value)” is no ranking: an object is missing or stands in it twice",
          remedy: "write rankings as a>b>c, and a=b where two are tied")
      }
    }
    let ratings = table.ratings
    return Rankings(
      ratings.items.indices.map { row in
        Ranking(
          task: ratings.items[row], annotator: ratings.annotators[row],
          places: parsed[Int(ratings.values[row])].map { $0.compactMap { objects.number(of: $0).map(Int32.init) } })
      }, taskCount: ratings.itemCount, annotatorCount: ratings.annotatorCount)
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
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
