/// The answers that have one value in a column, by their places among all.
public struct AnswerSlice: Sendable {
  /// "" where they have none.
  public var value: String
  /// Its answers, ascending, by their places among all.
  public var places: [Int]
}

extension AnswerSheet.Column {
  /// Slices of a column at most; of more, those of the first values in the order of their names.
  private static let mostSlices = 200

  /// In the order of the values' names, what has no value last. What is cut are answers, not items: where the rows of an item
  /// differ in the column, each goes to its own slice.
  public var slices: [AnswerSlice] {
    var places = [[Int]](repeating: [], count: values.count + 1)
    for (index, number) in numbers.enumerated() { places[number < 0 ? values.count : Int(number)].append(index) }
    let order = values.indices.sorted { values[$0] < values[$1] } + [values.count]
    return order.filter { !places[$0].isEmpty }.prefix(Self.mostSlices).map { number in
      AnswerSlice(value: number < values.count ? values[number] : "", places: places[number])
    }
  }
}

/// Answers that follow one another in time.
public struct AnswerStretch: Sendable {
  /// Milliseconds since 1970, UTC: of the first answer and of the last one.
  public var from: Int64
  public var to: Int64
  /// Its answers, ascending, by their places among all.
  public var places: [Int]
  /// All answers up to its end, ascending.
  public var soFar: [Int]

  /// Stretches with equally many answers; those of one moment stay together. See `Stretches`.
  public static func cut(_ times: [Int64]) -> [AnswerStretch] {
    let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    var start = 0
    return Stretches.ends(order.map { times[$0] }).map { end in
      defer { start = end }
      return AnswerStretch(
        from: times[order[start]], to: times[order[end - 1]], places: order[start..<end].sorted(),
        soFar: order[..<end].sorted())
    }
  }
}
