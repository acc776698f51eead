import ArgumentParser
import Foundation

/// One run of the program: its arguments in, what the shell learns out.
enum CommandLineProgram {
  static func run(_ arguments: [String]) -> ExitStatus {
    do {
      var command = try Gloss.parseAsRoot(arguments)
      try command.run()
      return .done
    } catch {
      return report(error, arguments)
    }
  }

  /// Says `error` where it belongs. Ours say what, where and what to do; the rest comes from the parser, which also
  /// gives help and the version as errors.
  private static func report(_ error: any Error, _ arguments: [String]) -> ExitStatus {
    switch error {
    case let code as ExitCode: return ExitStatus(rawValue: code.rawValue) ?? .couldNotBeDone
    case is CommandFailure, is any LocalizedError: return end(CommandFailure(error))
    default: break
    }
    guard Gloss.exitCode(for: error) != .success else {
      do {
        try StandardOutput.write(Gloss.fullMessage(for: error) + "\n")
        return .done
      } catch {
        return end(CommandFailure(error))
      }
    }
    if let word = unknownCommand(arguments) {
      return end(
        CommandFailure(what: "there is no command \(word)", remedy: "gloss --help lists them", status: .wrongUsage))
    }
    return end(
      CommandFailure(
        what: Gloss.message(for: error), remedy: hint(in: Gloss.fullMessage(for: error)), status: .wrongUsage))
  }

  private static func end(_ failure: CommandFailure) -> ExitStatus {
    StandardError.write(failure.line)
    return failure.status
  }

  /// The parser's long message ends in "See 'gloss import --help' for more information."
  private static func hint(in message: String) -> String {
    let parts = message.split(separator: "See '", maxSplits: 1)
    let command = parts.count == 2 ? parts[1].prefix { $0 != "'" } : "gloss --help"
    return "see \(command)"
  }

  /// The first word when it is meant as a command and is none. The parser takes it for an argument of home.
  private static func unknownCommand(_ arguments: [String]) -> String? {
    let withValue: Set = ["-C", "--as", "--branch", "--theme"]
    var index = 0
    while index < arguments.count, arguments[index].hasPrefix("-") {
      index += withValue.contains(arguments[index]) ? 2 : 1
    }
    guard index < arguments.count else { return nil }
    let commands = Gloss.configuration.groupedSubcommands.flatMap(\.subcommands) + Gloss.configuration.subcommands
    let isKnown = arguments[index] == "help" || commands.contains { $0.configuration.commandName == arguments[index] }
    return isKnown ? nil : arguments[index]
  }
}
