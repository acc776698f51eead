import Glibc
import Synchronization

/// A store in a directory that this machine sees: `file:///path`, or the path alone.
///
/// The directory is a store, or a workspace whose `.gloss/store` it is.
final class DirectoryRemote: Remote {
  let url: String
  private let directory: String
  private let opened = Mutex<Store?>(nil)
  private let lease = Mutex<StoreLease?>(nil)

  /// How much of a pack is in memory at a time.
  private static let pieceSize = 1 << 20

  init(url: String, directory: String) {
    self.url = url
    self.directory = directory
  }

  func prepare() throws(StoreError) {
    if try path(ofStoreIn: directory) != nil {
      _ = try store()
      return
    }
    do throws(StoreError) {
      let store = try Store.create(at: directory)
      opened.withLock { $0 = store }
    } catch .alreadyExists {
      throw .remote(
        url: url, problem: "There is something here already, and it is no store",
        remedy: "Name the directory of a store or of a workspace, or one that is empty or not there yet.")
    } catch {
      throw error.at(remote: url)
    }
  }

  func packs() throws(StoreError) -> [RemotePack] {
    try there { (store) throws(StoreError) in
      try hold(store)
      var packs: [RemotePack] = []
      for name in try names(in: store.layout.packs).sorted() where RemotePack.isName(name) {
        var status = stat()
        // One that was removed between being listed and being looked at is not there.
        guard stat(store.layout.packs + "/" + name, &status) == 0 else { continue }
        packs.append(RemotePack(name: name, byteCount: Int(status.st_size)))
      }
      return packs
    }
  }

  func read(pack name: String, _ range: Range<Int>) throws(StoreError) -> [UInt8] {
    try there { (store) throws(StoreError) in
      let bytes = try open(name, in: store).read(range)
      guard bytes.count == range.count else {
        throw .remote(
          url: url, problem: "The pack \(name) ends before byte \(range.upperBound)",
          remedy: "Run gloss fsck on the store there.")
      }
      return bytes
    }
  }

  func download(pack name: String, to path: String, progress: (Int) -> Void) throws(StoreError) {
    let source = try file(ofPack: name)
    let target = try FileAccess().open(path, flags: O_WRONLY | O_CREAT | O_TRUNC)
    var done = 0
    while true {
      let piece = try there { (_) throws(StoreError) in try source.read(done..<done + DirectoryRemote.pieceSize) }
      guard !piece.isEmpty else { return }
      try target.write(piece)
      done += piece.count
      progress(done)
    }
  }

  func upload(pack name: String, from path: String, progress: (Int) -> Void) throws(StoreError) {
    let source = try FileAccess().open(path, flags: O_RDONLY)
    let size = try source.byteCount()
    guard let arriving = try arrival(of: name, byteCount: size) else { return progress(size) }
    var done = 0
    while true {
      let piece = try source.read(done..<done + DirectoryRemote.pieceSize)
      guard !piece.isEmpty else { break }
      try there { (_) throws(StoreError) in try arriving.write(piece) }
      done += piece.count
      progress(done)
    }
    try there { (_) throws(StoreError) in try arriving.finish() }
  }

  func refs() throws(StoreError) -> [String: RemoteRef] {
    try there { (store) throws(StoreError) in
      try hold(store)
      return try store.refs().mapValues { RemoteRef(id: $0) }
    }
  }

  func moveRef(
    _ name: String, from expected: RemoteRef?, to new: ObjectID?, author: String, time: Int64, what: String
  ) throws(StoreError) -> Bool {
    try there { (store) throws(StoreError) in
      do throws(StoreError) {
        return try store.moveRef(name, from: expected?.id, to: new, author: author, time: time, what: what)
      } catch .missing(let id) {
        throw .remote(
          url: url, problem: "The commit \(id.short) is not there, so \(name) cannot name it",
          remedy: "Push again: what is missing is sent.")
      }
    }
  }

  // MARK: For who serves the store to others

  /// The pack's file, to be read.
  func file(ofPack name: String) throws(StoreError) -> OpenFile {
    try there { (store) throws(StoreError) in try open(name, in: store) }
  }

  /// Where the pack can be written; nil where it is there.
  func arrival(of name: String, byteCount: Int) throws(StoreError) -> ArrivingPack? {
    try there { (store) throws(StoreError) -> ArrivingPack? in
      store.has(pack: name, byteCount: byteCount) ? nil : try ArrivingPack(name, in: store)
    }
  }

  func operations() throws(StoreError) -> [Operation] {
    try there { (store) throws(StoreError) in try store.operations() }
  }

  // MARK: Inside

  /// Keeps what is there from being collected while this remote is open: who asks what is there counts on it. Where
  /// nothing may be written there it goes without.
  private func hold(_ store: Store) throws(StoreError) {
    guard lease.withLock({ $0 == nil }) else { return }
    do throws(StoreError) {
      let held = try store.lease()
      lease.withLock { $0 = held }
    } catch {
      guard case .io(let code, _, _) = error, code == EROFS || code == EACCES || code == EPERM else { throw error }
    }
  }

  private func store() throws(StoreError) -> Store {
    try opened.withLock { (opened) throws(StoreError) in
      if let opened { return opened }
      guard let path = try path(ofStoreIn: directory) else {
        throw .remote(
          url: url, problem: "There is no store here",
          remedy: "Check the path; gloss remote add makes a store in a directory that is empty or not there yet.")
      }
      let store = try Store.open(at: path)
      opened = store
      return store
    }
  }

  /// Runs `body` on the store; what fails in it is the remote's failure.
  private func there<R>(_ body: (Store) throws(StoreError) -> R) throws(StoreError) -> R {
    do throws(StoreError) { return try body(try store()) } catch { throw error.at(remote: url) }
  }

  private func open(_ name: String, in store: Store) throws(StoreError) -> OpenFile {
    guard RemotePack.isName(name) else { throw .badPack(pack: name, detail: "no pack can have this name") }
    do throws(StoreError) {
      return try store.access.open(store.layout.packs + "/" + name, flags: O_RDONLY)
    } catch .io(ENOENT, _, _) {
      throw .remote(url: url, problem: "The pack \(name) is gone", remedy: "Fetch again: the packs are listed anew.")
    }
  }
}

/// Where the store of a directory is: in it, or in its `.gloss` where it is a workspace. Nil where there is none.
func path(ofStoreIn directory: String) throws(StoreError) -> String? {
  for path in [directory + "/.gloss/store", directory] {
    if try text(of: path + "/format", limit: 64)?.hasPrefix("gloss store ") == true { return path }
  }
  return nil
}

extension Store {
  /// Whether there is a pack of this name and size: with another size it is damaged, and may be written over.
  func has(pack name: String, byteCount: Int) -> Bool {
    var status = stat()
    return stat(layout.packs + "/" + name, &status) == 0 && Int(status.st_size) == byteCount
  }
}
