import LabelStatistics
import Synchronization
import VersionStore

/// The metadata of samples in columns of few values, read once a sample.
final class SliceMemory: Sendable {
  /// Samples whose metadata is read at most: some tens of microseconds each.
  static let most = 20_000
  /// A column with more values makes no slices.
  static let mostValues = 12
  static let mostColumns = 8

  fileprivate struct State {
    var replaced: String?
    var columns: [String: Column] = [:]
    var read: Set<Int32> = []
  }
  fileprivate struct Column {
    var values = Interned<String>()
    var numbers: [Int32: Int32] = [:]
  }
  private let state = Mutex(State())

  /// The columns with two to twelve values over the samples at `positions`, by name: the value by position.
  /// They depend on the positions alone, whatever was read before.
  func columns(at positions: [Int32], in workspace: Workspace) throws(EngineError) -> [(String, [Int32: String])] {
    let replaced = try workspace.journal.read { db in
      let replaced = try db.fact(FactName.samplesReplaced)
      workspace.samples.see(replaced: replaced)
      return replaced
    }
    return try state.withLock { state throws(EngineError) in
      if state.replaced != replaced || state.read.count > 2 * Self.most { state = State(replaced: replaced) }
      for position in positions where !state.read.contains(position) {
        let fields = try Journal.asEngineError(workspace.journal.path) { try workspace.metadata(at: Int(position)) }
        for field in fields { state.take(field, position) }
        state.read.insert(position)
      }
      let few = state.columns.compactMap { name, column in column.few(at: positions).map { (name, $0) } }
      return Array(few.sorted { precedesInBytes($0.0, $1.0) }.prefix(Self.mostColumns))
    }
  }
}

extension SliceMemory.State {
  fileprivate mutating func take(_ field: JSONMember, _ position: Int32) {
    switch field.value {
    case .null, .array, .object: return
    case .string, .number, .bool: break
    }
    if Suggestion.isMember(field.name) { return }
    columns[field.name, default: SliceMemory.Column()].take(field.value.plainText, position)
  }
}

extension SliceMemory.Column {
  fileprivate mutating func take(_ value: String, _ position: Int32) {
    numbers[position] = values.number(of: value)
  }

  /// The values by position; nil where there are fewer than two or too many.
  fileprivate func few(at positions: [Int32]) -> [Int32: String]? {
    var seen: Set<Int32> = []
    var found: [Int32: String] = [:]
    for position in positions {
      guard let number = numbers[position] else { continue }
      if seen.insert(number).inserted && seen.count > SliceMemory.mostValues { return nil }
      found[position] = values.all[Int(number)]
    }
    return seen.count >= 2 ? found : nil
  }
}

extension QuestionWork {
  /// Agreement and balance of each value of each column.
  func slices(_ columns: [(String, [Int32: String])], _ consensus: Consensus) -> [SliceReport] {
    columns.flatMap { column, values in
      let mine = positions.map { values[$0] }
      return Set(mine.compactMap { $0 }).sorted(by: precedesInBytes).map { value in
        let taken = mine.map { $0 == value }
        return SliceReport(
          column: column, value: value, samples: taken.count { $0 },
          alpha: FigureReport(alpha { taken[Int(ratings.items[$0])] }),
          balance: balance(consensus) { taken[$0] })
      }
    }
  }

  /// Resamples of the intervals of stretches and slices: fewer than for the figure of the whole, as there are many of them.
  private static let resampling = BootstrapOptions(samples: 200)

  /// Alpha at the question's level, with its interval, over the ratings that are kept, by their place.
  func alpha(where isKept: (Int) -> Bool) -> Figure {
    var kept = Ratings(
      items: [], annotators: [], values: [], itemCount: ratings.itemCount, annotatorCount: ratings.annotatorCount,
      valueCount: ratings.valueCount)
    for index in ratings.items.indices where isKept(index) {
      kept.items.append(ratings.items[index])
      kept.annotators.append(ratings.annotators[index])
      kept.values.append(ratings.values[index])
    }
    return AgreementCounts.withoutPairs(kept).figures([.alpha(difference)], Self.resampling)[0]
  }

  var difference: Difference {
    switch question.level {
    case .nominal: .nominal
    case .ordinal: .ordinal(numbers)
    case .interval: .interval(numbers)
    // A quotient needs numbers of zero or more.
    case .ratio: (numbers.first ?? 0) < 0 ? .interval(numbers) : .ratio(numbers)
    }
  }
}
