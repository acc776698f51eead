import AnnotationEngine
import ArgumentParser
import Foundation
import VersionStore

struct RemoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remote", abstract: "Name other places where the versions are kept, list and forget them.",
    subcommands: [RemoteAddCommand.self, RemoteListCommand.self, RemoteRemoveCommand.self],
    defaultSubcommand: RemoteListCommand.self)
}

struct RemoteAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Name a place, make it ready, and check that it keeps what pushes rely on.",
    discussion: """
      A URL is file:///path, s3://bucket/prefix, ssh://host/path or the path of a directory.

      For S3, endpoint, region and credentials come from AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, \
      AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE and the files in ~/.aws, as for AWS's own tools. Writers \
      are raced against the bucket; a server that lets two of them win is refused.

      For ssh, gloss has to be installed on the other machine.
      """)

  @Argument(help: "What to call it, e.g. origin.") var name: String
  @Argument(help: ArgumentHelp("Where it is.", valueName: "url")) var url: String

  @OptionGroup var place: PlaceOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    // A path counts from where the command was typed, or from the directory of -C.
    let store = try openWorkspace(place).versions()
    let known = try store.remotes()[name]
    let full = try Remotes.absolute(url, from: FileManager.default.currentDirectoryPath)
    guard known == nil || known?.url == full else {
      throw CommandFailure(
        what: "there is a remote \(name) already: \(known?.url ?? "")",
        remedy: "choose another name, or remove it first: gloss remote remove \(name)")
    }
    // A name that is not possible is told before anything is made there.
    let remote = NamedRemote(name: name, url: full, filter: known?.filter)
    try remote.check()
    try Remotes.open(url: full, environment: ProcessInfo.processInfo.environment).prepare()
    try store.setRemote(remote)
    try answer.print(remote.json) { text in text += "\(Table.visible(name)) is \(Table.visible(full))\n" }
  }
}

struct RemoteListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "The places by name.")

  @OptionGroup var place: PlaceOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let remotes = try openWorkspace(place).versions().remotes().remotes
    try answer.print(.object(("remotes", .list(remotes) { $0.json }))) { text in
      if remotes.isEmpty { text += "no remotes yet\n" }
      var table = Table([("name", .left), ("url", .left), ("filter", .left)])
      for remote in remotes { table.add([remote.name, remote.url, remote.filter ?? ""]) }
      if !table.isEmpty { text += table.text }
    }
  }
}

struct RemoteRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Forget a place; what is there and what came from there stays.")

  @Argument(help: "What it is called.") var name: String

  @OptionGroup var place: PlaceOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let store = try openWorkspace(place).versions()
    let remotes = try store.remotes()
    guard let remote = remotes[name], try store.removeRemote(name) else {
      let names = remotes.remotes.map(\.name)
      throw CommandFailure(
        what: "there is no remote \(name)",
        remedy: names.isEmpty ? "there are none" : "there is \(names.joined(separator: ", "))")
    }
    try answer.print(remote.json) { text in text += "\(Table.visible(name)) is forgotten\n" }
  }
}

extension NamedRemote {
  /// One entry of `gloss remote list --json`.
  var json: JSONValue { .object(("name", .string(name)), ("url", .string(url)), ("filter", .text(filter))) }
}

/// The store of a workspace, for commands that deal with versions and not with labels.
extension Workspace {
  func versions() throws -> Store { try Store.open(at: path + "/.gloss/store") }
}
