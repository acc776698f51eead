import AnnotationEngine
import Interchange
import LabelStatistics

/// Agreement on pairwise comparisons, of a file with the columns worker, left, right and label.
enum PairwiseSection {
  static func section(_ request: AgreementRequest) throws -> AgreementSection {
    let file = try ComparisonFile(path: request.path, map: request.map)
    let bootstrap = request.options.bootstrap
    let ratings = file.comparisons.ratings
    let strengths = bradleyTerry(file.comparisons, options: EMOptions())
    var lines = FigureLines()
    lines.add("percent", "percent", resampled(percentAgreement(ratings), ratings, bootstrap) { percentAgreement($0) })
    lines.add("alpha", "alpha", resampled(krippendorffAlpha(ratings), ratings, bootstrap) { krippendorffAlpha($0) })
    let mirrored = file.comparisons.mirroredRatings
    lines.add("alpha_mirrored", "alpha, both ways", krippendorffAlpha(mirrored))
    var members = [
      JSONMember("items", .int(percentAgreement(ratings).items)),
      JSONMember("annotators", .int(file.annotators.count)),
      JSONMember("ratings", .int(file.comparisons.comparisons.count)),
      JSONMember("objects", .int(file.objects.count)),
    ]
    members += lines.members
    members += [
      JSONMember("bradley_terry", strengthsJSON(strengths, names: file.objects)),
      JSONMember(
        "pairs",
        .list(pairAgreements(ratings)) { pair in
          .object(
            [
              JSONMember("a", .string(file.annotators[pair.a])),
              JSONMember("b", .string(file.annotators[pair.b])),
              JSONMember("items", .int(pair.percent.items)),
            ] + FigureLines.members("percent", pair.percent)
              + FigureLines.members("kappa", pair.kappa))
        }),
    ]
    var findings = strengths.warnings
    if file.repeats > 0 {
      findings.append(
        "\(Words.count(file.repeats, "comparison")) of a pair that its annotator had compared before: alpha takes what they "
          + "said most often, Bradley-Terry all of them")
    }
    members.append(JSONMember("findings", .list(findings) { .string($0) }))
    members.append(FigureLines.bootstrap(bootstrap))
    let name = file.columns.last ?? "label"
    var text =
      "\(Table.visible(name)): \(Words.count(file.comparisons.comparisons.count, "comparison")) of "
    text +=
      "\(Words.count(file.objects.count, "object")) by \(Words.count(file.annotators.count, "annotator"))\n"
    text += lines.text + "\n" + strengthsTable(strengths, names: file.objects).text
    for finding in findings { text += "  \(Table.visible(finding))\n" }
    return AgreementSection(name: name, json: .object(members), text: text)
  }

  private static func resampled(
    _ figure: Figure, _ ratings: Ratings, _ options: BootstrapOptions?,
    _ measure: (Ratings) -> Figure
  ) -> Figure {
    // Items are in the order of the rows, so that an item drawn twice is two items of the resample.
    var starts = [Int](repeating: 0, count: ratings.itemCount + 1)
    for item in ratings.items { starts[Int(item) + 1] += 1 }
    for item in 0..<ratings.itemCount { starts[item + 1] += starts[item] }
    return withInterval(figure, itemCount: ratings.itemCount, options) { weights in
      var drawn = ratings
      (drawn.items, drawn.annotators, drawn.values) = ([], [], [])
      drawn.itemCount = 0
      for (item, weight) in weights.enumerated() {
        for _ in 0..<weight {
          for row in starts[item]..<starts[item + 1] {
            drawn.items.append(Int32(drawn.itemCount))
            drawn.annotators.append(ratings.annotators[row])
            drawn.values.append(ratings.values[row])
          }
          drawn.itemCount += 1
        }
      }
      return measure(drawn).value
    }
  }
}
