import Foundation

/// What can go wrong with the terminal, a theme or a key file.
public enum TerminalError: Error, Equatable, Sendable {
  case notATerminal
  case cannotStart(term: String)
  case theme(file: String, line: Int, column: Int, problem: String, remedy: String)
  case keys(file: String, line: Int, column: Int, problem: String, remedy: String)
  case unknownTheme(String, known: [String])
  case io(errno: Int32, action: String, path: String)
}

extension TerminalError: LocalizedError {
  public var errorDescription: String? { fatalError() }
  public var failureReason: String? { fatalError() }
  public var recoverySuggestion: String? { fatalError() }
}
