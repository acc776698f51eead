/// Colours and attributes for every role, read from one TOML file.
public struct Theme: Equatable, Sendable {
  /// How a role looks. A colour that is nil is the terminal's own.
  public struct Style: Equatable, Sendable {
    public var foreground: Colour?
    public var background: Colour?
    public var attributes: Attributes
    public init(_ foreground: Colour? = nil, on background: Colour? = nil, _ attributes: Attributes = []) {
      self.foreground = foreground
      self.background = background
      self.attributes = attributes
    }
  }

  public var name: String
  /// One a role, in the order of the roles.
  var styles: [Style]

  init(name: String, styles: [Role: Style]) {
    self.name = name
    self.styles = Role.allCases.map { styles[$0] ?? Style() }
  }

  public subscript(role: Role) -> Style { styles[Int(role.rawValue)] }

  /// The theme that needs no file: terminal's own colours, bold, dim and reverse only.
  public static let plain = Theme(
    name: "plain",
    styles: [
      .dim: Style(nil, .dim), .rule: Style(nil, .dim), .title: Style(nil, .bold), .heading: Style(nil, .bold),
      .key: Style(nil, .bold), .hint: Style(nil, .dim), .focus: Style(nil, .reverse), .chosen: Style(nil, .bold),
      .suggestion: Style(nil, .underline), .warning: Style(nil, .bold), .error: Style(nil, [.bold, .reverse]),
      .conflict: Style(nil, [.bold, .underline]), .glyph: Style(nil, .underline), .match: Style(nil, .reverse),
      .input: Style(nil, .underline), .barEmpty: Style(nil, .dim), .grey: Style(nil, .dim),
    ])
}

extension Theme.Style {
  init(_ foreground: Colour?, _ attributes: Attributes) { self.init(foreground, on: nil, attributes) }
}
