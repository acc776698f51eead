import AnnotationEngine
import Terminal
import Testing

@testable import Workstation

@Suite struct CommandTests {
  @Test("No two commands have one id, and each id begins with its section.")
  func ids() {
    #expect(Set(Command.table.map(\.id)).count == Command.table.count)
    for command in Command.table { #expect(command.id.hasPrefix(command.section.rawValue + ".")) }
  }

  @Test("No two commands of a screen have one key, and none has a label's key.")
  func keys() {
    #expect(Workstation.problems(in: KeyBindings()) == [])
    for section in [Section.home, .label, .review, .history, .dashboard] {
      let keys = Command.commands(on: section).flatMap(\.keys)
      #expect(Set(keys).count == keys.count, "on \(section)")
      if section != .home { #expect(keys.filter { $0.isAnswerKey }.isEmpty) }
    }
  }

  @Test("Every command has a key, a title and a sentence.")
  func complete() {
    for command in Command.table {
      #expect(!command.keys.isEmpty, "\(command.id)")
      #expect(!command.title.isEmpty)
      #expect(command.about.hasSuffix("."))
    }
  }

  @Test("Each key reaches its command: it does something, opens something, or says why not.")
  func reachable() {
    for section in [Section.home, .label, .review, .history, .dashboard] {
      for command in Command.commands(on: section) {
        for key in command.keys {
          var stage = Stage.on(section)
          let before = stage.frame
          let why = stage.state.whyNot(command)
          stage.press(key)
          if let why {
            #expect(stage.status.contains(why), "\(command.id)")
          } else if !command.about.contains("scrolls") {
            #expect(stage.frame != before || !stage.effects.isEmpty || stage.isOver, "\(command.id)")
          }
        }
      }
    }
  }

  @Test("A key bound anew runs its command, shows in the hints and in help, and the old one is free.")
  func remap() {
    let bindings = KeyBindings(sections: ["label": ["label.skip": [.control("k")]]])
    #expect(Workstation.problems(in: bindings) == [])
    var stage = Stage.labeling(bindings: bindings)
    #expect(stage.hints.contains("Ctrl-K skip"))
    #expect(stage.state.helpText(stage.program.keys, width: 400).text.contains("Ctrl-K"))
    stage.type("-")
    #expect(stage.status.contains("- means nothing here"))
    stage.press(.control("k"))
    #expect(stage.status.hasPrefix(" skip because"))
  }

  @Test("A label's key, a key that two commands would have, and an unknown command are named.")
  func problems() {
    let bindings = KeyBindings(sections: [
      "label": ["label.skip": [.character("x")], "label.flag": [.character("#")], "label.nothing": [.tab]]
    ])
    let problems = Workstation.problems(in: bindings)
    #expect(problems.count == 3)
    #expect(problems.contains { $0.contains("label.nothing: there is no such command") })
    #expect(problems.contains { $0.contains("label.skip: x belongs to the labels") })
    #expect(problems.contains { $0.contains("# is bound to both label.comment and label.flag") })
  }

  @Test("The ids for a key file cover the table.")
  func commandIDs() {
    let ids = Workstation.commandIDs
    #expect(Set(ids.keys) == ["all", "home", "label", "review", "history", "dashboard"])
    #expect(ids.values.reduce(0) { $0 + $1.count } == Command.table.count)
  }
}
