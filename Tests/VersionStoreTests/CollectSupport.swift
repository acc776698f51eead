import Foundation

@testable import VersionStore

/// A table and where it was committed.
struct Version {
  var commit: ObjectID
  var rows: [[UInt8]: [UInt8]]
}

extension Store {
  /// Rows of 32 bytes name a blob, as the engine's do.
  static let references: @Sendable (String, Row) -> [ObjectID] = { _, row in
    ObjectID(bytes: row.value).map { [$0] } ?? []
  }

  /// A pack is never too young for these.
  static func everything(keep: Int64 = -1) -> CollectOptions { CollectOptions(time: 1_000, grace: 0, keep: keep) }

  @discardableResult
  func collectAll(keep: Int64 = -1, roots: () throws -> [CollectRoot] = { [] }) throws -> CollectReport {
    try collect(Store.everything(keep: keep), roots: roots, references: Store.references)
  }

  /// Commits `changes` on top of `parent`, in a pack of its own; values are put into blobs. Does not move a ref.
  func commit(_ changes: [[UInt8]: [UInt8]?], on parent: ObjectID?, time: Int64 = 0) throws -> (ObjectID, PackWriter) {
    let pack = try newPack()
    var named: [[UInt8]: [UInt8]?] = [:]
    for (key, value) in changes {
      // Without a salt, so that the same content is the same blob and may be found in garbage.
      named[key] = .some(try value.map { try pack.add(.blob, [UInt8](repeating: 0, count: 16) + $0).bytes })
    }
    let start = try parent.flatMap { try commit($0).trees["samples"] } ?? Node.emptyID
    let root = try Tree(root: start, in: self).applying(edits(named), pack: pack)
    let id = try pack.add(
      Commit(
        parents: parent.map { [$0] } ?? [], trees: ["samples": root], blobs: [:], author: "ada", time: time,
        message: ""))
    try pack.finish()
    return (id, pack)
  }

  /// The table of a commit with the content of its blobs.
  func table(of commit: ObjectID) throws -> [[UInt8]: [UInt8]] {
    var table: [[UInt8]: [UInt8]] = [:]
    guard let root = try self.commit(commit).trees["samples"] else { return table }
    try Tree(root: root, in: self).forEach(from: nil) { row in
      guard let id = ObjectID(bytes: row.value) else { return true }
      table[row.key] = Array(Blob.content(of: try read(id, .blob)))
      return true
    }
    return table
  }

  func isWhole() throws -> Bool {
    try fsck(references: Store.references, progress: { _, _ in }).damage.isEmpty
  }
}

/// Rows "FIRST", "FIRST + 1" … with a text each.
func textRows(_ range: Range<Int>, _ text: String = "text") -> [[UInt8]: [UInt8]?] {
  Dictionary(uniqueKeysWithValues: range.map { ([UInt8]("row \(10_000 + $0)"), .some([UInt8]("\(text) of \($0)"))) })
}
