import VersionStore

/// Which changed rows a comparison tells of.
public struct DiffFilter: Codable, Equatable, Sendable {
  /// Labels of this question, and annotations that answer it otherwise; no samples.
  public var question: String?
  /// Rows of this sample.
  public var sample: String?

  public init(question: String? = nil, sample: String? = nil) {
    self.question = question
    self.sample = sample
  }
}

extension DiffFilter {
  func matches(sample change: RowChange) -> Bool {
    question == nil && (sample.map { Array($0.utf8) == change.key } ?? true)
  }

  func matches(annotation change: RowChange) -> Bool {
    guard isOfSample(change) else { return false }
    guard let question else { return true }
    let answer = { (row: [UInt8]?) in row.flatMap(AnnotationRow.init(encoded:))?.answers[question] }
    return answer(change.old) != answer(change.new)
  }

  func matches(label change: RowChange) -> Bool {
    isOfSample(change) && (question == nil || PartKey.split(change.key)?.part == question)
  }

  private func isOfSample(_ change: RowChange) -> Bool {
    sample.map { change.key.starts(with: PartKey.prefix(sample: $0)) } ?? true
  }
}

/// Counts which labels became which.
struct Confusion {
  private let project: Project
  /// By question, old label and new label; "" is no label.
  private(set) var counts: [String: [String: [String: Int]]] = [:]

  init(_ project: Project) { self.project = project }

  /// A label that was reached in another way and is the same is none that changed.
  mutating func add(_ change: RowChange) throws {
    guard let question = PartKey.split(change.key)?.part else {
      throw EngineError.damagedRow(table: TableName.labels, key: change.key)
    }
    let (old, new) = (try name(change.old, question, change.key), try name(change.new, question, change.key))
    if old != new { counts[question, default: [:]][old, default: [:]][new, default: 0] += 1 }
  }

  private func name(_ row: [UInt8]?, _ question: String, _ key: [UInt8]) throws -> String {
    guard let row else { return "" }
    guard let label = LabelRow(encoded: row) else { throw EngineError.damagedRow(table: TableName.labels, key: key) }
    return (project.question(question)?.ordered(label.answer) ?? label.answer).countName
  }
}
