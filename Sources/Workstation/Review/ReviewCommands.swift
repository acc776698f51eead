import AnnotationEngine
import Terminal

extension ReviewScreen {
  private static func command(
    _ id: String, _ title: String, _ about: String, _ keys: [Key],
    whyNot: @escaping @Sendable (ReviewScreen) -> String? = { _ in nil },
    run: @escaping @Sendable (inout ReviewScreen, inout Desk) -> Void
  ) -> Command {
    Command("review." + id, title, about, keys, .review(whyNot: whyNot, run: run))
  }

  static let commands: [Command] = [
    command(
      "majority", "majority", "Decides for the answer that most annotators gave.", [.character("*")],
      whyNot: { $0.whyNotDecide ?? $0.whyOnlySides }, run: { $0.acceptMajority(&$1) }),
    command(
      "accept", "accept by name", "Lists the annotators, to decide for one's answer; their letters do the same.",
      [.character("+")], whyNot: { $0.whyNotDecide ?? $0.whyOnlySides }, run: { $1.overlay = $0.acceptPicker() }),
    command(
      "pick", "set by name", "Lists the values of the question, to decide for one; their digits do the same.",
      [.space],
      whyNot: {
        if case .annotation = $0.conflict?.cell { return $0.whyOnlySides }
        return $0.whyNotDecide
      },
      run: { $1.overlay = .picker(Picker(.value, title: "a value by its name", items: $0.valueItems)) }),
    command(
      "submit", "confirm", "Decides on the values chosen, where a question takes several.", [.enter],
      whyNot: { $0.item == nil && $0.failed == nil ? "no sample is open" : $0.item?.closed.map { "closed: \($0)" } },
      run: { $0.submit(&$1) }),
    command(
      "reason", "reason", "Writes why; before the decision it waits for it, after it goes with it.",
      [.character("\"")], whyNot: \.whyNotDecide, run: { $1.overlay = $0.reasonPrompt() }),
    command(
      "reason-of-last", "reason of the last", "Writes why the decision before this sample was made.",
      [.character("&")], whyNot: { $0.lastDecision == nil ? "nothing was decided yet" : nil },
      run: { $1.overlay = $0.reasonOfLastPrompt() }),
    command(
      "send-back", "send back", "Asks an annotator to look again, with a note.", [.character("@")],
      whyNot: { $0.item.map { $0.annotations.isEmpty ? "nobody has annotated it" : nil } ?? "no sample is open" },
      run: { $1.overlay = $0.sendBackOverlay() }),
    command(
      "comment", "comment", "Writes or changes your comment on the sample.", [.character("#")],
      whyNot: \.whyNoSample, run: { $1.overlay = $0.commentPrompt() }),
    command(
      "next-question", "next question", "Moves to the next question of the sample, or the next conflict of a merge.",
      [.tab],
      whyNot: \.whyOneQuestion, run: { screen, _ in screen.moveFocus(by: 1) }),
    command(
      "previous-question", "previous question", "Moves to the question before.", [.backTab],
      whyNot: \.whyOneQuestion,
      run: { screen, _ in screen.moveFocus(by: -1) }),
    command(
      "undo", "undo", "Takes back your last decision.", [.backspace],
      whyNot: {
        $0.composing == nil && $0.undoable == nil && !$0.hasEndedMerge ? "there is nothing to take back" : nil
      },
      run: { $0.undo(&$1) }),
    command(
      "redo", "redo", "Does again what was taken back.", [.control("r")],
      whyNot: { $0.redoable == nil ? "nothing was taken back" : nil },
      run: { $0.send(.redo(filter: $0.filter), &$1) }),
    command(
      "previous", "previous", "Goes to the sample before, of those shown.", [.character("["), .left],
      whyNot: \.whyNowhere, run: { $0.previous(&$1) }),
    command(
      "next", "next", "Goes to the sample after, of those shown.", [.character("]"), .right],
      whyNot: \.whyNoSample, run: { $0.next(&$1) }),
    command(
      "previous-waiting", "previous open",
      "Goes to the open disagreement before; during a search, to the match before.", [.character("{")],
      whyNot: \.whyNowhere, run: { $0.nextWaiting(&$1, backwards: true) }),
    command(
      "next-waiting", "next open", "Goes to the next open disagreement; during a search, to the next match.",
      [.character("}")], whyNot: \.whyNowhere, run: { $0.nextWaiting(&$1, backwards: false) }),
    command(
      "filter", "filter", "Shows only some samples: by question, pair of answers, annotator, or kind.",
      [.character("F")], run: { $1.overlay = $0.filterPicker() }),
    command(
      "jump", "go to", "Goes to a sample by its place or its id.", [.control("g")],
      run: { _, desk in desk.overlay = .prompt(Prompt(.jump, lead: "go to", hint: "a place such as 12, or an id")) }),
    command(
      "find", "find", "Goes to the next sample with some text in it, and marks the text.", [.character("/")],
      whyNot: \.whyNowhere,
      run: { screen, desk in desk.overlay = .prompt(Prompt(.find, lead: "find", hint: screen.search ?? "")) }),
    command(
      "blame", "who labeled it", "Shows the sample's labels: who made them, when, what they were before, and why.",
      [.character("B")], whyNot: \.whyNoSample,
      run: { screen, desk in
        if let id = screen.item?.sample.id { BlameText.open(id, screen.workplace, closing: "review.blame", &desk) }
      }),
    command(
      "agreement", "agreement", "Shows how far annotators agree: by question, by value, by pair.",
      [.character("A")],
      run: { screen, desk in
        desk.overlay = AgreementText.overlay(
          screen.agreement, project: screen.workplace.project.name, size: desk.size,
          closing: desk.keys.keys(of: "review.agreement"))
      }),
    command(
      "dashboard", "dashboard", "Shows how the work goes, in plots; leaving it comes back to this sample.",
      [.character("D")], run: { $1.opening = ($0.workplace.path, .dashboard) }),
    command(
      "retry", "try again", "Tries once more to save what could not be saved.", [.control("t")],
      whyNot: { $0.failed == nil ? "nothing failed" : nil }, run: { $0.retry(&$1) }),
  ]

  private var whyOneQuestion: String? {
    questions.count + (item?.conflicts.count ?? 0) < 2 ? "there is one question" : nil
  }
  private var whyNowhere: String? { item == nil && lastSample == nil ? "no sample is open" : nil }
}
