import AnnotationEngine
import Interchange
import LabelStatistics

/// Agreement on texts, of a file whose values are texts.
enum TextSection {
  static func section(_ request: AgreementRequest) throws -> AgreementSection {
    let table = try CrowdTable(path: request.path, columns: try CrowdColumns(map: request.map))
    let bootstrap = request.options.bootstrap
    let points = table.values.map { $0.unicodeScalars.map(\.value) }
    let ratings = table.ratings
    let agreement = TextAgreement(
      Texts(
        ratings.items.indices.map {
          Texts.Text(
            item: ratings.items[$0], annotator: ratings.annotators[$0],
            points: points[Int(ratings.values[$0])])
        }, itemCount: ratings.itemCount, annotatorCount: ratings.annotatorCount))
    let all = agreement.all
    func resampled(_ figure: Figure, _ of: (TextCounts) -> Figure) -> Figure {
      withInterval(figure, itemCount: ratings.itemCount, bootstrap) { weights in
        var sum = TextCounts()
        for (counts, weight) in zip(agreement.byItem, weights) where weight > 0 {
          sum.add(counts, times: weight)
        }
        return of(sum).value
      }
    }
    var lines = FigureLines()
    lines.add("exact", "exact match", resampled(all.exact, \.exact), asPercent: true)
    lines.add(
      "character_error_rate", "character errors", resampled(all.errorRate, \.errorRate),
      asPercent: true)
    lines.add("chrf", "chrF", resampled(all.meanChrF, \.meanChrF))
    var members = [
      JSONMember("items", .int(all.items)), JSONMember("annotators", .int(table.annotators.count)),
      JSONMember("ratings", .int(ratings.items.count)),
      JSONMember("pairs_of_answers", .int(all.pairs)),
    ]
    members += lines.members
    members.append(
      JSONMember(
        "pairs",
        .list(agreement.pairs) { pair in
          .object(
            [
              JSONMember("a", .string(table.annotators[pair.a])),
              JSONMember("b", .string(table.annotators[pair.b])),
              JSONMember("items", .int(pair.counts.items)),
            ] + FigureLines.members("exact", pair.counts.exact)
              + FigureLines.members("character_error_rate", pair.counts.errorRate)
              + FigureLines.members("chrf", pair.counts.meanChrF))
        }))
    members.append(JSONMember("findings", .list(crowdFindings(table)) { .string($0) }))
    members.append(FigureLines.bootstrap(bootstrap))
    let name = table.columns.value ?? "text"
    var text = "\(Table.visible(name)): \(Words.count(all.items, "item")) with two or more texts, "
    text += "\(Words.count(table.annotators.count, "annotator"))\n" + lines.text
    for finding in crowdFindings(table) { text += "  \(Table.visible(finding))\n" }
    return AgreementSection(name: name, json: .object(members), text: text)
  }
}
