import VersionStore

/// Goes over what two commits changed in their tables of annotations and labels since a base, sample by sample in
/// ascending order of ids. Memory is that of one sample.
struct SampleChanges {
  /// Of one sample the rows that either side changed, as each has them.
  struct Change {
    var sample: String
    var base = SampleRows()
    var ours = SampleRows()
    var theirs = SampleRows()
  }

  private var annotations: ThreeWayChanges
  private var labels: ThreeWayChanges
  private var nextAnnotation: ThreeWayChange?
  private var nextLabel: ThreeWayChange?

  init(base: LabelTables, ours: LabelTables, theirs: LabelTables) throws {
    annotations = try ThreeWayChanges(base: base.annotations, ours: ours.annotations, theirs: theirs.annotations)
    labels = try ThreeWayChanges(base: base.labels, ours: ours.labels, theirs: theirs.labels)
    nextAnnotation = try annotations.next()
    nextLabel = try labels.next()
  }

  /// The next sample of which anything changed; nil at the end.
  mutating func next() throws -> Change? {
    let keys = [nextAnnotation?.key, nextLabel?.key].compactMap { $0.map(PartKey.prefix(of:)) }
    guard let prefix = keys.min(by: { byteOrder($0, $1) < 0 }) else { return nil }
    guard let sample = String(validating: prefix.dropLast(), as: UTF8.self) else {
      throw EngineError.damagedRow(table: TableName.annotations, key: prefix)
    }
    var change = Change(sample: sample)
    while let row = nextAnnotation, row.key.starts(with: prefix) {
      if let value = row.base { try change.base.add(annotation: row.key, value) }
      if let value = row.ours { try change.ours.add(annotation: row.key, value) }
      if let value = row.theirs { try change.theirs.add(annotation: row.key, value) }
      nextAnnotation = try annotations.next()
    }
    while let row = nextLabel, row.key.starts(with: prefix) {
      if let value = row.base { try change.base.add(label: row.key, value) }
      if let value = row.ours { try change.ours.add(label: row.key, value) }
      if let value = row.theirs { try change.theirs.add(label: row.key, value) }
      nextLabel = try labels.next()
    }
    return change
  }
}

extension PartKey {
  /// Up to and with the zero byte behind the sample's id.
  static func prefix(of key: [UInt8]) -> [UInt8] {
    key.firstIndex(of: 0).map { Array(key[...$0]) } ?? key + [0]
  }
}
