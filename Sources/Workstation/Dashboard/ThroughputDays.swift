import AnnotationEngine

/// The days of work laid out on the calendar.
package enum ThroughputDays {
  /// More days than this are not laid out one by one: a clock was wrong.
  private static let most: Int64 = 5000
  private static let day: Int64 = 86_400_000

  /// The first and the last day, and the count of each from the one to the other, those without work included.
  package static func calendar(_ report: DashboardReport) -> (first: Int64, last: Int64, counts: [Int]) {
    let days = report.throughput.sorted { $0.day < $1.day }
    guard let first = days.first?.day, let last = days.last?.day else { return (0, 0, []) }
    let (span, overflow) = last.subtractingReportingOverflow(first)
    guard !overflow, span / day < most else { return (first, last, days.map { total($0) }) }
    var counts = Array(repeating: 0, count: Int(span / day) + 1)
    for each in days { counts[Int((each.day - first) / day)] += total(each) }
    return (first, last, counts)
  }

  static func total(_ day: ThroughputDay) -> Int { day.counts.values.reduce(0, +) }
}
