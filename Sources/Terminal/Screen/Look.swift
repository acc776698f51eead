/// What the terminal is told about a style: colours as the terminal has them, and attributes.
struct Look: Equatable, Sendable {
  var foreground: Colour?
  var background: Colour?
  var attributes: Attributes = []

  static let none = Look()

  /// Each role's look on a terminal with these colours and attributes, in the order of the roles.
  static func all(of theme: Theme, depth: ColourDepth, attributes: Attributes) -> [Look] {
    Role.allCases.map { role in
      let style = theme[role]
      return Look(
        foreground: style.foreground?.nearest(at: depth), background: style.background?.nearest(at: depth),
        attributes: style.attributes.intersection(attributes))
    }
  }

  /// Erasing gives cells of this look. Not with a background: whether erased cells take it is a matter on which
  /// terminals differ from what terminfo says of them.
  var isErasable: Bool { background == nil && attributes.isDisjoint(with: [.reverse, .underline]) }

  /// Appends the shortest `ESC [ … m` (ECMA-48, SGR) that turns `before` into this look.
  func change(from before: Look, into bytes: inout [UInt8]) {
    guard self != before else { return }
    var before = before
    bytes.append(0x1B)
    bytes.append(0x5B)
    let start = bytes.count
    func next(_ bytes: inout [UInt8]) { if bytes.count > start { bytes.append(0x3B) } }
    if !before.attributes.isSubset(of: attributes) || (self == .none) {
      // An empty parameter means 0: everything back to the terminal's own.
      if self == .none {
        bytes.append(0x6D)
        return
      }
      bytes.append(0x30)
      before = .none
    }
    for (attribute, code) in Look.codes where attributes.contains(attribute) && !before.attributes.contains(attribute) {
      next(&bytes)
      bytes.append(code)
    }
    if foreground != before.foreground {
      next(&bytes)
      Look.append(foreground, base: 30, to: &bytes)
    }
    if background != before.background {
      next(&bytes)
      Look.append(background, base: 40, to: &bytes)
    }
    bytes.append(0x6D)
  }

  private static let codes: [(Attributes, UInt8)] = [(.bold, 0x31), (.dim, 0x32), (.underline, 0x34), (.reverse, 0x37)]

  private static func append(_ colour: Colour?, base: Int, to bytes: inout [UInt8]) {
    switch colour {
    case nil: bytes.append(decimal: base + 9)
    case .indexed(let index) where index < 8: bytes.append(decimal: base + Int(index))
    case .indexed(let index) where index < 16: bytes.append(decimal: base + 60 + Int(index) - 8)
    case .indexed(let index):
      bytes.append(decimal: base + 8)
      bytes.append(contentsOf: [0x3B, 0x35, 0x3B])
      bytes.append(decimal: Int(index))
    case .rgb(let red, let green, let blue):
      bytes.append(decimal: base + 8)
      bytes.append(contentsOf: [0x3B, 0x32])
      for part in [red, green, blue] {
        bytes.append(0x3B)
        bytes.append(decimal: Int(part))
      }
    }
  }
}

extension [UInt8] {
  /// The digits of a number that is not negative.
  mutating func append(decimal number: Int) {
    if number >= 10 { append(decimal: number / 10) }
    append(0x30 + UInt8(number % 10))
  }
}
