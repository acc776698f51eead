import AnnotationEngine

/// Labels as a table of `sample`, `label` and `confidence`: CSV as RFC 4180 has it, TSV, or JSON Lines. Lines end in LF.
public struct LabelsFile {
  /// How rows are written.
  public enum Format: String, CaseIterable, Sendable {
    case csv, tsv, jsonl

    /// By the ending of the path: .csv, .tsv or .tab, .jsonl or .ndjson; a path without an ending, and - for standard output,
    /// is CSV.
    ///
    /// - Throws: `unknownFormat` for any other ending.
    public init(path: String) throws(EngineError) {
      let name = path.split(separator: "/").last ?? ""
      guard path != "-", let dot = name.lastIndex(of: "."), dot != name.startIndex else {
        self = .csv
        return
      }
      switch name[dot...].lowercased() {
      case ".csv": self = .csv
      case ".tsv", ".tab": self = .tsv
      case ".jsonl", ".ndjson": self = .jsonl
      default: throw .unknownFormat(path, known: Self.allCases.map(\.rawValue))
      }
    }
  }

  private let output: OutputFile
  private let format: Format
  private var line: [UInt8] = []

  /// A file that appears under its name whole or not at all; - is standard output.
  ///
  /// - Throws: `unknownFormat`, `io`.
  public init(path: String) throws(EngineError) {
    format = try Format(path: path)
    output = try OutputFile(path: path)
    switch format {
    case .csv: try output.write(Array("sample,label,confidence\n".utf8))
    case .tsv: try output.write(Array("sample\tlabel\tconfidence\n".utf8))
    case .jsonl: break
    }
  }

  /// Adds a row.
  ///
  /// - Throws: `io`.
  public mutating func write(sample: String, label: String, confidence: Double) throws(EngineError) {
    line.removeAll(keepingCapacity: true)
    switch format {
    case .csv: writeCells([sample, label], confidence, delimiter: 0x2C)
    case .tsv: writeCells([sample, label], confidence, delimiter: 0x09)
    case .jsonl:
      let row = JSONValue.object([
        JSONMember("sample", .string(sample)), JSONMember("label", .string(label)),
        JSONMember("confidence", .number("\(confidence)")),
      ])
      line.append(contentsOf: "\(row.text)\n".utf8)
    }
    try output.write(line)
  }

  /// Puts the file in its place.
  ///
  /// - Throws: `io`.
  public func finish() throws(EngineError) { try output.finish() }

  private mutating func writeCells(_ cells: [String], _ confidence: Double, delimiter: UInt8) {
    for text in cells {
      write(cell: text, delimiter: delimiter)
      line.append(delimiter)
    }
    line.append(contentsOf: "\(confidence)\n".utf8)
  }

  private mutating func write(cell text: String, delimiter: UInt8) {
    guard text.utf8.contains(where: { [0x22, delimiter, 0x0A, 0x0D].contains($0) }) else {
      return line.append(contentsOf: text.utf8)
    }
    line.append(0x22)
    for byte in text.utf8 {
      if byte == 0x22 { line.append(0x22) }
      line.append(byte)
    }
    line.append(0x22)
  }
}
