import AnnotationEngine
import Terminal

extension Workstation.State {
  /// Every command of this screen with its key, and the values as answers; what cannot be done says why.
  func palette(_ keys: KeyMap) -> Overlay {
    let commands = Command.commands(on: top).map { command in
      Palette.Item(
        id: command.id, title: "\(command.title) · \(command.about)",
        detail: "\(command.section.rawValue)  \(keys.names(of: command.id))", disabledBecause: whyNot(command))
    }
    let values =
      switch top {
      case .label: label?.valueItems ?? []
      case .review: review?.valueItems ?? []
      case .home, .history, .dashboard, .all: [Palette.Item]()
      }
    return .picker(Picker(.command, title: "type to find a command", items: commands + values))
  }

  /// The keys of this screen, to read.
  func help(_ desk: Desk) -> Overlay {
    .reader(
      Reader(
        .help, title: "\(top.rawValue) · keys", text: helpText(desk.keys, width: Reader.width(in: size)), size: size,
        closing: desk.keys.keys(of: "all.help")))
  }

  func helpText(_ keys: KeyMap, width: Int) -> StyledText {
    var text = HelpText(width: width)
    switch top {
    case .label: label.map { text.append($0.questions, keys: $0.answerKeys, lead: "answers") }
    case .review:
      text.say("A letter accepts the answer of the annotator beside it; a digit sets a value.")
      review.map { text.append($0.questions, keys: $0.answerKeys, lead: "sets") }
    case .home, .history, .dashboard, .all: break
    }
    let section = top
    text.append(Command.table.filter { $0.section == section }, title: "on this screen", keys: keys)
    text.append(Command.shared, title: "everywhere", keys: keys)
    if section == .dashboard {
      for panel in DashboardPanel.allCases { text.say("\(panel.title): \(panel.legend)") }
    }
    text.say("Keys can be bound anew in a key file, a section a screen; see the README.")
    return text.styled
  }
}

/// Writes keys beside what they do, wrapped to a width.
private struct HelpText {
  let width: Int
  private(set) var styled = StyledText()

  init(width: Int) { self.width = width }

  mutating func say(_ words: String) {
    styled.append(StyledText(words, .dim).wrapped(width: width))
    styled.append("\n\n")
  }

  mutating func append(_ commands: [Command], title: String, keys: KeyMap) {
    heading(title)
    for command in commands { line(keys.names(of: command.id), StyledText(command.about)) }
    styled.newline()
  }

  mutating func append(_ questions: [Question], keys: AnswerKeys, lead: String) {
    for (q, question) in questions.enumerated() {
      heading("\(lead): \(question.shownTitle)")
      for (v, value) in question.values.enumerated() {
        let key = keys.name(question: q, value: v) ?? "·"
        let title = question.cellTitle(value, key: key)
        var text = StyledText(title)
        if let description = value.description { text.append((title.isEmpty ? "" : "  ") + description, .dim) }
        line(key, text)
      }
      if question.isTyped, let scale = question.scale {
        line("0-9 . -", StyledText("writes a number \(scale.words); - after a digit turns the sign, Enter takes it"))
      }
      styled.newline()
    }
  }

  private mutating func heading(_ title: String) {
    styled.append(title, .heading, .bold)
    styled.newline()
  }

  private mutating func line(_ key: String, _ text: StyledText) {
    let column = width < 50 ? 10 : 14
    let lead = "  " + key + String(repeating: " ", count: max(1, column - 2 - displayWidth(key)))
    styled.append(text.wrapped(width: width, first: lead, rest: String(repeating: " ", count: column), lead: .key))
    styled.newline()
  }
}
