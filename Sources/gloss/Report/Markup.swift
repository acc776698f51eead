import Terminal

/// Text and numbers as HTML and SVG take them. Names and messages come from outside: nothing of them is markup.
enum Markup {
  /// A text between tags or within a quoted attribute. Characters that a reader would not see, that would turn the
  /// direction of what follows, or that XML does not allow show as a sign.
  static func text(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in Table.visible(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A coordinate: one decimal at most, the same digits everywhere.
  static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "0" }
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, rest) = (tenths.magnitude / 10, tenths.magnitude % 10)
    return sign + (rest == 0 ? "\(whole)" : "\(whole).\(rest)")
  }
}
