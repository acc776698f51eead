import AnnotationEngine
import Foundation

/// Small sentences that several commands say.
enum Words {
  /// "1 sample", "1,234 samples".
  static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
  }

  /// Said where annotators see totals that are rounded.
  static let inTens = "totals are rounded to tens for annotators"

  /// "3 changes", "up to 10 changes".
  static func changes(_ number: Int, inTens: Bool) -> String {
    (inTens && number > 0 ? "up to " : "") + count(number, "change")
  }

  /// 1234567 as "1,234,567".
  static func grouped(_ number: Int) -> String {
    var digits = Array(String(number.magnitude))
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return (number < 0 ? "-" : "") + String(digits)
  }

  /// "999 B", "1.2 MB": decimal units, as disks are sold.
  static func bytes(_ count: Int) -> String {
    if count < 1000 { return "\(count) B" }
    var size = Double(count) / 1000
    for unit in ["kB", "MB", "GB"] {
      if size < 999.95 { return "\(fixed(size, 1)) \(unit)" }
      size /= 1000
    }
    return "\(fixed(size, 1)) TB"
  }

  /// `value` with `places` decimals, rounded half away from zero.
  static func fixed(_ value: Double, _ places: Int) -> String {
    let scale = [1.0, 10, 100, 1000][places]
    let scaled = (abs(value) * scale).rounded()
    guard scaled.isFinite, scaled < 1e15 else { return "\(value)" }
    let whole = Int(scaled)
    let sign = value < 0 && whole > 0 ? "-" : ""
    if places == 0 { return sign + "\(whole)" }
    let step = Int(scale)
    let fraction = String(whole % step)
    return sign + "\(whole / step)." + String(repeating: "0", count: places - fraction.count) + fraction
  }

  /// A share as a whole percentage; what has no value as a dash.
  static func percent(_ share: Double?) -> String {
    guard let share else { return "–" }
    return fixed(share * 100, 1) + "%"
  }

  /// A coefficient to three places, or a dash.
  static func figure(_ value: Double?) -> String {
    guard let value else { return "–" }
    return fixed(value, 3)
  }

  /// "positive", "sport, news", or "nothing" where nothing was chosen.
  static func answer(_ answer: Answer) -> String {
    switch answer {
    case .choice(let name): name
    case .choices(let names): names.isEmpty ? "nothing" : names.joined(separator: ", ")
    case .number(let number): number.text
    }
  }

  /// The first ten digits of a commit's id: what `log` shows, and enough to name it.
  static func short(_ commit: String) -> String { String(commit.prefix(10)) }
}

/// Moments, given in milliseconds since 1970 UTC.
enum Moment {
  /// "2024-05-01T09:30:00.000Z": for scripts.
  static func iso(_ milliseconds: Int64) -> String {
    formatted(milliseconds, "%Y-%m-%dT%H:%M:%S", gmtime_r) + "." + thousandths(milliseconds) + "Z"
  }

  /// "2024-05-01 11:30 +0200": for people, in their time zone.
  static func local(_ milliseconds: Int64) -> String {
    formatted(milliseconds, "%Y-%m-%d %H:%M %z", localtime_r)
  }

  /// "20240501093000", in UTC: as OpenSSH writes times.
  static func compact(_ milliseconds: Int64) -> String { formatted(milliseconds, "%Y%m%d%H%M%S", gmtime_r) }

  private static func thousandths(_ milliseconds: Int64) -> String {
    let rest = String(((milliseconds % 1000) + 1000) % 1000)
    return String(repeating: "0", count: 3 - rest.count) + rest
  }

  private static func formatted(
    _ milliseconds: Int64, _ format: String,
    _ split: (UnsafePointer<time_t>, UnsafeMutablePointer<tm>) -> UnsafeMutablePointer<tm>?
  ) -> String {
    var seconds = time_t((Double(milliseconds) / 1000).rounded(.down))
    var parts = tm()
    _ = split(&seconds, &parts)
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      let length = strftime(buffer.baseAddress, 64, format, &parts)
      return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}

/// A line that says what is kept from the person, where anything is.
func veil(_ veiled: Veiled<some Codable & Equatable & Sendable>) -> String {
  guard veiled.isVeiled else { return "" }
  return veiled.isForGood
    ? "Answers to samples are shown to reviewers and leads; gloss blame shows your own.\n\n"
    : "Others' answers to samples that are yours to answer are left out.\n\n"
}
