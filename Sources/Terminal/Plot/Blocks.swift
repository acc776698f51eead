/// Bars of block elements, an eighth of a cell fine (U+2580 to U+259F). In ASCII they keep their length to a cell.
public enum Blocks {
  private static let across = Array("▏▎▍▌▋▊▉█")
  private static let upwards = Array("▁▂▃▄▅▆▇█")
  private static let shades = Array(" ░▒▓█")

  /// A bar to the right that fills `share` of `width` columns. It is never full before 1 and never empty above 0.
  public static func bar(_ share: Double, width: Int) -> String {
    let eighths = eighths(share, cells: width)
    guard eighths > 0 else { return "" }
    let full = String(repeating: "█", count: eighths / 8)
    return eighths.isMultiple(of: 8) ? full : full + String(across[eighths % 8 - 1])
  }

  /// The cell of a column of `height` rows that fills `share` of it, `row` counted from the bottom; a blank above it.
  public static func column(_ share: Double, row: Int, height: Int) -> Character {
    let eighths = eighths(share, cells: height) - 8 * row
    return eighths <= 0 ? " " : upwards[min(8, eighths) - 1]
  }

  /// One of five shades for 0 to 1, blank to full; each stands for a fifth. A blank for what is no number.
  public static func shade(_ share: Double) -> Character {
    guard share.isFinite else { return " " }
    return shades[min(4, Int((0...1).held(share) * 5))]
  }

  private static func eighths(_ share: Double, cells: Int) -> Int {
    guard share.isFinite, share > 0, cells > 0 else { return 0 }
    if share >= 1 { return 8 * cells }
    return max(1, min(8 * cells - 1, Int((share * Double(8 * cells)).rounded())))
  }
}
