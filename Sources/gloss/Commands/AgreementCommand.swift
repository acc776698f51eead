import AnnotationEngine
import ArgumentParser
import Foundation
import LabelStatistics

struct AgreementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agreement",
    abstract: "How far people agree: percent, kappas, AC1 and AC2, Krippendorff's alpha, each with its interval.",
    discussion: """
      In a workspace: its questions, or the one that is named. With the name of a CSV, TSV or JSON Lines file: the file's \
      answers, a row an answer, no workspace needed. Its columns are found by their usual names (task, sample, item, id; \
      worker, annotator, rater, user; label, value, answer, response) or named: --map sample=A annotator=B value=C. \
      The labels of --kind choices are joined in a cell by | or ;, or by commas where the file has neither, or are a JSON \
      array.

      --kind spans is of JSON Lines with text, tokens, gold and ann ({"ann": {"name": [[start, end, "type"]]}}), any other \
      member being a column; --kind ranking of values as a>b=c; --kind pairwise of the columns worker, left, right and label; \
      --kind text of any text, an empty cell being an empty one. --by and --over-time cut the answers of every kind.

      Annotators see how far they agree with each of the others themselves, reviewers and leads all pairs.
      """)

  @Argument(help: ArgumentHelp("A question of the workspace, or a file.", valueName: "what")) var what: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Columns of the file: sample=…, annotator=…, value=…, time=….", valueName: "field=column"))
  var map: [String] = []

  @Option(
    help: ArgumentHelp(
      "Of a file: what its answers are: \(AgreementKind.all.map(\.name).joined(separator: ", ")).", valueName: "kind"))
  var kind: String?

  @Option(help: ArgumentHelp("nominal, ordinal, interval or ratio.", valueName: "level")) var level: String?

  @Option(help: ArgumentHelp("Also by the values of this column; may be given again.", valueName: "column"))
  var by: [String] = []

  @Flag(help: "Also by time, in about ten stretches.") var overTime = false

  @Option(help: ArgumentHelp("The seed of the resamples that intervals are made from.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("How many resamples.", valueName: "number")) var samples = 1000

  @Flag(help: "Leave the intervals out.") var noIntervals = false

  @Flag(help: "Leave gamma of spans out: documents with thousands of spans take minutes.") var noGamma = false

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if !(1...1_000_000).contains(samples) { throw ValidationError("--samples is a number from 1 to 1,000,000") }
    if let level, Level(rawValue: level) == nil {
      throw ValidationError("--level is \(Level.allCases.map(\.rawValue).joined(separator: ", "))")
    }
  }

  func run() throws {
    try place.enter()
    let (file, pairs) = try arguments()
    let sections = try file.map { [try section(of: $0, pairs)] } ?? workspaceSections(pairs)
    let questions = JSONValue.object(sections.map { JSONMember($0.name, $0.json) })
    try answer.print(.object(("questions", questions))) { text in
      text = sections.map(\.text).joined(separator: "\n")
    }
  }

  private var options: AgreementOptions {
    AgreementOptions(
      bootstrap: noIntervals ? nil : BootstrapOptions(samples: samples, seed: seed), by: by, overTime: overTime,
      level: level.flatMap { Level(rawValue: $0) })
  }

  /// The file, where what is asked about is one, and the pairs of --map. `--map a=b FILE` takes the file as well.
  private func arguments() throws -> (file: String?, pairs: [String: String]) {
    var pairs: [String: String] = [:]
    var names = [what].compactMap { $0 }
    for word in map {
      guard let equals = word.firstIndex(of: "=") else {
        names.append(word)
        continue
      }
      pairs[String(word[..<equals])] = String(word[word.index(after: equals)...])
    }
    if names.count > 1 {
      throw ValidationError("one question or file at a time, not \(names.joined(separator: " and "))")
    }
    guard let name = names.first, Self.isFile(name) else { return (nil, pairs) }
    return (name, pairs)
  }

  private static func isFile(_ name: String) -> Bool {
    name == "-" || [".csv", ".tsv", ".tab", ".jsonl", ".ndjson"].contains { name.lowercased().hasSuffix($0) }
      || FileManager.default.fileExists(atPath: name)
  }

  private func section(of file: String, _ pairs: [String: String]) throws -> AgreementSection {
    let kind = try AgreementKind.named(kind)
    if noGamma, kind.name != "spans" { throw ValidationError("--no-gamma is for --kind spans") }
    return try ofBareFile(file) {
      try kind.measure(
        AgreementRequest(path: file, map: pairs, level: options.level, options: options, withoutGamma: noGamma))
    }
  }

  private func workspaceSections(_ pairs: [String: String]) throws -> [AgreementSection] {
    if !pairs.isEmpty || kind != nil || noGamma {
      throw ValidationError("--map, --kind and --no-gamma are for a file; name one")
    }
    var here = place
    // It was gone to already.
    here.directories = []
    let reading = try orMissingFile(what) { try Reading.open(here, person) }
    let workspace = reading.workspace
    let questions = try workspace.project().questions
    if let what, !questions.contains(where: { $0.name == what }) {
      throw CommandFailure(
        what: "there is no question “\(what)” and no file of that name",
        remedy: "the project asks \(questions.map(\.name).joined(separator: ", "))")
    }
    var options = options
    options.question = what
    let report = try workspace.agreement(reading.session, options)
    return questions.filter { what == nil || $0.name == what }.compactMap { question in
      report.questions[question.name].map { agreement in
        let values = question.values.map(\.name)
        return AgreementSection(
          name: question.name, json: agreement.json(values: values), text: agreement.text(question.name, values: values)
        )
      }
    }
  }
}
