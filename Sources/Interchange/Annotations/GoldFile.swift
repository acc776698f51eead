import AnnotationEngine

/// Samples with known answers, from a file of CSV, TSV or JSON Lines: the columns "sample" (or "id") and one a question.
public enum GoldFile {
  /// Reads the whole file. All or nothing: a row that cannot be taken is an error that names its line. Rows that answer
  /// nothing are left out.
  ///
  /// - Throws: `unknownColumn`, `unknownFormat`, `badRecords`.
  public static func read(
    path: String, format: SampleFormat, project: Project, map: ColumnMap = ColumnMap(),
    table: TableLayout = TableLayout()
  ) throws(EngineError) -> [GoldEntry] {
    let input = try InputFile(path: path)
    let columns = try AnnotationColumns(project, map)
    switch format {
    case .csv, .tsv: return try read(try DelimitedTable(input, format, table, wanted: columns.wanted), columns)
    case .jsonl: return try read(input, columns)
    case .lines, .text:
      throw .unknownFormat(
        "\(format.rawValue) for gold", known: [SampleFormat.csv, .tsv, .jsonl].map(\.rawValue))
    }
  }

  private static func read(_ table: DelimitedTable, _ columns: AnnotationColumns) throws(EngineError) -> [GoldEntry] {
    var table = table
    let known = table.columns
    if known.isEmpty { return [] }
    if let error = columns.missing(known: known, file: table.name, needsAnnotator: false) { throw error }
    let hasSample = known.contains(columns.sample)
    let sample = try table.requiredColumn(hasSample ? columns.sample : columns.sampleOtherwise ?? columns.sample)
    let answers = columns.questions.compactMap { question, column in
      table.column(column).map { ($0, question.name, AnswerText(question)) }
    }
    var entries: [GoldEntry] = []
    while true {
      switch try table.next() {
      case .end: return entries
      case .bad(let record): throw .badRecords(file: table.name, first: record, count: 1)
      case .record: break
      }
      do throws(RowProblem) {
        func cell(_ column: Int) -> String { table.records.text(table.records.cells[column]) }
        if cell(sample).isEmpty { throw RowProblem(reason: "the sample is empty") }
        var given: Answers = [:]
        for (column, name, text) in answers { given[name] = try text.parse(cell: cell(column)) }
        if !given.isEmpty { entries.append(GoldEntry(sample: cell(sample), answers: given)) }
      } catch {
        throw .badRecords(file: table.name, first: table.records.bad(error.reason), count: 1)
      }
    }
  }

  private static func read(_ input: InputFile, _ columns: AnnotationColumns) throws(EngineError) -> [GoldEntry] {
    let answers = columns.questions.map { ($0.column, $0.question.name, AnswerText($0.question)) }
    var entries: [GoldEntry] = []
    var line = 0
    while let next = try input.nextLine() {
      line += 1
      guard case .bytes(let bytes) = next else {
        throw .badRecords(
          file: input.name, first: BadRecord(line: line, reason: "the line is too long", raw: []), count: 1)
      }
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      do throws(RowProblem) {
        guard let object = try? JSONValue(parsing: bytes), object.members != nil else {
          throw RowProblem(reason: "a line must be an object")
        }
        let name: String
        switch object[columns.sample] ?? columns.sampleOtherwise.flatMap({ object[$0] }) {
        case .string(let text), .number(let text): name = text
        default: throw RowProblem(reason: "it has no \"\(columns.sample)\"")
        }
        var given: Answers = [:]
        for (column, question, text) in answers {
          if let value = object[column] { given[question] = try text.parse(json: value) }
        }
        if !given.isEmpty { entries.append(GoldEntry(sample: name, answers: given)) }
      } catch {
        let bad = BadRecord(line: line, reason: error.reason, raw: Array(bytes))
        throw .badRecords(file: input.name, first: bad, count: 1)
      }
    }
    return entries
  }
}
