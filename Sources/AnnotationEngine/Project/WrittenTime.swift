/// Times as people write them.
public enum WrittenTime {
  private static let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400]

  /// Seconds of "90s", "10m", "1h30m" …; nil where it is not such a text.
  public static func seconds(in text: String) -> Int? {
    var total = 0
    var digits = ""
    for character in text {
      if character.isASCII && character.isNumber {
        digits.append(character)
      } else {
        guard let unit = units[character], let count = Int(digits), count < 10_000_000 else { return nil }
        total += count * unit
        digits = ""
      }
    }
    return digits.isEmpty && !text.isEmpty ? total : nil
  }
}
