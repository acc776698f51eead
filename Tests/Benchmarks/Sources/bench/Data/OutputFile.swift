import Foundation

/// A file written through a buffer of a megabyte.
final class OutputFile {
  var buffer: [UInt8] = []
  private let handle: FileHandle

  init(_ path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil), let handle = FileHandle(forWritingAtPath: path)
    else { throw Failure("cannot write \(path)") }
    self.handle = handle
    buffer.reserveCapacity(1 << 20 + 4096)
  }

  func flushWhenFull() throws {
    if buffer.count >= 1 << 20 { try flush() }
  }

  func close() throws {
    try flush()
    try handle.close()
  }

  private func flush() throws {
    try buffer.withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        let count = Foundation.write(handle.fileDescriptor, bytes.baseAddress! + written, bytes.count - written)
        if count < 0 { throw Failure("cannot write: \(String(cString: strerror(errno)))") }
        written += count
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
