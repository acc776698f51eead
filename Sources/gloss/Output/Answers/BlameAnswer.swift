import AnnotationEngine

extension BlameReport {
  /// `gloss blame --json`.
  var json: JSONValue {
    .object(
      ("sample", .string(sample)),
      ("questions", .object(questions.map { JSONMember($0.question, $0.json) })))
  }
}

extension BlameReport.Entry {
  fileprivate var json: JSONValue {
    .object(
      ("label", .answer(label)), ("by", .text(by)), ("confidence", .double(confidence)),
      ("uncommitted", .bool(isUncommitted)),
      ("changes", .list(changes) { $0.json }),
      ("annotations", .list(annotations) { $0.json(question: question) }),
      ("resolution", resolution?.json ?? .null))
  }
}

extension BlameReport.Change {
  fileprivate var json: JSONValue {
    .object(
      ("commit", .string(commit)), ("author", .string(author)), ("time", .moment(time)),
      ("message", .string(message)), ("before", .answer(before)), ("after", .answer(after)), ("by", .text(by)),
      ("reviewer", .text(reviewer)))
  }
}

extension Annotation {
  /// What it says to one question.
  fileprivate func json(question: String) -> JSONValue {
    .object(
      ("annotator", .string(annotator)), ("status", .string(status.rawValue)), ("answer", .answer(answers[question])),
      ("comment", .text(comment)), ("reason", .text(reason)), ("flagged", .bool(flagged)),
      ("seconds", .double(seconds)))
  }
}

extension Resolution {
  fileprivate var json: JSONValue {
    let how: JSONValue =
      switch self.how {
      case .accepted(let annotator): .object(("accepted", .string(annotator)))
      case .majority: .string("majority")
      case .set: .string("set")
      }
    return .object(
      ("answer", .answer(answer)), ("how", how), ("reviewer", .string(reviewer)), ("reason", .text(reason)))
  }
}

extension JSONValue {
  /// "value", ["value", …], a number, or null where there is none.
  static func answer(_ answer: Answer?) -> JSONValue {
    switch answer {
    case .choice(let name): .string(name)
    case .choices(let names): .list(names, JSONValue.string)
    case .number(let number): .number(number.text)
    case nil: .null
    }
  }
}
