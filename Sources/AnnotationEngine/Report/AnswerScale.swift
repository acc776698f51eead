import LabelStatistics

/// How the values that were given to a question compare with one another. Values are numbered from 0.
public struct AnswerScale: Sendable {
  /// A label that is judged against all others.
  public struct Label: Sendable {
    public var name: String
    /// The values that give the label, ascending.
    public var values: [Int32]
  }

  /// A further alpha, by the name that its figure has.
  public struct NamedDifference: Sendable {
    public var name: String
    public var difference: Difference
  }

  public var valueCount: Int
  public var level: Level
  /// The number of each value at the levels that have an order.
  public var numbers: [Double]
  public var labels: [Label]
  public var differences: [NamedDifference] = []

  /// Values that are alike or not: each is a label.
  public static func nominal(_ names: [String]) -> AnswerScale {
    AnswerScale(
      valueCount: names.count, level: .nominal, numbers: [],
      labels: names.enumerated().map { Label(name: $1, values: [Int32($0)]) })
  }

  /// Numbers of a scale that are a label each, at most.
  private static let mostNumberLabels = 50

  /// Numbers, each with its text.
  public static func numbers(_ numbers: [Double], names: [String], level: Level) -> AnswerScale {
    // Of a fine scale the single numbers are no labels that anybody would look at.
    let labels = names.count > mostNumberLabels ? [] : nominal(names).labels
    return AnswerScale(valueCount: names.count, level: level, numbers: numbers, labels: labels)
  }

  /// Sets of labels.
  public static func sets(_ sets: [Set<Int>], labels: [String]) -> AnswerScale {
    var scale = AnswerScale(
      valueCount: sets.count, level: .nominal, numbers: [],
      labels: zip(labels, holders(of: labels.count, in: sets)).map { Label(name: $0, values: $1) })
    if sets.count <= ValueWeights.limit {
      scale.differences = [
        NamedDifference(name: "alpha_jaccard", difference: .table(.jaccard(sets))),
        NamedDifference(name: "alpha_masi", difference: .table(.masi(sets))),
      ]
    }
    return scale
  }

  /// For each of `count` labels the values that hold it, ascending.
  fileprivate static func holders(of count: Int, in values: [some Sequence<Int>]) -> [[Int32]] {
    var holders = [[Int32]](repeating: [], count: count)
    for (value, labels) in values.enumerated() {
      for label in labels { holders[label].append(Int32(value)) }
    }
    return holders
  }

  /// Places in a taxonomy, each as its path from the top. A label is held by what lies below it, too.
  public static func taxonomy(_ paths: [[String]]) -> AnswerScale {
    var places: [[String]: Int] = [:]
    var parents: [Int?] = []
    func place(_ path: [String]) -> Int {
      if let known = places[path] { return known }
      let parent = path.count > 1 ? place(Array(path.dropLast())) : nil
      places[path] = parents.count
      parents.append(parent)
      return parents.count - 1
    }
    let values = paths.map(place)
    let above = values.map { value in
      Array(sequence(first: value) { parents[$0] })
    }
    let holders = holders(of: parents.count, in: above)
    let known = places.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    var scale = AnswerScale(
      valueCount: paths.count, level: .nominal, numbers: [],
      labels: known.map { Label(name: $0.key.joined(separator: "/"), values: holders[$0.value]) })
    if parents.count <= ValueWeights.limit {
      let steps = DistanceTable.path(parents: parents)
      scale.differences = [
        NamedDifference(
          name: "alpha_path",
          difference: .table(DistanceTable(count: paths.count) { steps.distance(values[$0], values[$1]) }))
      ]
    }
    return scale
  }

  /// The alpha that is called alpha.
  public var difference: Difference {
    switch level {
    case .nominal: .nominal
    case .ordinal: .ordinal(numbers)
    case .interval: .interval(numbers)
    case .ratio: .ratio(numbers)
    }
  }

  /// Where each value stands on the scale that weights are made for: at the ordinal level its rank among those that
  /// occur, else its number.
  func places(_ occurring: [Int32]) -> [Double] {
    guard level == .ordinal else { return numbers }
    var places = [Double](repeating: 0, count: valueCount)
    for (rank, value) in occurring.sorted(by: { numbers[Int($0)] < numbers[Int($1)] }).enumerated() {
      places[Int(value)] = Double(rank)
    }
    return places
  }
}

extension Question {
  /// The answers that were given, as a scale, and for each of them its number on it: the same whatever order they were
  /// given in.
  func scale(of answers: [Answer]) -> (scale: AnswerScale, numbers: [Int32]) {
    let places = Dictionary(values.enumerated().map { ($1.name, $0) }) { first, _ in first }
    let order = answers.indices.sorted { a, b in
      switch (answers[a], answers[b]) {
      case (.number(let x), .number(let y)): x < y
      default: Self.key(answers[a], places).lexicographicallyPrecedes(Self.key(answers[b], places))
      }
    }
    var numbers = [Int32](repeating: 0, count: answers.count)
    for (number, index) in order.enumerated() { numbers[index] = Int32(number) }
    let sorted = order.map { answers[$0] }
    var scale: AnswerScale
    switch kind {
    case .choices:
      scale = .sets(sorted.map { Set($0.names.compactMap { places[$0] }) }, labels: values.map(\.name))
    case .rating:
      scale = .numbers(
        sorted.map { if case .number(let number) = $0 { Double(number.millionths) / 1e6 } else { 0 } },
        names: sorted.map { $0.names.first ?? "" }, level: level)
    case .choice: scale = .nominal(sorted.map { $0.names.first ?? "" })
    }
    // The project's values are the labels, whether they were given or not.
    let holders = AnswerScale.holders(of: values.count, in: sorted.map { $0.names.compactMap { places[$0] } })
    scale.labels = zip(values, holders).map { AnswerScale.Label(name: $0.name, values: $1) }
    return (scale, numbers)
  }

  private static func key(_ answer: Answer, _ places: [String: Int]) -> [Int] {
    answer.names.map { places[$0] ?? places.count } + answer.names.flatMap { $0.utf8.map(Int.init) }
  }
}
