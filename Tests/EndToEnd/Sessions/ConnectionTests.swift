import Foundation
import Testing

@Suite("Dropped lines, signals and kills", .timeLimit(.minutes(10)))
struct ConnectionTests {
  @Test("A hang-up saves the draft and gives the lease back; the next start resumes at the same sample.")
  func hangUp() throws {
    let scratch = try TopicsProject.begin()
    var terminal = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch)
    try terminal.wait(for: "Parliament votes")
    // One of two required questions is answered: a draft.
    terminal.type("p")
    try terminal.wait(for: "not submitted yet")
    #expect(try terminal.hangUp() == .code(0))
    let status = try BuiltProgram.run(["status", "--json"], in: scratch).json()
    #expect(status.by_status.draft.int == 1)

    // The lease is free: somebody else may take the sample at once.
    let other = try TerminalSession.gloss(["label", "--as", "bob"], in: scratch)
    try other.wait(for: "Parliament votes")
    try other.leave()

    terminal = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch)
    try terminal.wait(for: "Parliament votes")
    try terminal.wait { $0.contains("●") }
    terminal.type("1")
    terminal.press(.enter)
    try terminal.wait { _ in terminal.acknowledged?.hasPrefix("1 ") == true }
    try terminal.leave()
    #expect(try scratch.exportedAnswers(to: "topics")["n1"]?["alice"] == "politics")
  }

  @Test(
    "The terminal is as it was after a signal and after a crash.",
    arguments: [SIGTERM, SIGHUP, SIGINT, SIGSEGV, SIGABRT, SIGILL])
  func restored(_ signal: Int32) throws {
    let scratch = try TweetsProject.begin()
    let terminal = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch)
    try terminal.wait(for: "What a lovely morning")
    #expect(terminal.isOnAlternateScreen && !terminal.isLineMode)
    terminal.signal(signal)
    _ = try terminal.waitForExit()
    terminal.expectRestored()
  }

  @Test("The end of input ends the program, and nothing is lost.")
  func endOfInput() throws {
    let scratch = try TweetsProject.begin()
    let terminal = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch)
    try terminal.wait(for: "What a lovely morning")
    try terminal.answer("3", "positive", at: 1)
    _ = try terminal.hangUp()
    #expect(try scratch.exportedAnswers() == ["t1": ["alice": "positive"]])
  }

  /// The screen said ✓ for every answer that is counted here: each has to be there after any number of kills.
  @Test("Nothing that was shown as saved is lost when the program is killed, three hundred times.")
  func kills() throws {
    let scratch = try ManySamples.begin(count: 3000)
    var random = SeededRandom(seed: 20_240_501)
    let names = ["negative", "neutral", "positive"]
    var acknowledged: [Int: String] = [:]
    func note(_ terminal: TerminalSession) {
      guard let words = terminal.acknowledged?.split(separator: " "), words.count >= 2,
        let place = Int(words[0].replacing(",", with: "")), names.contains(String(words[1]))
      else { return }
      acknowledged[place] = String(words[1])
    }
    for _ in 0..<300 {
      let terminal = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch)
      try terminal.wait(for: "sample number")
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let before = terminal.acknowledged
        terminal.type(String(Int.random(in: 1...3, using: &random)))
        try terminal.wait { _ in terminal.acknowledged != before }
        note(terminal)
      }
      terminal.type(String(Int.random(in: 1...3, using: &random)))
      // A moment between nothing done and all done.
      usleep(UInt32.random(in: 0...4000, using: &random))
      terminal.kill()
      #expect(try terminal.waitForExit() == .signal(SIGKILL))
      note(terminal)
    }
    let kept = try scratch.exportedAnswers()
    #expect(acknowledged.count > 300)
    for (place, answer) in acknowledged {
      #expect(kept["s\(place)"]?["alice"] == answer, "sample \(place)")
    }
    #expect(try BuiltProgram.run(["fsck"], in: scratch).status == 0)
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers every time.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Two questions, one of several values: what is answered halfway is a draft.
enum TopicsProject {
  static let yaml = """
    name: news
    fields:
      - {name: text, kind: text}
    questions:
      - name: topics
        kind: choices
        values:
          - {name: politics, key: p}
          - {name: sports, key: s}
          - {name: science, key: c}
      - name: clear
        kind: choice
        values:
          - {name: "yes", key: "1"}
          - {name: "no", key: "2"}
    round: {overlap: 2, order: imported, lease: 10m, seed: 1}
    people:
      - {name: alice, role: annotator}
      - {name: bob, role: annotator}
      - {name: rita, role: reviewer}

    """

  static func begin() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(yaml, to: "gloss.yaml")
    try scratch.write(
      "{\"id\": \"n1\", \"text\": \"Parliament votes on the budget\"}\n{\"id\": \"n2\", \"text\": \"A late goal\"}\n",
      to: "news.jsonl")
    for arguments in [["init", "."], ["import", "news.jsonl"]] {
      let finished = try BuiltProgram.run(arguments, in: scratch)
      guard finished.status == 0 else { throw Unexpected(finished: finished) }
    }
    return scratch
  }
}
