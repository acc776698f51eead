/// What a cell of a file says where it ought to be a number: the same for every command.
enum NumberCell: Equatable {
  /// Zero, or a number whose distance from zero is within 1e-150…1e150, so that squares and sums of many are numbers, too.
  case number(Double)
  /// A number beyond that.
  case tooFar
  /// Anything else, also what only some programs take for a number: 0x10, nan, 1_000.
  case noNumber

  /// Blanks around a number are no part of it.
  init(_ text: String) {
    let text = text.trimmed
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }),
      let number = Double(text)
    else {
      self = .noNumber
      return
    }
    if number == 0 {
      // One zero, be it written -0; what is too small for any other number is none.
      self =
        text.utf8.prefix { $0 != 0x45 && $0 != 0x65 }.contains { (0x31...0x39).contains($0) } ? .tooFar : .number(0)
    } else {
      self = (1e-150...1e150).contains(abs(number)) ? .number(number) : .tooFar
    }
  }

  var number: Double? { if case .number(let number) = self { number } else { nil } }
}

extension StringProtocol {
  /// Without the blanks at its ends.
  var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}

/// Of a number that is none to compute with.
func tooFar(_ text: String, place: String) -> CommandFailure {
  CommandFailure(
    place: place, what: "“\(text)” is too far from 1 to be computed with",
    remedy: "write numbers between 1e-150 and 1e150, or in another unit")
}
