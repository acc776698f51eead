import ArgumentParser

/// One run of the program: its arguments in, what the shell learns out.
enum CommandLineProgram {
  static func run(_ arguments: [String]) -> ExitStatus {
    do {
      var command = try parse(arguments)
      try command.run()
      return .done
    } catch let early as EarlyEnd {
      return early.status
    } catch let code as ExitCode {
      return ExitStatus(rawValue: code.rawValue) ?? .couldNotBeDone
    } catch let wrong as ValidationError {
      return end(CommandFailure(what: wrong.message, status: .wrongUsage))
    } catch {
      return end(CommandFailure(error))
    }
  }

  /// Help and the version were asked for and given, or the words were wrong and that was said.
  private struct EarlyEnd: Error { var status: ExitStatus }

  private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
    do {
      return try Gloss.parseAsRoot(arguments)
    } catch {
      guard Gloss.exitCode(for: error) != .success else {
        try StandardOutput.write(Gloss.fullMessage(for: error) + "\n")
        throw EarlyEnd(status: .done)
      }
      let failure = CommandFailure(
        what: Gloss.message(for: error), remedy: hint(in: Gloss.fullMessage(for: error)), status: .wrongUsage)
      throw EarlyEnd(status: end(failure))
    }
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
}
