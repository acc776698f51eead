import AnnotationEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes of a file or of standard input, through one buffer that holds the record being read and what was read
/// ahead. The buffer grows only for a record that does not fit, up to `recordLimit`.
final class InputFile {
  /// Longest record that is read. Longer ones are bad records: a file without line ends must not fill the memory.
  static let recordLimit = 64 << 20
  private static let chunk = 1 << 20

  /// The file as people call it, for messages.
  let name: String
  private(set) var bytesRead = 0
  /// nil for a pipe.
  let byteCount: Int?

  private let path: String
  private let descriptor: Int32
  /// Readable when reading is to fail instead of waiting.
  private let stop: Int32?
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var start = 0
  private var end = 0
  private(set) var isAtEnd = false
  let recordLimit: Int

  /// Opens `path`; "-" is standard input. A byte order mark is passed over. `wholeFile`: the buffer has room for all of it.
  init(
    path: String, chunk: Int = InputFile.chunk, recordLimit: Int = InputFile.recordLimit, stop: Int32? = nil,
    wholeFile: Bool = false
  ) throws(EngineError) {
    self.path = path
    self.stop = stop
    self.recordLimit = recordLimit
    name = path == "-" ? "standard input" : path
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw .io(errno: errno, action: "open", path: path) }
    var status = stat()
    let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    byteCount = isFile ? Int(status.st_size) : nil
    capacity = wholeFile ? max(chunk, isFile ? Int(status.st_size) + 1 : 0) : chunk
    buffer = .allocate(capacity: capacity)
    if wholeFile { preferLargePages() }
    try skipByteOrderMark()
  }

  deinit {
    buffer.deallocate()
    if descriptor != STDIN_FILENO { close(descriptor) }
  }

  /// What was read and not yet consumed. Valid until the next call of `fill` or `consume`.
  var pending: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: buffer + start, count: end - start) }

  /// Whether the first byte that is no white space is "{". Nothing is consumed.
  func beginsWithObject() throws(EngineError) -> Bool {
    while true {
      if let first = pending.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) { return first == 0x7B }
      if pending.count > 4096 { return false }
      if try !fill() { return false }
    }
  }

  func consume(_ count: Int) { start += count }

  /// Reads more behind what is pending. False at the end of the file.
  func fill() throws(EngineError) -> Bool {
    if isAtEnd { return false }
    makeRoom()
    try waitForInput()
    while true {
      let count = read(descriptor, buffer + end, capacity - end)
      if count > 0 {
        end += count
        bytesRead += count
        return true
      }
      if count == 0 {
        isAtEnd = true
        return false
      }
      if errno != EINTR { throw .io(errno: errno, action: "read", path: path) }
    }
  }

  /// A large file's pages are then not found and cleared one by one, which takes as long as reading it.
  private func preferLargePages() {
    #if os(Linux)
      let page = UInt(2 << 20)
      let first = (UInt(bitPattern: buffer) + page - 1) / page * page
      let end = (UInt(bitPattern: buffer) + UInt(capacity)) / page * page
      // A hint: where it is not taken, all is as it would be.
      if first < end { madvise(UnsafeMutableRawPointer(bitPattern: first), Int(end - first), Int32(MADV_HUGEPAGE)) }
    #endif
  }

  /// Waits for a pipe or a terminal to have something, as long as it is wanted.
  private func waitForInput() throws(EngineError) {
    guard let stop, byteCount == nil else { return }
    var watched = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&watched, nfds_t(watched.count), -1) < 0 {
      if errno != EINTR { throw .io(errno: errno, action: "read", path: path) }
    }
    if watched[1].revents != 0 { throw .io(errno: EINTR, action: "read", path: path) }
  }

  private func makeRoom() {
    if start > 0 {
      memmove(buffer, buffer + start, end - start)
      end -= start
      start = 0
    }
    if end < capacity { return }
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
    memcpy(larger, buffer, end)
    buffer.deallocate()
    buffer = larger
    capacity *= 2
  }

  private func skipByteOrderMark() throws(EngineError) {
    while pending.count < 3, try fill() {}
    if pending.starts(with: [0xEF, 0xBB, 0xBF]) {
      consume(3)
    } else if pending.starts(with: [0xFF, 0xFE]) || pending.starts(with: [0xFE, 0xFF]) {
      let reason = "the file is UTF-16; save it as UTF-8"
      throw .badRecords(file: name, first: BadRecord(line: 1, column: 1, reason: reason, raw: []), count: 1)
    }
  }
}

// MARK: - Lines

extension InputFile {
  /// A line without its line feed.
  enum Line {
    /// Valid until the next call.
    case bytes(UnsafeBufferPointer<UInt8>)
    /// Longer than a record may be: its beginning.
    case tooLong([UInt8])
  }

  /// The next line, or nil at the end of the file. The last line need not end in a line feed.
  func nextLine() throws(EngineError) -> Line? {
    var searched = 0
    while true {
      let pending = pending
      if let base = pending.baseAddress, let found = memchr(base + searched, 0x0A, pending.count - searched) {
        let length = UnsafeRawPointer(found) - UnsafeRawPointer(base)
        start += length + 1
        return .bytes(UnsafeBufferPointer(start: base, count: length))
      }
      searched = pending.count
      if searched > recordLimit { return .tooLong(try skipLine()) }
      if try fill() { continue }
      if self.pending.isEmpty { return nil }
      let rest = self.pending
      start = end
      return .bytes(rest)
    }
  }

  /// Passes over the rest of a line that is too long, and gives its beginning.
  func skipLine() throws(EngineError) -> [UInt8] {
    let beginning = Array(pending.prefix(4096))
    repeat {
      let pending = pending
      if let base = pending.baseAddress, let found = memchr(base, 0x0A, pending.count) {
        start += UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
        return beginning
      }
      start = end
    } while try fill()
    return beginning
  }
}
