import Foundation
import Testing

/// Each screen as a person meets it, reached by keys and kept as text. The clock stands still and everything else of
/// the project is fixed, so that only a change of look changes a picture.
@Suite("Golden screens", .serialized, .timeLimit(.minutes(10)))
struct GoldenTests {
  /// One picture: of which command, and by which keys it is reached. Keys are typed when the picture that they are
  /// `on` stands, so that nothing depends on how fast the program draws.
  struct Picture: CustomTestStringConvertible, Sendable {
    var name: String
    var command: [String]
    var steps: [Step] = []
    var shows: String
    var testDescription: String { name }

    init(_ name: String, _ command: String, as person: String, _ steps: [Step] = [], shows: String) {
      (self.name, self.command, self.steps, self.shows) = (name, [command, "--as", person], steps, shows)
    }
  }

  struct Step: Sendable {
    /// The name of the picture that stands before.
    var on: String
    var keys: String
  }

  static let pictures =
    [Picture("home", "home", as: "rita", shows: "tweets")]
    + [
      label([], "label", shows: "lovely morning"),
      label([Step(on: "label", keys: "3")], "label-after-a-key", shows: "✓ 1 positive"),
      label(
        [Step(on: "label", keys: "3"), Step(on: "label-after-a-key", keys: "\u{7F}")], "label-taken-back",
        shows: "taken back"),
      label([Step(on: "label", keys: "G")], "guidelines", shows: "Irony"),
      label([Step(on: "label", keys: ":")], "palette", shows: "undo"),
      label([Step(on: "label", keys: ":flag")], "palette-filtered", shows: "flag"),
      label([Step(on: "label", keys: "?")], "label-help", shows: "Saves the answers"),
      label([Step(on: "label", keys: "-")], "skip", shows: "skip"),
      label([Step(on: "label", keys: "#what is meant?")], "comment", shows: "what is meant?"),
      label([Step(on: "label", keys: "/train\r")], "find", shows: "The train leaves"),
    ]
    + [
      review([], "review", shows: "phone interview"),
      review([Step(on: "review", keys: "*")], "review-resolved", shows: "train leaves"),
      review([Step(on: "review", keys: "F")], "review-filter", shows: "flag"),
      review([Step(on: "review", keys: "@")], "review-send-back", shows: "alice"),
      review([Step(on: "review", keys: "?")], "review-help", shows: "Decides for the answer"),
      review([Step(on: "review", keys: "A")], "agreement", shows: "alpha"),
      review([Step(on: "review", keys: "B")], "blame", shows: "first batch"),
    ]
    + [
      label([Step(on: "label", keys: "B")], "blame-veiled", shows: "after you have answered"),
      history([], "history", shows: "more of it"),
      history([Step(on: "history", keys: "\r")], "history-commit", shows: "changed since"),
      history(
        [Step(on: "history", keys: "\r"), Step(on: "history-commit", keys: "\r")], "history-sample",
        shows: "version 2 of 2"),
      history([Step(on: "history", keys: "?")], "history-help", shows: "version before"),
    ]
    + [
      merging([], "conflict", shows: "main ≠ second-team"),
      merging([Step(on: "conflict", keys: "b")], "conflict-of-answers", shows: "what bob answered"),
    ]

  private static func label(_ steps: [Step], _ name: String, shows: String) -> Picture {
    Picture(name, "label", as: "dora", steps, shows: shows)
  }

  private static func history(_ steps: [Step], _ name: String, shows: String) -> Picture {
    Picture(name, "history", as: "rita", steps, shows: shows)
  }

  private static func merging(_ steps: [Step], _ name: String, shows: String) -> Picture {
    Picture(name, "review", as: "samuel", steps, shows: shows)
  }

  private static func review(_ steps: [Step], _ name: String, shows: String) -> Picture {
    Picture(name, "review", as: "rita", steps, shows: shows)
  }

