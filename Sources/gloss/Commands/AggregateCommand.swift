import AnnotationEngine
import ArgumentParser
import Foundation
import Interchange
import LabelStatistics

struct AggregateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aggregate",
    abstract: "One label a sample from the answers of many, how sure it is, and how good each annotator is.",
    discussion: """
      The answers are those of a file, a row an answer, or those to a question of the workspace that were submitted. \
      With several methods, or --method all, they are compared with one another and, where there is gold, by it. Gold is \
      the file of --gold; in a workspace, without it, what reviewers decided and, for leads, the gold samples. A question that takes \
      ratings is aggregated by weighted-median where no method is named.

      Methods: \(AggregationMethod.all.map { "\($0.name) (\($0.title))" }.joined(separator: ", ")).

      Of files of comparisons (worker, left, right, label), of spans (JSON Lines with tokens and ann), of texts and of \
      numbers: \
      \(FileMethod.all.map { "\($0.name) (\($0.title))" }.joined(separator: ", ")).
      """)

  @Argument(help: "A CSV, TSV or JSON Lines file of answers (- is standard input), or a question of the workspace.")
  var what: String

  @Option(name: .long, help: ArgumentHelp("How to aggregate; all for every method.", valueName: "name"))
  var method: [String] = []

  @Option(name: .long, help: ArgumentHelp("A file with the known values of samples.", valueName: "file"))
  var gold: String?

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("Columns of other names: sample=, annotator=, value=.", valueName: "role=column"))
  var map: [String] = []

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Pseudo-counts for what is estimated of an annotator, where the method has it.", valueName: "x"))
  var smoothing: Double?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("The most steps; each method has its own default.", valueName: "n"))
  var steps: Int?

  @Option(name: .long, help: ArgumentHelp("For methods that start from chance.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "Write sample, label and confidence to this file, by its ending CSV, TSV or JSON Lines; - is standard output, as CSV.",
      valueName: "file"))
  var output: String?

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var quietness: QuietOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if let other = try otherMethod() {
      if gold != nil, !other.takesGold {
        throw ValidationError("\(other.name) takes no --gold; spans have theirs in the file")
      }
      _ = try columnPairs()
    } else {
      _ = try methods()
      _ = try columns()
    }
    if let smoothing, !(smoothing >= 0 && smoothing.isFinite) {
      throw ValidationError("--smoothing is 0 or more")
    }
    if let steps, steps < 1 { throw ValidationError("--steps is 1 or more") }
    if output != nil, method.count > 1 || method == ["all"] {
      throw ValidationError("-o writes the labels of one method; name one by --method")
    }
    if let output { try Self.checkEnding(of: output) }
    if output == "-", answer.json { throw ValidationError("standard output holds one thing: the labels or the JSON") }
  }

  private static func checkEnding(of path: String) throws {
    do {
      _ = try LabelsFile.Format(path: path)
    } catch {
      throw ValidationError("-o \(path): labels are written as .csv, .tsv, .tab, .jsonl or .ndjson")
    }
  }

  func run() throws {
    // Before anything starts a thread, which a signal could end the program by.
    let interruption = Interruption.shared
    try place.enter()
    let options = EMOptions(smoothing: smoothing, steps: steps, seed: seed)
    let other = try otherMethod()
    if let other, isFile {
      let request = try FileMethodRequest(path: what, map: columnPairs(), options: options, gold: gold)
      return try print(ofBareFile(what) { try other.run(request) }, of: other.name)
    }
    let answers = try answers()
    let numbers = other.flatMap { NumberMethod.named($0.name) }
    let ofRatings = other == nil && method.isEmpty && !answers.numbers.isEmpty ? NumberMethod.all.first : nil
    if let found = numbers ?? ofRatings {
      if answers.numbers.isEmpty {
        throw CommandFailure(
          place: what, what: "its answers are no numbers, and \(found.name) needs numbers",
          remedy: "leave --method out, or choose one of \(AggregationMethod.all.map(\.name).joined(separator: ", "))")
      }
      return try print(found.outcome(answers), of: found.name)
    }
    if let other {
      throw CommandFailure(
        place: what, what: "\(other.name) is for files, not for a question of the workspace",
        remedy: "name a file, or choose one of \(AggregationMethod.all.map(\.name).joined(separator: ", "))")
    }
    let run = try AggregationRun(
      methods(), on: answers, options: options, quiet: quietness.quiet, interruption: interruption)
    if let output, let first = run.outcomes.first { try write(run, first, to: output) }
    if output == "-" {
      for warning in run.warnings { StandardError.say(Table.visible(warning)) }
      return
    }
    let comparison = method.contains("all") ? answers.asNumbers.map { NumberComparison($0) } : nil
    try answer.print(run.json(comparison)) { text in
      text += methodsTable(run)
      if let comparison { text += "\n" + comparison.text }
      if method.contains("all") { text += "\n" + notCompared(comparison != nil) + "\n" }
      if run.outcomes.count == 1, let outcome = run.outcomes.first { text += "\n" + annotators(run, outcome) }
      if let output { text += "\nlabels are in \(Table.visible(output))\n" }
      for warning in run.warnings { text += "\nwarning: \(Table.visible(warning))\n" }
      if !run.contested.isEmpty { text += "\nmost evenly split:\n" }
      for sample in run.contested { text += "  \(Table.visible("\(sample.sample)  \(sample.words)"))\n" }
    }
  }

  /// Of answers that are no values from a list.
  private func print(_ outcome: FileMethodOutcome, of method: String) throws {
    try requireAnswers(outcome.rows.count, in: what)
    if let output {
      var file = try LabelsFile(path: output)
      for row in outcome.rows { try file.write(sample: row.sample, label: row.label, confidence: row.confidence) }
      try file.finish()
    }
    if output == "-" {
      for warning in outcome.warnings { StandardError.say(Table.visible(warning)) }
      return
    }
    try answer.print(outcome.json(method)) { text in
      text += outcome.text
      if let output { text += "\nlabels are in \(Table.visible(output))\n" }
      for warning in outcome.warnings { text += "\nwarning: \(Table.visible(warning))\n" }
    }
  }

  // MARK: What is asked

  /// The method, where it is one of those for other files.
  private func otherMethod() throws -> FileMethod? {
    let others = method.compactMap { FileMethod.named($0) }
    if !others.isEmpty && method.count > 1 {
      throw ValidationError("\(others[0].name) is not compared with other methods; name it alone")
    }
    return others.first
  }

  private func methods() throws -> [AggregationMethod] {
    if method.contains("all") { return AggregationMethod.all }
    return try (method.isEmpty ? ["dawid-skene"] : method).map { name in
      guard let found = AggregationMethod.named(name) else {
        let known = (AggregationMethod.all.map(\.name) + FileMethod.all.map(\.name)).joined(separator: ", ")
        throw ValidationError("there is no method \(name); choose one of \(known), or all")
      }
      return found
    }
  }

  private func columns() throws -> CrowdColumns { try CrowdColumns(map: columnPairs()) }

  private func columnPairs() throws -> [String: String] {
    var columns: [String: String] = [:]
    for pair in map {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw ValidationError("--map \(pair): write role=column")
      }
      columns[parts[0]] = parts[1]
    }
    return columns
  }

  private var isFile: Bool {
    let endings = [".csv", ".tsv", ".tab", ".jsonl", ".ndjson"]
    return what == "-" || endings.contains(where: what.lowercased().hasSuffix)
      || FileManager.default.fileExists(atPath: what)
  }

  private func answers() throws -> CrowdAnswers {
    if isFile { return try ofBareFile(what) { try CrowdAnswers(file: what, gold: gold, columns: columns()) } }
    if !map.isEmpty {
      throw CommandFailure(
        place: what, what: "there is no file of that name", remedy: "--map is for a file of answers")
    }
    let desk = try orMissingFile(what) { try Desk.openHere(place, person) }
    let answers = try desk.workspace.answers(desk.session, to: what)
    return try ofBareFile(gold ?? what, takesMap: false) { try CrowdAnswers(answers, gold: gold) }
  }

  // MARK: What is said

  private func write(_ run: AggregationRun, _ outcome: MethodOutcome, to path: String) throws {
    var file = try LabelsFile(path: path)
    for (item, label) in outcome.aggregation.labels.enumerated() where label >= 0 {
      try file.write(
        sample: run.answers.samples[item], label: run.answers.values[Int(label)],
        confidence: outcome.aggregation.confidence[item])
    }
    try file.finish()
  }

  /// What `--method all` leaves out, and why.
  private func notCompared(_ hasNumbers: Bool) -> String {
    let numbers = NumberMethod.all.map(\.name)
    let files = FileMethod.all.map(\.name).filter { !numbers.contains($0) }
    let others = "\(files.joined(separator: ", ")) take files of another kind"
    return hasNumbers
      ? "not compared: the methods that give numbers with those that choose a value; \(others)"
      : "not compared: \(numbers.joined(separator: ", ")) take ratings; \(others)"
  }

  private func methodsTable(_ run: AggregationRun) -> String {
    let hasGold = run.answers.gold != nil
    var table = Table([
      ("method", .left), ("samples", .right), ("ties", .right), ("steps", .right), ("log-likelihood", .right),
      (hasGold ? "on gold" : "", .right), ("", .left),
    ])
    for outcome in run.outcomes {
      let aggregation = outcome.aggregation
      let interval = outcome.accuracy?.interval
      table.add([
        outcome.method.name, Words.grouped(aggregation.answered), Words.grouped(aggregation.ties.count { $0 }),
        aggregation.steps == 0 ? "–" : Words.grouped(aggregation.steps) + (aggregation.converged ? "" : "+"),
        aggregation.logLikelihood.map { Words.fixed($0, 3) } ?? "–",
        hasGold ? Words.percent(outcome.accuracy?.share) : "",
        interval.map { "\(Words.percent($0.low)) to \(Words.percent($0.high))" } ?? "",
      ])
    }
    let hasTies = run.outcomes.contains { $0.accuracy.map { $0.expectedRight != Double($0.right) } ?? false }
    return table.text + (hasTies ? "on gold: expected under random choices among tied values\n" : "")
  }

  private func annotators(_ run: AggregationRun, _ outcome: MethodOutcome) -> String {
    var table = Table([
      ("annotator", .left), ("answers", .right), ("accuracy", .right), ("", .left),
      (outcome.method.skill ?? "", .right),
    ])
    for (number, skill) in outcome.aggregation.annotators.enumerated() {
      table.add([
        run.answers.annotators[number], Words.grouped(skill.answers), Words.percent(skill.accuracy),
        skill.accuracyInterval.map { "\(Words.percent($0.low)) to \(Words.percent($0.high))" } ?? "",
        outcome.method.skill == nil ? "" : Words.figure(skill.skill),
      ])
    }
    return table.text
  }
}
