import Glibc

/// One thing that is about to be done to a file: the points at which a test lets the disk or the power fail.
enum FileStep: Equatable, Sendable {
  case create
  case write(byteCount: Int)
  case sync
  case truncate(to: Int)
  case rename(to: String)
  case remove
  case makeDirectory
  case syncDirectory
}

/// What becomes of a step.
enum FileOutcome: Sendable {
  case proceed
  case fail(errno: Int32)
  /// A write that puts only its first bytes on the disk before it fails.
  case cutShort(byteCount: Int, errno: Int32)
}

/// How the store changes files. Everything that it writes goes through here.
struct FileAccess: Sendable {
  /// Files and directories take the permissions of the store's own directory, whatever the umask of the person, so
  /// that making that directory writable for a group is all that it takes to share a store. Nil while there is no such
  /// directory: then the umask decides.
  var permissions: mode_t?
  /// Asked before each step; nil outside tests.
  var intercept: (@Sendable (FileStep, _ path: String) -> FileOutcome)?

  func check(_ step: FileStep, _ action: String, _ path: String) throws(StoreError) {
    guard let intercept else { return }
    switch intercept(step, path) {
    case .proceed: return
    case .fail(let code), .cutShort(_, let code): throw .io(errno: code, action: action, path: path)
    }
  }

  /// Opens `path` for reading and writing; with `O_CREAT` in `flags` it gets the store's permissions.
  func open(_ path: String, flags: Int32) throws(StoreError) -> OpenFile {
    let creates = flags & O_CREAT != 0
    if creates { try check(.create, "create a file", path) }
    let descriptor = retrying { Glibc.open(path, flags | O_CLOEXEC, 0o666) }
    guard descriptor >= 0 else {
      throw .io(errno: errno, action: creates ? "create a file" : "open a file", path: path)
    }
    // Fails where another member of the group made the file, and then its permissions are right already.
    if creates, let permissions { _ = fchmod(descriptor, permissions & 0o666) }
    return OpenFile(descriptor: descriptor, path: path, access: self)
  }

  func rename(_ path: String, to target: String) throws(StoreError) {
    try check(.rename(to: target), "rename a file", path)
    guard Glibc.rename(path, target) == 0 else { throw .io(errno: errno, action: "rename a file", path: path) }
  }

  /// Removes a file; one that is not there is removed already.
  func remove(_ path: String) throws(StoreError) {
    try check(.remove, "remove a file", path)
    guard unlink(path) == 0 || errno == ENOENT else { throw .io(errno: errno, action: "remove a file", path: path) }
  }

  /// Makes one directory; gives false where there is one already.
  func makeDirectory(_ path: String) throws(StoreError) -> Bool {
    try check(.makeDirectory, "make a directory", path)
    if mkdir(path, 0o777) == 0 {
      if let permissions { _ = chmod(path, permissions) }
      return true
    }
    guard errno == EEXIST else { throw .io(errno: errno, action: "make a directory", path: path) }
    return false
  }

  /// Makes what was created, renamed and removed in a directory durable.
  func syncDirectory(_ path: String) throws(StoreError) {
    try check(.syncDirectory, "save a directory", path)
    let descriptor = retrying { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw .io(errno: errno, action: "open a directory", path: path) }
    defer { close(descriptor) }
    // Some network file systems have no fsync of a directory and say so with EINVAL.
    guard retrying({ fsync(descriptor) }) == 0 || errno == EINVAL else {
      throw .io(errno: errno, action: "save a directory", path: path)
    }
  }
}

/// Repeats a system call that a signal interrupted.
@inline(__always)
func retrying<T: SignedInteger>(_ call: () -> T) -> T {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}
