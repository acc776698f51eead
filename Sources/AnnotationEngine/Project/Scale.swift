import LabelStatistics

/// The numbers that a rating takes: from `min` to `max` by steps of `step`.
public struct Scale: Codable, Equatable, Sendable {
  public var min: DecimalNumber
  public var max: DecimalNumber
  /// Above zero, and a whole number of times in `max - min`.
  public var step: DecimalNumber
  /// What differences between its numbers mean: `ordinal`, `interval` or `ratio`.
  public var level: Question.Level

  public init(min: DecimalNumber, max: DecimalNumber, step: DecimalNumber, level: Question.Level = .interval) {
    precondition(step.millionths > 0 && max > min && (max.millionths - min.millionths) % step.millionths == 0)
    self.min = min
    self.max = max
    self.step = step
    self.level = level
  }

  /// How many numbers it has.
  public var count: Int { Int((max.millionths - min.millionths) / step.millionths) + 1 }

  /// The number at a place from 0 to `count - 1`, `min` first.
  public func point(_ place: Int) -> DecimalNumber {
    precondition((0..<count).contains(place))
    return DecimalNumber(millionths: min.millionths + Int64(place) * step.millionths) ?? max
  }

  /// The place of a number from 0; nil where it is not on the scale.
  public func place(of number: DecimalNumber) -> Int? {
    guard number >= min, number <= max else { return nil }
    let (place, rest) = (number.millionths - min.millionths).quotientAndRemainder(dividingBy: step.millionths)
    return rest == 0 ? Int(place) : nil
  }

  public func contains(_ number: DecimalNumber) -> Bool { place(of: number) != nil }

  /// Whether each number of `other` is one of this.
  func covers(_ other: Scale) -> Bool {
    contains(other.min) && contains(other.max) && other.step.millionths % step.millionths == 0
  }

  /// "from 1 to 5", or "from 0 to 1 by steps of 0.05".
  public var words: String {
    "from \(min.text) to \(max.text)" + (step.text == "1" ? "" : " by steps of \(step.text)")
  }

  /// So many numbers have a digit each on the keyboard.
  public static let mostOnDigits = 10

  /// Whether each number has a digit as its key; else numbers are typed.
  public var isOnDigits: Bool { count <= Self.mostOnDigits }

  /// The digits of its numbers in order: their own where all are from 0 to 9, else 1 … 9, 0 by place.
  /// Empty where numbers are typed.
  public var digits: [String] {
    guard isOnDigits else { return [] }
    let names = (0..<count).map { point($0).text }
    return names.allSatisfy { $0.utf8.count == 1 } ? names : (1...count).map { String($0 % 10) }
  }
}

extension Question {
  /// What the answers' values mean to one another: the level of measurement for statistics.
  public typealias Level = LabelStatistics.Level

  /// Nominal but for ratings, which say it.
  public var level: Level { scale?.level ?? .nominal }

  /// Whether an answer may hold the value called `name`: of a rating, the text of a number on its scale.
  func hasValue(_ name: String) -> Bool {
    guard let scale else { return values.contains { $0.name == name } }
    return DecimalNumber(name).map { $0.text == name && scale.contains($0) } ?? false
  }

  /// Names of values, or of sets of them, as lists and tables have them: in the project's order, numbers as numbers, then
  /// others; each once. The empty name, which stands for no label, comes last.
  package func inOrder(_ names: some Sequence<String>) -> [String] {
    let all = Set(names)
    let known = kind == .rating ? [] : values.map(\.name).filter(all.contains)
    return known
      + all.subtracting(known).sorted { a, b in
        if a.isEmpty || b.isEmpty { return !a.isEmpty }
        if kind == .rating, let a = DecimalNumber(a), let b = DecimalNumber(b) { return a < b }
        return a < b
      }
  }

  /// "a, b and c", or "the numbers from 1 to 5", for messages.
  var valueWords: String { scale.map { "the numbers \($0.words)" } ?? list(values.map(\.name)) }
}
