import Glibc

/// An open file, closed when nobody holds it any more. Its numbers never change, so it may be shared.
final class OpenFile: Sendable {
  let descriptor: Int32
  let path: String
  private let access: FileAccess

  init(descriptor: Int32, path: String, access: FileAccess) {
    self.descriptor = descriptor
    self.path = path
    self.access = access
  }

  deinit { close(descriptor) }

  func byteCount() throws(StoreError) -> Int { try status().size }

  /// The size, and the number of names that the file has: 0 after somebody removed it.
  func status() throws(StoreError) -> (size: Int, links: Int) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("look at a file") }
    return (Int(status.st_size), Int(status.st_nlink))
  }

  /// When the file was last written to.
  func modificationTime() throws(StoreError) -> FileTime {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("look at a file") }
    return FileTime(status.st_mtim)
  }

  /// Appends all of `bytes` at the file's position.
  func write(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
    var rest = bytes[...]
    if let intercept = access.intercept {
      switch intercept(.write(byteCount: bytes.count), path) {
      case .proceed: break
      case .fail(let code): throw .io(errno: code, action: "write to a file", path: path)
      case .cutShort(let count, let code):
        _ = Glibc.write(descriptor, bytes.baseAddress, min(count, bytes.count))
        throw .io(errno: code, action: "write to a file", path: path)
      }
    }
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let count = retrying { Glibc.write(descriptor, part.baseAddress, part.count) }
      guard count >= 0 else { throw failure("write to a file") }
      rest = rest.dropFirst(count)
    }
  }

  func write(_ bytes: [UInt8]) throws(StoreError) {
    try bytes.withRawBytes { (bytes) throws(StoreError) in try write(bytes) }
  }

  /// Fills `buffer` from `offset`; gives how many bytes there were.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(StoreError) -> Int {
    var done = 0
    while done < buffer.count {
      let count = retrying {
        pread(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
      }
      guard count >= 0 else { throw failure("read a file") }
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// The bytes of `range`, fewer where the file is shorter.
  func read(_ range: Range<Int>) throws(StoreError) -> [UInt8] {
    var result: Result<Int, StoreError> = .success(0)
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      do throws(StoreError) {
        count = try read(into: UnsafeMutableRawBufferPointer(buffer), at: range.lowerBound)
      } catch {
        result = .failure(error)
      }
    }
    _ = try result.get()
    return bytes
  }

  func sync() throws(StoreError) {
    try access.check(.sync, "save a file", path)
    guard retrying({ fsync(descriptor) }) == 0 else { throw failure("save a file") }
  }

  func truncate(to size: Int) throws(StoreError) {
    try access.check(.truncate(to: size), "shorten a file", path)
    guard retrying({ ftruncate(descriptor, off_t(size)) }) == 0 else { throw failure("shorten a file") }
  }

  func seek(to offset: Int) throws(StoreError) {
    guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw failure("move in a file") }
  }

  /// Takes the file's lock, waiting for it; it is given back when the file is closed, also by the death of the process.
  func lock() throws(StoreError) {
    guard retrying({ flock(descriptor, LOCK_EX) }) == 0 else { throw failure("lock a file") }
  }

  /// Takes the file's lock if nobody has it.
  func tryLock() -> Bool { retrying { flock(descriptor, LOCK_EX | LOCK_NB) } == 0 }

  private func failure(_ action: String) -> StoreError { .io(errno: errno, action: action, path: path) }
}
