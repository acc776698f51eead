import AnnotationEngine

/// Answers as they stand in files.
///
/// In a cell of a table a choice is its value's name; several are joined by `|` (or `;`), or written as a JSON array. An
/// empty cell is no answer; an answer that takes none of the values is `[]`. In JSON a choice is a string (or a number
/// that reads like a value's name), several are an array of them, and null is no answer. A rating is a number, in JSON
/// without quotes or with; "3", "3.0" and "03" are one.
struct AnswerText {
  private let question: Question
  /// Value name → its place in the project's order.
  private let places: [String: Int]

  init(_ question: Question) {
    self.question = question
    places = Dictionary(question.values.enumerated().map { ($1.name, $0) }) { first, _ in first }
  }

  func parse(cell: String) throws(RowProblem) -> Answer? {
    if cell.isEmpty { return nil }
    if let scale = question.scale { return try rating(trimmed(cell), scale) }
    if places[cell] != nil { return try answer([cell]) }
    if question.kind == .choice { return try answer([trimmed(cell)]) }
    if cell.first == "[" {
      guard let value = try? JSONValue(parsing: cell.utf8) else {
        throw RowProblem(reason: "\(question.name) begins like a JSON array and is none: \(cell.prefix(60))")
      }
      return try parse(json: value)
    }
    let separator: Character = cell.contains("|") ? "|" : ";"
    return try answer(cell.split(separator: separator).map { trimmed($0) }.filter { !$0.isEmpty })
  }

  func parse(json value: JSONValue) throws(RowProblem) -> Answer? {
    switch value {
    case .string(let text) where question.scale != nil: return try parse(cell: text)
    case .number(let literal) where question.scale != nil: return try parse(cell: literal)
    case .bool where question.scale != nil, .array where question.scale != nil, .object where question.scale != nil:
      throw RowProblem(reason: "\(question.name) is \(value.text.prefix(40)), and it takes a number")
    case .null: return nil
    case .array(let elements):
      if question.kind == .choice && elements.count != 1 {
        throw RowProblem(reason: "\(question.name) takes one value, and this is a list of \(elements.count)")
      }
      var names: [String] = []
      for element in elements { names.append(try name(element)) }
      return try answer(names)
    default: return try answer([name(value)])
    }
  }

  private func rating(_ text: String, _ scale: Scale) throws(RowProblem) -> Answer {
    guard let number = DecimalNumber(text) else {
      throw RowProblem(
        reason: "\(question.name) is \"\(text.prefix(40))\", and it takes a number \(scale.words)")
    }
    guard scale.contains(number) else {
      throw RowProblem(reason: "\(question.name) is \(number.text), and it takes a number \(scale.words)")
    }
    return .number(number)
  }

  private func name(_ value: JSONValue) throws(RowProblem) -> String {
    switch value {
    case .string(let name): return name
    case .number(let literal): return literal
    case .bool(let flag): return flag ? "true" : "false"
    case .null, .array, .object:
      throw RowProblem(reason: "\(question.name) is neither a value's name nor a list of them")
    }
  }

  /// Names in the project's order, each once.
  private func answer(_ names: [String]) throws(RowProblem) -> Answer {
    for name in names where places[name] == nil {
      let known = question.values.map(\.name)
      let near = nearestName(to: name, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
      throw RowProblem(
        reason: "\(question.name) has no value \"\(name)\"\(near) (it has \(known.joined(separator: ", ")))")
    }
    let ordered = Set(names).sorted { (places[$0] ?? 0) < (places[$1] ?? 0) }
    return question.kind == .choice ? .choice(ordered.first ?? "") : .choices(ordered)
  }

  private func trimmed(_ text: some StringProtocol) -> String {
    var text = Substring(text)
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }

  /// An answer as a cell.
  static func cell(_ answer: Answer) -> String {
    switch answer {
    case .choice(let name): name
    case .choices(let names): names.isEmpty ? "[]" : names.joined(separator: "|")
    case .number(let number): number.text
    }
  }

  static func json(_ answer: Answer) -> JSONValue {
    switch answer {
    case .choice(let name): .string(name)
    case .choices(let names): .array(names.map { .string($0) })
    case .number(let number): .number(number.text)
    }
  }
}
