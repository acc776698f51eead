import AnnotationEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A snapshot as CSV (RFC 4180, but lines end in LF) or TSV (the same with tabs): cells that hold a delimiter, a quote or
/// a line end stand in quotes, with quotes doubled.
///
/// A label of several values is joined by `|`, one of no value is `[]`, none is empty. Metadata that is no text stands as
/// its JSON, null is empty. `annotations` and `_labels` are JSON.
///
/// Which metadata there is shows only when the last row is there. So rows are spooled with a mark where later metadata
/// belongs, and the file is put together at the end; memory does not grow with the rows.
final class DelimitedSnapshot: SnapshotWriter {
  /// No byte of UTF-8.
  private static let mark: UInt8 = 0xFF

  private let output: OutputFile
  private let delimiter: UInt8
  private let withAnnotations: Bool
  private var columns: SnapshotColumns?
  private var spool: SpoolFile?
  /// Names of the metadata so far, in the order in which they came.
  private var metadata: [String] = []
  private var places: [[UInt8]: Int] = [:]
  /// From which byte of the spool on rows have how many metadata cells.
  private var stretches: [(start: Int, cells: Int)] = [(0, 0)]
  private var line: [UInt8] = []

  init(_ output: OutputFile, delimiter: UInt8, withAnnotations: Bool) {
    self.output = output
    self.delimiter = delimiter
    self.withAnnotations = withAnnotations
  }

  func begin(_ project: Project) throws(EngineError) {
    columns = SnapshotColumns(project)
    spool = try SpoolFile(in: output.directory)
  }

  func write(_ row: ExportedRow) throws(EngineError) {
    guard let columns, let spool else { preconditionFailure("begin comes before the first row") }
    line.removeAll(keepingCapacity: true)
    append(row.id)
    for field in row.fields { appendNext(cell(field.value)) }
    for text in metadataCells(row.metadata, columns, spool.count) { appendNext(text) }
    line.append(Self.mark)
    for (_, label) in row.labels { appendNext(label.answer.map { AnswerText.cell($0) } ?? "") }
    if withAnnotations {
      appendNext(AnnotationsJSON.list(row.annotations, questions: columns.questions).text)
      appendNext(AnnotationsJSON.labels(row.labels).text)
    }
    line.append(0x0A)
    try spool.write(line)
  }

  /// The cells of a row's metadata by column; new names get new columns from here on.
  private func metadataCells(_ members: [JSONMember], _ columns: SnapshotColumns, _ offset: Int) -> [String] {
    var cells = [String](repeating: "", count: metadata.count)
    for (index, member) in members.enumerated() {
      let isNext = index < metadata.count && metadata[index].utf8.elementsEqual(member.name.utf8)
      var place = isNext ? index : places[Array(member.name.utf8)]
      if place == nil {
        place = metadata.count
        places[Array(member.name.utf8)] = metadata.count
        metadata.append(member.name)
        cells.append("")
      }
      if let place { cells[place] = cell(member.value) }
    }
    if metadata.count > stretches[stretches.count - 1].cells { stretches.append((offset, metadata.count)) }
    return cells
  }

  private func cell(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .null: ""
    default: value.text
    }
  }

  private func appendNext(_ text: String) {
    line.append(delimiter)
    append(text)
  }

  private func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      guard bytes.contains(where: { $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
        line.append(contentsOf: bytes)
        return
      }
      line.append(0x22)
      for byte in bytes {
        if byte == 0x22 { line.append(0x22) }
        line.append(byte)
      }
      line.append(0x22)
    }
  }

  var digest: FileDigest { output.digest }

  func finish() throws(EngineError) {
    guard let columns, let spool else { preconditionFailure("begin comes before finish") }
    line.removeAll(keepingCapacity: true)
    append("id")
    for name in columns.fields + metadata.map(columns.metadataName) + columns.questions { appendNext(name) }
    if withAnnotations { for name in ["annotations", "_labels"] { appendNext(name) } }
    line.append(0x0A)
    try output.write(line)
    var offset = 0
    var stretch = 0
    try spool.read { (bytes) throws(EngineError) in
      var rest = bytes
      while let base = rest.baseAddress, let found = memchr(base, Int32(Self.mark), rest.count) {
        let length = UnsafeRawPointer(found) - UnsafeRawPointer(base)
        try output.write(UnsafeBufferPointer(rebasing: rest[..<length]))
        offset += length + 1
        while stretch + 1 < stretches.count, stretches[stretch + 1].start < offset { stretch += 1 }
        let missing = metadata.count - stretches[stretch].cells
        if missing > 0 { try output.write([UInt8](repeating: delimiter, count: missing)) }
        rest = UnsafeBufferPointer(rebasing: rest[(length + 1)...])
      }
      offset += rest.count
      try output.write(rest)
    }
    try output.finish()
  }
}
