import AnnotationEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A sample a file below a directory: its whole text is the first field, its path below the directory the id. In the
/// byte order of paths.
///
/// What a name cannot be read by, and what is no file, is a bad record: nothing in the directory is passed over in
/// silence.
struct DirectorySamples: RecordSource {
  let name: String
  private(set) var bytesRead = 0
  /// Not known before all of it was walked.
  var byteCount: Int? { nil }

  private let content: TextContent
  private let number: (_ file: String, _ line: Int) -> Int
  private var walk: DirectoryWalk
  private let buffer: FileBuffer
  private let seen: SeenFiles?

  /// `number` gives the line that a record is to have, from its file and the line in it; it is asked once a file. Files
  /// that `seen` knows are passed over.
  init(
    path: String, _ layout: SampleLayout, recordLimit: Int = InputFile.recordLimit, seen: SeenFiles? = nil,
    number: @escaping (_ file: String, _ line: Int) -> Int
  ) throws(EngineError) {
    name = path
    content = TextContent(layout)
    walk = try DirectoryWalk(path: path)
    buffer = FileBuffer(limit: recordLimit)
    self.number = number
    self.seen = seen
  }

  mutating func next() throws(EngineError) -> Incoming<IncomingSample>? {
    while let entry = try walk.next() {
      let look = seen == nil || entry.kind != .file ? nil : walk.look(at: entry)
      if let seen, let look, seen.isKnown(entry.path, look) {
        seen.note(entry.path, look)
        continue
      }
      let incoming = try read(entry)
      if let look, case .record = incoming { seen?.note(entry.path, look) }
      return incoming
    }
    return nil
  }

  private mutating func read(_ entry: DirectoryWalk.Entry) throws(EngineError) -> Incoming<IncomingSample> {
    let id = String(decoding: entry.path, as: UTF8.self)
    let file = name.hasSuffix("/") ? name + id : name + "/" + id
    guard entry.path.withUnsafeBufferPointer(UTF8Check.firstInvalid) == nil else {
      return bad(file, "the file's name is not UTF-8; rename it")
    }
    switch entry.kind {
    case .file: break
    case .hidden: return bad(file, "it is hidden; take it out of the directory, or name it otherwise")
    case .linkedDirectory: return bad(file, "it is a link to a directory; import that directory by its own name")
    case .other: return bad(file, "it is no file")
    }
    let descriptor = try walk.openFile(entry)
    defer { close(descriptor) }
    guard try buffer.fill(from: descriptor, path: file) else {
      return bad(.tooLong(line: 1, Array(buffer.bytes.prefix(4096)), limit: buffer.limit), file)
    }
    bytesRead += buffer.bytes.count
    return sample(id, file)
  }

  private func sample(_ id: String, _ file: String) -> Incoming<IncomingSample> {
    var text = buffer.bytes
    if text.starts(with: [0xEF, 0xBB, 0xBF]) {
      text = UnsafeBufferPointer(rebasing: text.dropFirst(3))
    } else if text.starts(with: [0xFF, 0xFE]) || text.starts(with: [0xFE, 0xFF]) {
      return bad(file, "the file is UTF-16; save it as UTF-8")
    }
    if let invalid = BadRecord.encoding(in: text) { return bad(invalid, file) }
    return .record(IncomingSample(id: id, content: content.of(text), line: number(file, 1)))
  }

  private func bad(_ file: String, _ reason: String) -> Incoming<IncomingSample> {
    bad(BadRecord(line: 1, reason: reason, raw: []), file)
  }

  private func bad(_ record: BadRecord, _ file: String) -> Incoming<IncomingSample> {
    var record = record
    record.line = number(file, record.line)
    return .bad(record)
  }
}

/// The bytes of one small file after another, in the same memory.
private final class FileBuffer {
  let limit: Int
  private var memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 64 << 10)
  private var capacity = 64 << 10
  private var count = 0

  init(limit: Int) { self.limit = limit }
  deinit { memory.deallocate() }

  /// What was read last; valid until the next reading.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: memory, count: count) }

  /// Reads a whole file. False where it is longer than the limit, of which then only the beginning is read.
  func fill(from descriptor: Int32, path: String) throws(EngineError) -> Bool {
    count = 0
    while true {
      if count == capacity { grow() }
      let more = read(descriptor, memory + count, capacity - count)
      if more < 0, errno == EINTR { continue }
      guard more >= 0 else { throw .io(errno: errno, action: "read", path: path) }
      count += more
      if count > limit { return false }
      if more == 0 { return true }
    }
  }

  private func grow() {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
    larger.update(from: memory, count: count)
    memory.deallocate()
    memory = larger
    capacity *= 2
  }
}
