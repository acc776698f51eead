import Foundation
import GRDB
import VersionStore

extension Database {
  /// Keeps text that a person wrote under a salted hash, for an event to name.
  func keepProse(_ text: String) throws -> ObjectID {
    let stored = Blob.stored(Array(text.utf8), salt: Blob.newSalt())
    let id = ObjectID(kind: .blob, content: stored)
    try cachedStatement(sql: "INSERT INTO prose (id, stored) VALUES (?, ?)")
      .execute(arguments: [id.data, Data(stored)])
    return id
  }

  /// Keeps the texts that a commit's rows name. What was erased stays so.
  func keepProse(_ ids: [ObjectID], from store: Store) throws {
    for id in ids where try storedProse(id) == nil {
      do {
        let stored = try store.read(id, .blob)
        try cachedStatement(sql: "INSERT INTO prose (id, stored) VALUES (?, ?)").execute(arguments: [
          id.data, Data(stored),
        ])
      } catch StoreError.erased {}
    }
  }

  /// Keeps `text` unless it is nil or has no letter in it.
  func keepProse(ifAny text: String?) throws -> ObjectID? {
    guard let text = text?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty else { return nil }
    return try keepProse(text)
  }

  /// The stored bytes (salt first) of prose.
  func storedProse(_ id: ObjectID) throws -> [UInt8]? {
    try Data.fetchOne(cachedStatement(sql: "SELECT stored FROM prose WHERE id = ?"), arguments: [id.data])
      .map { Array($0) }
  }

  /// The text of prose; nil for nil, and where it was erased.
  func prose(_ id: ObjectID?) throws -> String? {
    guard let id, let stored = try storedProse(id) else { return nil }
    return String(decoding: Blob.content(of: stored), as: UTF8.self)
  }
}

extension ObjectID {
  var data: Data { Data(bytes) }
  init?(_ data: Data?) {
    guard let data else { return nil }
    self.init(bytes: data)
  }
}
