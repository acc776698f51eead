import AnnotationEngine
import Terminal

/// A rating with more numbers than digits: its scale as a line, and what was typed or given at the end of it.
struct ScaleRow: Equatable, Sendable {
  var question: Int
  var row: Int
  var column: Int
  var width: Int

  /// Columns for the number at the end.
  private static let numberRoom = 14
  private static let lineRoom = 8...40

  /// - Parameter typed: What stands there so far of a number; nil where nobody types.
  func draw(
    _ question: Question, _ answer: AnnotationEngine.Answer?, typed: String?,
    suggested: AnnotationEngine.Answer? = nil, isClosed: Bool, in frame: inout Frame, row: Int
  ) {
    guard let scale = question.scale else { return }
    let given: DecimalNumber? = if case .number(let number) = answer { number } else { nil }
    var column = self.column
    let end = column + width
    func put(_ text: String, _ role: Ink) {
      column += frame.put(text, row: row, column: column, role: role, width: max(0, end - column))
    }
    let (left, right) = (ends(question, scale), Self.numberRoom)
    let line = min(Self.lineRoom.upperBound, width - displayWidth(left.min) - displayWidth(left.max) - right - 2)
    if line >= Self.lineRoom.lowerBound {
      put(left.min + " ", .dim)
      let begin = column
      put(String(repeating: "─", count: line), .dim)
      let preview = typed.flatMap { DecimalNumber($0) }
      func mark(_ sign: String, _ number: DecimalNumber, _ role: Ink) {
        guard scale.contains(number) else { return }
        let share = (number.double - scale.min.double) / (scale.max.double - scale.min.double)
        frame.put(sign, row: row, column: begin + Int((share * Double(line - 1)).rounded()), role: role)
      }
      if case .number(let number) = suggested { mark("◇", number, .suggestion) }
      if let preview { mark("○", preview, .key) } else if let given { mark("●", given, .chosen) }
      put(" " + left.max, .dim)
    } else {
      put("\(scale.min.text)-\(scale.max.text)", .dim)
    }
    column += 2
    if let typed {
      put(typed + "_", .key)
    } else if let given {
      put("●", .chosen)
      column += 1
      put(question.words(for: .number(given)), .chosen)
    }
  }

  /// The numbers at the ends with their titles, where there is room for these.
  private func ends(_ question: Question, _ scale: Scale) -> (min: String, max: String) {
    let (min, max) = (question.words(for: .number(scale.min)), question.words(for: .number(scale.max)))
    let room = width - Self.numberRoom - Self.lineRoom.lowerBound - 2
    return displayWidth(min) + displayWidth(max) <= room ? (min, max) : (scale.min.text, scale.max.text)
  }
}

extension Question {
  /// "◇ positive .93 Tab".
  func spans(for suggestion: Suggestion, acceptKey: String) -> [Span] {
    var spans = [Span("◇ " + words(for: suggestion.answer), .suggestion)]
    if let score = suggestion.score { spans.append(Span(" " + Figures.coefficient(score), .dim)) }
    if !acceptKey.isEmpty { spans.append(Span(" " + acceptKey, .key)) }
    return spans
  }

  /// What stands behind the key of a value: its title; of a rating also its number, unless that is the key.
  func cellTitle(_ value: Question.Value, key: String) -> String {
    guard kind == .rating else { return value.shownTitle }
    return [value.name == key ? nil : value.name, value.title].compactMap { $0 }.joined(separator: " ")
  }

  /// A value in a list of values: "1 hopeless".
  func listTitle(_ value: Question.Value) -> String {
    kind == .rating ? [value.name, value.title].compactMap { $0 }.joined(separator: " ") : value.shownTitle
  }

  /// Numbers are typed, not chosen by a key each.
  var isTyped: Bool { scale.map { !$0.isOnDigits } ?? false }

  /// No number has a title but those at the ends.
  var hasPlainMiddle: Bool { values.dropFirst().dropLast().allSatisfy { $0.title == nil } }
}
