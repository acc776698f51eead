import Glibc

/// A whole pack that came from a remote and lies under a temporary name. It is checked; `install` gives it its own.
final class ArrivedPack {
  let reader: PackReader
  private let store: Store
  private let file: OpenFile
  private var isTemporary = true

  /// Fetches `pack`: one request.
  ///
  /// - Throws: `remote`, also where what came is not what the name says; and `io`.
  init(
    _ pack: RemotePack, from remote: MeasuredRemote, to store: Store, asRange: Bool,
    progress: (Int) -> Void
  ) throws(StoreError) {
    self.store = store
    try store.removeStaleTemporaries()
    let file = try store.newTemporary()
    self.file = file
    do throws(StoreError) {
      if asRange {
        try file.write(try remote.read(pack: pack.name, 0..<pack.byteCount))
      } else {
        try remote.download(pack: pack.name, to: file.path, progress: progress)
      }
      do throws(StoreError) {
        reader = try PackReader(path: file.path, name: pack.name)
        guard reader.matchesName() else {
          throw StoreError.badPack(pack: pack.name, detail: "what arrived is not what the name says")
        }
      } catch { throw error.at(remote: remote.url) }
    } catch {
      try? store.access.remove(file.path)
      throw error
    }
  }

  deinit {
    // Where even this fails, whoever makes the next pack removes the file.
    if isTemporary { try? store.access.remove(file.path) }
  }

  /// Verifies every object, then makes the pack durable and part of the store.
  ///
  /// - Throws: `remote` where an object is not what the index says, or `io`.
  func install(from url: String) throws(StoreError) {
    var findings = Findings(total: reader.footer.entryCount)
    try store.checkPack(reader, &findings, progress: { _, _ in })
    if let damage = findings.damage.first {
      throw StoreError.badPack(pack: reader.name, detail: damage.detail).at(remote: url)
    }
    try file.sync()
    try store.install(file.path, as: reader.name)
    isTemporary = false
  }
}
