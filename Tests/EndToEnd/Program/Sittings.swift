import Foundation
import Testing

extension TerminalSession {
  /// The program on a terminal in the workspace of `scratch`, with nothing of this machine's user about it.
  static func gloss(
    _ arguments: [String], in scratch: Scratch, rows: Int = 24, columns: Int = 80, environment: [String: String?] = [:]
  ) throws -> TerminalSession {
    var variables: [String: String?] = [
      "HOME": scratch.path, "XDG_STATE_HOME": scratch.path + "/state", "XDG_CONFIG_HOME": scratch.path + "/config",
      "TZ": "UTC",
    ]
    variables.merge(environment) { $1 }
    return try TerminalSession(
      ["gloss"] + arguments, rows: rows, columns: columns, environment: variables, directory: scratch.path)
  }

  /// What the status line shows as saved, e.g. "127 neutral".
  var acknowledged: String? {
    for line in lines.reversed() {
      guard let mark = line.range(of: "✓ ", options: .backwards) else { continue }
      let words = line[mark.upperBound...]
      let end = words.range(of: "  ")?.lowerBound ?? words.endIndex
      return String(words[..<end])
    }
    return nil
  }

  /// Types a key and waits until the status line says that `answer` is saved at `place`.
  func answer(_ key: String, _ answer: String, at place: Int) throws {
    type(key)
    try wait("“✓ \(place) \(answer)”") { _ in acknowledged == "\(place) \(answer)" }
  }

  /// Leaves with Q, and checks that the terminal is as a shell expects it.
  func leave(sourceLocation: SourceLocation = #_sourceLocation) throws {
    type("Q")
    let status = try waitForExit(after: "Q")
    #expect(status == .code(0), sourceLocation: sourceLocation)
    expectRestored(sourceLocation: sourceLocation)
  }

  /// Off the alternate screen, the cursor shown, lines edited and echoed.
  func expectRestored(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(!isOnAlternateScreen, sourceLocation: sourceLocation)
    #expect(isCursorVisible, sourceLocation: sourceLocation)
    #expect(isLineMode, sourceLocation: sourceLocation)
  }
}

extension Scratch {
  /// What is kept of each sample: id → annotator → answer to `question` ("a+b" for several), from a fresh export.
  func exportedAnswers(to question: String = "sentiment", as person: String? = nil) throws -> [String: [String: String]]
  {
    let name = "answers-\(UUID().uuidString).jsonl"
    let identity = person.map { ["--as", $0] } ?? []
    for arguments in [["commit", "-m", "answers"], ["export", "main", "-o", name, "--annotations"]] {
      let finished = try BuiltProgram.run(arguments + identity, in: self)
      guard finished.status == 0 else { throw Unexpected(finished: finished) }
    }
    var answers: [String: [String: String]] = [:]
    for line in try read(name).split(separator: "\n") {
      let row = try JSON(parsing: String(line))
      guard let id = row.id.string else { continue }
      for annotation in row.annotations.elements where annotation.status.string == "submitted" {
        guard let annotator = annotation.annotator.string else { continue }
        let answer = annotation.answers[question]
        answers[id, default: [:]][annotator] =
          answer.string ?? answer.elements.compactMap(\.string).joined(separator: "+")
      }
    }
    return answers
  }
}
