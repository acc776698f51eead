import Synchronization

/// A remote that counts what is asked of it.
final class MeasuredRemote: Remote {
  struct Measure {
    var requests = 0
    /// Bytes of packs that travelled, either way.
    var bytes = 0
  }

  private let remote: any Remote
  private let state = Mutex(Measure())

  init(_ remote: any Remote) { self.remote = remote }

  var measure: Measure { state.withLock { $0 } }

  var url: String { remote.url }

  func prepare() throws(StoreError) { try remote.prepare() }

  private func count(bytes: Int = 0) {
    state.withLock {
      $0.requests += 1
      $0.bytes += bytes
    }
  }

  func packs() throws(StoreError) -> [RemotePack] {
    count()
    return try remote.packs()
  }

  func read(pack name: String, _ range: Range<Int>) throws(StoreError) -> [UInt8] {
    count(bytes: range.count)
    let bytes = try remote.read(pack: name, range)
    guard bytes.count == range.count else {
      throw .remote(
        url: url, problem: "\(name) gave \(bytes.count) bytes where \(range.count) were asked for",
        remedy: "Try again; if it stays, run gloss fsck at the remote.")
    }
    return bytes
  }

  func download(pack name: String, to path: String, progress: (Int) -> Void) throws(StoreError) {
    count()
    var last = 0
    defer { state.withLock { $0.bytes += last } }
    try remote.download(pack: name, to: path) { done in
      last = done
      progress(done)
    }
  }

  func upload(pack name: String, from path: String, progress: (Int) -> Void) throws(StoreError) {
    count()
    try remote.upload(pack: name, from: path, progress: progress)
  }

  /// Counts the bytes of an upload that went well.
  func countUploaded(_ bytes: Int) { state.withLock { $0.bytes += bytes } }

  func refs() throws(StoreError) -> [String: RemoteRef] {
    count()
    return try remote.refs()
  }

  func moveRef(
    _ name: String, from expected: RemoteRef?, to new: ObjectID?, author: String, time: Int64, what: String
  ) throws(StoreError) -> Bool {
    count()
    return try remote.moveRef(name, from: expected, to: new, author: author, time: time, what: what)
  }
}
