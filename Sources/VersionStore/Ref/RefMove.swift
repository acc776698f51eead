import Glibc

/// Moving a ref so that the ref and the operation log agree whatever happens, and whenever.
///
/// All of it happens under the lock of the store's `lock` file, which the death of a process gives back.
///
/// 1. Mend: what a crash left half done is taken back (see below).
/// 2. Compare: the ref must be at `expected`, and the new commit (that a tag names) must be here.
/// 3. Sync the directory of packs: another process may have renamed the pack of that commit a moment ago.
/// 4. Write the new ref's file under another name and sync it.
/// 5. Append the operation to the log and sync it.
/// 6. Rename the ref's file into place (or remove it). **This is the moment at which the ref has moved.**
/// 7. Sync the ref's directory.
///
/// The ref decides, and the log follows it. A crash before 6, or one after it that loses the rename, leaves the ref at
/// its old place and a record of a move that has not happened; only the newest record can be such a one, since every
/// move begins by mending. It is recognised by its ref still being at the record's old id: readers pass over it, and
/// mending cuts it off. A crash during 5 leaves a torn record at the end, which is cut off too. The record is durable
/// before the rename, so a moved ref always has its record. A failure (full disk) in 5 or 6 takes the record back at
/// once; where even that fails, mending does it later.
struct RefMove {
  let store: Store

  func run(
    _ name: String, from expected: ObjectID?, to new: ObjectID?, author: String, time: Int64, what: String
  ) throws(StoreError) -> Bool {
    let layout = store.layout
    let lock = try store.access.open(layout.lock, flags: O_RDWR)
    try lock.lock()
    // Keeps the lock until the move is over.
    defer { withExtendedLifetime(lock) {} }

    let log = OperationLog(file: try store.access.open(layout.operations, flags: O_RDWR))
    let (sequence, end) = try mend(log)
    guard try store.readRef(name) == expected else { return false }
    if let new { try check(new) }
    guard new != expected else { return true }
    if new != nil { try store.access.syncDirectory(layout.packs) }

    let path = store.path(ofRef: name)
    if let new { try prepare(new, for: name) }
    let operation = Operation(
      sequence: sequence + 1, time: time, author: author, what: what, ref: name, old: expected, new: new)
    try log.append(operation, at: end)
    do throws(StoreError) {
      if new == nil {
        try store.access.remove(path)
      } else {
        try store.access.rename(temporary, to: path)
      }
    } catch {
      try? log.file.truncate(to: end)
      throw error
    }
    try store.access.syncDirectory(StoreLayout.parent(of: path))
    return true
  }

  /// Makes sure that a ref may name `id`: a commit, or a tag of one, that is here with the roots of its tables. The
  /// packs are listed first, for some may have been collected.
  private func check(_ id: ObjectID) throws(StoreError) {
    _ = try store.listPacks()
    let commit = try store.commit(store.peel(id))
    for root in commit.trees.values where root != Node.emptyID {
      guard try store.contains(root) else { throw .missing(root) }
    }
  }

  /// Only who has the lock uses it, so that one left by a crash is simply written over.
  private var temporary: String { store.layout.temporary + "/ref" }

  /// Takes back what a crash left half done; gives the last operation's number and where the next goes.
  private func mend(_ log: OperationLog) throws(StoreError) -> (sequence: Int, end: Int) {
    let last = try log.last()
    var (sequence, end) = (last.operation?.sequence ?? 0, last.end)
    if let operation = last.operation, try store.hasNotHappened(operation) {
      sequence -= 1
      end = last.start
    }
    if try log.file.byteCount() > end {
      try log.file.truncate(to: end)
      try log.file.sync()
    }
    return (sequence, end)
  }

  /// Writes the file that is going to be the ref, and makes the directories that it goes to.
  private func prepare(_ id: ObjectID, for name: String) throws(StoreError) {
    let file = try store.access.open(temporary, flags: O_RDWR | O_CREAT | O_TRUNC)
    try file.write(Array((id.hex + "\n").utf8))
    try file.sync()

    var directory = store.layout.refs
    for part in name.split(separator: "/").dropLast() {
      let next = directory + "/" + part
      if try store.access.makeDirectory(next) { try store.access.syncDirectory(directory) }
      directory = next
      var status = stat()
      guard stat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw .badRef(name: name, detail: "there is a ref named \(directory.dropFirst(store.layout.refs.count + 1))")
      }
    }
    let path = store.path(ofRef: name)
    // Directories stay when the last ref in them is deleted; empty ones give way.
    if removeEmptyDirectories(path) { return }
    throw .badRef(name: name, detail: "there are refs whose names begin with \(name)/")
  }

  /// Removes the directory `path` and those in it where there are no files; gives whether none is left there.
  private func removeEmptyDirectories(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return true }
    for name in (try? names(in: path)) ?? [] {
      guard stat(path + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
        removeEmptyDirectories(path + "/" + name)
      else { return false }
    }
    return rmdir(path) == 0
  }
}
