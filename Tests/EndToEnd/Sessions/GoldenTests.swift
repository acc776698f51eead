import Foundation
import Testing

/// Each screen as a person meets it, reached by keys and kept as text. The clock stands still and everything else of
/// the project is fixed, so that only a change of look changes a picture.
@Suite("Golden screens", .serialized)
struct GoldenTests {
  /// One picture: from which command, by which keys, known by which words on the screen.
  struct Picture: CustomTestStringConvertible, Sendable {
    var name: String
    var command: [String]
    var keys: [String] = []
    var shows: String
    var testDescription: String { name }
  }

  static let label = ["label", "--as", "dora"]
  static let review = ["review", "--as", "rita"]

  static let pictures = [
    Picture(name: "home", command: ["home", "--as", "rita"], shows: "to review"),
    Picture(name: "label", command: label, shows: "lovely morning"),
    Picture(name: "label-after-a-key", command: label, keys: ["3"], shows: "✓ 1 positive"),
    Picture(name: "label-taken-back", command: label, keys: ["3", "\u{7F}"], shows: "taken back"),
    Picture(name: "guidelines", command: label, keys: ["G"], shows: "Irony"),
    Picture(name: "palette", command: label, keys: [":"], shows: "undo"),
    Picture(name: "palette-filtered", command: label, keys: [":flag"], shows: "▸ flag"),
    Picture(name: "label-help", command: label, keys: ["?"], shows: "Saves the answers"),
    Picture(name: "skip", command: label, keys: ["-"], shows: "skip because"),
    Picture(name: "comment", command: label, keys: ["#", "what is meant?"], shows: "what is meant?"),
    Picture(name: "find", command: label, keys: ["/train\r"], shows: "The train leaves"),
    Picture(name: "review", command: review, shows: "phone interview"),
    Picture(name: "review-resolved", command: review, keys: ["*"], shows: "train leaves"),
    Picture(name: "review-filter", command: review, keys: ["F"], shows: "flagged samples"),
    Picture(name: "review-send-back", command: review, keys: ["@"], shows: "▸ alice"),
    Picture(name: "review-help", command: review, keys: ["?"], shows: "A letter accepts"),
    Picture(name: "agreement", command: review, keys: ["A"], shows: "44% agree"),
  ]

  @Test("The screen is the one that is kept.", arguments: pictures, [(24, 80), (12, 40)])
  func picture(_ picture: Picture, _ size: (rows: Int, columns: Int)) throws {
    let scratch = try PictureProject.begin()
    let terminal = try TerminalSession.gloss(
      picture.command, in: scratch, rows: size.rows, columns: size.columns,
      environment: ["GLOSS_CLOCK": PictureProject.clock])
    let opens = ["label": "lovely morning", "review": "phone interview", "home": "to review"]
    try terminal.wait(for: opens[picture.command[0]] ?? "")
    for keys in picture.keys {
      try terminal.settle()
      terminal.type(keys)
    }
    try terminal.wait(for: picture.shows)
    try compare(terminal, in: scratch, with: "\(picture.name)-\(size.columns)x\(size.rows)")
  }

  @Test("In a wide window the guidelines stand beside the text.")
  func wide() throws {
    let scratch = try PictureProject.begin()
    let terminal = try TerminalSession.gloss(
      ["label", "--as", "dora"], in: scratch, rows: 40, columns: 120,
      environment: ["GLOSS_CLOCK": PictureProject.clock])
    try terminal.wait(for: "lovely morning")
    terminal.type("G")
    try terminal.wait(for: "Irony")
    try compare(terminal, in: scratch, with: "guidelines-120x40")
  }

  /// Compares what stands on the screen when nothing more comes. Figures that are counted beside the keys may come late
  /// on a busy machine, so that a while is given for the screen to become the kept one.
  private func compare(_ terminal: TerminalSession, in scratch: Scratch, with name: String) throws {
    let end = Date().addingTimeInterval(10)
    repeat {
      try terminal.settle()
      if picture(terminal, scratch) == Self.kept(name) { break }
    } while Date() < end && !Self.isUpdating
    golden(picture(terminal, scratch), named: name)
    terminal.kill()
  }

  /// The workspace's path is another in every run.
  private func picture(_ terminal: TerminalSession, _ scratch: Scratch) -> String {
    terminal.text.trimmingCharacters(in: .newlines).replacing(scratch.path, with: "/home/rita/tweets")
  }

  private static let isUpdating = ProcessInfo.processInfo.environment["GLOSS_UPDATE_GOLDEN"] == "1"

  private static func kept(_ name: String) -> String? {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appendingPathComponent("Golden/\(name).txt")
    return try? String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .newlines)
  }
}

extension TerminalSession {
  /// Reads until the program has said all it has to say: nothing comes for a tenth of a second, twice.
  func settle() throws {
    var quiet = 0
    while quiet < 2 { quiet = pump(for: 0.1) ? 0 : quiet + 1 }
  }
}

/// A project with everything on its screens: text that is long, wide and hostile, comments, disagreement, a commit.
enum PictureProject {
  /// 1 May 2024, 09:30 UTC.
  static let clock = "1714555800000"

  static let samples = """
    {"id": "t1", "text": "What a lovely morning in 東京 ☀️ — “somehow” I was blessed with some really amazing friends \
    in my life who love me and send encouragement when I'm not feeling awesome. So lucky.", "lang": "en"}
    {"id": "t2", "text": "Oh great, another phone interview.\\u001b[2J Just what I needed today.", "lang": "en"}
    {"id": "t3", "text": "The train leaves at nine.", "lang": "en"}
    {"id": "t4", "text": "I never want to see this again", "lang": "en"}
    {"id": "t5", "text": "cafe\\u0301 naïve 👩‍👩‍👧‍👦 \\u202edrawkcab\\u202c", "lang": "fr"}

    """

  static let annotations = """
    sample,annotator,sentiment,seconds,comment
    t1,alice,positive,3.1,
    t1,bob,positive,2.0,
    t2,alice,negative,4.1,irony
    t2,bob,negative,2.0,
    t2,chen,positive,9.8,takes it at its word? guideline 1
    t3,alice,negative,5.5,
    t3,bob,neutral,2.2,
    t3,chen,positive,7.0,
    t4,alice,negative,2.4,

    """

  static func begin() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      TweetsProject.yaml.replacing("people:", with: "people:\n  - {name: dora, role: annotator}"), to: "gloss.yaml")
    try scratch.write(TweetsProject.guidelines, to: "guidelines.md")
    try scratch.write(samples, to: "samples.jsonl")
    try scratch.write(annotations, to: "annotations.csv")
    for arguments in [
      ["init", "."], ["import", "samples.jsonl"], ["import", "annotations.csv", "--annotations"],
      ["commit", "-m", "first batch"], ["tag", "v0.1"],
    ] {
      let finished = try BuiltProgram.run(arguments, in: scratch, environment: ["GLOSS_CLOCK": clock])
      guard finished.status == 0 else { throw Unexpected(finished: finished) }
    }
    return scratch
  }
}
