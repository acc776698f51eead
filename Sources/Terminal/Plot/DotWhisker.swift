/// A value with its interval on an axis, in one row: `├──●───┤`.
public enum DotWhisker {
  /// Columns from the left of the row: where the interval begins and ends, and where the value stands.
  ///
  /// nil where there is nothing to draw. An end that is no number is the value's place, and ends out of order are put in
  /// order.
  static func places(
    value: Double?, low: Double?, high: Double?, on axis: Axis, width: Int
  ) -> (low: Int, value: Int?, high: Int)? {
    let value = value.flatMap { axis.place($0, of: width) }
    let ends = [low, high].map { $0.flatMap { axis.place($0, of: width) } ?? value }
    guard let a = ends[0], let b = ends[1] else { return nil }
    return (min(a, b, value ?? a), value, max(a, b, value ?? b))
  }

  /// The row as text, `width` columns at most.
  public static func text(value: Double?, low: Double?, high: Double?, on axis: Axis, width: Int) -> String {
    guard width > 0, let places = places(value: value, low: low, high: high, on: axis, width: width) else { return "" }
    var cells = Array(repeating: Character(" "), count: width)
    for place in places.low...places.high { cells[place] = "─" }
    if places.high > places.low {
      cells[places.low] = "├"
      cells[places.high] = "┤"
    }
    if let value = places.value { cells[value] = "●" }
    while cells.last == " " { cells.removeLast() }
    return String(cells)
  }
}
