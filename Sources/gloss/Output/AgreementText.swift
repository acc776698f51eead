import AnnotationEngine
import LabelStatistics

extension QuestionAgreement {
  /// The figures for people: `α .61 [.57 .65] n 812`, then all measures, labels, pairs, slices and stretches of time.
  func text(_ name: String, values: [String]) -> String {
    var text = "\(Table.visible(name)): n \(Words.grouped(items)) with two or more answers, "
    text += Words.count(annotators, "annotator") + "\n"
    text += "  \(Words.basis("α", alpha, alphaInterval.map { ($0.low, $0.high) }, items))\(why(alphaWhy))"
    if level != .nominal { text += " · \(level.rawValue)" }
    text += "\n"
    for finding in findings { text += "  ! " + Table.visible(finding) + "\n" }
    return text + measureTable + labelTable(values) + pairTable + sliceTable + timeTable
  }

  private func why(_ reason: String?) -> String { reason.map { "  (\($0))" } ?? "" }

  private var measureTable: String {
    var table = Table([("  measure", .left), ("value", .right), ("95 %", .left), ("", .left)])
    table.add([
      "  percent", Words.figure(percent), Words.interval(percentInterval.map { ($0.low, $0.high) }), percentWhy ?? "",
    ])
    table.add([
      "  alpha", Words.figure(alpha), Words.interval(alphaInterval.map { ($0.low, $0.high) }), alphaWhy ?? "",
    ])
    for measure in measures {
      table.add([
        "  " + measure.name, Words.figure(measure.figure.value), Words.interval(measure.figure.ends),
        measure.figure.why ?? "",
      ])
    }
    return "\n" + table.text
  }

  private func labelTable(_ values: [String]) -> String {
    guard !labels.isEmpty else { return "" }
    var table = Table([
      ("  value", .left), ("answers", .right), ("n", .right), ("percent", .right), ("alpha", .right), ("95 %", .left),
      ("", .left),
    ])
    var names = sortedNames(labels.keys, order: values)
    if names.count > Table.most {
      // Of many, those that were given most often; equally many stay in the order of the values.
      let answers = names.map { labels[$0]?.answers ?? 0 }
      names = names.indices.sorted { (-answers[$0], $0) < (-answers[$1], $1) }.map { names[$0] }
    }
    for value in names.prefix(Table.most) {
      guard let figures = labels[value] else { continue }
      table.add([
        "  " + value, Words.grouped(figures.answers), Words.grouped(figures.items), Words.percent(figures.percent),
        Words.figure(figures.alpha), Words.interval(figures.alphaInterval.map { ($0.low, $0.high) }),
        figures.alphaWhy ?? "",
      ])
    }
    let why = labels.values.lazy.compactMap(\.intervalWhy).first
    return "\n" + table.text + Table.rest(of: labels.count) + (why.map { "  \($0)\n" } ?? "")
  }

  private var pairTable: String {
    guard !pairs.isEmpty else { return "" }
    var table = Table([
      ("  pair", .left), ("n", .right), ("percent", .right), ("kappa", .right), ("95 %", .left), ("", .left),
    ])
    for pair in pairs.prefix(Table.most) {
      table.add([
        "  \(pair.a) – \(pair.b)", Words.grouped(pair.items), Words.percent(pair.percent), Words.figure(pair.kappa),
        Words.interval(pair.kappaInterval.map { ($0.low, $0.high) }), pair.kappaWhy ?? "",
      ])
    }
    return "\n" + table.text + Table.rest(of: pairs.count)
  }

  private var sliceTable: String {
    guard !slices.isEmpty else { return "" }
    var table = Table([
      ("  slice", .left), ("n", .right), ("percent", .right), ("alpha", .right), ("95 %", .left), ("", .left),
    ])
    for slice in slices {
      table.add([
        "  \(slice.column) = \(slice.value.isEmpty ? "(none)" : slice.value)", Words.grouped(slice.alpha.items),
        Words.percent(slice.percent.value), Words.figure(slice.alpha.value), Words.interval(slice.alpha.ends),
        slice.alpha.why ?? "",
      ])
    }
    return "\n" + table.text
  }

  private var timeTable: String {
    guard !overTime.isEmpty else { return "" }
    var table = Table([
      ("  from", .left), ("answers", .right), ("n", .right), ("alpha", .right), ("95 %", .left), ("so far", .right),
    ])
    for stretch in overTime {
      table.add([
        "  " + Moment.local(stretch.from), Words.grouped(stretch.ratings), Words.grouped(stretch.alpha.items),
        Words.figure(stretch.alpha.value), Words.interval(stretch.alpha.ends), Words.figure(stretch.alphaSoFar.value),
      ])
    }
    return "\n" + table.text
  }
}

extension FigureReport {
  /// The ends of the interval, where there is one.
  var ends: (Double, Double)? {
    guard let low, let high else { return nil }
    return (low, high)
  }
}

extension Words {
  /// "α .61 [.57 .65] n 812": a coefficient with its interval and its basis.
  static func basis(_ symbol: String, _ value: Double?, _ ends: (Double, Double)?, _ items: Int) -> String {
    guard let value else { return "\(symbol) –" }
    let interval = ends.map { " [\(coefficient($0.0)) \(coefficient($0.1))]" } ?? ""
    return "\(symbol) \(coefficient(value))\(interval) n \(grouped(items))"
  }

  /// "[.57 .65]", or nothing.
  static func interval(_ ends: (Double, Double)?) -> String {
    ends.map { "[\(coefficient($0.0)) \(coefficient($0.1))]" } ?? ""
  }

  /// Two places without the leading zero: .61, -.05, 1.00.
  private static func coefficient(_ value: Double) -> String {
    let text = fixed(value, 2)
    if text.hasPrefix("0.") { return String(text.dropFirst()) }
    return text.hasPrefix("-0.") ? "-" + text.dropFirst(2) : text
  }
}
