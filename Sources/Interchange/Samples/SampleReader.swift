import AnnotationEngine

/// Samples from a file of any format that is known, in constant memory.
///
/// The content of a sample is canonical: the same fields and metadata give the same bytes, whatever the space between
/// them and the escapes in the file.
public struct SampleReader: RecordSource {
  private let source: any AnySource<IncomingSample>

  /// Opens a file, or standard input for "-".
  ///
  /// A file that has none of the project's fields is refused with `unknownColumn`, which names the columns it has; so is
  /// one without a column that `map` names. For JSON Lines the first record speaks for the file, and a mapped column
  /// that no record had is reported at the end.
  ///
  /// `stop` is a descriptor that becomes readable when nothing more is wanted: reading from a pipe then fails at once
  /// instead of waiting for whoever writes to it.
  public static func open(
    path: String, format: SampleFormat, project: Project, map: ColumnMap = ColumnMap(),
    table: TableLayout = TableLayout(), stop: Int32? = nil
  ) throws(EngineError) -> SampleReader {
    try SampleReader(
      InputFile(path: path, stop: stop), path: path, format: format, project: project, map: map, table: table)
  }

  init(
    _ input: InputFile, path: String, format: SampleFormat, project: Project, map: ColumnMap, table: TableLayout
  ) throws(EngineError) {
    let layout = try SampleLayout(project, map)
    switch format {
    case .jsonl: source = Held(JSONLinesSamples(input, layout))
    case .csv, .tsv: source = Held(try DelimitedSamples(input, format, table, layout))
    case .lines: source = Held(LineSamples(input, layout))
    case .text: source = Held(TextSamples(input, path: path, layout))
    }
  }

  /// Opens a directory, whose files, and those in the directories below it, are a sample each: the whole text is the
  /// first field, the path below the directory the id. In the byte order of these paths.
  ///
  /// Hidden files and what is no file are bad records. `number` gives the line under which a record is known, from its
  /// file and the line in that; it is called once a file, in order. Files that `seen` knows are not read.
  public static func open(
    directory: String, project: Project, seen: SeenFiles? = nil, number: @escaping (_ file: String, _ line: Int) -> Int
  ) throws(EngineError) -> SampleReader {
    let layout = try SampleLayout(project, ColumnMap())
    return SampleReader(source: Held(try DirectorySamples(path: directory, layout, seen: seen, number: number)))
  }

  private init(source: any AnySource<IncomingSample>) { self.source = source }

  public var name: String { source.name }
  public var bytesRead: Int { source.bytesRead }
  public var byteCount: Int? { source.byteCount }

  public mutating func next() throws(EngineError) -> Incoming<IncomingSample>? { try source.next() }

  public mutating func next(
    _ count: Int, bytes: Int, into batch: inout [Incoming<IncomingSample>]
  ) throws(EngineError) -> Bool {
    try source.next(count, bytes: bytes, into: &batch)
  }
}
