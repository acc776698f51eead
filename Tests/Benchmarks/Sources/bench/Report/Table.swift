/// The report as people read it: a line a measurement, and under it what stands beside it.
struct Table {
  private static let nameWidth = 70
  private static let valueWidth = 10
  private static let barWidth = 38

  var text = ""

  mutating func add(_ measurement: Measurement) {
    var line = Self.pad(measurement.name, Self.nameWidth)
    line += Self.padLeft(measurement.value?.text ?? "–", Self.valueWidth) + "   "
    line += Self.pad(measurement.bar ?? "", Self.barWidth)
    if measurement.verdict != .told { line += measurement.verdict.rawValue }
    add(line)
    for peer in measurement.peers {
      var line = "  " + Self.pad(peer.name, Self.nameWidth - 2)
      line += Self.padLeft(peer.value?.text ?? "–", Self.valueWidth) + "   "
      line += peer.why ?? Self.ratio(measurement.value, peer.value)
      add(line)
    }
    if let note = measurement.note { add("  " + note) }
  }

  mutating func add(_ line: String) {
    var line = line
    while line.last == " " { line.removeLast() }
    text += line + "\n"
  }

  private static func ratio(_ value: Quantity?, _ peer: Quantity?) -> String {
    guard let value, let peer, peer.value > 0, value.value > 0, value.unit != .number else { return "" }
    return value.value <= peer.value
      ? "gloss \(Quantity.three(peer.value / value.value))× less"
      : "gloss \(Quantity.three(value.value / peer.value))× more"
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private static func padLeft(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
