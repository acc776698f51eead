import AnnotationEngine
import Terminal

/// Where the labels of a sample come from, as a text to read: the label, the commits that changed it, what is behind it.
enum BlameText {
  /// Opens the overlay and asks for what it shows.
  static func open(_ sample: String, _ workplace: Workplace, closing command: String, _ desk: inout Desk) {
    desk.effects.append(.blame(workspace: workplace.path, sample: sample))
    // Not to annotators: ids in the order of import would tell gold from what stands around it.
    let id = workplace.session.role == .annotator ? "" : "\(sample) · "
    desk.overlay = .reader(
      Reader(
        .blame(sample: sample), title: "\(workplace.project.name) · \(id)who labeled it", text: waiting,
        size: desk.size, closing: desk.keys.keys(of: command)))
  }

  static let waiting = StyledText("reading…", .dim)

  /// Said in place of what is kept from a person; `Veiled` has the rule.
  static func veil(forGood: Bool) -> String {
    forGood ? "Others' answers are shown to reviewers and leads." : "Others' answers are shown after you have answered."
  }

  static func text(_ report: Veiled<BlameReport>, project: Project, width: Int) -> StyledText {
    var text = StyledText()
    if report.isVeiled {
      text.append(StyledText("! " + veil(forGood: report.isForGood), .warning).wrapped(width: width, rest: "  "))
      text.append("\n\n")
    }
    // What is left where others' answers are kept from a person is their own.
    let entries = report.value.questions.filter { !report.isVeiled || !$0.annotations.isEmpty }
    for (index, entry) in entries.enumerated() {
      if index > 0 { text.append("\n\n") }
      let question = project.questions.first { $0.name == entry.question }
      Writer(question: question, width: width).write(entry, isVeiled: report.isVeiled, to: &text)
    }
    return text
  }

  private struct Writer {
    let question: Question?
    let width: Int

    func write(_ entry: BlameReport.Entry, isVeiled: Bool, to text: inout StyledText) {
      text.append(question?.shownTitle ?? entry.question, .heading, .bold)
      if !isVeiled { line("● ", label(entry), .chosen, to: &text) }
      if let resolution = entry.resolution { line("  ", decision(resolution), nil, to: &text) }
      if !entry.changes.isEmpty {
        text.append("\n\n  kept by", .dim)
        for change in entry.changes { commit(change, to: &text) }
      }
      if !entry.annotations.isEmpty {
        text.append("\n\n  answered by", .dim)
        let names = min(20, entry.annotations.map { displayWidth($0.annotator) }.max() ?? 0)
        for annotation in entry.annotations {
          line("  ", answer(annotation, to: entry.question, names), nil, to: &text)
        }
      }
    }

    private func line(_ lead: String, _ words: String, _ role: Ink?, to text: inout StyledText) {
      text.newline()
      text.append(StyledText(words, role).wrapped(width: width, first: lead, rest: "    ", lead: role ?? .dim))
    }

    private func label(_ entry: BlameReport.Entry) -> String {
      guard let label = entry.label else { return "no label" + (entry.isUncommitted ? " · not committed yet" : "") }
      var parts = ["\(question.words(for: label)), \(BlameText.how(entry.by, entry.resolution?.reviewer))"]
      if let confidence = entry.confidence {
        // Most of the ratings need not be the median itself.
        parts[0] +=
          (entry.by == "median" ? ", as \(Figures.percent(confidence)) rated" : " of \(Figures.percent(confidence))")
      }
      if entry.isUncommitted { parts.append("not committed yet") }
      return parts.joined(separator: " · ")
    }

    private func decision(_ resolution: Resolution) -> String {
      let how =
        switch resolution.how {
        case .accepted(let annotator): ", as \(annotator) answered"
        case .majority: ", as most answered"
        case .set: ""
        }
      let reason = resolution.reason.map { " “\($0)”" } ?? ""
      return "\(resolution.reviewer) decided for \(question.words(for: resolution.answer))\(how)\(reason)"
    }

    /// The commit, and below it what it changed and why.
    private func commit(_ change: BlameReport.Change, to text: inout StyledText) {
      let head = "\(HistoryScreen.short(change.commit)) · \(change.author) · \(Figures.date(change.time))"
      line("  ", head, nil, to: &text)
      let before = change.before.map { question.words(for: $0) + " → " } ?? ""
      let after = change.after.map { "\(question.words(for: $0)), \(BlameText.how(change.by, change.reviewer))" }
      line("    ", "\(before)\(after ?? "no label") · \(change.message)", .dim, to: &text)
    }

    private func answer(_ annotation: Annotation, to question: String, _ names: Int) -> String {
      let padding = String(repeating: " ", count: max(0, names - displayWidth(annotation.annotator)) + 2)
      var words = annotation.annotator + padding
      words +=
        annotation.status == .skipped
        ? "skipped" + (annotation.reason.map { ": \($0)" } ?? "")
        : self.question.words(for: annotation.answers[question])
      if annotation.seconds > 0 { words += "  \(Figures.seconds(annotation.seconds))" }
      if let comment = annotation.comment { words += "  “\(comment)”" }
      return words
    }
  }

  /// "by majority", "unanimous", "resolved by rita".
  static func how(_ by: String?, _ reviewer: String?) -> String {
    switch by {
    case "majority": "by majority"
    case "unanimous": "unanimous"
    case "posterior": "by posterior"
    case "median": "by median"
    case "resolution": reviewer.map { "resolved by \($0)" } ?? "resolved"
    default: by ?? "of unknown origin"
    }
  }
}
