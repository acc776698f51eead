import AnnotationEngine

/// A file format that samples are read from, chosen by `--format` or by the file's name.
public enum SampleFormat: String, CaseIterable, Sendable {
  case jsonl, csv, tsv
  /// One sample a line.
  case lines
  /// One sample a file.
  case text

  private static let byExtension: [String: SampleFormat] = [
    "jsonl": .jsonl, "ndjson": .jsonl, "csv": .csv, "tsv": .tsv, "tab": .tsv, "txt": .lines,
  ]

  /// The format by name, or (nil) by the ending of the file's name. Throws `unknownFormat` with the known names.
  public static func choose(_ name: String?, path: String) throws(EngineError) -> SampleFormat {
    if let name {
      guard let format = SampleFormat(rawValue: name) else { throw unknown(name) }
      return format
    }
    let file = path.split(separator: "/").last ?? ""
    let ending = file.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last ?? ""
    guard let format = byExtension[ending.lowercased()] else {
      throw unknown(path == "-" ? "standard input" : ending.isEmpty ? String(file) : ".\(ending)")
    }
    return format
  }

  /// The format of a file with a row an answer, by its ending.
  ///
  /// - Throws: `unknownFormat` with the endings that are read.
  static func chooseTable(path: String) throws(EngineError) -> SampleFormat {
    let ending = path.split(separator: "/").last.map { $0.split(separator: ".", omittingEmptySubsequences: false) }
    let format = ending.flatMap { $0.count > 1 ? $0.last : nil }.flatMap { byExtension[$0.lowercased()] }
    guard let format, [.csv, .tsv, .jsonl].contains(format) else {
      throw .unknownFormat(path, known: ["a name that ends in .csv, .tsv, .tab, .jsonl or .ndjson"])
    }
    return format
  }

  private static func unknown(_ name: String) -> EngineError {
    .unknownFormat(name, known: allCases.map(\.rawValue))
  }
}

/// How columns of a file become the parts of a sample.
public struct ColumnMap: Equatable, Sendable {
  /// Project field (or "sample", "annotator", question, "comment", "seconds") → column of the file.
  public var columns: [String: String]
  /// The column that holds the id.
  public var id: String?
  public init(columns: [String: String] = [:], id: String? = nil) {
    self.columns = columns
    self.id = id
  }
}

/// How the cells of a CSV or TSV file are laid out.
public struct TableLayout: Equatable, Sendable {
  /// nil: a tab for TSV; for CSV the one of , ; tab | that splits the header into the columns that are looked for.
  public var delimiter: UInt8?
  /// Without a header the columns are named 1, 2, 3 …
  public var hasHeader: Bool
  public init(delimiter: UInt8? = nil, hasHeader: Bool = true) {
    self.delimiter = delimiter
    self.hasHeader = hasHeader
  }

  /// The delimiter of a written form: one ASCII character, or "tab".
  public static func delimiter(_ text: String) throws(EngineError) -> UInt8 {
    if text == "tab" || text == "\\t" { return 0x09 }
    guard text.utf8.count == 1, let byte = text.utf8.first, byte < 0x80, ![0x22, 0x0A, 0x0D].contains(byte) else {
      throw .invalidName(text, problem: "a delimiter is one ASCII character other than a quote, or the word tab")
    }
    return byte
  }
}
