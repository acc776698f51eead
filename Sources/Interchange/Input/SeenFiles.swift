import AnnotationEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the files of a directory looked like when all of it was imported last, so that those that look the same need
/// not be read again. As git's index does it: a file that was written to has another time of change.
///
/// It is a help and nothing more. It holds for one state of the workspace's samples; with any other, and where it is
/// missing or cannot be read, every file is read. It is read and written in the order of the walk, in constant memory.
public final class SeenFiles {
  /// Files that were not read because they look as they did.
  public private(set) var skipped = 0

  private let path: String
  private let partial: String
  private let head: [UInt8]
  private var file: UnsafeMutablePointer<FILE>?
  /// What was seen last time, before the next file.
  private var earlier: InputFile?
  private var next: (path: [UInt8], look: FileLook)?

  /// For the files below `directory`, remembered in a file below `memory`. `state` names the content of the workspace's
  /// samples: what was remembered counts only where it was the same then, and the project had the same fields.
  public init(memory: String, directory: String, project: Project, state: String?) {
    let directory =
      realpath(directory, nil).map { name in
        defer { free(name) }
        return String(cString: name)
      } ?? directory
    path = memory + "/" + Self.name(of: directory)
    partial = path + ".partial"
    let fields = project.fields.map(\.name).joined(separator: "\t")
    head = Array("gloss seen 1\n\(directory)\n\(fields)\n".utf8)
    _ = mkdir(memory, 0o777)
    file = Self.openAlone(partial)
    if let state, access(path, R_OK) == 0 {
      earlier = try? InputFile(path: path)
      if take(head.count + Self.stateSize) != head + Self.field(of: state) { earlier = nil }
    }
    put(head)
    put(Self.field(of: nil))
  }

  deinit { discard() }

  /// Opens a file for writing that nobody else is writing; nil where somebody is. One of a process that died is taken.
  private static func openAlone(_ path: String) -> UnsafeMutablePointer<FILE>? {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return nil }
    var (own, named) = (stat(), stat())
    // Between opening and locking it may have got its name.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &own) == 0, stat(path, &named) == 0,
      own.st_ino == named.st_ino, ftruncate(descriptor, 0) == 0, let file = fdopen(descriptor, "w")
    else {
      close(descriptor)
      return nil
    }
    return file
  }

  /// FNV-1a (Fowler, Noll and Vo): a short name that two directories hardly ever share; the head tells them apart.
  private static func name(of directory: String) -> String {
    let hash = directory.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return String(hash, radix: 16)
  }

  private static let stateSize = 64

  /// A state in a field of one size, so that it can be put in at the end.
  private static func field(of state: String?) -> [UInt8] {
    let state = Array((state ?? "").utf8.prefix(stateSize))
    return state + repeatElement(0x20, count: stateSize - state.count)
  }

  // MARK: While walking

  /// Whether a file looks as it did; paths come in the order of the walk.
  func isKnown(_ path: [UInt8], _ look: FileLook) -> Bool {
    guard earlier != nil else { return false }
    while true {
      if next == nil { next = readEntry() }
      guard let entry = next else { return false }
      if entry.path == path {
        guard entry.look == look else { return false }
        skipped += 1
        return true
      }
      if path.lexicographicallyPrecedes(entry.path) { return false }
      next = nil
    }
  }

  /// Remembers a file that was taken. One that changed just now may change once more at what the clock of the file
  /// system calls the same time, so it is not relied on.
  func note(_ path: [UInt8], _ look: FileLook) {
    guard look.isSettled else { return }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 + path.count + FileLook.size)
    bytes.append(UInt8(truncatingIfNeeded: path.count))
    bytes.append(UInt8(truncatingIfNeeded: path.count >> 8))
    bytes.append(contentsOf: path)
    look.append(to: &bytes)
    put(bytes)
  }

  private func readEntry() -> (path: [UInt8], look: FileLook)? {
    guard let earlier, holds(2) else { return nil }
    let count = Int(earlier.pending[0]) | Int(earlier.pending[1]) << 8
    guard count > 0, holds(2 + count + FileLook.size) else { return nil }
    defer { earlier.consume(2 + count + FileLook.size) }
    let bytes = UnsafeRawBufferPointer(earlier.pending)
    return (
      Array(bytes[2..<2 + count]), FileLook(UnsafeRawBufferPointer(rebasing: bytes[(2 + count)...]))
    )
  }

  /// The next bytes of what was remembered; nil where there are not as many.
  private func take(_ count: Int) -> [UInt8]? {
    guard let earlier, holds(count) else { return nil }
    defer { earlier.consume(count) }
    return Array(earlier.pending.prefix(count))
  }

  /// Whether so much of what was remembered is left; where it is not, there is no more of it.
  private func holds(_ count: Int) -> Bool {
    while let earlier, earlier.pending.count < count {
      if (try? earlier.fill()) != true { self.earlier = nil }
    }
    return earlier != nil
  }

  private func put(_ bytes: [UInt8]) {
    if let file, fwrite(bytes, 1, bytes.count, file) != bytes.count { discard() }
  }

  // MARK: At the end

  /// Remembers what was noted, for the state that the import left. Where that fails the next import reads every file,
  /// which is no reason to fail this one.
  public func keep(state: String?) {
    guard let state, let file, fseek(file, head.count, SEEK_SET) == 0 else { return discard() }
    put(Self.field(of: state))
    guard self.file != nil else { return }
    self.file = nil
    // It gets its name while it is locked.
    if fflush(file) != 0 || rename(partial, path) != 0 { unlink(partial) }
    fclose(file)
  }

  /// Remembers what was remembered before.
  public func discard() {
    guard let file else { return }
    self.file = nil
    unlink(partial)
    fclose(file)
  }
}

/// What tells a file from what it was.
struct FileLook: Equatable {
  static let size = 8 * 8

  /// Size, time of modification, time of change, number and device; the last is nothing.
  private let numbers: SIMD8<Int64>
  let isSettled: Bool

  init(_ status: stat) {
    let (changed, modified) = (status.st_ctim, status.st_mtim)
    numbers = [
      Int64(status.st_size), Int64(modified.tv_sec), Int64(modified.tv_nsec), Int64(changed.tv_sec),
      Int64(changed.tv_nsec), Int64(bitPattern: UInt64(status.st_ino)), Int64(bitPattern: UInt64(status.st_dev)), 0,
    ]
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let age = (now.tv_sec - changed.tv_sec) * 1_000_000_000 + now.tv_nsec - changed.tv_nsec
    // File systems count in whole seconds (or two) or in ticks of a few milliseconds.
    isSettled = age > (changed.tv_nsec == 0 ? 3_000_000_000 : 100_000_000)
  }

  /// Reads `size` bytes. They stay on the machine that wrote them, so their order is its own.
  init(_ bytes: UnsafeRawBufferPointer) {
    numbers = bytes.loadUnaligned(as: SIMD8<Int64>.self)
    isSettled = true
  }

  func append(to bytes: inout [UInt8]) { withUnsafeBytes(of: numbers) { bytes.append(contentsOf: $0) } }

  static func == (a: FileLook, b: FileLook) -> Bool { a.numbers == b.numbers }
}
