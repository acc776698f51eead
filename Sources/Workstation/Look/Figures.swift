import LabelStatistics

/// Numbers as the screens write them. Without Foundation: this runs for every frame.
package enum Figures {
  /// 1000 → "1,000".
  static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// A coefficient or share to two places without the leading zero: .61, -.05, 1.00. Never shown without its n.
  static func coefficient(_ value: Double) -> String {
    guard abs(value) < 1e12 else { return "?" }
    let hundredths = Int((value * 100).rounded())
    let sign = hundredths < 0 ? "-" : ""
    let whole = hundredths.magnitude / 100
    let rest = hundredths.magnitude % 100
    return sign + (whole == 0 ? "" : String(whole)) + "." + (rest < 10 ? "0" : "") + String(rest)
  }

  /// "α .61 [.57 .65] n 812", or why there is no value. The interval is left out where there is none, or no room.
  static func alpha(_ value: Double?, _ interval: Interval? = nil, why: String?, items: Int) -> String {
    guard let value else { return why ?? "no \(Signs.alpha) yet" }
    let between = interval.map { " " + ends($0) } ?? ""
    return "\(Signs.alpha) \(coefficient(value))\(between) n \(grouped(items))"
  }

  /// "[.57 .65]"
  static func ends(_ interval: Interval) -> String { "[\(coefficient(interval.low)) \(coefficient(interval.high))]" }

  /// "κ .72 n 391"; nil where there is no value.
  static func kappa(_ value: Double?, items: Int) -> String? {
    value.map { "\(Signs.kappa) \(coefficient($0)) n \(grouped(items))" }
  }

  /// A share as "87%".
  package static func percent(_ share: Double) -> String {
    abs(share) < 1e12 ? "\(Int((share * 100).rounded()))%" : "?"
  }

  /// How much of something is done, never 100% before all is; `whole` is 1 or more.
  package static func percent(_ part: Int, of whole: Int) -> String {
    part >= whole ? percent(1) : percent(min(0.99, Double(max(0, part)) / Double(whole)))
  }

  /// Seconds as "3.1 s", "62 s", "12 min".
  static func seconds(_ value: Double) -> String {
    guard value.isFinite, value >= 0, value < 1e9 else { return "?" }
    if value < 59.95 {
      let tenths = Int((value * 10).rounded())
      return "\(tenths / 10).\(tenths % 10) s"
    }
    if value < 600 { return "\(Int(value.rounded())) s" }
    return "\(Int((value / 60).rounded())) min"
  }

  /// How long ago, both in milliseconds: "just now", "5 min ago", "2 days ago".
  static func ago(_ time: Int64, now: Int64) -> String {
    // Both come from outside, so that even a nonsensical pair must not trap.
    let (difference, overflow) = now.subtractingReportingOverflow(time)
    let minutes = overflow ? 0 : max(0, difference) / 60_000
    if minutes < 2 { return "just now" }
    if minutes < 120 { return "\(minutes) min ago" }
    if minutes < 48 * 60 { return "\(minutes / 60) hours ago" }
    return "\(grouped(Int(minutes / (24 * 60)))) days ago"
  }

  /// A moment of a list: how long ago in the last month, else the day.
  static func moment(_ time: Int64, now: Int64) -> String {
    let (difference, overflow) = now.subtractingReportingOverflow(time)
    return !overflow && difference < 30 * 86_400_000 ? ago(time, now: now) : String(date(time).prefix(10))
  }

  /// Milliseconds since 1970 as "2024-05-01 09:30 UTC", by the proleptic Gregorian calendar.
  package static func date(_ time: Int64) -> String {
    let day: Int64 = 86_400_000
    let days = time.flooredQuotient(by: day)
    guard abs(days) < 3_000_000 else { return "?" }
    let rest = time - days * day
    // Days to year, month and day: Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days.
    let shifted = days + 719_468
    let era = shifted.flooredQuotient(by: 146_097)
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * ofYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let minutes = rest / 60_000
    return "\(year)-\(two(month))-\(two(ofYear - (153 * march + 2) / 5 + 1)) "
      + "\(two(minutes / 60)):\(two(minutes % 60)) UTC"
  }

  /// "1 sample", "3 samples".
  static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
  }

  /// Eight steps of height for `values`, relative to the largest.
  static func sparkline(_ values: [Int]) -> String {
    let steps = Array("▁▂▃▄▅▆▇█")
    guard let most = values.max(), most > 0 else { return "" }
    return String(values.map { steps[max(0, min(7, ($0 * 8 - 1) / most))] })
  }
}

extension Int64 {
  /// The quotient rounded down, also of a negative number.
  fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
