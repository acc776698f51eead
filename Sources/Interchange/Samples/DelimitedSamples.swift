import AnnotationEngine

/// Samples from CSV and TSV: a row a sample. Columns that are neither field nor id become metadata, as text.
struct DelimitedSamples: RecordSource {
  private var table: DelimitedTable
  private let layout: SampleLayout
  /// By field, its column, or nil where the file has none.
  private var fields: [Int?] = []
  private var id: Int?
  /// The columns that become metadata, each with what stands before its value.
  private var metadata: [(column: Int, prefix: [UInt8])] = []
  private var scratch: [UInt8] = []

  init(
    _ input: InputFile, _ format: SampleFormat, _ table: TableLayout, _ layout: SampleLayout
  ) throws(EngineError) {
    self.table = try DelimitedTable(input, format, table, wanted: layout.fieldColumns + [layout.idColumn])
    self.layout = layout
    if self.table.columns.isEmpty { return }
    try findColumns()
  }

  private mutating func findColumns() throws(EngineError) {
    for column in layout.mappedColumns { _ = try table.requiredColumn(column) }
    fields = layout.fieldColumns.map { table.column($0) }
    if fields.allSatisfy({ $0 == nil }) { throw layout.missingField(known: table.columns, file: table.name) }
    id = layout.idIsRequired ? try table.requiredColumn(layout.idColumn) : table.column(layout.idColumn)
    for (column, name) in table.columns.enumerated() where !layout.parts.contains(name) {
      var prefix: [UInt8] = metadata.isEmpty ? [] : [0x2C]
      JSONText.append(layout.metadataName(name), to: &prefix)
      prefix.append(0x3A)
      metadata.append((column, prefix))
    }
  }

  var name: String { table.name }
  var bytesRead: Int { table.bytesRead }
  var byteCount: Int? { table.byteCount }

  mutating func next() throws(EngineError) -> Incoming<IncomingSample>? {
    switch try table.next() {
    case .end: return nil
    case .bad(let record): return .bad(record)
    case .record: break
    }
    let records = table.records
    var name: String?
    if let id {
      let text = records.text(records.cells[id])
      if text.isEmpty { return .bad(records.bad("the id, in column \"\(layout.idColumn)\", is empty")) }
      name = text
    }
    return .record(IncomingSample(id: name, content: content(records), line: records.line))
  }

  private mutating func content(_ records: DelimitedRecords) -> [UInt8] {
    var content: [UInt8] = []
    content.reserveCapacity((records.cells.last?.end ?? 0) + 64 + 24 * (fields.count + metadata.count))
    func append(_ cell: DelimitedRecords.Cell) {
      records.bytes(cell, &scratch) { JSONText.append(utf8: $0, to: &content) }
    }
    for (field, column) in fields.enumerated() {
      content.append(contentsOf: layout.prefixes[field])
      if let column { append(records.cells[column]) } else { content.append(contentsOf: [0x22, 0x22]) }
    }
    content.append(contentsOf: SampleLayout.afterFields)
    for (column, prefix) in metadata {
      content.append(contentsOf: prefix)
      append(records.cells[column])
    }
    content.append(contentsOf: SampleLayout.afterMetadata)
    return content
  }
}
