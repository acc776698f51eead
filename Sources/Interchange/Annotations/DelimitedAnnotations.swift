import AnnotationEngine

/// Annotations from CSV and TSV: a row an annotation, or a row of Gloss's own export with a column `annotations`.
struct DelimitedAnnotations: RecordSource {
  private var table: DelimitedTable
  private var sample = 0
  private var comment: Int?
  private var seconds: Int?
  private var answers: [(column: Int, name: String, text: AnswerText)] = []
  /// Column of the annotators, or of the lists of annotations.
  private var layout = Layout.rows(annotator: 0)
  private let exported: ExportedAnnotations
  private var waiting: [IncomingAnnotation] = []

  private enum Layout {
    case rows(annotator: Int)
    case exported(annotations: Int)
  }

  init(
    _ input: InputFile, _ format: SampleFormat, _ table: TableLayout, _ columns: AnnotationColumns
  ) throws(EngineError) {
    self.table = try DelimitedTable(input, format, table, wanted: columns.wanted)
    exported = ExportedAnnotations(columns)
    if self.table.columns.isEmpty { return }
    let known = self.table.columns
    if let annotations = self.table.column("annotations"),
      known.contains("_labels") || !known.contains(columns.annotator)
    {
      sample = try self.table.requiredColumn(known.contains(columns.sample) ? columns.sample : "id")
      layout = .exported(annotations: annotations)
      return
    }
    if let error = columns.missing(known: known, file: self.table.name) { throw error }
    let hasSample = known.contains(columns.sample)
    sample = try self.table.requiredColumn(hasSample ? columns.sample : columns.sampleOtherwise ?? columns.sample)
    layout = .rows(annotator: try self.table.requiredColumn(columns.annotator))
    comment = self.table.column(columns.comment)
    seconds = self.table.column(columns.seconds)
    for (question, column) in columns.questions {
      if let column = self.table.column(column) { answers.append((column, question.name, AnswerText(question))) }
    }
  }

  var name: String { table.name }
  var bytesRead: Int { table.bytesRead }
  var byteCount: Int? { table.byteCount }

  mutating func next() throws(EngineError) -> Incoming<IncomingAnnotation>? {
    while true {
      if let annotation = waiting.popLast() { return .record(annotation) }
      switch try table.next() {
      case .end: return nil
      case .bad(let record): return .bad(record)
      case .record: break
      }
      do {
        waiting = try annotations().reversed()
      } catch {
        return .bad(table.records.bad(error.reason))
      }
    }
  }

  private func cell(_ column: Int) -> String { table.records.text(table.records.cells[column]) }

  private func annotations() throws(RowProblem) -> [IncomingAnnotation] {
    let line = table.records.line
    let sample = cell(sample)
    if sample.isEmpty { throw RowProblem(reason: "the sample, in column \"\(table.columns[self.sample])\", is empty") }
    switch layout {
    case .exported(let column):
      let text = cell(column)
      if text.isEmpty { return [] }
      guard let list = try? JSONValue(parsing: text.utf8) else {
        throw RowProblem(reason: "the column \"annotations\" does not hold JSON")
      }
      return try exported.parse(list, sample: sample, line: line)
    case .rows(let annotator):
      let name = cell(annotator)
      if name.isEmpty { throw RowProblem(reason: "the annotator, in column \"\(table.columns[annotator])\", is empty") }
      var given: Answers = [:]
      for answer in answers { given[answer.name] = try answer.text.parse(cell: cell(answer.column)) }
      let comment = comment.map { cell($0) } ?? ""
      return [
        IncomingAnnotation(
          sample: sample, annotator: name, answers: given, comment: comment.isEmpty ? nil : comment,
          seconds: try seconds.flatMap { (column) throws(RowProblem) in try Seconds.parse(cell: cell(column)) },
          line: line)
      ]
    }
  }
}
