import CMeasure

/// How the label screen is read.
struct LabelScreen {
  /// Milliseconds without a byte after which an answer is over.
  static let quiet = 2.0

  let session: TerminalSession

  init(_ bench: Bench) throws {
    let arguments = ["label", "-C", bench.project, "--as", ProjectFiles.annotator]
    session = try TerminalSession(bench.gloss, arguments, in: bench.project)
  }

  /// Seconds from the start to the last byte of the first whole frame, and its bytes.
  func firstFrame() throws -> (seconds: Double, bytes: Int) {
    let answer = try session.answer(quiet: Self.quiet) { _ in isWhole }
    return (seconds(from: session.started, to: answer.at), answer.bytes)
  }

  /// Labels the sample: from the key to the last byte of the frame that shows the next sample and the label as saved.
  func label(_ value: Int) throws -> (seconds: Double, bytes: Int) {
    let saved = savedLine
    let sample = sampleText
    let typed = try session.type(String(value + 1))
    let answer = try session.answer(quiet: Self.quiet) { _ in
      let now = savedLine
      return now != saved && now.contains(ProjectFiles.values[value]) && sampleText != sample && !sampleText.isEmpty
    }
    return (seconds(from: typed, to: answer.at), answer.bytes)
  }

  private var lines: [String] { (0..<session.rows).map(session.row) }

  /// A sample, the question's values and the hints of the bottom line.
  private var isWhole: Bool {
    let question = lines.contains { line in ProjectFiles.values.allSatisfy { line.lowercased().contains($0) } }
    return question && !sampleText.isEmpty && lines[session.rows - 1].contains("?")
  }

  /// The line that says what was done last, once it is saved.
  private var savedLine: String { lines.last { $0.contains("✓") } ?? "" }

  /// What stands between the first rule and the second.
  private var sampleText: String {
    let lines = lines
    let rules = lines.indices.filter { lines[$0].hasPrefix("────") }
    guard rules.count >= 2 else { return "" }
    return lines[(rules[0] + 1)..<rules[1]].filter { !$0.isEmpty }.joined(separator: "\n")
  }
}
