import AnnotationEngine
import ArgumentParser
import Interchange

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take samples, or with --annotations other people's answers, into the workspace.",
    discussion: """
      Formats: jsonl, csv, tsv, lines (a sample a line), text (a sample a file); known by the file's ending. `-` is \
      standard input. Of a directory each file is a sample, whose id is its path in there. Several files are one \
      import. All or nothing, unless --quarantine takes the bad lines. The same file again changes nothing; one with \
      other content of samples that are there is refused, unless --update takes it over.

      Annotations have the columns sample, annotator and each question's name, and may have comment and seconds.
      """)

  @Argument(help: ArgumentHelp("Files or directories to read.", valueName: "file"))
  var files: [String] = []

  @Flag(name: .long, help: "The files hold annotations instead of samples.")
  var annotations = false

  @Flag(
    name: .long,
    help: "Samples that are there get the content of the files; their annotations stay as they are.")
  var update = false

  @Option(name: .long, help: "The format, where the file's ending does not tell.")
  var format: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The field that holds the id; without one, ids come from the content.", valueName: "field"))
  var id: String?

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp(
      "Columns of other names: field=column, or sample=, annotator=, QUESTION=.", valueName: "field=column"))
  var map: [String] = []

  @Option(name: .long, help: "What stands between the columns of a CSV file: one character, or tab.")
  var delimiter: String?

  @Flag(name: .long, help: "A CSV or TSV file begins with data; its columns are named 1, 2, 3 …")
  var noHeader = false

  @Option(
    name: .long, help: ArgumentHelp("Take bad lines away into this file, with number and reason.", valueName: "file"))
  var quarantine: String?

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var quietness: QuietOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    guard !paths.isEmpty else { throw ValidationError("no file is named; name one, or - for standard input") }
    if paths.filter({ $0 == "-" }).count > 1 { throw ValidationError("standard input can be read once only") }
    if annotations, id != nil { throw ValidationError("--id is for samples; map the sample's column by sample=COLUMN") }
    if annotations, update { throw ValidationError("--update is for samples; an import changes no answer") }
    if let directory = paths.first(where: Importer.isDirectory) {
      if annotations { throw ValidationError("\(directory) is a directory; name the files of annotations") }
      if let format, format != SampleFormat.text.rawValue {
        throw ValidationError("\(directory) is a directory, where each file is a sample; leave --format \(format) away")
      }
    }
    try checkFormat(format, known: SampleFormat.allCases.map(\.rawValue))
    _ = try columns()
  }

  func run() throws {
    let desk = try Desk.open(place, person)
    var importer = Importer(workspace: desk.workspace, session: desk.session)
    importer.format = format
    importer.map = ColumnMap(columns: try columns(), id: id)
    importer.table = TableLayout(delimiter: try delimiter.map(TableLayout.delimiter), hasHeader: !noHeader)
    importer.replaces = update
    importer.quarantine = quarantine
    importer.isQuiet = quietness.quiet
    importer.interruption = .shared
    let report = try annotations ? importer.annotations(from: paths) : importer.samples(from: paths)
    try answer.print(report.json) { text in text += Self.sentence(report, annotations: annotations, quarantine) }
  }

  /// `--map a=b c=d FILE` takes the file as well: what has no = is a file.
  private var paths: [String] { files + map.filter { !$0.contains("=") } }

  private func columns() throws -> [String: String] {
    var columns: [String: String] = [:]
    for pair in map where pair.contains("=") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard !parts[0].isEmpty, !parts[1].isEmpty else { throw ValidationError("--map \(pair): write field=column") }
      guard columns.updateValue(parts[1], forKey: parts[0]) == nil else {
        throw ValidationError("--map gives \(parts[0]) two columns")
      }
    }
    return columns
  }

  private static func sentence(_ report: ImportReport, annotations: Bool, _ quarantine: String?) -> String {
    let what = annotations ? "annotation" : "sample"
    var text = ""
    if report.imported > 0 {
      text += "\(Words.count(report.imported, what)) imported"
    } else if report.updated == 0 {
      text += "nothing new: \(Words.count(report.read, what)) read"
    }
    if report.updated > 0 {
      text += report.imported > 0 ? ", " : ""
      text += "\(Words.count(report.updated, what)) updated"
    }
    if report.unchanged > 0 { text += ", \(Words.grouped(report.unchanged)) there already" }
    if report.quarantined > 0, let quarantine {
      text += ", \(Words.count(report.quarantined, "bad record")) in \(Table.visible(quarantine))"
    }
    if report.newBytes > 0 { text += "; \(Words.bytes(report.newBytes)) newly stored" }
    return text + "\n"
  }
}

/// A format that nobody knows is wrong usage, said before anything is opened.
func checkFormat(_ format: String?, known: [String]) throws {
  guard let format, !known.contains(format) else { return }
  throw ValidationError("there is no format \(format); choose one of \(known.joined(separator: ", "))")
}
