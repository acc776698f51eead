import AnnotationEngine
import LabelStatistics

/// Spans that annotators marked in documents: a JSON Lines file with one document a line, as
/// `{"doc": …, "text": …, "tokens": [[start, end], …], "gold": [[start, end, type], …], "ann": {annotator: [[start, end, type], …]}}`.
///
/// Places are code points. `doc`, `text`, `tokens` and `gold` may be left out: without tokens each code point is one. Any
/// other member is a column, of which time is one: what it says of the document holds for all answers, and an object by
/// annotators' names says it of each.
public struct SpanFile: Sendable {
  /// The file as people call it.
  public let file: String
  /// What each document is called: its `doc`, else its line.
  public let documents: [String]
  /// Names of annotators, by their numbers in `corpus`.
  public let annotators: Names
  /// Names of the types of spans.
  public let types: Names
  /// The documents in the order of the lines.
  public let corpus: SpanCorpus
  /// Whether documents say what their tokens are; false where code points stand for them.
  public let hasTokens: Bool
  /// Spans that an annotator gave more than once in one document; they count once.
  public let repeatedSpans: Int
  /// The member that says when, where there is one.
  public let time: String?
  /// Cells of the columns that were asked for and of time, by name: one an answer, document by document, in ascending order
  /// of annotators.
  public let others: [String: CrowdTable.Column]

  /// `others` are members that are to be read as columns; `time` is the one that says when, else one of the usual names.
  ///
  /// - Throws: `badRecords` with the first line that cannot be read, `unknownColumn`, `io`.
  public init(path: String, others: [String] = [], time: String? = nil) throws(EngineError) {
    let input = try InputFile(path: path)
    file = input.name
    let lines = try Self.lines(input, columns: others + [time].compactMap { $0 } + CrowdColumns.timeNames)
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
    let known = Set(lines.flatMap(\.cells.keys))
    self.time = time ?? CrowdColumns.timeNames.first(where: known.contains)
    self.others = try Self.columns(
      others + [self.time].compactMap { $0 }, of: lines, corpus, annotators, file: input.name)
  }

  private static func lines(_ input: InputFile, columns: [String]) throws(EngineError) -> [SpanLine] {
    let wanted = Set(columns)
    var lines: [SpanLine] = []
    var number = 0
    while let line = try input.nextLine() {
      number += 1
      switch line {
      case .tooLong(let beginning):
        let record = BadRecord.tooLong(line: number, beginning, limit: input.recordLimit)
        throw .badRecords(file: input.name, first: record, count: 1)
      case .bytes(let bytes):
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
        switch SpanLine.read(bytes, line: number, columns: wanted) {
        case .success(let read): lines.append(read)
        case .failure(let bad): throw .badRecords(file: input.name, first: bad.record, count: 1)
        }
      }
    }
    return lines
  }

  private static func columns(
    _ names: [String], of lines: [SpanLine], _ corpus: SpanCorpus, _ annotators: Names, file: String
  ) throws(EngineError) -> [String: CrowdTable.Column] {
    var columns: [String: CrowdTable.Column] = [:]
    for name in names {
      if !lines.isEmpty, !lines.contains(where: { $0.cells[name] != nil }) {
        var known: [String] = []
        for member in lines.flatMap(\.members) where !known.contains(member) { known.append(member) }
        throw .unknownColumn(name, known: known, file: file)
      }
      var column = CellColumn()
      for (line, document) in zip(lines, corpus.documents) {
        for answer in document.answers {
          let cell = line.cells[name] ?? .null
          let own = cell.members == nil ? cell : cell[annotators[Int(answer.annotator)]] ?? .null
          column.add(own.cellText, line: line.line)
        }
      }
      columns[name] = column.column
    }
    return columns
  }
}

/// One document as its line has it.
private struct SpanLine {
  struct Mark {
    var start: Int32
    var end: Int32
    var type: String
  }

  /// Line of the file, from 1.
  var line: Int
  var name: String
  var length: Int?
  var tokens: [Range<Int32>]?
  var gold: [Mark]?
  var answers: [(annotator: String, marks: [Mark])] = []
  /// Names of all members that may be columns, and the values of those that were asked for.
  var members: [String] = []
  var cells: [String: JSONValue] = [:]

  var marks: [Mark] { (gold ?? []) + answers.flatMap(\.marks) }

  /// Every code point for itself, where the document does not say what its tokens are.
  var codePoints: [Range<Int32>] {
    let end = length.map { Int32($0) } ?? marks.map(\.end).max() ?? 0
    return (0..<end).map { $0..<$0 + 1 }
  }

  struct Bad: Error {
    var record: BadRecord
  }

  /// `columns`: members that are kept as they are.
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, line: Int, columns: Set<String>
  ) -> Result<SpanLine, Bad> {
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
    var read = SpanLine(line: line, name: value["doc"]?.string ?? value["id"]?.string ?? "line \(line)")
    read.takeColumns(value, columns)
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
    return read.outside.map(bad) ?? .success(read)
  }

  private mutating func takeColumns(_ value: JSONValue, _ columns: Set<String>) {
    for member in value.members ?? [] where !["text", "tokens", "gold", "ann"].contains(member.name) {
      members.append(member.name)
      if columns.contains(member.name) { cells[member.name] = member.value }
    }
  }

  /// What is wrong where a span ends beyond the document.
  private var outside: String? {
    guard let last = marks.map(\.end).max() else { return nil }
    if let length { return Int(last) > length ? "a span ends at \(last), after the text's \(length) code points" : nil }
    guard tokens == nil, last > Self.furthest else { return nil }
    return
      "a span ends at \(last), and without \"text\" or \"tokens\" a document has at most \(Self.furthest) code points; "
      + "give its text or its tokens"
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
