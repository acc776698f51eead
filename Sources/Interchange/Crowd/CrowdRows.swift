import AnnotationEngine
import LabelStatistics

/// The wanted cells of a file's rows, as numbers by first sight, part by part.
struct CrowdRows: Sendable {
  private(set) var columns: CrowdColumns
  /// Names of the item's column, the annotator's, the value's, and then of whatever else was asked for.
  let names: [String]
  private(set) var parts: [CrowdPart] = []
  /// Line of each part's first byte, from which its own lines count.
  private(set) var lines: [Int] = []

  var withoutValue: Int { parts.reduce(0) { $0 + $1.withoutValue } }

  private init(_ wanted: CrowdColumns, in known: [String], file: String) throws(EngineError) {
    columns = try wanted.found(in: known, file: file)
    var names = [columns.sample, columns.annotator, columns.value].compactMap { $0 }
    if Set(names).count < 3 {
      throw .invalidName(names.joined(separator: ", "), problem: "sample, annotator and value are three columns")
    }
    // One that has a role already is not read twice.
    for name in [columns.time].compactMap({ $0 }) + columns.others where !names.contains(name) { names.append(name) }
    self.names = names
  }

  /// Whether the cells of a column were asked for as such.
  func wantsBeside(_ name: String) -> Bool { name == columns.time || columns.others.contains(name) }

  // MARK: Delimited

  init(delimited input: InputFile, _ format: SampleFormat, _ wanted: CrowdColumns) throws(EngineError) {
    let known = [wanted.sample, wanted.annotator, wanted.value].compactMap { $0 } + CrowdColumns.usualNames
    let table = try DelimitedTable(input, format, TableLayout(), wanted: known)
    try self.init(wanted, in: table.columns, file: table.name)
    // What the file still has goes through a reader that makes nothing of the cells that nobody asked for.
    while try input.fill() {}
    let names = names
    let layout = CrowdRowReader.Layout(
      delimiter: table.records.delimiter, takesStrayQuotes: format == .tsv, takesEmptyValues: wanted.takesEmptyValues,
      slots: table.columns.map { column in names.firstIndex(of: column) ?? names.count }, wanted: names.count,
      file: table.name)
    let line = table.records.lineAfter
    try take(CrowdParts(input.pending), layout, line: line)
    // The bytes that the parts are read from are those of the input.
    withExtendedLifetime(input) {}
  }

  /// Reads the parts side by side.
  private mutating func take(
    _ cut: CrowdParts, _ layout: CrowdRowReader.Layout, line: Int
  ) throws(EngineError) {
    let names = names
    var read = [Result<CrowdPart, EngineError>?](repeating: nil, count: cut.count)
    changeConcurrently(&read) { part, read in
      read = Result { () throws(EngineError) in try CrowdPart(cut.bytes(part), layout, names, line: 0) }
    }
    var line = line
    for (part, read) in read.enumerated() {
      if case .success(let rows) = read {
        parts.append(rows)
        lines.append(line)
        line += rows.lines
      } else {
        // Now that its line is known, what was wrong with it is read again to be said with its place.
        _ = try CrowdPart(cut.bytes(part), layout, names, line: line)
      }
    }
  }

  // MARK: JSON Lines

  init(jsonLines input: InputFile, _ wanted: CrowdColumns) throws(EngineError) {
    var made: CrowdRows?
    var part = CrowdPart([], takesEmptyValues: wanted.takesEmptyValues)
    var lines = ObjectLines(input)
    while let (value, members) = try lines.next() {
      if made == nil {
        let rows = try CrowdRows(wanted, in: members.map(\.name), file: input.name)
        part = CrowdPart(rows.names, takesEmptyValues: wanted.takesEmptyValues)
        made = rows
      }
      if let reason = part.take(value, line: lines.line) { throw lines.failure(reason) }
    }
    if let made { self = made } else { try self.init(wanted, in: [], file: input.name) }
    part.sort()
    parts = [part]
    self.lines = [0]
  }
}
