/// A line of values with the band of their intervals, in Braille, with its two axes.
public struct LinePlot: Equatable, Sendable {
  /// A value and its interval at a place.
  public struct Point: Equatable, Sendable {
    /// Where it stands from left to right.
    public var x: Double
    /// nil leaves a gap.
    public var value: Double?
    /// The ends of its interval; nil where it has none.
    public var low: Double?
    public var high: Double?
    /// A point at `x`.
    public init(x: Double, value: Double?, low: Double? = nil, high: Double? = nil) {
      self.x = x
      self.value = value
      self.low = low
      self.high = high
    }
  }

  /// Ascending in `x`, those without a number for it left out.
  public let points: [Point]
  /// The scale of values.
  public let axis: Axis
  private let across: ClosedRange<Double>

  /// - Parameter bounds: As in `Axis`.
  public init(_ points: [Point], within bounds: ClosedRange<Double>? = nil, ticks: Int = 4) {
    let known = points.filter(\.x.isFinite).sorted { $0.x < $1.x }
    self.points = known
    axis = Axis(
      covering: known.flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } }, within: bounds, ticks: ticks)
    across = (known.first?.x ?? 0)...(known.last?.x ?? 0)
  }

  /// The plot alone, without axes.
  public func canvas(rows: Int, columns: Int, line: Role = .barFilled, band: Role = .barEmpty) -> BrailleCanvas {
    var canvas = BrailleCanvas(rows: rows, columns: columns)
    guard canvas.width > 0, canvas.height > 0 else { return canvas }
    let places = points.map { place($0.x, of: canvas.width) }
    func row(_ value: Double?) -> Int? {
      value.flatMap { axis.place($0, of: canvas.height) }.map { canvas.height - 1 - $0 }
    }
    for (index, point) in points.enumerated() {
      guard let low = row(point.low), let high = row(point.high) else { continue }
      let left = places[index]
      guard index + 1 < points.count, places[index + 1] > left, let nextLow = row(points[index + 1].low),
        let nextHigh = row(points[index + 1].high)
      else {
        for x in left - 1...left + 1 { canvas.ground(x: x, top: high, bottom: low, role: band) }
        continue
      }
      let right = places[index + 1]
      for x in left...right {
        func between(_ a: Int, _ b: Int) -> Int { a + (b - a) * (x - left) / (right - left) }
        canvas.ground(x: x, top: between(high, nextHigh), bottom: between(low, nextLow), role: band)
      }
    }
    var before: (x: Int, y: Int)?
    for (index, point) in points.enumerated() {
      guard let y = row(point.value) else {
        before = nil
        continue
      }
      canvas.line(from: before ?? (places[index], y), to: (places[index], y), role: line)
      before = (places[index], y)
    }
    return canvas
  }

  private func place(_ x: Double, of width: Int) -> Int {
    let span = across.upperBound - across.lowerBound
    // One point alone stands in the middle.
    guard span > 0, span.isFinite else { return (width - 1) / 2 }
    return Int(((x - across.lowerBound) / span * Double(width - 1)).rounded())
  }

  /// Draws the plot into `rows` × `columns` cells: values at the left, `first` and `last` under its ends.
  ///
  /// In fewer than three rows there is no line for `first` and `last`.
  public func draw(
    in frame: inout Frame, row: Int, column: Int, rows: Int, columns: Int, label: (Double) -> String, first: String,
    last: String
  ) {
    let labels = axis.ticks.map(label)
    let margin = (labels.map { displayWidth($0) }.max() ?? 0) + 1
    let width = columns - margin - 1
    let height = rows >= 3 ? rows - 1 : rows
    guard width > 1, height > 0 else { return }
    for line in 0..<height { frame.put("│", row: row + line, column: column + margin, role: .rule) }
    var taken: Set<Int> = []
    for (tick, text) in zip(axis.ticks, labels) {
      guard let place = axis.place(tick, of: height), taken.insert(place).inserted else { continue }
      let line = row + height - 1 - place
      frame.put(text, row: line, column: column + margin - 1 - displayWidth(text), role: .dim)
      frame.put("┤", row: line, column: column + margin, role: .rule)
    }
    canvas(rows: height, columns: width).draw(in: &frame, row: row, column: column + margin + 1)
    guard rows >= 3 else { return }
    let left = column + margin + 1
    frame.put(first, row: row + height, column: left, role: .dim, width: width)
    let room = width - displayWidth(first) - 2
    if displayWidth(last) <= room, last != first {
      frame.put(last, row: row + height, column: left + width - displayWidth(last), role: .dim)
    }
  }
}
