import VersionStore

extension Workspace {
  /// One metadata column of all samples: the value of each by its position, nil where it has none. A string is its text,
  /// anything else its JSON text. Reads the content of every sample, some microseconds each; meant to be asked beside the
  /// keys.
  ///
  /// - Throws: `unknownColumn` where no sample has such a column, with those that there are.
  public func column(_ name: String) throws(EngineError) -> [String?] {
    var values: [String?] = []
    var known: Set<String> = []
    try forEachSample { position, metadata in
      if values.count <= position { values += Array(repeating: nil, count: position + 1 - values.count) }
      values[position] = metadata.text(of: name)
      known.formUnion(metadata.map(\.name))
    }
    if !known.contains(name) {
      throw EngineError.unknownColumn(name, known: known.sorted(), file: "the metadata of the samples")
    }
    return values
  }

  /// Gives the metadata of every sample, in the order of ids, with its position. Some microseconds each.
  func forEachSample(_ body: (_ position: Int, _ metadata: [JSONMember]) -> Void) throws(EngineError) {
    try Journal.asEngineError(journal.path) {
      let index = try journal.read { db in
        samples.see(replaced: try db.fact(FactName.samplesReplaced))
        return try db.sampleIndex()
      }
      guard let root = index.root else { return }
      let firsts = Dictionary(index.batches.map { ($0.id, $0.first) }) { first, _ in first }
      try Tree(root: root, in: store).forEach(from: nil) { row in
        let id = String(decoding: row.key, as: UTF8.self)
        guard let sample = SampleRow(encoded: row.value), let first = firsts[sample.batch] else {
          throw EngineError.damagedSample(id)
        }
        body(first + Int(sample.place), try metadata(of: sample, id))
        return true
      }
    }
  }

  /// The metadata of the sample at a position; none for a place without a sample. Some microseconds.
  func metadata(at position: Int) throws -> [JSONMember] {
    guard let id = try directory.id(at: position), let (row, _) = try directory.row(id: id) else { return [] }
    return try metadata(of: row, id)
  }

  private func metadata(of row: SampleRow, _ id: String) throws -> [JSONMember] {
    guard let content = try? JSONValue(parsing: directory.content(of: row)) else { throw EngineError.damagedSample(id) }
    return content["metadata"]?.members ?? []
  }
}

extension [JSONMember] {
  /// The value of a column: a string is its text, anything else its JSON text; nil where it is not there, or null.
  func text(of column: String) -> String? {
    last { $0.name == column }.flatMap { $0.value == .null ? nil : $0.value.plainText }
  }
}
