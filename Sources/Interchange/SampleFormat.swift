import AnnotationEngine

/// A file format that samples are read from, chosen by `--format` or by the file's name.
public enum SampleFormat: String, CaseIterable, Sendable {
  case jsonl, csv, tsv
  /// One sample a line.
  case lines
  /// One sample a file.
  case text
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
