/// One sample as a reader found it.
public struct IncomingSample: Sendable {
  /// The id, or nil to take one from the content.
  public var id: String?
  /// Canonical compact JSON of {"fields": {…}, "metadata": {…}}: fields in the project's order.
  public var content: [UInt8]
  /// Line in the file where it begins, from 1.
  public var line: Int
  public init(id: String?, content: [UInt8], line: Int) {
    self.id = id
    self.content = content
    self.line = line
  }
}

/// One annotation as a reader found it.
public struct IncomingAnnotation: Sendable {
  public var sample: String
  public var annotator: String
  public var answers: Answers
  public var comment: String?
  public var seconds: Double?
  public var line: Int
  public init(
    sample: String, annotator: String, answers: Answers, comment: String?, seconds: Double?, line: Int
  ) {
    self.sample = sample
    self.annotator = annotator
    self.answers = answers
    self.comment = comment
    self.seconds = seconds
    self.line = line
  }
}

/// A record that cannot be imported.
public struct BadRecord: Error, Equatable, Sendable {
  public var line: Int
  public var column: Int?
  public var reason: String
  /// The bytes of the record as they stood in the file.
  public var raw: [UInt8]
  public init(line: Int, column: Int? = nil, reason: String, raw: [UInt8]) {
    self.line = line
    self.column = column
    self.reason = reason
    self.raw = raw
  }
}

/// What a reader gives for each record.
public enum Incoming<Record: Sendable>: Sendable {
  case record(Record)
  case bad(BadRecord)
}

/// A stream of records out of one file, in constant memory.
public protocol RecordSource<Record> {
  associatedtype Record: Sendable
  /// The file as people call it, for messages.
  var name: String { get }
  /// Bytes read so far and in all (nil for a pipe): for the progress bar.
  var bytesRead: Int { get }
  var byteCount: Int? { get }
  /// The next record, or nil at the end. Throws where the file itself cannot be read.
  mutating func next() throws(EngineError) -> Incoming<Record>?
  /// Appends the next records to `batch` until it holds `count` or they took `bytes` of the file. Gives false once the
  /// source has ended; it is not asked again then. There is an implementation by `next`; a source that wraps another
  /// hands the call on, so that what the wrapping costs is paid once a batch.
  mutating func next(_ count: Int, bytes: Int, into batch: inout [Incoming<Record>]) throws(EngineError) -> Bool
}

extension RecordSource {
  // Inlinable, so that the loop is compiled for the source that it reads.
  @inlinable
  public mutating func next(_ count: Int, bytes: Int, into batch: inout [Incoming<Record>]) throws(EngineError) -> Bool
  {
    let end = bytesRead + bytes
    while batch.count < count, bytesRead < end {
      guard let record = try next() else { return false }
      batch.append(record)
    }
    return true
  }
}

/// `gloss import --json`.
public struct ImportReport: Codable, Equatable, Sendable {
  public var read: Int
  public var imported: Int
  /// Samples that were there and have other content now.
  public var updated = 0
  public var unchanged: Int
  public var quarantined: Int
  /// Bytes newly stored.
  public var newBytes: Int
  /// The states of the workspace's samples that it found and left; nil for annotations, and where other imports landed
  /// in between.
  public var states: States?

  /// Samples by what the import made of them.
  public struct States: Codable, Equatable, Sendable {
    /// As `Workspace.samplesState`.
    public var before: String?
    public var after: String?
  }
}

/// How far an import is.
public struct ImportProgress: Equatable, Sendable {
  public var records: Int
  public var bytesRead: Int
  public var byteCount: Int?
  /// "reading", "sorting", "writing".
  public var phase: String
}
