import Testing

@testable import Terminal

@Suite("Key files")
struct KeyBindingsTests {
  private let commands: [String: Set<String>] = [
    "label": ["label.skip", "label.flag", "label.next"], "all": ["all.help", "all.leave"],
  ]

  @Test("A section a screen; a key or a list of keys a command.")
  func reading() throws {
    let bindings = try KeyBindings.parse(
      """
      # mine
      [label]
      "label.skip" = ["-", "Ctrl-K"]   # two
      "label.flag" = "F5"
      "label.next" = []
      [all]
      "all.help" = "F5"
      """, file: "keys.toml", commands: commands)
    #expect(
      bindings.sections == [
        "label": [
          "label.skip": [.character("-"), .control("k")], "label.flag": [.function(5)], "label.next": [],
        ], "all": ["all.help": [.function(5)]],
      ])
    #expect(try KeyBindings.parse("", file: "keys.toml", commands: commands) == KeyBindings())
  }

  @Test(
    "What is wrong is named with its line.",
    arguments: [
      (
        "[label]\n\"label.skip\" = [\"x\"]\n\"label.flag\" = [\"y\", \"x\"]", 3, 22,
        "both “label.skip” and “label.flag”"
      ),
      ("[label]\n\n\"label.skp\" = \"x\"", 3, 1, "no command “label.skp”"),
      ("[label]\n\"label.skip\" = \"Ctl-X\"", 2, 16, "“Ctl-X” is no key"),
      ("[label]\n\"label.skip\" = 3", 2, 1, "no key"), ("[lable]\n", 1, 2, "no screen “lable”"),
      ("[label]\nlabel.skip = \"x\"", 2, 1, "no command “label”"),
      ("[label]\n\"label.skip\" = [", 2, 17, "end-of-file"),
      ("x = 1", 1, 1, "no screen “x”"),
    ])
  func mistakes(_ toml: String, _ line: Int, _ column: Int, _ words: String) {
    let error = #expect(throws: TerminalError.self) {
      try KeyBindings.parse(toml, file: "keys.toml", commands: commands)
    }
    guard case .keys(_, let foundLine, let foundColumn, let problem, let remedy) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(
      foundLine == line && foundColumn == column && problem.contains(words) && !remedy.isEmpty,
      "\(String(describing: error))")
  }

  @Test("A mistyped command is answered with the one that is meant.")
  func suggestion() {
    let error = #expect(throws: TerminalError.self) {
      try KeyBindings.parse("[label]\nskip = \"x\"", file: "keys.toml", commands: commands)
    }
    #expect(error?.recoverySuggestion?.contains("label.skip") == true)
  }
}
