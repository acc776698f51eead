import AnnotationEngine
import Terminal

extension HistoryScreen {
  private static func command(
    _ id: String, _ title: String, _ about: String, _ keys: [Key],
    whyNot: @escaping @Sendable (HistoryScreen) -> String? = \.whyNoCommit,
    run: @escaping @Sendable (inout HistoryScreen, inout Desk) -> Void
  ) -> Command {
    Command("history." + id, title, about, keys, .history(whyNot: whyNot, run: run))
  }

  static let commands: [Command] = [
    command(
      "open", "open", "Shows what the commit changed; on one of its rows, the sample as it was then.", [.enter],
      whyNot: { $0.version == nil ? $0.whyNoCommit : "this is the sample as it was" }, run: { $0.open(&$1) }),
    command(
      "newer", "newer", "Goes to the commit after in the list; of a sample, to its version after.",
      [.character("]"), .right], run: { $0.step(by: -1, &$1) }),
    command(
      "older", "older", "Goes to the commit before in the list; of a sample, to its version before.",
      [.character("["), .left], run: { $0.step(by: 1, &$1) }),
    command(
      "blame", "who labeled it",
      "Shows the labels of the sample that is open: who made them, when, what they were before, and why.",
      [.character("B")], whyNot: { $0.version == nil ? "no sample is open" : nil },
      run: { screen, desk in
        if let id = screen.version?.sample { BlameText.open(id, screen.workplace, closing: "history.blame", &desk) }
      }),
    command(
      "find", "find", "Goes to the next commit with some text in its message, author or names.", [.character("/")],
      run: { screen, desk in desk.overlay = .prompt(Prompt(.find, lead: "find", hint: screen.search ?? "")) }),
    command(
      "previous-match", "newer match", "Goes to the match before, of a search.", [.character("{")],
      whyNot: \.whyNoSearch, run: { screen, _ in screen.nextMatch(backwards: true) }),
    command(
      "next-match", "older match", "Goes to the next match of a search.", [.character("}")],
      whyNot: \.whyNoSearch, run: { screen, _ in screen.nextMatch(backwards: false) }),
    command(
      "jump", "go to", "Goes to a commit by a branch, a tag, the first digits of its id, or its place.",
      [.control("g")],
      run: { _, desk in
        desk.overlay = .prompt(Prompt(.jump, lead: "go to", hint: "a branch, a tag, or digits of an id"))
      }),
    command(
      "refresh", "refresh", "Reads the log again.", [.character("R")], whyNot: { _ in nil }, run: { $0.ask(&$1) }),
  ]

  var whyNoCommit: String? { entries.isEmpty ? isLoaded ? "nothing is committed yet" : "the log is being read" : nil }
  private var whyNoSearch: String? { search == nil ? "nothing is searched for" : nil }
}
