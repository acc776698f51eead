import AnnotationEngine
import LabelStatistics

/// Spans that annotators marked in documents: a JSON Lines file with one document a line, as
/// `{"doc": …, "text": …, "tokens": [[start, end], …], "gold": [[start, end, type], …], "ann": {annotator: [[start, end, type], …]}}`.
///
/// Places are code points. `doc`, `text`, `tokens` and `gold` may be left out: without tokens each code point is one.
public struct SpanFile: Sendable {
  /// The file as people call it.
  public let file: String
  /// What each document is called: its `doc`, else its line.
  public let documents: [String]
  public let annotators: Names
  public let types: Names
  public let corpus: SpanCorpus
  /// Whether documents say what their tokens are; false where code points stand for them.
  public let hasTokens: Bool
  /// Spans that an annotator gave more than once in one document; they count once.
  public let repeatedSpans: Int

  /// - Throws: `badRecords` with the first line that cannot be read, `io`.
  public init(path: String) throws(EngineError) {
    let input = try InputFile(path: path)
    file = input.name
    var lines: [SpanLine] = []
    var number = 0
    while let line = try input.nextLine() {
      number += 1
      switch line {
      case .tooLong(let beginning):
        throw .badRecords(
          file: file, first: .tooLong(line: number, beginning, limit: input.recordLimit), count: 1)
      case .bytes(let bytes):
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
        switch SpanLine.read(bytes, line: number) {
        case .success(let read): lines.append(read)
        case .failure(let bad): throw .badRecords(file: file, first: bad.record, count: 1)
        }
      }
    }
    let annotators = Names(lines.flatMap { $0.answers.map(\.annotator) })
    let types = Names(lines.flatMap { $0.marks.map(\.type) })
    func spans(_ marks: [SpanLine.Mark]) -> [Span] {
      marks.compactMap { mark in
        types.number(of: mark.type).map { Span(start: mark.start, end: mark.end, type: Int32($0)) }
      }
    }
    (self.annotators, self.types) = (annotators, types)
    documents = lines.map(\.name)
    hasTokens = lines.allSatisfy { $0.tokens != nil }
    repeatedSpans = lines.reduce(0) { sum, line in
      line.answers.reduce(sum) { $0 + $1.marks.count - Set(spans($1.marks)).count }
    }
    corpus = SpanCorpus(
      documents: lines.map { line in
        SpanDocument(
          tokens: line.tokens ?? line.codePoints,
          answers: line.answers.compactMap { answer in
            annotators.number(of: answer.annotator).map { SpanAnswer(annotator: Int32($0), spans: spans(answer.marks)) }
          }, gold: line.gold.map(spans))
      }, annotatorCount: annotators.count, typeCount: types.count)
  }
}

/// One document as its line has it.
private struct SpanLine {
  struct Mark {
    var start: Int32
    var end: Int32
    var type: String
  }

  var name: String
  var length: Int?
  var tokens: [Range<Int32>]?
  var gold: [Mark]?
  var answers: [(annotator: String, marks: [Mark])] = []

  var marks: [Mark] { (gold ?? []) + answers.flatMap(\.marks) }

  /// Every code point for itself, where the document does not say what its tokens are.
  var codePoints: [Range<Int32>] {
    let end = length.map { Int32($0) } ?? marks.map(\.end).max() ?? 0
    return (0..<end).map { $0..<$0 + 1 }
  }

  struct Bad: Error {
    var record: BadRecord
  }

  static func read(_ bytes: UnsafeBufferPointer<UInt8>, line: Int) -> Result<SpanLine, Bad> {
    func bad(_ reason: String) -> Result<SpanLine, Bad> {
      .failure(Bad(record: BadRecord(line: line, reason: reason, raw: Array(bytes.prefix(4096)))))
    }
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: bytes)
    } catch {
      return .failure(Bad(record: .json(error, line: line, bytes)))
    }
    guard case .object(let answers)? = value["ann"] else {
      return bad(
        "there is no member \"ann\" with each annotator's spans: {\"ann\": {\"name\": [[start, end, \"type\"]]}}")
    }
    var read = SpanLine(name: value["doc"]?.string ?? value["id"]?.string ?? "line \(line)")
    read.length = value["text"]?.string?.unicodeScalars.count
    if let tokens = value["tokens"], tokens != .null {
      guard let ranges = ranges(tokens) else {
        return bad("\"tokens\" are [start, end] in ascending order, each after the one before")
      }
      read.tokens = ranges
    }
    if let gold = value["gold"], gold != .null {
      guard let marks = marks(gold) else { return bad("\"gold\" \(shape)") }
      read.gold = marks
    }
    for answer in answers where answer.value != .null {
      guard let marks = marks(answer.value) else { return bad("the spans of \"\(answer.name)\" \(shape)") }
      read.answers.append((answer.name, marks))
    }
    if let length = read.length, let last = read.marks.map(\.end).max(), Int(last) > length {
      return bad("a span ends at \(last), after the text's \(length) code points")
    }
    if read.length == nil, read.tokens == nil, let last = read.marks.map(\.end).max(), last > furthest {
      return bad(
        "a span ends at \(last), and without \"text\" or \"tokens\" a document has at most \(furthest) code points; "
          + "give its text or its tokens")
    }
    return .success(read)
  }

  /// Where the last span of a document may end that does not say how long it is: each code point up to there is a token.
  private static let furthest: Int32 = 1_000_000

  private static let shape = "are not [start, end, \"type\"] with start before end, counted in code points"

  private static func marks(_ value: JSONValue) -> [Mark]? {
    guard let rows = value.array else { return nil }
    var marks: [Mark] = []
    for row in rows {
      let parts = row.array ?? [row["start"], row["end"], row["type"] ?? row["label"]].compactMap { $0 }
      guard parts.count == 3, let (start, end) = bounds(parts[0], parts[1]), let type = parts[2].string else {
        return nil
      }
      marks.append(Mark(start: start, end: end, type: type))
    }
    return marks
  }

  private static func ranges(_ value: JSONValue) -> [Range<Int32>]? {
    guard let rows = value.array else { return nil }
    var ranges: [Range<Int32>] = []
    for row in rows {
      guard let parts = row.array, parts.count == 2, let (start, end) = bounds(parts[0], parts[1]),
        ranges.last.map({ $0.upperBound <= start }) ?? true
      else { return nil }
      ranges.append(start..<end)
    }
    return ranges
  }

  private static func bounds(_ start: JSONValue, _ end: JSONValue) -> (Int32, Int32)? {
    guard let start = start.int, let end = end.int, 0 <= start, start < end, end < Int(Int32.max) else { return nil }
    return (Int32(start), Int32(end))
  }
}
