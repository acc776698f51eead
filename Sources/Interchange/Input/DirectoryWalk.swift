import AnnotationEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is below a directory, in the byte order of paths, one entry a call. Of each directory on the way its names are
/// in memory, and nothing else.
struct DirectoryWalk {
  struct Entry {
    enum Kind {
      case file
      /// Its name begins with a dot: what programs put beside files for themselves. A directory is not walked.
      case hidden
      case linkedDirectory
      /// A pipe, a socket, a device.
      case other
    }
    var kind: Kind
    /// Below the directory, as it stands on the disk.
    var path: [UInt8]
  }

  /// A directory that is being walked.
  private struct Level {
    let directory: OpenDirectory
    /// Before the names: "", or the path below the top and a slash.
    let prefix: [UInt8]
    /// Names yet to come, the next last; those of directories end in a slash, which puts what is in them where their
    /// paths belong.
    var names: [(name: [UInt8], kind: Entry.Kind?)]
  }

  private let top: String
  private var levels: [Level] = []

  init(path: String) throws(EngineError) {
    top = path
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .io(errno: errno, action: "open", path: path) }
    try enter(descriptor, prefix: [])
  }

  /// The next entry, or nil at the end.
  mutating func next() throws(EngineError) -> Entry? {
    while let level = levels.indices.last {
      guard let (name, kind) = levels[level].names.popLast() else {
        levels.removeLast()
        continue
      }
      let path = levels[level].prefix + name
      if let kind { return Entry(kind: kind, path: path) }
      let descriptor = Self.openFile(at: name.dropLast(), in: levels[level].directory, O_DIRECTORY | O_NOFOLLOW)
      guard descriptor >= 0 else { throw failure("open", path) }
      try enter(descriptor, prefix: path)
    }
    return nil
  }

  /// What the file that `next` gave last looks like; nil where that cannot be said.
  func look(at entry: Entry) -> FileLook? {
    guard let level = levels.last else { return nil }
    var status = stat()
    let name = entry.path.dropFirst(level.prefix.count)
    let isThere = Self.withCString(name) { fstatat(level.directory.descriptor, $0, &status, 0) } == 0
    return isThere ? FileLook(status) : nil
  }

  /// Opens the file that `next` gave last for reading. Throws where it is gone or may not be read.
  func openFile(_ entry: Entry) throws(EngineError) -> Int32 {
    guard let level = levels.last else { throw .io(errno: ENOENT, action: "open", path: top) }
    let descriptor = Self.openFile(at: entry.path.dropFirst(level.prefix.count), in: level.directory, 0)
    guard descriptor >= 0 else { throw failure("open", entry.path) }
    return descriptor
  }

  private func failure(_ action: String, _ path: [UInt8]) -> EngineError {
    .io(errno: errno, action: action, path: top + "/" + String(decoding: path, as: UTF8.self))
  }

  /// Takes over `descriptor`.
  private mutating func enter(_ descriptor: Int32, prefix: [UInt8]) throws(EngineError) {
    guard let directory = OpenDirectory(descriptor) else { throw failure("read", prefix) }
    var names: [(name: [UInt8], kind: Entry.Kind?)] = []
    while true {
      errno = 0
      guard let found = readdir(directory.stream) else {
        if errno != 0 { throw failure("read", prefix) }
        break
      }
      let name = Self.name(of: found)
      if name == [0x2E] || name == [0x2E, 0x2E] { continue }
      if name[0] == 0x2E {
        names.append((name, .hidden))
      } else if let kind = Self.kind(of: name, Int32(found.pointee.d_type), in: directory) {
        names.append((name, kind))
      } else {
        names.append((name + [0x2F], nil))
      }
    }
    names.sort { Self.precedes($1.name, $0.name) }
    levels.append(Level(directory: directory, prefix: prefix, names: names))
  }

  private static func precedes(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    let order = memcmp(a, b, min(a.count, b.count))
    return order < 0 || (order == 0 && a.count < b.count)
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: UInt8.self, capacity: 256) { name in
        var count = 0
        while count < 256, name[count] != 0 { count += 1 }
        return Array(UnsafeBufferPointer(start: name, count: count))
      }
    }
  }

  /// nil for a directory to walk.
  private static func kind(of name: [UInt8], _ type: Int32, in directory: OpenDirectory) -> Entry.Kind? {
    switch type {
    case Int32(DT_REG): return .file
    case Int32(DT_DIR): return nil
    case Int32(DT_LNK), Int32(DT_UNKNOWN): break
    default: return .other
    }
    // A link counts as what it leads to, except that links to directories could lead round in circles.
    var status = stat()
    let isThere = withCString(name[...]) { fstatat(directory.descriptor, $0, &status, 0) } == 0
    switch status.st_mode & S_IFMT {
    // What opening it says is the reason that counts.
    case _ where !isThere: return .file
    case S_IFREG: return .file
    case S_IFDIR: return type == Int32(DT_LNK) ? .linkedDirectory : nil
    default: return .other
    }
  }

  private static func openFile(at name: ArraySlice<UInt8>, in directory: OpenDirectory, _ flags: Int32) -> Int32 {
    withCString(name) { openat(directory.descriptor, $0, O_RDONLY | O_CLOEXEC | flags) }
  }

  private static func withCString<R>(_ name: ArraySlice<UInt8>, _ body: (UnsafePointer<CChar>) -> R) -> R {
    (name.map(CChar.init(bitPattern:)) + [0]).withUnsafeBufferPointer { bytes in
      // Never empty: it has its 0.
      bytes.baseAddress.map(body) ?? body("")
    }
  }
}

/// A directory stream, closed when nobody holds it any more.
private final class OpenDirectory {
  let stream: OpaquePointer
  let descriptor: Int32

  /// Takes over `descriptor`.
  init?(_ descriptor: Int32) {
    guard let stream = fdopendir(descriptor) else {
      close(descriptor)
      return nil
    }
    self.stream = stream
    self.descriptor = descriptor
  }

  deinit { closedir(stream) }
}
