import Terminal

/// Which key runs which command: the defaults of the table with a person's own bindings laid over them.
struct KeyMap: Sendable {
  private let keysByID: [String: [Key]]
  /// By section, key → place in the table. A screen's own section is asked before `all`.
  private let commandByKey: [Section: [Key: Int]]

  init(_ bindings: KeyBindings = KeyBindings()) {
    var keysByID: [String: [Key]] = [:]
    var commandByKey: [Section: [Key: Int]] = [:]
    for (place, command) in Command.table.enumerated() {
      let keys = bindings.sections[command.section.rawValue]?[command.id] ?? command.keys
      keysByID[command.id] = keys
      for key in keys where commandByKey[command.section]?[key] == nil {
        commandByKey[command.section, default: [:]][key] = place
      }
    }
    self.keysByID = keysByID
    self.commandByKey = commandByKey
  }

  /// What `key` runs on the screen `section`.
  func command(for key: Key, on section: Section) -> Command? {
    let place = commandByKey[section]?[key] ?? commandByKey[.all]?[key]
    return place.map { Command.table[$0] }
  }

  func keys(of id: String) -> [Key] { keysByID[id] ?? [] }

  /// The first key of a command as people write it; its place in the palette where it has none.
  func name(of id: String) -> String { keys(of: id).first?.name ?? ":" }

  /// All keys of a command, for help: "Q, Ctrl-C".
  func names(of id: String) -> String { keys(of: id).map(\.name).joined(separator: ", ") }

  // MARK: Problems

  /// What is wrong with `bindings` in sentences, in the order of sections and keys.
  static func problems(in bindings: KeyBindings) -> [String] {
    unknown(in: bindings) + answerKeys(in: bindings) + clashes(in: bindings)
  }

  private static func unknown(in bindings: KeyBindings) -> [String] {
    let known = Workstation.commandIDs
    return bindings.sections.sorted { $0.key < $1.key }.flatMap { section, commands in
      commands.keys.sorted().compactMap { id in
        known[section]?.contains(id) == true ? nil : "[\(section)] \(id): there is no such command in this section"
      }
    }
  }

  /// Lower-case letters and digits answer questions on the label and review screens, whatever the project.
  private static func answerKeys(in bindings: KeyBindings) -> [String] {
    Section.allCases.filter { $0 != .home }.flatMap { section in
      (bindings.sections[section.rawValue] ?? [:]).sorted { $0.key < $1.key }.flatMap { id, keys in
        keys.filter(\.isAnswerKey).map { key in
          "[\(section.rawValue)] \(id): \(key.name) belongs to the labels, as all lower-case letters and digits do; "
            + "take a capital letter, a sign or a Ctrl key"
        }
      }
    }
  }

  /// Two commands that would have one key on one screen, one of them at least by the person's wish.
  private static func clashes(in bindings: KeyBindings) -> [String] {
    let map = KeyMap(bindings)
    var found: [String] = []
    for section in Section.allCases {
      let others = section == .all ? [] : Command.table.filter { $0.section == .all }
      let own = Command.table.filter { $0.section == section }
      for (place, command) in own.enumerated() {
        for other in own[(place + 1)...] + others {
          for key in map.keys(of: command.id) where map.keys(of: other.id).contains(key) {
            found.append(
              "[\(section.rawValue)] \(key.name) is bound to both \(command.id) and \(other.id); give one another key")
          }
        }
      }
    }
    return found
  }
}

extension Key {
  /// A lower-case letter or a digit: these belong to the labels.
  var isAnswerKey: Bool {
    guard case .character(let character) = self, let byte = character.asciiValue else { return false }
    return (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
  }

  var answerCharacter: Character? {
    guard isAnswerKey, case .character(let character) = self else { return nil }
    return character
  }
}
