import VersionStore

/// The names that commits give to their trees and blobs.
enum TableName {
  static let samples = "samples"
  static let batches = "batches"
  static let annotations = "annotations"
  static let labels = "labels"
  static let project = "project"
  static let guidelines = "guidelines"
  /// What a change of the schema made of names, and of split values sample by sample.
  static let mapping = "mapping"
  static let splits = "splits"
}

extension Commit {
  /// What it holds, without what it says of the change that led to it.
  var content: (trees: [String: ObjectID], blobs: [String: ObjectID]) {
    (trees.filter { $0.key != TableName.splits }, blobs.filter { $0.key != TableName.mapping })
  }
}

/// The tables of one commit.
struct Snapshot {
  let id: ObjectID
  let commit: Commit
  let samples: Tree
  /// nil where an older Gloss made the commit.
  let batches: Tree?
  let annotations: Tree
  let labels: Tree
  private let store: Store

  init(_ id: ObjectID, in store: Store) throws {
    let commit = try store.commit(id)
    func tree(_ name: String) throws -> Tree {
      guard let root = commit.trees[name] else {
        throw EngineError.journal(
          problem: "the commit \(id.hex.prefix(12)) has no table “\(name)”: Gloss did not make it",
          remedy: "Name another commit; gloss log lists them.")
      }
      return Tree(root: root, in: store)
    }
    self.id = id
    self.commit = commit
    self.store = store
    samples = try tree(TableName.samples)
    batches = commit.trees[TableName.batches].map { Tree(root: $0, in: store) }
    annotations = try tree(TableName.annotations)
    labels = try tree(TableName.labels)
  }

  /// The text of a blob of the commit; nil where it has none of that name.
  func text(_ name: String) throws -> String? {
    guard let id = commit.blobs[name] else { return nil }
    return String(decoding: Blob.content(of: try store.read(id, .blob)), as: UTF8.self)
  }

  /// The commit lacks something that all of Gloss's have.
  func isForeign(_ lack: String) -> EngineError {
    .journal(
      problem: "the commit \(id.hex.prefix(12)) has no \(lack): Gloss did not make it",
      remedy: "Name another commit; gloss log lists them.")
  }

  /// The project as it was.
  func project() throws -> Project {
    guard let yaml = try text(TableName.project) else { throw isForeign("project file") }
    return try Project.parse(yaml: yaml, file: "gloss.yaml of \(id.hex.prefix(12))")
  }
}

extension Tree {
  /// The rows whose keys begin with `prefix`, in order.
  func rows(withPrefix prefix: [UInt8]) throws -> [VersionStore.Row] {
    var rows: [VersionStore.Row] = []
    try forEach(from: prefix) { row in
      guard row.key.starts(with: prefix) else { return false }
      rows.append(row)
      return true
    }
    return rows
  }
}

extension EngineError {
  /// A committed row that is not what the layout says, though its hash is right.
  static func damagedRow(table: String, key: [UInt8]) -> EngineError {
    let key = key.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
      .joined(separator: ", ")
    return .journal(
      problem: "the row “\(key)” of the table “\(table)” cannot be read",
      remedy: "If a newer Gloss has written it, use that. Else run gloss fsck, which says what is damaged.")
  }
}

extension Workspace {
  /// Refuses `act` to those whose role is less than `needed`.
  func permit(_ session: Session, _ needed: Role, to act: String) throws(EngineError) {
    try project().permit(session, act, needs: needed)
  }

  /// Lets errors of the store be the engine's, and everything else through.
  func asEngineErrors<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as StoreError {
      throw EngineError.store(error)
    }
  }

  /// As `asEngineErrors`, where nothing but these two and the journal can fail.
  func onlyEngineErrors<Result>(_ body: () throws -> Result) throws(EngineError) -> Result {
    try Journal.asEngineError(journal.path, body)
  }
}
