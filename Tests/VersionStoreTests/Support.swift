import Foundation
import Testing

@testable import VersionStore

/// A directory that is removed with the test.
final class Scratch: Sendable {
  let path: String

  init() throws {
    var template = Array((NSTemporaryDirectory() + "/version-store-XXXXXX").utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Where a test puts its store.
  var store: String { path + "/store" }

  func files(in directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: store + "/" + directory).sorted()
  }

  func remove(_ file: String) throws { try FileManager.default.removeItem(atPath: store + "/" + file) }

  func makeStore() throws -> Store { try Store.create(at: store) }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers in every run.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}

extension [UInt8] {
  init(_ text: String) { self = Array(text.utf8) }
}

extension ObjectID {
  /// Some id that no object has.
  static func made(_ number: UInt64) -> ObjectID { ObjectID(words: (number, 1, 2, 3)) }
}

extension Store {
  /// A tree of `rows`, built and made visible.
  func makeTree(_ rows: [[UInt8]: [UInt8]]) throws -> Tree {
    let pack = try newPack()
    var builder = TreeBuilder(pack: pack)
    for key in rows.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      try builder.add(key: key, value: rows[key] ?? [])
    }
    let root = try builder.finish()
    try pack.finish()
    return Tree(root: root, in: self)
  }

  /// The tree after `changes`, made visible.
  func apply(_ changes: [[UInt8]: [UInt8]?], to tree: Tree) throws -> Tree {
    let pack = try newPack()
    let root = try tree.applying(edits(changes), pack: pack)
    try pack.finish()
    return Tree(root: root, in: self)
  }

  /// A commit naming one tree, made visible.
  func makeCommit(_ message: String, samples: Tree? = nil, parents: [ObjectID] = []) throws -> ObjectID {
    let pack = try newPack()
    let trees = samples.map { ["samples": $0.root] } ?? [:]
    let id = try pack.add(
      Commit(parents: parents, trees: trees, blobs: [:], author: "ada", time: 7, message: message))
    try pack.finish()
    return id
  }
}

func edits(_ changes: [[UInt8]: [UInt8]?]) -> [Edit] {
  changes.keys.sorted { $0.lexicographicallyPrecedes($1) }.map { Edit(key: $0, value: changes[$0] ?? nil) }
}

extension Tree {
  func rows() throws -> [Row] {
    var rows: [Row] = []
    try forEach { row in
      rows.append(row)
      return true
    }
    return rows
  }

  func changes(to other: Tree) throws -> [RowChange] {
    var changes: [RowChange] = []
    try forEachChange(to: other) { change in
      changes.append(change)
      return true
    }
    return changes
  }

  /// Every node below and with the root.
  func nodeIDs() throws -> Set<ObjectID> {
    var found: Set<ObjectID> = []
    var waiting = [root]
    while let id = waiting.popLast() {
      guard found.insert(id).inserted else { continue }
      let node = try store.node(id)
      if !node.isLeaf { waiting += (0..<node.count).map { node.child(at: $0) } }
    }
    return found
  }
}

func sortedRows(_ rows: [[UInt8]: [UInt8]]) -> [Row] {
  rows.map { Row(key: $0.key, value: $0.value) }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
}
