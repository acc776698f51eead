import AnnotationEngine
import ArgumentParser

struct CloneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clone", abstract: "Make a workspace of what others pushed, with all its versions.",
    discussion: """
      A URL is file:///path, s3://bucket/prefix, ssh://host/path or the path of a directory. The workspace remembers it \
      as its remote origin.

      --branch names the branch to work on; main, or the only one, when left out.

      --filter labels brings labels and annotations and leaves the content of samples there until it is looked at.
      """)

  @Argument(help: ArgumentHelp("Where the versions are.", valueName: "url"))
  var url: String

  @Argument(
    help: ArgumentHelp("The new workspace's directory; the last word of the URL when left out.", valueName: "dir"))
  var directory: String?

  @Option(name: .long, help: ArgumentHelp("What not to bring: labels brings no sample content.", valueName: "what"))
  var filter: String?

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var quietness: QuietOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if let filter, filter != "labels" { throw ValidationError("there is no filter \(filter); write --filter labels") }
    if directory == nil, Self.name(of: url).isEmpty {
      throw ValidationError("the URL has no last word to call the directory by; name one")
    }
  }

  func run() throws {
    try place.enter()
    let bar = ExchangeBar(quiet: quietness.quiet, undone: "nothing is left of it; clone again when you like")
    defer { bar.clear() }
    let request = CloneRequest(
      url: url, directory: directory ?? Self.name(of: url), branch: place.branch, filter: filter)
    let report = try Workspace.clone(
      request, as: person.name ?? unixUser(), clock: Clock.wall, progress: { try bar.show($0) },
      loading: { try bar.show("loading", done: $0, of: $1, unit: "annotations") })
    bar.clear()
    KnownWorkspaces.remember(report.path)
    try answer.print(report.json) { text in
      text += "\(Table.visible(report.path)) is a workspace now, on \(report.branch) at \(Words.short(report.commit))\n"
      text += Words.count(report.exchange.objects, "object") + ", \(Words.bytes(report.exchange.bytes)) in "
      text += Words.count(report.exchange.requests, "request") + "\n"
      if filter != nil { text += "the content of samples comes when it is looked at\n" }
    }
  }

  /// "labels" of "s3://bucket/team/labels".
  private static func name(of url: String) -> String {
    let rest = url.split(separator: "://", maxSplits: 1).last ?? ""
    let parts = rest.split(separator: "/").filter { $0 != "." && $0 != ".." && $0 != ".gloss" }
    return parts.last.map(String.init) ?? ""
  }
}
