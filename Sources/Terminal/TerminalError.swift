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
  public var errorDescription: String? {
    switch self {
    case .notATerminal: "The screens need a terminal, and there is none."
    case .cannotStart(let term): term.isEmpty ? "TERM is not set." : "The terminal “\(term)” cannot move its cursor."
    case .theme(_, _, _, let problem, _): "The theme cannot be read: \(problem)"
    case .keys(_, _, _, let problem, _): "The key file cannot be read: \(problem)"
    case .unknownTheme(let name, _): "There is no theme called “\(name)”."
    case .io(let errno, let action, let path):
      "\(path.isEmpty ? "The terminal" : path) could not be \(action): \(String(cString: strerror(errno)))."
    }
  }

  public var failureReason: String? {
    switch self {
    case .theme(let file, let line, let column, _, _), .keys(let file, let line, let column, _, _):
      line > 0 ? "\(file):\(line):\(column)" : file
    case .notATerminal, .cannotStart, .unknownTheme, .io: nil
    }
  }

  public var recoverySuggestion: String? {
    switch self {
    case .notATerminal:
      "Run it in a terminal window (over SSH: ssh -t HOST …), without a pipe or a file for input or output."
    case .cannotStart: "Set TERM to what the window is, for example: export TERM=xterm-256color"
    case .theme(_, _, _, _, let remedy), .keys(_, _, _, _, let remedy): remedy
    case .unknownTheme(_, let known):
      known.isEmpty
        ? "Give the path of a theme file." : "Use one of \(known.joined(separator: ", ")), or a file's path."
    case .io: nil
    }
  }
}
