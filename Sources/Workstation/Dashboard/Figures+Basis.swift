import AnnotationEngine
import Terminal

extension Figures {
  /// "α .61 [.57 .65] n 812", or why there is none.
  package static func figure(_ symbol: String, _ figure: FigureReport) -> String {
    guard let short = short(figure) else { return figure.why ?? "no \(symbol.isEmpty ? "figure" : symbol) yet" }
    return (symbol.isEmpty ? "" : symbol + " ") + short + " n \(grouped(figure.items))"
  }

  /// ".61 [.57 .65]"; nil where there is no value.
  static func short(_ figure: FigureReport) -> String? {
    guard let value = figure.value, value.isFinite else { return nil }
    return [coefficient(value), interval(figure)].compactMap { $0 }.joined(separator: " ")
  }

  /// "[.57 .65]"
  static func interval(_ figure: FigureReport) -> String? {
    guard let low = figure.low, let high = figure.high, low.isFinite, high.isFinite else { return nil }
    return "[\(coefficient(low)) \(coefficient(high))]"
  }

  /// For a cell of a table; a dash where there is no value.
  package static func cell(_ value: Double?) -> String { value.flatMap { $0.isFinite ? coefficient($0) : nil } ?? "–" }

  /// Milliseconds since 1970 as "1 May", UTC.
  package static func day(_ time: Int64) -> String {
    let parts = date(time).prefix(10).split(separator: "-", omittingEmptySubsequences: true)
    guard parts.count == 3, let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month) else {
      return "?"
    }
    return "\(day) \(months[month - 1])"
  }

  /// The same, with its year where that is another one than that of `first`.
  package static func day(_ time: Int64, after first: Int64) -> String {
    let years = [first, time].map { date($0).prefix { $0 != "-" } }
    return years[0] == years[1] ? day(time) : "\(day(time)) \(years[1])"
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// A tick of a scale: .55, 1.0, 250, 12k.
  package static func tick(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "?" }
    if value != value.rounded() || abs(value) < 1.5 { return coefficient(value) }
    if abs(value) >= 10_000, value.truncatingRemainder(dividingBy: 1000) == 0 {
      return grouped(Int(value / 1000)) + "k"
    }
    return grouped(Int(value))
  }

  /// A tick of a scale of counts, which has no halves.
  package static func countTick(_ value: Double) -> String {
    value == value.rounded() ? value == 0 ? "0" : value == 1 ? "1" : tick(value) : ""
  }
}

// MARK: - Totals

extension Figures {
  /// Complete samples, "~20" where they are rounded to tens.
  static func complete(_ status: StatusReport) -> String {
    complete(status.complete, of: status.samples, inTens: status.inTens)
  }

  static func complete(_ progress: ProgressReport) -> String {
    complete(progress.complete, of: progress.samples, inTens: progress.inTens)
  }

  private static func complete(_ complete: Int, of samples: Int, inTens: Bool) -> String {
    (inTens && complete < samples ? "~" : "") + grouped(complete)
  }
}
