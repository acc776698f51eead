import AnnotationEngine
import Terminal

/// A sample as a commit holds it: its text, its labels, and who answered what.
struct VersionPane: Equatable, Sendable {
  let version: Veiled<SampleVersion>
  private let project: Project
  /// The commits that changed the sample, newest first; empty until they are known.
  var versions: [String] = []
  private var view: StyledView

  init(_ version: Veiled<SampleVersion>, project: Project, size: Size) {
    self.version = version
    self.project = project
    view = VersionPane.view(version, project, size)
  }

  var sample: String { version.value.sample.id }
  var commit: LogEntry { version.value.commit }
  /// The place of the commit among the versions.
  var place: Int? { versions.firstIndex(of: commit.commit) }

  mutating func fit(_ size: Size) {
    let width = VersionPane.width(size)
    if width == view.view.layout.width {
      view.resize(width: width, height: HistoryScreen.listRows(size))
    } else {
      let top = view.view.top
      view = VersionPane.view(version, project, size)
      view.scroll(by: top)
    }
  }

  mutating func handle(_ key: Key) { _ = view.handle(key) }

  func draw(in frame: inout Frame, row: Int, column: Int) {
    view.draw(in: &frame, row: row, column: column)
    let below = view.view.linesBelow
    guard below > 0, view.view.height > 2 else { return }
    frame.putRight(
      [Span(" … \(Figures.count(below, "line")) below", .dim)], row: row + view.view.height - 1,
      right: column + view.view.layout.width, from: column)
  }

  private static func width(_ size: Size) -> Int {
    max(8, min(SamplePane.measure, size.columns - (size.columns >= 60 ? 6 : 2)))
  }

  private static func view(_ version: Veiled<SampleVersion>, _ project: Project, _ size: Size) -> StyledView {
    let width = width(size)
    return StyledView(
      VersionText.text(version, project: project, width: width), width: width, height: HistoryScreen.listRows(size))
  }
}

/// Writes what a sample was in a commit.
enum VersionText {
  static func text(_ version: Veiled<SampleVersion>, project: Project, width: Int) -> StyledText {
    let value = version.value
    var text = StyledText()
    if value.isErased {
      text.append("The content of this sample was erased since.", .warning)
    } else {
      text.append(SamplePane.text(of: value.sample, project: project, withMetadata: true))
    }
    if version.isVeiled {
      text.append("\n\n")
      text.append("! " + BlameText.veil(forGood: version.isForGood), .warning)
    }
    for name in value.questions {
      text.append("\n\n")
      let question = project.questions.first { $0.name == name }
      text.append(question?.shownTitle ?? name, .heading, .bold)
      if !version.isVeiled { label(value.labels[name], question, width: width, to: &text) }
      let names = min(20, value.annotations.map { displayWidth($0.annotator) }.max() ?? 0)
      for annotation in value.annotations {
        line("  ", answer(annotation, name, question, names), nil, width: width, to: &text)
      }
    }
    return text
  }

  private static func line(
    _ lead: String, _ words: String, _ role: Ink?, width: Int, to text: inout StyledText
  ) {
    text.newline()
    text.append(StyledText(words, role).wrapped(width: width, first: lead, rest: "    ", lead: role ?? .dim))
  }

  private static func label(
    _ label: Label?, _ question: Question?, width: Int, to text: inout StyledText
  ) {
    guard let label, let answer = label.answer else {
      line("  ", "no label", .dim, width: width, to: &text)
      return
    }
    var parts = "\(question.words(for: answer)), \(BlameText.how(label.by, label.reviewer))"
    if let confidence = label.confidence { parts += " of \(Figures.percent(confidence))" }
    if let reason = label.reason { parts += " “\(reason)”" }
    line("● ", parts, .chosen, width: width, to: &text)
  }

  private static func answer(
    _ annotation: Annotation, _ name: String, _ question: Question?, _ names: Int
  ) -> String {
    let padding = String(repeating: " ", count: max(0, names - displayWidth(annotation.annotator)) + 2)
    var text = annotation.annotator + padding
    text +=
      annotation.status == .skipped
      ? "skipped" + (annotation.reason.map { ": \($0)" } ?? "") : question.words(for: annotation.answers[name])
    if annotation.seconds > 0 { text += "  \(Figures.seconds(annotation.seconds))" }
    if annotation.flagged { text += "  !" }
    if let comment = annotation.comment { text += "  “\(comment)”" }
    return text
  }
}
