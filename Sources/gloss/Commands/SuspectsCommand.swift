import AnnotationEngine
import ArgumentParser
import Interchange
import LabelStatistics

struct SuspectsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suspects",
    abstract: "Labels that are probably wrong, the most doubtful first, each with why.",
    discussion: """
      Of a workspace: by the crowd (each annotator weighed by their answers elsewhere), by votes (the share that the \
      label has), or by a text model that learned from the other samples; which of them, --by says. \
      gloss review shows them, in that order, under its filter "suspects".

      Of a file, without a workspace: gloss suspects FILE.csv --text COLUMN --label COLUMN, or with a model's own \
      out-of-fold probabilities --label COLUMN --probabilities FILE.csv, a column a label and a row a row.
      """)

  @Argument(help: ArgumentHelp("A question of the project, or a CSV or TSV file.", valueName: "what"))
  var what: String?

  @Option(name: .long, help: "By crowd, votes or model; the best that the answers allow, where it is left away.")
  var by: SuspectSource?

  @Option(name: .long, help: ArgumentHelp("At most so many.", valueName: "n"))
  var limit = 100

  @Option(name: .long, help: ArgumentHelp("What deals the samples into folds.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(name: .long, help: ArgumentHelp("The file's column of texts.", valueName: "column"))
  var text: String?

  @Option(name: .long, help: ArgumentHelp("The file's column of labels.", valueName: "column"))
  var label: String?

  @Option(name: .long, help: ArgumentHelp("The file's column of ids; rows are counted from 1.", valueName: "column"))
  var id: String?

  @Flag(name: .long, help: "The file begins with data; its columns are named 1, 2, 3 …")
  var noHeader = false

  @Option(name: .long, help: ArgumentHelp("A file of probabilities instead of a model of ours.", valueName: "file"))
  var probabilities: String?

  @Option(
    name: .long,
    help:
      "Which rows of a file are issues: prune_by_noise_rate, prune_by_class, both, confident_learning, predicted_neq_given."
  )
  var filter = IssueFilter.noiseRate

  @Option(name: .long, help: "What orders the rows of a file: normalized_margin or self_confidence.")
  var rank = LabelQuality.normalizedMargin

  @Flag(name: .long, help: "Every row of a file in the order of doubt, also those that are no issues.")
  var all = false

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  private var isFile: Bool { text != nil || label != nil || probabilities != nil }

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit is 0 or more") }
    guard isFile else {
      if let what, [".csv", ".tsv", ".tab"].contains(where: what.lowercased().hasSuffix) {
        throw ValidationError("\(what) is a file: name its columns with --text COLUMN and --label COLUMN")
      }
      if id != nil || noHeader || all { throw ValidationError("--id, --no-header and --all are for files") }
      return
    }
    if what == nil { throw ValidationError("name the file that has the column") }
    if label == nil { throw ValidationError("name the column of the labels with --label COLUMN") }
    if (text == nil) == (probabilities == nil) {
      throw ValidationError("give either --text COLUMN, for a model of ours, or --probabilities FILE")
    }
    if by != nil { throw ValidationError("--by is for the answers of a workspace") }
  }

  func run() throws {
    if let what, let label {
      try place.enter()
      try runFile(what, label)
      return
    }
    let desk = try Desk.open(place, person)
    let report = try desk.workspace.suspects(desk.session, question: what, by: by, limit: limit, seed: seed)
    try answer.print(report.json) { text in text += report.text }
  }

  private func runFile(_ path: String, _ label: String) throws {
    let columns = FileSuspects.Columns(
      id: id, text: text, label: label, layout: TableLayout(hasHeader: !noHeader))
    let file = try ofBareFile(path, takesMap: false) { try FileSuspects(path, columns, probabilities: probabilities) }
    let findings = try file.findings(filter, rank, all: all, seed: seed)
    let rows = Array(findings.ranked.prefix(limit))
    try answer.print(file.json(findings, rows, filter, question: label, seed: seed)) { text in
      text += file.text(findings, rows)
    }
  }
}

extension SuspectSource: ExpressibleByArgument {}
extension IssueFilter: ExpressibleByArgument {}
extension LabelQuality: ExpressibleByArgument {}
