import AnnotationEngine

/// Annotations from JSON Lines: an object an annotation, or a row of Gloss's own export with its list of annotations.
struct JSONLinesAnnotations: RecordSource {
  private let input: InputFile
  private let columns: AnnotationColumns
  private let answers: [(column: String, name: String, text: AnswerText)]
  private let exported: ExportedAnnotations
  private var line = 0
  private var isFirst = true
  /// Annotations of a row that are still to be given, last first.
  private var waiting: [IncomingAnnotation] = []

  init(_ input: InputFile, _ columns: AnnotationColumns) {
    self.input = input
    self.columns = columns
    answers = columns.questions.map { ($0.column, $0.question.name, AnswerText($0.question)) }
    exported = ExportedAnnotations(columns)
  }

  var name: String { input.name }
  var bytesRead: Int { input.bytesRead }
  var byteCount: Int? { input.byteCount }

  mutating func next() throws(EngineError) -> Incoming<IncomingAnnotation>? {
    while true {
      if let annotation = waiting.popLast() { return .record(annotation) }
      guard let next = try input.nextLine() else { return nil }
      line += 1
      switch next {
      case .tooLong(let beginning): return .bad(.tooLong(line: line, beginning, limit: input.recordLimit))
      case .bytes(let bytes):
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
        if let bad = try read(bytes) { return .bad(bad) }
      }
    }
  }

  /// Puts the annotations of a line into `waiting`, or says what is wrong with it.
  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(EngineError) -> BadRecord? {
    let object: JSONValue
    do {
      object = try JSONValue(parsing: bytes)
    } catch {
      return .json(error, line: line, bytes)
    }
    guard let members = object.members else {
      return BadRecord(line: line, column: 1, reason: "a line must be an object", raw: Array(bytes))
    }
    let isExported =
      object["annotations"]?.array != nil && (object["_labels"] != nil || object[columns.annotator] == nil)
    if isFirst && !isExported, let error = columns.missing(known: members.map(\.name), file: name) {
      // The first line speaks for the file, but for questions that nobody has to answer.
      guard case .unknownColumn(let column, _, _) = error, answers.contains(where: { $0.column == column }) else {
        throw error
      }
    }
    isFirst = false
    do {
      let sample = try text(object[columns.sample] ?? columns.sampleOtherwise.flatMap { object[$0] }, columns.sample)
      if isExported, let list = object["annotations"] {
        waiting = try exported.parse(list, sample: sample, line: line).reversed()
      } else {
        waiting = [try annotation(object, sample)]
      }
      return nil
    } catch {
      return BadRecord(line: line, reason: error.reason, raw: Array(bytes))
    }
  }

  private func annotation(_ object: JSONValue, _ sample: String) throws(RowProblem) -> IncomingAnnotation {
    var given: Answers = [:]
    for (column, name, text) in answers {
      if let value = object[column] { given[name] = try text.parse(json: value) }
    }
    return IncomingAnnotation(
      sample: sample, annotator: try text(object[columns.annotator], columns.annotator), answers: given,
      comment: try object[columns.comment].flatMap { (value) throws(RowProblem) in
        value == .null ? nil : try text(value, columns.comment)
      }, seconds: try Seconds.parse(json: object[columns.seconds]), line: line)
  }

  /// A string, or a number as it stands.
  private func text(_ value: JSONValue?, _ column: String) throws(RowProblem) -> String {
    switch value {
    case .string(let text): return text
    case .number(let literal): return literal
    case nil: throw RowProblem(reason: "it has no \"\(column)\"")
    default: throw RowProblem(reason: "\"\(column)\" is neither text nor a number")
    }
  }
}
