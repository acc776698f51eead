import LabelStatistics
import Synchronization
import VersionStore

/// A metadata column with few values: what slices are made of.
struct SliceColumn {
  var name: String
  var values: [String]
  /// By position the number of the value, or -1; shorter where nothing was read behind.
  var numbers: [Int32]

  func number(at position: Int32) -> Int32 { Int(position) < numbers.count ? numbers[Int(position)] : -1 }
}

/// The metadata of samples in columns of few values, read once a sample.
final class SliceMemory: Sendable {
  /// Up to so many samples are read one by one, which takes some tens of microseconds each; of more the whole project is,
  /// at some microseconds a sample.
  static let few = 5000
  /// A column with more values makes no slices.
  static let mostValues = 12
  static let mostColumns = 8
  /// Values of a column that are told apart: one with more is no column of few values any more.
  static let mostKnown = 1000

  fileprivate struct State {
    var replaced: String?
    var columns: [String: Column] = [:]
    /// By position.
    var isRead: [Bool] = []
    var readCount = 0
  }
  fileprivate struct Column {
    var values = Interned<String>()
    var numbers: [Int32] = []
    var isWide = false
  }
  private let state = Mutex(State())

  /// The columns with two to twelve values over the samples at `positions`, by name.
  /// They depend on the positions alone, whatever was read before.
  func columns(at positions: [Int32], in workspace: Workspace) throws(EngineError) -> [SliceColumn] {
    let replaced = try workspace.journal.read { db in
      let replaced = try db.fact(FactName.samplesReplaced)
      workspace.samples.see(replaced: replaced)
      return replaced
    }
    return try state.withLock { state throws(EngineError) in
      if state.replaced != replaced || state.readCount > 2 * positions.count + Self.mostKnown {
        state = State(replaced: replaced)
      }
      let unread = positions.filter { !state.isRead(at: $0) }
      if unread.count > Self.few {
        var isWanted = [Bool](repeating: false, count: Int(unread.max() ?? 0) + 1)
        for position in unread { isWanted[Int(position)] = true }
        try workspace.forEachSample { position, metadata in
          if position < isWanted.count, isWanted[position] {
            state.take(metadata, Int32(position))
          }
        }
        // Positions that no sample has any more.
        for position in unread where !state.isRead(at: position) { state.take([], position) }
      } else {
        for position in unread {
          state.take(
            try Journal.asEngineError(workspace.journal.path) { try workspace.metadata(at: Int(position)) }, position)
        }
      }
      let few = state.columns.compactMap { name, column in column.few(name, at: positions) }
      return Array(few.sorted { precedesInBytes($0.name, $1.name) }.prefix(Self.mostColumns))
    }
  }
}

extension SliceMemory.State {
  fileprivate func isRead(at position: Int32) -> Bool { Int(position) < isRead.count && isRead[Int(position)] }

  fileprivate mutating func take(_ metadata: [JSONMember], _ position: Int32) {
    if isRead.count <= Int(position) {
      isRead += Array(repeating: false, count: Int(position) + 1 - isRead.count)
    }
    isRead[Int(position)] = true
    readCount += 1
    for field in metadata {
      switch field.value {
      case .null, .array, .object: continue
      case .string, .number, .bool: break
      }
      if Suggestion.isMember(field.name) { continue }
      columns[field.name, default: SliceMemory.Column()].take(field.value.plainText, position)
    }
  }
}

extension SliceMemory.Column {
  fileprivate mutating func take(_ value: String, _ position: Int32) {
    if isWide { return }
    if numbers.count <= Int(position) {
      numbers += Array(repeating: -1, count: Int(position) + 1 - numbers.count)
    }
    numbers[Int(position)] = values.number(of: value)
    if values.all.count > SliceMemory.mostKnown { self = SliceMemory.Column(isWide: true) }
  }

  /// The column as those samples have it; nil where it has fewer than two values there or too many.
  fileprivate func few(_ name: String, at positions: [Int32]) -> SliceColumn? {
    if isWide { return nil }
    var seen: Set<Int32> = []
    for position in positions where Int(position) < numbers.count && numbers[Int(position)] >= 0 {
      if seen.insert(numbers[Int(position)]).inserted && seen.count > SliceMemory.mostValues { return nil }
    }
    return seen.count >= 2 ? SliceColumn(name: name, values: values.all, numbers: numbers) : nil
  }
}

extension QuestionWork {
  /// Agreement and balance of each value of each column, and of the samples without one.
  func slices(_ agreement: [SliceAgreement], _ columns: [SliceColumn], _ consensus: Consensus) -> [SliceReport] {
    columns.flatMap { column in
      let numbers = positions.map { column.number(at: $0) }
      return agreement.filter { $0.column == column.name }.map { slice in
        let number = column.values.firstIndex(of: slice.value).map { Int32($0) } ?? -1
        return SliceReport(
          column: column.name, value: slice.value, samples: numbers.count { $0 == number }, alpha: slice.alpha,
          balance: balance(consensus) { numbers[$0] == number })
      }
    }
  }
}
