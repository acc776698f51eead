import Foundation

/// A measured number with its unit, which decides how it is written.
struct Quantity: Codable, Comparable {
  enum Unit: String, Codable { case seconds, bytes, count, number }

  var value: Double
  var unit: Unit

  static func seconds(_ value: Double) -> Quantity { Quantity(value: value, unit: .seconds) }
  static func bytes(_ value: Double) -> Quantity { Quantity(value: value, unit: .bytes) }
  static func bytes(_ value: Int) -> Quantity { Quantity(value: Double(value), unit: .bytes) }

  /// Of no unit; four places after the point.
  static func number(_ value: Double) -> Quantity { Quantity(value: value, unit: .number) }
  static func count(_ value: Int) -> Quantity { Quantity(value: Double(value), unit: .count) }

  static func < (a: Quantity, b: Quantity) -> Bool { a.value < b.value }

  var text: String {
    switch unit {
    case .seconds:
      if value < 0.001 { return Self.three(value * 1e6) + " µs" }
      if value < 1 { return Self.three(value * 1e3) + " ms" }
      return Self.three(value) + " s"
    case .count: return String(Int(value))
    case .number: return String(format: "%.4f", value)
    case .bytes:
      if value < 2000 { return Self.three(value) + " B" }
      if value < 1e6 { return Self.three(value / 1e3) + " KB" }
      if value < 1e9 { return Self.three(value / 1e6) + " MB" }
      return Self.three(value / 1e9) + " GB"
    }
  }

  /// Three digits that mean something.
  static func three(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let places = value >= 99.95 ? 0 : value >= 10 ? 1 : 2
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (value * scale).rounded()
    let whole = Int(scaled / scale)
    guard places > 0 else { return String(whole) }
    let fraction = String(Int(scaled) % Int(scale))
    return "\(whole)." + String(repeating: "0", count: places - fraction.count) + fraction
  }
}
