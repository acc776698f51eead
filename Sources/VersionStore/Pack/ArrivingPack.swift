import Crypto
import Glibc

/// A pack that arrives in pieces from elsewhere. It is seen under its name whole, durable and hashing to that name, or
/// not at all: what stops in the middle is a temporary file like that of a `PackWriter`, and removed like it.
final class ArrivingPack {
  private let store: Store
  private let name: String
  private let file: OpenFile
  private var hasher = SHA256()
  private var isOpen = true

  /// `name` must be that of a pack.
  init(_ name: String, in store: Store) throws(StoreError) {
    guard RemotePack.isName(name) else { throw .badPack(pack: name, detail: "no pack can have this name") }
    self.store = store
    self.name = name
    try store.removeStaleTemporaries()
    file = try store.newTemporary()
  }

  deinit { abandon() }

  /// Appends the next bytes.
  func write(_ bytes: [UInt8]) throws(StoreError) {
    bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    try file.write(bytes)
  }

  /// Makes the pack durable and visible.
  ///
  /// - Throws: `badPack` where the bytes are not those of the name, or `io`.
  func finish() throws(StoreError) {
    defer { abandon() }
    guard ObjectID(hasher.finalize()).hex + PackFormat.fileExtension == name else {
      throw .badPack(pack: name, detail: "what arrived is not what the name says")
    }
    try file.sync()
    try store.install(file.path, as: name)
    isOpen = false
  }

  private func abandon() {
    guard isOpen else { return }
    isOpen = false
    // Where even this fails, whoever makes the next pack removes the file.
    try? store.access.remove(file.path)
  }
}
