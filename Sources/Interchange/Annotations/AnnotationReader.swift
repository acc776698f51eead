import AnnotationEngine

/// Annotations from a file of CSV, TSV or JSON Lines, in constant memory.
///
/// Columns are found by the names "sample" (or "id"), "annotator", "comment", "seconds" and those of the questions,
/// unless the map names others. Gloss's own exports with annotations are read back as well, in each format.
public struct AnnotationReader: RecordSource {
  private let source: any AnySource<IncomingAnnotation>

  /// Opens a file, or standard input for "-". Throws `unknownColumn` where samples, annotators or all questions are
  /// missing, and `unknownFormat` for formats that hold no annotations.
  ///
  /// `stop` is a descriptor that becomes readable when nothing more is wanted: reading from a pipe then fails at once
  /// instead of waiting for whoever writes to it.
  public static func open(
    path: String, format: SampleFormat, project: Project, map: ColumnMap = ColumnMap(),
    table: TableLayout = TableLayout(), stop: Int32? = nil
  ) throws(EngineError) -> AnnotationReader {
    try AnnotationReader(InputFile(path: path, stop: stop), format: format, project: project, map: map, table: table)
  }

  init(
    _ input: InputFile, format: SampleFormat, project: Project, map: ColumnMap, table: TableLayout
  ) throws(EngineError) {
    let columns = try AnnotationColumns(project, map)
    switch format {
    case .jsonl: source = Held(JSONLinesAnnotations(input, columns))
    case .csv, .tsv: source = Held(try DelimitedAnnotations(input, format, table, columns))
    case .lines, .text:
      let known = [SampleFormat.csv, .tsv, .jsonl].map(\.rawValue)
      throw .unknownFormat("\(format.rawValue) for annotations", known: known)
    }
  }

  public var name: String { source.name }
  public var bytesRead: Int { source.bytesRead }
  public var byteCount: Int? { source.byteCount }

  public mutating func next() throws(EngineError) -> Incoming<IncomingAnnotation>? { try source.next() }

  public mutating func next(
    _ count: Int, bytes: Int, into batch: inout [Incoming<IncomingAnnotation>]
  ) throws(EngineError) -> Bool {
    try source.next(count, bytes: bytes, into: &batch)
  }
}
