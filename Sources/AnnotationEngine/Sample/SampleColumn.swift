import VersionStore

extension Workspace {
  /// One metadata column of all samples: the value of each by its position, nil where it has none. A string is its text,
  /// anything else its JSON text. Reads the content of every sample, some microseconds each; meant to be asked beside the
  /// keys.
  ///
  /// - Throws: `unknownColumn` where no sample has such a column, with those that there are.
  public func column(_ name: String) throws(EngineError) -> [String?] {
    try Journal.asEngineError(journal.path) {
      let index = try journal.read { db in
        samples.see(replaced: try db.fact(FactName.samplesReplaced))
        return try db.sampleIndex()
      }
      guard let root = index.root else { return [] }
      let firsts = Dictionary(index.batches.map { ($0.id, $0.first) }) { first, _ in first }
      var values = [String?](repeating: nil, count: index.batches.reduce(0) { max($0, $1.first + $1.count) })
      var known: Set<String> = []
      try Tree(root: root, in: store).forEach(from: nil) { row in
        guard let sample = SampleRow(encoded: row.value), let first = firsts[sample.batch],
          let content = try? JSONValue(parsing: directory.content(of: sample))
        else { throw EngineError.damagedSample(String(decoding: row.key, as: UTF8.self)) }
        for member in content["metadata"]?.members ?? [] {
          if member.name == name {
            values[first + Int(sample.place)] = member.value == .null ? nil : member.value.plainText
          }
          known.insert(member.name)
        }
        return true
      }
      if !known.contains(name) {
        throw EngineError.unknownColumn(name, known: known.sorted(), file: "the metadata of the samples")
      }
      return values
    }
  }
}
