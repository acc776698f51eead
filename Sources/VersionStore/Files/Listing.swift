import Glibc

/// The names in a directory, in no order, without "." and "..". A directory that is not there has none.
func names(in directory: String) throws(StoreError) -> [String] {
  guard let stream = opendir(directory) else {
    if errno == ENOENT || errno == ENOTDIR { return [] }
    throw .io(errno: errno, action: "list a directory", path: directory)
  }
  defer { closedir(stream) }
  var names: [String] = []
  while true {
    errno = 0
    guard let entry = readdir(stream) else {
      if errno != 0 { throw .io(errno: errno, action: "list a directory", path: directory) }
      return names
    }
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != "." && name != ".." { names.append(name) }
  }
}

/// The first `limit` bytes of a file as text, or nil where there is no file of that name.
func text(of path: String, limit: Int) throws(StoreError) -> String? {
  let descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC) }
  if descriptor >= 0 {
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = retrying { read(descriptor, &bytes, limit) }
    if count >= 0 { return String(decoding: bytes.prefix(count), as: UTF8.self) }
  }
  if errno == ENOENT || errno == ENOTDIR || errno == EISDIR { return nil }
  throw .io(errno: errno, action: "read a file", path: path)
}

/// A moment by the clock of a file system. Only such moments are compared with one another.
struct FileTime: Comparable {
  private let seconds: Int
  private let nanoseconds: Int

  init(_ time: timespec) {
    seconds = time.tv_sec
    nanoseconds = time.tv_nsec
  }

  /// Since 1970.
  var milliseconds: Int64 { Int64(seconds) * 1000 + Int64(nanoseconds / 1_000_000) }

  static func < (a: FileTime, b: FileTime) -> Bool { (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds) }
}

/// When a directory was last changed. Two stamps of the same directory that are equal and `isSettled` mean that
/// nothing came or went in between.
struct DirectoryStamp: Equatable {
  private let seconds: Int
  private let nanoseconds: Int
  /// False where the directory changed so shortly before it was looked at that a further change could have the same
  /// time: the clock of a file system ticks only every few milliseconds.
  let isSettled: Bool

  init?(_ directory: String) {
    var status = stat()
    guard stat(directory, &status) == 0 else { return nil }
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let age = (now.tv_sec - seconds) * 1_000_000_000 + now.tv_nsec - nanoseconds
    isSettled = age > 100_000_000
  }

  static func == (a: DirectoryStamp, b: DirectoryStamp) -> Bool {
    a.seconds == b.seconds && a.nanoseconds == b.nanoseconds
  }
}
