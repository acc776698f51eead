import AnnotationEngine

/// One of several sources.
struct Part<Source: RecordSource> {
  var source: Source
  /// Whether its records have their lines from `LineNumbers` already, as those of a directory, which is many files.
  var numbersItself = false
}

/// Several files as one source, so that they are one import: all or nothing over all of them.
///
/// Lines are numbered through: a record's line is that of its file plus the lines of the files before it, and
/// `LineNumbers` tells them apart again. Each file is opened when its turn comes.
struct ChainedSource<Source: RecordSource>: RecordSource where Source.Record: NumberedRecord {
  private let paths: [String]
  private let open: (String, LineNumbers) throws(EngineError) -> Part<Source>
  private let lines: LineNumbers
  private var current: Source?
  private var numbersItself = false
  private var opened = 0
  private var bytesBefore = 0

  /// Opens the first file at once, so that a wrong name is said before anything happens.
  init(
    _ paths: [String], lines: LineNumbers,
    open: @escaping (String, LineNumbers) throws(EngineError) -> Part<Source>
  ) throws(EngineError) {
    self.paths = paths
    self.open = open
    self.lines = lines
    try advance()
  }

  var name: String { paths.count == 1 ? current?.name ?? paths[0] : "\(paths[0]) and \(paths.count - 1) more" }
  var bytesRead: Int { bytesBefore + (current?.bytesRead ?? 0) }
  /// Known for one file; of several, the sizes of the later ones are not asked for.
  var byteCount: Int? { paths.count == 1 ? current?.byteCount : nil }

  mutating func next() throws(EngineError) -> Incoming<Source.Record>? {
    while true {
      if let incoming = try readCurrent() { return isNumbering ? numbered(incoming) : incoming }
      guard opened < paths.count else { return nil }
      try advance()
    }
  }

  mutating func next(
    _ count: Int, bytes: Int, into batch: inout [Incoming<Source.Record>]
  ) throws(EngineError) -> Bool {
    let first = batch.count
    let goesOn = try current?.next(count, bytes: bytes, into: &batch) ?? false
    renumber(&batch, from: first)
    if goesOn { return true }
    guard opened < paths.count else { return false }
    try advance()
    return true
  }

  private func renumber(_ batch: inout [Incoming<Source.Record>], from first: Int) {
    guard isNumbering else { return }
    for index in first..<batch.count { batch[index] = numbered(batch[index]) }
  }

  /// In place: a copy of the source would copy its buffers.
  private mutating func readCurrent() throws(EngineError) -> Incoming<Source.Record>? {
    guard current != nil else { return nil }
    return try current?.next()
  }

  private mutating func advance() throws(EngineError) {
    bytesBefore += current?.bytesRead ?? 0
    let part = try open(paths[opened], lines)
    (current, numbersItself) = (part.source, part.numbersItself)
    opened += 1
    lines.begin(file: part.source.name)
  }

  private var isNumbering: Bool { paths.count > 1 && !numbersItself }

  private func numbered(_ incoming: Incoming<Source.Record>) -> Incoming<Source.Record> {
    switch incoming {
    case .record(var record):
      record.line = lines.through(record.line)
      return .record(record)
    case .bad(var bad):
      bad.line = lines.through(bad.line)
      return .bad(bad)
    }
  }
}
