import Foundation
import GRDB
import VersionStore

/// What a commit that the journal began with has of one sample: a row of `base_rows`, whose value is made of
///
/// - a number (as in `RowWriter`), and so many annotations: a name, a number, and so many bytes of its row in the
///   `annotations` tree;
/// - the same of the question and row of each label that a reviewer decided.
struct BaseSample {
  typealias Part = (name: String, row: [UInt8])
  var annotations: [Part] = []
  var resolutions: [Part] = []

  var isEmpty: Bool { annotations.isEmpty && resolutions.isEmpty }

  var encoded: [UInt8] {
    var writer = RowWriter()
    for parts in [annotations, resolutions] {
      writer.number(UInt64(parts.count))
      for part in parts {
        writer.name(part.name)
        writer.row(part.row)
      }
    }
    return writer.bytes
  }
}

extension BaseSample {
  init?(encoded: [UInt8]) {
    var reader = RowReader(encoded)
    guard let annotations = reader.parts(), let resolutions = reader.parts(), reader.isAtEnd else { return nil }
    self.init(annotations: annotations, resolutions: resolutions)
  }

  /// As the journal has it: nobody's live work. `time` is that of the commit.
  func state(at time: Int64, project: Project) throws(EngineError) -> SampleState {
    var state = SampleState()
    for (annotator, row) in annotations {
      guard let row = AnnotationRow(encoded: row) else { throw .damagedTable("base_rows") }
      state.annotations.append(AnnotationState(row, by: annotator, at: time))
    }
    for (question, row) in resolutions {
      guard let row = LabelRow(encoded: row), let resolution = ResolutionState(row, of: question, at: time) else {
        throw .damagedTable("base_rows")
      }
      state.resolutions.append(resolution)
    }
    state.annotations.sort { $0.annotator < $1.annotator }
    state.resolutions.sort { $0.question < $1.question }
    state.order(by: project)
    return state
  }
}

extension RowReader {
  fileprivate mutating func parts() -> [BaseSample.Part]? {
    guard let count = number() else { return nil }
    var parts: [BaseSample.Part] = []
    for _ in 0..<count {
      guard let name = name(), let row = row() else { return nil }
      parts.append((name, row))
    }
    return parts
  }
}

extension Database {
  /// What the journal began with of a sample. One index look-up.
  func baseState(of sample: String) throws -> SampleState {
    let value = try Data.fetchOne(
      cachedStatement(sql: "SELECT value FROM base_rows WHERE sample = ?"), arguments: [sample])
    guard let value else { return SampleState() }
    guard let base = BaseSample(encoded: Array(value)) else { throw EngineError.damagedTable("base_rows") }
    return try base.state(at: seqFact(FactName.baseTime), project: project())
  }
}
