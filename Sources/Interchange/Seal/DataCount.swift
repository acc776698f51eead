import AnnotationEngine

/// Counts what a file of exported rows holds, without the store that it came from.
enum DataCount {
  /// What stands in the file. `questions` tells which columns are labels, and of which kind.
  ///
  /// - Throws: `EngineError.badRecords` where the file is not in its format, `io`.
  static func count(
    _ path: String, _ format: SnapshotFormat, questions: [Seal.QuestionCounts]
  ) throws(EngineError) -> SnapshotTally {
    var tally = SnapshotTally(questions)
    switch format {
    case .jsonl: try countLines(InputFile(path: path), &tally)
    case .csv, .tsv: try countTable(InputFile(path: path), delimiter: format == .csv ? 0x2C : 0x09, &tally)
    }
    return tally
  }

  private static func countLines(_ input: InputFile, _ tally: inout SnapshotTally) throws(EngineError) {
    let names = tally.questions.map(\.name)
    var line = 0
    while let next = try input.nextLine() {
      line += 1
      guard case .bytes(let bytes) = next, let row = try? JSONValue(parsing: bytes), row.members != nil else {
        throw .badRecords(
          file: input.name, first: BadRecord(line: line, reason: "this line is no JSON object", raw: []), count: 1)
      }
      for (index, name) in names.enumerated() {
        switch row[name] {
        case .string(let value), .number(let value): tally.addLabel([value], to: index)
        case .array(let values): tally.addLabel(values.compactMap(\.string), to: index)
        default: break
        }
      }
      tally.addRow(annotations: row["annotations"]?.array?.count ?? 0)
    }
  }

  private static func countTable(
    _ input: InputFile, delimiter: UInt8, _ tally: inout SnapshotTally
  ) throws(EngineError) {
    var table = try DelimitedTable(
      input, delimiter == 0x2C ? .csv : .tsv, TableLayout(delimiter: delimiter), wanted: [])
    let columns = tally.questions.map { table.column($0.name) }
    let annotations = table.column("annotations")
    while true {
      switch try table.next() {
      case .end: return
      case .bad(let record): throw .badRecords(file: input.name, first: record, count: 1)
      case .record: break
      }
      for (index, column) in columns.enumerated() {
        guard let column else { continue }
        let cell = table.records.text(table.records.cells[column])
        if !cell.isEmpty { tally.addLabel(values(cell, tally.questions[index].kind), to: index) }
      }
      let list = annotations.map { table.records.text(table.records.cells[$0]) }
      tally.addRow(annotations: list.flatMap { try? JSONValue(parsing: $0.utf8).array?.count } ?? 0)
    }
  }

  /// As `AnswerText.cell` wrote them.
  private static func values(_ cell: String, _ kind: Question.Kind) -> [String] {
    if kind != .choices { return [cell] }
    return cell == "[]" ? [] : cell.split(separator: "|").map(String.init)
  }
}
