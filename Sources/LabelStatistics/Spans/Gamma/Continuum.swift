/// A marked part of a continuum, in any unit of length.
struct Unit: Equatable, Sendable {
  var start: Double
  var end: Double
  var type: Int32

  init(start: Double, end: Double, type: Int32) {
    self.start = start
    self.end = end
    self.type = type
  }

  init(_ span: Span) {
    self.init(start: Double(span.start), end: Double(span.end), type: span.type)
  }
}

/// The units that each annotator marked in one document, as gamma sees it (Mathet, Widlöcher & Métivier 2015, section 4).
struct Continuum: Equatable, Sendable {
  /// Annotator by annotator, each in the order of reading.
  var units: [Unit]
  /// Annotator a has units[starts[a]..<starts[a + 1]].
  var starts: [Int]

  var annotatorCount: Int { starts.count - 1 }

  init(_ annotators: [[Unit]]) {
    units = []
    starts = [0]
    for annotator in annotators {
      units += annotator.sorted { ($0.start, $0.end, $0.type) < ($1.start, $1.end, $1.type) }
      starts.append(units.count)
    }
  }

  init(_ document: SpanDocument) {
    self.init(document.answers.map { $0.spans.map { Unit($0) } })
  }

  /// Of each unit, who marked it.
  var annotators: [Int32] {
    (0..<annotatorCount).flatMap { [Int32](repeating: Int32($0), count: starts[$0 + 1] - starts[$0]) }
  }
}

/// How far two units are apart: the combined dissimilarity of Mathet et al. 2015, section 4.3, α·positional + β·categorical,
/// in multiples of `empty`, the price of a unit without a partner.
struct UnitDissimilarity: Equatable, Sendable {
  var position = 1.0
  var category = 1.0
  var empty = 1.0

  func callAsFunction(_ a: Unit, _ b: Unit) -> Double {
    empty * (position * positional(a, b) + (a.type == b.type ? 0 : category))
  }

  /// ((|Δstart| + |Δend|) / (the sum of the lengths))²: 0 for the same place, 1 where they just touch.
  func positional(_ a: Unit, _ b: Unit) -> Double {
    let shift = abs(a.start - b.start) + abs(a.end - b.end)
    let ratio = shift / ((a.end - a.start) + (b.end - b.start))
    return ratio * ratio
  }
}
