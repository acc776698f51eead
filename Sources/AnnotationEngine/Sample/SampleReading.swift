import GRDB
import VersionStore

extension Workspace {
  /// Samples by what the journal says now; inside a transaction use `directory(in:)`.
  var directory: SampleDirectory {
    SampleDirectory(store: store, cache: samples) { [journal] in try journal.read { try $0.sampleIndex() } }
  }

  /// Samples as the transaction that is under way sees them.
  func directory(in db: Database) -> SampleDirectory {
    SampleDirectory(store: store, cache: samples) { try db.sampleIndex() }
  }

  /// The sample of a position in import order, or nil past the last.
  func sample(at position: Int) throws(EngineError) -> Sample? {
    let fields = try project().fields.map(\.name)
    return try Journal.asEngineError(journal.path) {
      guard let id = try directory.id(at: position) else { return nil }
      return try directory.sample(id: id, fields: fields)
    }
  }

  /// The sample of an id, or nil.
  func sample(id: String) throws(EngineError) -> Sample? {
    try sample(id: id, fields: project().fields.map(\.name))
  }

  func sample(id: String, fields: [String]) throws(EngineError) -> Sample? {
    try Journal.asEngineError(journal.path) { try directory.sample(id: id, fields: fields) }
  }
}
