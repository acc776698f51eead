import Terminal

/// Terminal's role of a cell, under a name that the engine's role of a person does not have.
typealias Ink = Role

extension Role {
  /// The role for a colour that gloss.yaml gives a value; plain text for none.
  init(colour: String?) {
    switch colour {
    case "red": self = .red
    case "orange": self = .orange
    case "yellow": self = .yellow
    case "green": self = .green
    case "cyan": self = .cyan
    case "blue": self = .blue
    case "magenta": self = .magenta
    case "grey": self = .grey
    default: self = .text
    }
  }
}
