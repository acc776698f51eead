import VersionStore

/// The edits that turn some rows of a sample into others, each kind in ascending order of keys.
struct SampleEdits {
  var annotations: [Edit] = []
  var labels: [Edit] = []

  init(annotations: [Edit] = [], labels: [Edit] = []) {
    self.annotations = annotations
    self.labels = labels
  }

  init(from old: SampleRows, to new: SampleRows, of sample: String) {
    annotations = Self.edits(old.annotations.mapValues(\.encoded), new.annotations.mapValues(\.encoded), sample)
    labels = Self.edits(old.labels.mapValues(\.encoded), new.labels.mapValues(\.encoded), sample)
  }

  private static func edits(_ old: [String: [UInt8]], _ new: [String: [UInt8]], _ sample: String) -> [Edit] {
    Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
      .map { Edit(key: PartKey.bytes(sample: sample, part: $0), value: new[$0]) }
      .sorted { byteOrder($0.key, $1.key) < 0 }
  }
}
