import VersionStore

/// The rows that a commit has of one sample, or some of them.
struct SampleRows: Equatable, Sendable {
  /// By annotator.
  var annotations: [String: AnnotationRow] = [:]
  /// By question.
  var labels: [String: LabelRow] = [:]

  /// Whether people did something else here; labels that are made of votes do not count.
  func differsInActs(from other: SampleRows) -> Bool {
    annotations != other.annotations || labels.filter(\.value.isResolution) != other.labels.filter(\.value.isResolution)
  }

  /// What a reviewer decided about a question.
  func resolution(of question: String) -> LabelRow? { labels[question].flatMap { $0.isResolution ? $0 : nil } }
}

extension SampleRows {
  mutating func add(annotation key: [UInt8], _ value: [UInt8]) throws {
    guard let row = AnnotationRow(encoded: value), let part = PartKey.split(key)?.part else {
      throw EngineError.damagedRow(table: TableName.annotations, key: key)
    }
    annotations[part] = row
  }

  mutating func add(label key: [UInt8], _ value: [UInt8]) throws {
    guard let row = LabelRow(encoded: value), let part = PartKey.split(key)?.part else {
      throw EngineError.damagedRow(table: TableName.labels, key: key)
    }
    labels[part] = row
  }
}

extension LabelRow {
  /// Whether a reviewer decided it; else it was made of votes.
  var isResolution: Bool {
    if case .resolution = origin { true } else { false }
  }
}
