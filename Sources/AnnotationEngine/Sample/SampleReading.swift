import GRDB
import VersionStore

extension Workspace {
  /// Samples by what the journal says now; inside a transaction use `directory(in:)`.
  var directory: SampleDirectory {
    SampleDirectory(store: store, cache: samples) { [journal] in try journal.read { try $0.sampleIndex() } }
  }

  /// Samples as the transaction that is under way sees them. Every act begins here, so that a session sees other
  /// content of a sample with the first thing that it does after the event that brought it.
  func directory(in db: Database) throws -> SampleDirectory {
    samples.see(replaced: try db.fact(FactName.samplesReplaced))
    return SampleDirectory(store: store, cache: samples) { try db.sampleIndex() }
  }

  /// The sample of a position in import order, or nil past the last.
  func sample(at position: Int) throws(EngineError) -> Sample? {
    let fields = try freshFields()
    return try Journal.asEngineError(journal.path) {
      guard let id = try directory.id(at: position) else { return nil }
      return try directory.sample(id: id, fields: fields)
    }
  }

  /// The sample of an id, or nil.
  func sample(id: String) throws(EngineError) -> Sample? {
    try sample(id: id, fields: freshFields())
  }

  /// The fields of the project, after a look whether samples have got other content.
  private func freshFields() throws(EngineError) -> [String] {
    try journal.read { db in
      samples.see(replaced: try db.fact(FactName.samplesReplaced))
      return try db.project().fields.map(\.name)
    }
  }

  func sample(id: String, fields: [String]) throws(EngineError) -> Sample? {
    try Journal.asEngineError(journal.path) { try directory.sample(id: id, fields: fields) }
  }
}
