import AnnotationEngine
import ArgumentParser

struct TagCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag", abstract: "Name a version forever; without a name, list the tags.",
    discussion: """
      With a message the tag says who made it, when and why, and can be signed. --verify, --payload and --signature \
      are about a tag that is there.
      """)

  @Argument(help: "The tag's name, e.g. v1.") var name: String?

  @Argument(help: ArgumentHelp("The version to name; the newest when left out.", valueName: "ref"))
  var revision: String?

  @Option(name: .shortAndLong, help: "What this version is for.")
  var message: String?

  @Flag(name: [.customShort("a"), .long], help: "Make a tag with a message.")
  var annotate = false

  @Flag(name: [.customShort("s"), .long], help: "Sign it with your SSH key.")
  var sign = false

  @Flag(name: [.customShort("v"), .long], help: "Check the signature of the tag; exit status 1 where it is not good.")
  var verify = false

  @OptionGroup var signing: SigningOptions
  @OptionGroup var checking: SignatureOptions
  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  private var isQuestion: Bool { verify || checking.payload || checking.signature }

  func validate() throws {
    let makes = message != nil || annotate || sign || signing.key != nil
    if name == nil, makes || isQuestion { throw ValidationError("name the tag") }
    if isQuestion, makes || revision != nil {
      throw ValidationError("--verify, --payload and --signature are about a tag that is there")
    }
    if makes, message?.contains(where: { !$0.isWhitespace }) != true {
      throw ValidationError("say with -m what this version is for")
    }
    if sign, signing.isRefused { throw ValidationError("-s and --no-sign exclude each other") }
  }

  func run() throws {
    let workspace = try openWorkspace(place, of: person.name)
    guard let name else { return try list(workspace) }
    if isQuestion { return try check(name, in: workspace) }
    let session = try identify(person.name, in: workspace)
    let signer = message == nil ? nil : try signing.signer(isAsked: sign)
    let entry = try workspace.tag(session, name: name, revision: revision, message: message, signer: signer)
    try answer.print(entry.json) { text in
      text += "\(Table.visible(name)) names \(Words.short(entry.commit))  \(Table.visible(entry.message))\n"
    }
  }

  private func check(_ name: String, in workspace: Workspace) throws {
    guard let tag = try workspace.signedTag(name) else {
      throw CommandFailure(what: "the tag \(name) is only a name, and not signed", status: .doesNotHold)
    }
    if try checking.writeRaw(tag, "the tag \(name)") { return }
    let finding = try checking.finding(tag, in: workspace)
    let commit = try workspace.signedCommit(name).id
    let document = JSONValue.object(
      ("tag", .string(name)), ("commit", .string(commit)), ("author", .string(tag.author)),
      ("time", .moment(tag.time)), ("message", .string(tag.message)), ("signature", finding.json))
    try answer.print(document) { text in
      text += "tag      \(Table.visible(name))\ncommit   \(commit)\n"
      text += "who      \(Table.visible(tag.author))\nwhen     \(Moment.local(tag.time))\n"
      text += "signed   \(Table.visible(finding.words(author: tag.author)))\nwhat     \(Table.visible(tag.message))\n"
    }
    if finding.status != .good { throw ExitCode(ExitStatus.doesNotHold.rawValue) }
  }

  private func list(_ workspace: Workspace) throws {
    let tags = try workspace.tags()
    try answer.print(.object(("tags", .dictionary(tags) { .string($0) }))) { text in
      if tags.isEmpty { text += "no tags yet\n" }
      for name in tags.keys.sorted() { text += "\(Words.short(tags[name] ?? ""))  \(Table.visible(name))\n" }
    }
  }
}
