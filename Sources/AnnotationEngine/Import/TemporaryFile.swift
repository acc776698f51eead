import Foundation

/// A file that has no name any more: the system takes its space back when it is closed, however the process ends.
/// Appended to through a buffer; read back from any offset.
final class TemporaryFile {
  private let descriptor: Int32
  private let directory: String
  private let buffer: UnsafeMutableRawBufferPointer
  private var buffered = 0
  private var written = 0

  private static let bufferByteCount = 1 << 18

  /// Makes `directory` where it is missing.
  init(in directory: String) throws(EngineError) {
    if mkdir(directory, 0o755) != 0, errno != EEXIST {
      throw EngineError.io(errno: errno, action: "make the directory", path: directory)
    }
    var template = Array("\(directory)/spill-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw EngineError.io(errno: errno, action: "make a temporary file in", path: directory)
    }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    self.descriptor = descriptor
    self.directory = directory
    buffer = .allocate(byteCount: Self.bufferByteCount, alignment: 16)
  }

  deinit {
    close(descriptor)
    buffer.deallocate()
  }

  /// Bytes appended so far.
  var byteCount: Int { written + buffered }

  func append(_ bytes: UnsafeRawBufferPointer) throws(EngineError) {
    if buffered + bytes.count > buffer.count { try flush() }
    if bytes.count > buffer.count { return try write(bytes) }
    UnsafeMutableRawBufferPointer(rebasing: buffer[buffered...]).copyMemory(from: bytes)
    buffered += bytes.count
  }

  /// Lets everything appended be read.
  func flush() throws(EngineError) {
    try write(UnsafeRawBufferPointer(rebasing: buffer[..<buffered]))
    buffered = 0
  }

  private func write(_ bytes: UnsafeRawBufferPointer) throws(EngineError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(written))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw EngineError.io(errno: errno, action: "write a temporary file in", path: directory)
      }
      written += count
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Reads into `target` from `offset`; fewer bytes than asked for only at the end. Only what was flushed is there.
  func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) throws(EngineError) -> Int {
    var done = 0
    while done < target.count {
      let count = pread(descriptor, target.baseAddress.map { $0 + done }, target.count - done, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw EngineError.io(errno: errno, action: "read a temporary file in", path: directory)
      }
      if count == 0 { break }
      done += count
    }
    return done
  }
}
