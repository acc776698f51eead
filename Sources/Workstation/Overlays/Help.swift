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
      case .home, .all: [Palette.Item]()
      }
    return .picker(Picker(.command, title: "type to find a command", items: commands + values))
  }

  /// The keys of this screen, to read.
  func help(_ desk: Desk) -> Overlay {
    .reader(
      Reader(
        .help, title: "\(top.rawValue) · keys", text: helpText(desk.keys), size: size,
        closing: desk.keys.keys(of: "all.help")))
  }

  func helpText(_ keys: KeyMap) -> StyledText {
    var text = StyledText()
    switch top {
    case .label: label.map { append($0.questions, keys: $0.answerKeys, lead: "answers", to: &text) }
    case .review:
      text.append("A letter accepts the answer of the annotator beside it; a digit sets a value.\n\n")
      review.map { append($0.questions, keys: $0.answerKeys, lead: "sets", to: &text) }
    case .home, .all: break
    }
    let section = top
    append(Command.table.filter { $0.section == section }, title: "on this screen", keys: keys, to: &text)
    text.newline()
    append(Command.shared, title: "everywhere", keys: keys, to: &text)
    text.append("\nKeys can be bound anew in a key file, a section a screen; see the README.", .dim)
    return text
  }

  private func append(_ commands: [Command], title: String, keys: KeyMap, to text: inout StyledText) {
    text.append(title, .heading, .bold)
    text.newline()
    for command in commands {
      text.append("  " + padded(keys.names(of: command.id), 12), .key)
      text.append(" " + command.about + "\n")
    }
  }

  private func append(_ questions: [Question], keys: AnswerKeys, lead: String, to text: inout StyledText) {
    for (q, question) in questions.enumerated() {
      text.append("\(lead): \(question.shownTitle)", .heading, .bold)
      text.newline()
      for (v, value) in question.values.enumerated() {
        text.append("  " + padded(keys.name(question: q, value: v) ?? "·", 12), .key)
        text.append(" " + value.shownTitle)
        if let description = value.description { text.append("  " + description, .dim) }
        text.newline()
      }
      text.newline()
    }
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(text)))
  }
}
