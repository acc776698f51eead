import Terminal

/// What may lie over a screen and takes the keys while it does.
enum Overlay: Equatable, Sendable {
  case picker(Picker)
  case prompt(Prompt)
  case reader(Reader)

  /// What becomes of an overlay after a key.
  enum Verdict: Equatable {
    case open, closed
    case chosen(String, Picker.Purpose)
    case number(Int)
    case typed(String, Prompt.Purpose)
  }

  mutating func handle(_ key: Key) -> Verdict {
    switch self {
    case .picker(var picker):
      let verdict = picker.handle(key)
      self = .picker(picker)
      switch verdict {
      case .open: return .open
      case .cancelled: return .closed
      case .chosen(let id): return .chosen(id, picker.purpose)
      case .number(let number): return .number(number)
      }
    case .prompt(var prompt):
      let verdict = prompt.handle(key)
      self = .prompt(prompt)
      switch verdict {
      case .open: return .open
      case .cancelled: return .closed
      case .submitted(let text): return .typed(text, prompt.purpose)
      }
    case .reader(var reader):
      let isOpen = reader.handle(key)
      self = .reader(reader)
      return isOpen ? .open : .closed
    }
  }

  mutating func paste(_ text: String) {
    switch self {
    case .picker(var picker):
      picker.paste(text)
      self = .picker(picker)
    case .prompt(var prompt):
      prompt.paste(text)
      self = .prompt(prompt)
    case .reader(var reader):
      reader.paste(text)
      self = .reader(reader)
    }
  }

  /// Draws it over the frame of the screen below.
  func draw(in frame: inout Frame) {
    switch self {
    case .picker(let picker): picker.draw(in: &frame)
    case .prompt(let prompt): prompt.draw(in: &frame, row: frame.size.rows - (frame.size.rows > 6 ? 2 : 1), top: 1)
    case .reader(let reader): reader.draw(in: &frame)
    }
  }
}
