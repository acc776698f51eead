extension Moment {
  /// Milliseconds since 1970, UTC, of "2024-05-01", "2024-05-01 09:30:00.5", "2024-05-01T09:30Z" or "…+02:00", or of a
  /// number of seconds, or of milliseconds where it is above 10¹¹. nil for anything else.
  static func parse(_ text: String) -> Int64? {
    if let number = Double(text), number.isFinite, abs(number) < 1e17 {
      return Int64((abs(number) < 1e11 ? number * 1000 : number).rounded())
    }
    let pattern =
      /(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d\d:?\d\d)?)?/
    guard let match = text.wholeMatch(of: pattern) else { return nil }
    func number(_ part: Substring?) -> Int64 { part.flatMap { Int64($0) } ?? 0 }
    let (month, day) = (number(match.2), number(match.3))
    let (hour, minute, second) = (number(match.4), number(match.5), number(match.6))
    guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61 else { return nil }
    let thousandths = number(match.7.map { ($0 + "00").prefix(3) })
    var offset: Int64 = 0
    if let zone = match.8, zone != "Z" {
      let digits = zone.filter(\.isNumber)
      offset = (zone.first == "-" ? -1 : 1) * (number(digits.prefix(2)) * 60 + number(digits.suffix(2)))
    }
    let minutes = (days(number(match.1), month, day) * 24 + hour) * 60 + minute - offset
    return (minutes * 60 + second) * 1000 + thousandths
  }

  /// Days since 1970 of a date: Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let ofEra = year - era * 400
    let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }
}
