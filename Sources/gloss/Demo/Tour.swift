import AnnotationEngine
import Terminal
import Workstation

/// The whole path, played by scripted keys into the real screens with the real engine: home, label, undo, review,
/// resolve, commit, export. Each frame is printed as text under a caption.
struct Tour {
  private let sample: DemoWorkspace
  private let size = Size(rows: 24, columns: 80)

  init(of sample: DemoWorkspace) { self.sample = sample }

  func tell() throws {
    try say("Gloss on the sample project \(try sample.workspace.project().name), in \(sample.workspace.path)\n")
    let answers = try answerKeys()
    try sit(
      as: sample.annotator, at: .home(person: sample.annotator),
      [
        Step("Home: how far everybody is, and what waits for \(sample.annotator).", []),
        Step("l opens the label screen. The sample, the question, its keys.", [.character("l")]),
        Step("One key labels, and the next sample stands there at once. What was done is saved.", [answers[0]]),
        Step("Three more answers.", [answers[1], answers[0], answers[answers.count - 1]]),
        Step("Backspace takes the last one back, across samples.", [.backspace]),
        Step("Another answer instead.", [answers[1]]),
        Step("G shows the guidelines.", [.character("G")]),
        Step("Esc leaves them; : lists every command with its key.", [.escape, .character(":")]),
      ])
    try sit(
      as: sample.reviewer, at: .review(try sample.desk(as: sample.reviewer).workplace()),
      [
        Step("Review, as \(sample.reviewer): samples in disagreement first, the answers side by side.", []),
        Step("* takes the majority's answer, and the next disagreement stands there.", [.character("*")]),
        Step("Backspace undoes a resolution as well.", [.backspace]),
        Step(
          "The first answer is accepted instead, and the next sample gets another answer.",
          [
            .character("a"), answers[0],
          ]),
        Step("A shows how far they agree: by question, by value, by pair.", [.character("A")]),
      ])
    try finish()
  }

  private struct Step {
    let caption: String
    let keys: [Key]
    init(_ caption: String, _ keys: [Key]) {
      self.caption = caption
      self.keys = keys
    }
  }

  /// One person's time at the screens, from `place` until they hang up.
  private func sit(as person: String, at place: Workstation.Place, _ steps: [Step]) throws {
    let performer = Performer(
      person: person, known: [sample.workspace.path], desk: try sample.desk(as: person))
    let program = Workstation(now: Clock.wall)
    var (state, effects) = program.begin(place)
    for step in steps {
      let frame = play(
        program, state: &state, effects: effects, size: size, inputs: step.keys.map(Input.key),
        perform: performer.perform, each: { _, _ in })
      effects = []
      try say(step.caption + "\n" + picture(frame))
    }
    play(
      program, state: &state, size: size, inputs: [.hangUp], perform: performer.perform, each: { _, _ in })
  }

  /// Commits and exports, as the commands do.
  private func finish() throws {
    let lead = try sample.workspace.session(person: sample.reviewer)
    let report = try sample.workspace.commit(lead, message: "The tour's labels")
    guard let commit = report.commit else { throw CommandFailure(what: "the tour labeled nothing") }
    try say(
      "$ gloss commit -m \"The tour's labels\"\n\(Words.short(commit)): \(Words.count(report.samples, "sample")), "
        + "\(Words.count(report.annotations, "annotation")), \(Words.count(report.labels, "label"))\n")
    var paths: [String] = []
    for (name, withAnnotations) in [("labels.jsonl", false), ("labels.csv", false), ("annotations.jsonl", true)] {
      let path = sample.workspace.path + "/" + name
      _ = try Exporter(workspace: sample.workspace, session: lead)
        .export("main", to: path, format: nil, withAnnotations: withAnnotations)
      paths.append(path)
    }
    try say("The exported files:\n" + paths.map { "  \($0)\n" }.joined())
  }

  /// The keys of the first question's values.
  private func answerKeys() throws -> [Key] {
    let values = try sample.workspace.project().questions.first?.values ?? []
    let keys = values.compactMap { $0.key?.first }.map(Key.character)
    guard keys.count > 1 else { throw CommandFailure(what: "the sample project's first question has no keys") }
    return keys
  }

  private func picture(_ frame: Frame) -> String {
    let rule = String(repeating: "─", count: size.columns)
    return "┌\(rule)┐\n"
      + frame.lines().map { line in
        "│" + line + String(repeating: " ", count: max(size.columns - displayWidth(line), 0)) + "│\n"
      }.joined() + "└\(rule)┘\n"
  }

  private func say(_ text: String) throws { try StandardOutput.write(text + "\n") }
}
