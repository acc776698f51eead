import ArgumentParser
import Foundation
import VersionStore

/// What runs on the other machine of an ssh:// URL. People do not type it.
struct ServeStoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve-store",
    abstract: "Serve a store on standard input and output, for gloss on another machine.",
    discussion: "In authorized_keys, command=\"gloss serve-store /path\" lets a key do this and nothing else.",
    shouldDisplay: false)

  @Argument(help: ArgumentHelp("The directory of a store or of a workspace.", valueName: "path")) var path: String

  func run() throws {
    try StoreServer(path: path, input: STDIN_FILENO, output: STDOUT_FILENO).run()
  }
}
