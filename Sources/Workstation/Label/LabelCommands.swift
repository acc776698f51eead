import AnnotationEngine
import Terminal

extension LabelScreen {
  private static func command(
    _ id: String, _ title: String, _ about: String, _ keys: [Key],
    whyNot: @escaping @Sendable (LabelScreen) -> String? = { _ in nil },
    run: @escaping @Sendable (inout LabelScreen, inout Desk) -> Void
  ) -> Command {
    Command("label." + id, title, about, keys, .label(whyNot: whyNot, run: run))
  }

  static let commands: [Command] = [
    command(
      "submit", "submit", "Saves the answers and goes on to the next sample that waits.", [.enter],
      whyNot: { $0.failed == nil && $0.item == nil ? "no sample is open" : nil }, run: { $0.submit(&$1) }),
    command(
      "pick", "choose by name", "Lists every value, to choose one by typing part of its name.", [.space],
      whyNot: \.whyNotAnswer, run: { $1.overlay = $0.valuePicker($1) }),
    command(
      "skip", "skip", "Leaves the sample unanswered, with a reason.", [.character("-")],
      whyNot: \.whyNotAnswer, run: { $1.overlay = $0.skipPrompt($1) }),
    command(
      "comment", "comment", "Writes or changes your comment on the sample; reviewers see it.", [.character("#")],
      whyNot: \.whyNoSample, run: { $1.overlay = $0.commentPrompt() }),
    command(
      "flag", "flag", "Marks the sample for another look, or takes the mark away.", [.character("!")],
      whyNot: \.whyNoSample, run: { $0.flag(&$1) }),
    command(
      "undo", "undo", "Takes back your last act, on this sample or an earlier one.", [.backspace],
      whyNot: { $0.past.isEmpty && $0.undoable == nil ? "there is nothing to take back" : nil },
      run: { $0.undo(&$1) }),
    command(
      "redo", "redo", "Does again what was taken back.", [.control("r")],
      whyNot: { $0.future.isEmpty && $0.redoable == nil ? "nothing was taken back" : nil },
      run: { $0.redo(&$1) }),
    command(
      "previous", "previous", "Goes to the sample before, in queue order.", [.character("[")],
      whyNot: { $0.item == nil && $0.progress?.samples ?? 0 == 0 ? "there are no samples" : nil },
      run: { $0.previous(&$1) }),
    command(
      "next", "next", "Goes to the sample after, in queue order.", [.character("]")],
      whyNot: \.whyNoSample, run: { $0.next(&$1) }),
    command(
      "accept-suggestion", "accept the suggestion", "Answers the question that waits as is suggested.", [.tab],
      whyNot: \.whyNoSuggestion, run: { $0.acceptSuggestion(&$1) }),
    command(
      "lower", "lower", "Moves down the scale of a rating; without one goes to the sample before.", [.left],
      whyNot: { $0.isOnScale || $0.item != nil || $0.progress?.samples ?? 0 > 0 ? nil : "there are no samples" },
      run: { if $0.isOnScale { $0.moveAlongScale(by: -1) } else { $0.previous(&$1) } }),
    command(
      "higher", "higher", "Moves up the scale of a rating; without one goes to the sample after.", [.right],
      whyNot: \.whyNoSample, run: { if $0.isOnScale { $0.moveAlongScale(by: 1) } else { $0.next(&$1) } }),
    command(
      "previous-question", "previous question", "Goes back to the question before, to answer it again.", [.backTab],
      whyNot: { $0.questions.count < 2 ? "there is only one question" : $0.whyNoSample },
      run: { screen, _ in screen.previousQuestion() }),
    command(
      "previous-waiting", "previous waiting",
      "Goes to the sample before that waits for you; during a search, to the match before.", [.character("{")],
      run: { $0.nextWaiting(&$1, backwards: true) }),
    command(
      "next-waiting", "next waiting",
      "Goes to the next sample that waits for you; during a search, to the next match.", [.character("}")],
      run: { $0.nextWaiting(&$1, backwards: false) }),
    command(
      "jump", "go to", "Goes to a sample by its place or its id.", [.control("g")],
      run: { _, desk in desk.overlay = .prompt(Prompt(.jump, lead: "go to", hint: "a place such as 128, or an id")) }),
    command(
      "find", "find", "Goes to the next sample with some text in it, and marks the text.", [.character("/")],
      whyNot: \.whyNowhere,
      run: { screen, desk in desk.overlay = .prompt(Prompt(.find, lead: "find", hint: screen.search ?? "")) }),
    command(
      "blame", "who labeled it", "Shows the sample's labels: who made them, when, what they were before, and why.",
      [.character("B")], whyNot: \.whyNoSample,
      run: { screen, desk in
        if let id = screen.item?.sample.id { BlameText.open(id, screen.workplace, closing: "label.blame", &desk) }
      }),
    command(
      "retry", "try again", "Tries once more to save what could not be saved.", [.control("t")],
      whyNot: { $0.failed == nil ? "nothing failed" : nil }, run: { $0.retry(&$1) }),
  ]

  var whyNoSample: String? { item == nil ? "no sample is open" : nil }
  private var whyNowhere: String? { item == nil && lastSample == nil ? "no sample is open" : nil }
}
