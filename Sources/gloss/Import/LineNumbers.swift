import AnnotationEngine
import Synchronization

/// A record that knows the line it begins in.
protocol NumberedRecord: Sendable { var line: Int { get set } }
extension IncomingSample: NumberedRecord {}
extension IncomingAnnotation: NumberedRecord {}

/// Lines numbered through several files, and back again. The files are read on another thread than the one that asks.
final class LineNumbers: Sendable {
  private struct State {
    /// The files begun so far, each with the number before its first line.
    var files: [(name: String, before: Int)] = []
    var last = 0
  }
  private let state = Mutex(State())

  func begin(file: String) {
    state.withLock { state in state.files.append((file, state.last)) }
  }

  /// Begins a file, and gives the number through all files of a line of it.
  func begin(file: String, atLine line: Int) -> Int {
    begin(file: file)
    return through(line)
  }

  /// The number through all files of a line of the current one.
  func through(_ line: Int) -> Int {
    state.withLock { state in
      let number = (state.files.last?.before ?? 0) + line
      state.last = max(state.last, number)
      return number
    }
  }

  /// The file and the line in it of a number through all files.
  func place(of number: Int) -> (file: String, line: Int) {
    state.withLock { state in
      let file = state.files.last { $0.before < number } ?? state.files.first ?? ("", 0)
      return (file.name, number - file.before)
    }
  }

  /// `bad` with its line in its own file, and in its reason the line of what it clashes with.
  func inItsFile(_ bad: BadRecord) -> (file: String, record: BadRecord) {
    var bad = bad
    let place = place(of: bad.line)
    bad.line = place.line
    if state.withLock({ $0.files.count > 1 }) {
      bad.reason = bad.reason.replacing(/in line (\d+)/) { match in
        guard let number = Int(match.1) else { return String(match.0) }
        let other = self.place(of: number)
        return "in \(other.file):\(other.line)"
      }
    }
    return (place.file, bad)
  }

  /// An engine error with its place told in the right file.
  func inItsFile(_ error: EngineError) -> EngineError {
    guard case .badRecords(_, let first, let count) = error else { return error }
    let (file, record) = inItsFile(first)
    return .badRecords(file: file, first: record, count: count)
  }
}
