import LabelStatistics
import Synchronization

/// The features of samples' texts, hashed once.
///
/// Memory: about 8 bytes an n-gram, 3 KB a short text; when more than `capacity` rows are held, it begins anew.
final class SampleTexts: Sendable {
  static let capacity = 40_000

  private struct State {
    var replaced: String?
    var fields: [String] = []
    var rows: [Int: Int] = [:]
    var features = TextFeatures()
  }
  private let state = Mutex(State())

  /// The rows of the samples at `positions`, in that order. `text` reads one that is not held yet; `replaced` is the fact
  /// of that name: where it is another, content has changed.
  func features(
    at positions: [Int], fields: [String], replaced: String?, text: (Int) throws -> String
  ) throws -> TextFeatures {
    try state.withLock { state in
      if state.replaced != replaced || state.fields != fields {
        state = State(replaced: replaced, fields: fields)
      }
      let missing = positions.filter { state.rows[$0] == nil }
      if state.rows.count + missing.count > Self.capacity, !state.rows.isEmpty {
        state = State(replaced: replaced, fields: fields)
        return try read(positions, into: &state, text)
      }
      return try read(missing, into: &state, text).rows(positions.compactMap { state.rows[$0] })
    }
  }

  @discardableResult
  private func read(_ positions: [Int], into state: inout State, _ text: (Int) throws -> String) throws -> TextFeatures
  {
    let first = state.features.count
    state.features.append(contentsOf: try positions.map(text))
    for (place, position) in positions.enumerated() { state.rows[position] = first + place }
    return state.features
  }
}

extension Workspace {
  /// The texts of samples as features, in the order of `positions`: all fields, one under another. Reading takes some
  /// tens of microseconds a sample the first time, and nothing after; meant to be asked beside the keys.
  func textFeatures(at positions: [Int]) throws(EngineError) -> TextFeatures {
    let (fields, replaced) = try journal.read { db in
      let replaced = try db.fact(FactName.samplesReplaced)
      samples.see(replaced: replaced)
      return (try db.project().fields.map(\.name), replaced)
    }
    return try Journal.asEngineError(journal.path) {
      try texts.features(at: positions, fields: fields, replaced: replaced) { position in
        try text(at: position, fields: fields)
      }
    }
  }

  /// What a sample says: its fields, one under another. "" for a place without a sample.
  func text(at position: Int, fields: [String]) throws -> String {
    guard let id = try directory.id(at: position), let (row, _) = try directory.row(id: id),
      let sample = Sample(id: id, position: position, content: try directory.content(of: row), fields: fields)
    else { return "" }
    return sample.fields.map(\.text).joined(separator: "\n")
  }
}
