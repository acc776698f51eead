import AnnotationEngine
import Interchange
import LabelStatistics

/// Methods on comparisons: a row an object, from the strongest, its label the place and its confidence the strength.
enum ComparisonMethods {
  @Sendable
  static func bradleyTerry(_ request: FileMethodRequest) throws -> FileMethodOutcome {
    let file = try ComparisonFile(path: request.path, map: request.map)
    let strengths = LabelStatistics.bradleyTerry(file.comparisons, options: request.options)
    var answers = [Int](repeating: 0, count: file.annotators.count)
    for comparison in file.comparisons.comparisons { answers[Int(comparison.annotator)] += 1 }
    return outcome(
      file, strengths,
      annotators: answers.enumerated().map {
        .object(("name", .string(file.annotators[$0])), ("answers", .int($1)))
      }, table: "")
  }

  @Sendable
  static func noisy(_ request: FileMethodRequest) throws -> FileMethodOutcome {
    let file = try ComparisonFile(path: request.path, map: request.map)
    let (strengths, skills) = noisyBradleyTerry(file.comparisons, options: request.options)
    var table = Table([
      ("  annotator", .left), ("answers", .right), ("skill", .right), ("bias to the left", .right),
    ])
    let annotators = skills.enumerated().map { number, skill -> JSONValue in
      let name = file.annotators[number]
      table.add([
        "  " + name, Words.grouped(skill.answers), Words.figure(skill.skill),
        Words.figure(skill.bias),
      ])
      return .object(
        ("name", .string(name)), ("answers", .int(skill.answers)), ("skill", .double(skill.skill)),
        ("bias", .double(skill.bias)))
    }
    return outcome(file, strengths, annotators: annotators, table: "\n" + table.text)
  }

  private static func outcome(
    _ file: ComparisonFile, _ strengths: Strengths, annotators: [JSONValue], table: String
  ) -> FileMethodOutcome {
    FileMethodOutcome(
      steps: strengths.steps, converged: strengths.converged,
      logLikelihood: strengths.logLikelihood,
      warnings: strengths.warnings, annotators: annotators,
      members: [
        JSONMember("groups", .int(strengths.groups.count)),
        JSONMember("strongly_joined", .bool(strengths.isStronglyJoined)),
        JSONMember(
          "objects",
          .list(byStrength(strengths)) {
            .object(
              ("name", .string(file.objects[$0])), ("strength", .double(strengths.strengths[$0])))
          }),
      ], text: strengthsTable(strengths, names: file.objects).text + table,
      rows: byStrength(strengths).enumerated().map {
        (file.objects[$1], String($0 + 1), strengths.strengths[$1])
      })
  }
}