  @Test("The screen is the one that is kept.", arguments: pictures, [(24, 80), (12, 40)])
  func picture(_ picture: Picture, _ size: (rows: Int, columns: Int)) throws {
    let scratch = try PictureProject.begin()
    let isLater = picture.command[0] == "history" || picture.name.hasPrefix("conflict")
    if picture.command[0] == "history" { try PictureProject.goOn(scratch) }
    if picture.name.hasPrefix("conflict") { try MergeProject.part(scratch, clock: PictureProject.clock) }
    let terminal = try TerminalSession.gloss(
      picture.command, in: scratch, rows: size.rows, columns: size.columns,
      environment: ["GLOSS_CLOCK": isLater ? PictureProject.later : PictureProject.clock])
    try terminal.wait { $0.contains("?") }
    // The workspace's path is another in every run, and so are ids: chance reaches them through the samples' salts.
    func shown(_ text: String) -> String {
      text.replacing(scratch.path, with: "/home/rita/tweets")
        .replacing(/\b([0-9a-f]{64}|[0-9a-f]{10}|[0-9a-f]{7})\b/) { String(repeating: "c", count: $0.0.count) }
    }
    let suffix = "-\(size.columns)x\(size.rows)"
    for step in picture.steps {
      try terminal.reach(step.on + suffix, shown)
      terminal.type(step.keys)
    }
    try terminal.reach(picture.name + suffix, shown)
    #expect(terminal.text.contains(picture.shows) || size.columns < 80, "\(terminal.text)")
    golden(shown(terminal.text), named: picture.name + suffix)
    terminal.kill()
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
    try terminal.reach("guidelines-120x40")
    golden(terminal.text, named: "guidelines-120x40")
    terminal.kill()
  }
}

extension TerminalSession {
  /// Reads until the screen is the one that is kept, or the limit is over; `golden` then says what differs. When
  /// pictures are being kept there is nothing to wait for, and it reads until nothing more comes.
  func reach(_ name: String, _ shown: (String) -> String = { $0 }) throws {
    if isKeepingGolden { return try settle() }
    let end = Date().addingTimeInterval(TerminalSession.limit)
    while !isGolden(shown(text), named: name) && Date() < end { _ = pump(for: 0.25) }
  }

  /// Reads until the program has said all it has to say: nothing comes for a tenth of a second, twice.
  func settle() throws {
    let end = Date().addingTimeInterval(TerminalSession.limit)
    var quiet = 0
    while quiet < 2 {
      guard Date() < end else { throw Failure(description: "the program never stopped drawing:\n\(text)") }
      quiet = pump(for: 0.1) ? 0 : quiet + 1
    }
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
      ["commit", "-m", "first batch", "--as", "rita"], ["tag", "v0.1"],
    ] { try run(arguments, in: scratch, clock) }
    return scratch
  }

  /// What two teams did after that: a branch beside main, each with a commit of its own.
  static func goOn(_ scratch: Scratch) throws {
    try scratch.write("sample,annotator,sentiment\nt4,bob,negative\n", to: "main.csv")
    try scratch.write("sample,annotator,sentiment\nt5,chen,neutral\nt3,rita,positive\n", to: "side.csv")
    let steps: [(hours: Int64, arguments: [String])] = [
      (0, ["branch", "second-team"]), (1, ["import", "side.csv", "--annotations", "--branch", "second-team"]),
      (2, ["commit", "-m", "What the second team\u{1B}[31m said", "--as", "rita", "--branch", "second-team"]),
      (3, ["import", "main.csv", "--annotations"]), (30, ["commit", "-m", "more of it", "--as", "rita"]),
    ]
    for step in steps { try run(step.arguments, in: scratch, String((Int64(clock) ?? 0) + step.hours * 3_600_000)) }
  }

  /// When the history is looked at: two days after its first commit.
  static let later = "1714728600000"

  private static func run(_ arguments: [String], in scratch: Scratch, _ clock: String) throws {
    let finished = try BuiltProgram.run(arguments, in: scratch, environment: ["GLOSS_CLOCK": clock])
    guard finished.status == 0 else { throw Unexpected(finished: finished) }
  }
}
