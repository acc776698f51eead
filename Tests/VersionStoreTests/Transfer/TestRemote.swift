import Foundation
import Synchronization

@testable import VersionStore

/// A remote in memory that counts what is asked of it, and fails where a test wants it to.
final class TestRemote: Remote {
  enum Fault: CaseIterable, Sendable {
    /// The call fails and does nothing.
    case refused
    /// What was asked for is done, and the answer is lost.
    case answerLost
    /// The connection breaks in the middle of the bytes.
    case cutShort
  }

  struct Counts: Equatable {
    var requests = 0
    var packLists = 0
    var reads = 0
    var downloads = 0
    var uploads = 0
  }

  private struct State {
    var packs: [String: [UInt8]] = [:]
    var refs: [String: RemoteRef] = [:]
    var counts = Counts()
    var fault: (Fault, call: Int)?
    var hasFailed = false
    var version = 0
  }

  let url = "test://remote"
  private let state = Mutex(State())

  var counts: Counts { state.withLock { $0.counts } }
  var hasFailed: Bool { state.withLock { $0.hasFailed } }
  var storedPacks: [String: [UInt8]] { state.withLock { $0.packs } }
  var heads: [String: ObjectID] { state.withLock { $0.refs.mapValues(\.id) } }

  /// From now on counts from nothing, and fails at the call of this number (from 0); nil never.
  func begin(_ fault: Fault? = nil, at call: Int = 0) {
    state.withLock {
      $0.counts = Counts()
      $0.hasFailed = false
      $0.fault = fault.map { ($0, call) }
    }
  }

  func damage(_ name: String, at offset: Int) { state.withLock { $0.packs[name]?[offset] ^= 1 } }

  func remove(pack name: String) { state.withLock { $0.packs[name] = nil } }

  private static func broken() -> StoreError {
    .remote(url: "test://remote", problem: "The connection broke", remedy: "Try again.")
  }

  private func call<R>(
    _ counter: WritableKeyPath<Counts, Int>? = nil, cut: (inout State) -> Void = { _ in },
    _ body: (inout State) throws(StoreError) -> R
  ) throws(StoreError) -> R {
    try state.withLock { (state) throws(StoreError) in
      defer { state.counts.requests += 1 }
      if let counter { state.counts[keyPath: counter] += 1 }
      guard let (fault, call) = state.fault, call == state.counts.requests else { return try body(&state) }
      state.hasFailed = true
      switch fault {
      case .refused: break
      case .answerLost: _ = try body(&state)
      case .cutShort: cut(&state)
      }
      throw TestRemote.broken()
    }
  }

  func prepare() throws(StoreError) {}

  func packs() throws(StoreError) -> [RemotePack] {
    try call(\.packLists) { (state) throws(StoreError) in
      state.packs.map { RemotePack(name: $0.key, byteCount: $0.value.count) }.sorted { $0.name < $1.name }
    }
  }

  private func bytes(_ name: String, _ state: State) throws(StoreError) -> [UInt8] {
    guard let bytes = state.packs[name] else { throw TestRemote.broken() }
    return bytes
  }

  func read(pack name: String, _ range: Range<Int>) throws(StoreError) -> [UInt8] {
    try call(\.reads) { (state) throws(StoreError) in Array(try bytes(name, state)[range]) }
  }

  func download(pack name: String, to path: String, progress: (Int) -> Void) throws(StoreError) {
    let half = { (state: inout State) in
      let bytes = (try? self.bytes(name, state)) ?? []
      _ = FileManager.default.createFile(atPath: path, contents: Data(bytes.prefix(bytes.count / 2)))
    }
    try call(\.downloads, cut: half) { (state) throws(StoreError) in
      // In place, as the caller's lock lies on this very file.
      guard let file = fopen(path, "w") else { throw TestRemote.broken() }
      defer { fclose(file) }
      let bytes = try bytes(name, state)
      fwrite(bytes, 1, bytes.count, file)
      progress(bytes.count)
    }
  }

  func upload(pack name: String, from path: String, progress: (Int) -> Void) throws(StoreError) {
    try call(\.uploads) { (state) throws(StoreError) in
      guard let bytes = FileManager.default.contents(atPath: path) else { throw TestRemote.broken() }
      state.packs[name] = Array(bytes)
      progress(bytes.count)
    }
  }

  func refs() throws(StoreError) -> [String: RemoteRef] {
    try call { (state) throws(StoreError) in state.refs }
  }

  func moveRef(
    _ name: String, from expected: RemoteRef?, to new: ObjectID?, author: String, time: Int64, what: String
  ) throws(StoreError) -> Bool {
    try call { (state) throws(StoreError) in
      guard state.refs[name] == expected else { return false }
      state.version += 1
      state.refs[name] = new.map { RemoteRef(id: $0, version: "\(state.version)") }
      return true
    }
  }

  /// The same as a store in a directory, to be looked at with the store's own means.
  func materialized(in scratch: Scratch) throws -> Store {
    let path = scratch.path + "/materialized-\(UUID().uuidString)"
    let store = try Store.create(at: path)
    for (name, bytes) in storedPacks { try Data(bytes).write(to: URL(fileURLWithPath: path + "/packs/" + name)) }
    store.forgetListing()
    for (name, id) in heads {
      _ = try store.moveRef(name, from: nil, to: id, author: "test", time: 0, what: "test")
    }
    return store
  }

  /// What is wrong at the remote: nothing that refs reach may be missing.
  func damage(in scratch: Scratch) throws -> [Damage] {
    try materialized(in: scratch).fsck(references: TestTables.references, progress: { _, _ in }).damage
  }
}
