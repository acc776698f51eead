import AnnotationEngine
import Crypto

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that appears under its name whole, or not at all: written beside it, fsynced, renamed. Standard output and what
/// is no ordinary file (a pipe, a terminal) are written as the bytes come.
final class OutputFile {
  private static let bufferSize = 1 << 18

  private let path: String
  private let descriptor: Int32
  /// nil where the bytes go straight to `path`.
  private var temporary: String?
  private var buffer: [UInt8] = []
  private var byteCount = 0
  private var hash = SHA256()

  init(path: String) throws(EngineError) {
    if path == "-" {
      self.path = path
      descriptor = STDOUT_FILENO
      return
    }
    // Through a symbolic link, so that the link stays one.
    let target = realpath(path, nil).map { resolved in
      defer { free(resolved) }
      return String(cString: resolved)
    }
    self.path = target ?? path
    var status = stat()
    let exists = stat(self.path, &status) == 0
    if exists && status.st_mode & S_IFMT != S_IFREG {
      descriptor = open(self.path, O_WRONLY | O_CLOEXEC)
      if descriptor < 0 { throw .io(errno: errno, action: "write", path: path) }
      return
    }
    var template = Array("\(self.path).XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    if descriptor < 0 { throw .io(errno: errno, action: "write", path: path) }
    temporary = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
    // What mkstemp makes is for the owner alone; an export is for whom the directory's other files are.
    let mask = umask(0)
    umask(mask)
    fchmod(descriptor, exists ? status.st_mode & 0o777 : 0o666 & ~mask)
    buffer.reserveCapacity(OutputFile.bufferSize * 2)
  }

  /// Where there is room for what belongs to this file until it is done.
  var directory: String {
    guard temporary != nil else { return getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  deinit {
    if descriptor != STDOUT_FILENO { close(descriptor) }
    if let temporary { unlink(temporary) }
  }

  func write(_ bytes: [UInt8]) throws(EngineError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= OutputFile.bufferSize { try flush() }
  }

  func write(_ bytes: UnsafeBufferPointer<UInt8>) throws(EngineError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= OutputFile.bufferSize { try flush() }
  }

  private func flush() throws(EngineError) {
    let failure = buffer.withUnsafeBytes { writeAll($0, to: descriptor) }
    if let failure { throw .io(errno: failure, action: "write", path: path) }
    byteCount += buffer.count
    buffer.withUnsafeBytes { hash.update(bufferPointer: $0) }
    buffer.removeAll(keepingCapacity: true)
  }

  /// What was written so far, all of it in the file.
  func flushed() throws(EngineError) -> FileDigest {
    try flush()
    return digest
  }

  /// What was written, once `finish` has returned.
  var digest: FileDigest { FileDigest(byteCount: byteCount, sha256: hash.finalize()) }

  /// Makes the bytes durable under the file's name.
  func finish() throws(EngineError) {
    try flush()
    guard let temporary else { return }
    if fsync(descriptor) != 0 { throw .io(errno: errno, action: "write", path: path) }
    if rename(temporary, path) != 0 { throw .io(errno: errno, action: "write", path: path) }
    let directory = open(self.directory, O_RDONLY | O_CLOEXEC)
    self.temporary = nil
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }
}

/// Bytes kept in a nameless temporary file until they are read back, once.
final class SpoolFile {
  private let descriptor: Int32
  private let directory: String
  private var buffer: [UInt8] = []
  /// Bytes written so far.
  private(set) var count = 0

  init(in directory: String) throws(EngineError) {
    self.directory = directory
    var template = Array("\(directory)/.export.XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    if descriptor < 0 { throw .io(errno: errno, action: "write", path: directory) }
    unlink(template)
  }

  deinit { close(descriptor) }

  func write(_ bytes: [UInt8]) throws(EngineError) {
    buffer.append(contentsOf: bytes)
    count += bytes.count
    if buffer.count >= 1 << 18 { try flush() }
  }

  private func flush() throws(EngineError) {
    if let failure = buffer.withUnsafeBytes({ writeAll($0, to: descriptor) }) {
      throw .io(errno: failure, action: "write", path: directory)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Gives all bytes from the start, in pieces.
  func read(_ body: (UnsafeBufferPointer<UInt8>) throws(EngineError) -> Void) throws(EngineError) {
    try flush()
    let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
    defer { piece.deallocate() }
    var offset = 0
    while offset < count {
      let length = pread(descriptor, piece.baseAddress, piece.count, off_t(offset))
      if length < 0 && errno == EINTR { continue }
      // Shorter than what was written: somebody else's doing.
      if length <= 0 { throw .io(errno: length < 0 ? errno : EIO, action: "read", path: directory) }
      try body(UnsafeBufferPointer(rebasing: piece[..<length]))
      offset += length
    }
  }
}

/// Writes all of it, and gives the error number where that fails.
private func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
  var rest = bytes
  while let base = rest.baseAddress, !rest.isEmpty {
    let count = write(descriptor, base, rest.count)
    if count < 0 && errno == EINTR { continue }
    if count < 0 { return errno }
    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
  }
  return nil
}
