import Foundation

/// A failure as it is said on standard error: `gloss: WHERE: WHAT; WHAT TO DO`, always one line.
///
/// WHERE is `file:line:column`, a path, or left out where the what says it all.
struct CommandFailure: Error, Equatable {
  var place: String?
  var what: String
  var remedy: String?
  var status: ExitStatus

  init(place: String? = nil, what: String, remedy: String? = nil, status: ExitStatus = .couldNotBeDone) {
    self.place = place
    self.what = what
    self.remedy = remedy
    self.status = status
  }

  /// Any error of the modules below, which say where, what and what to do as `LocalizedError` does.
  init(_ error: any Error) {
    if let failure = error as? CommandFailure {
      self = failure
    } else if let error = error as? any LocalizedError {
      self.init(
        place: error.failureReason, what: error.errorDescription ?? String(describing: error),
        remedy: error.recoverySuggestion)
    } else {
      self.init(what: String(describing: error))
    }
  }

  /// A system call that failed: `errno`, what was being done, and to which file.
  init(errno code: Int32, action: String, path: String) {
    self.init(place: path, what: "could not \(action): \(String(cString: strerror(code)))", remedy: nil)
  }

  var line: String {
    var line = "gloss: "
    if let place, !place.isEmpty { line += place + ": " }
    line += Self.clause(what)
    if let remedy, !remedy.isEmpty { line += "; " + Self.clause(remedy) }
    return line + "\n"
  }

  /// A sentence as part of the line: it begins small, unless its first word is no ordinary one ("CSV").
  private static func clause(_ text: String) -> String {
    let text = oneLine(text)
    guard let first = text.first, let second = text.dropFirst().first, first.isUppercase, !second.isUppercase else {
      return text
    }
    return first.lowercased() + text.dropFirst()
  }

  /// Sentences of the modules may end in a full stop or hold a line break; in the one form they do not. What a file
  /// smuggled into a message must not reach the terminal as a control character either.
  private static func oneLine(_ text: String) -> String {
    var clean = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        clean += scalar == "\n" || scalar == "\t" ? " " : "\u{FFFD}"
      default: clean.unicodeScalars.append(scalar)
      }
    }
    while clean.hasSuffix(".") || clean.hasSuffix(" ") { clean.removeLast() }
    return clean
  }
}

/// What the shell learns.
enum ExitStatus: Int32 {
  case done = 0
  /// The thing asked about does not hold: `fsck` found damage.
  case doesNotHold = 1
  case couldNotBeDone = 2
  /// EX_USAGE of sysexits.h.
  case wrongUsage = 64
}
