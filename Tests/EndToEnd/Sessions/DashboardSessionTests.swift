import Foundation
import Testing

@Suite("A sitting at the dashboard", .serialized, .timeLimit(.minutes(10)))
struct DashboardSessionTests {
  private func open(
    _ scratch: Scratch, as person: String = "lena", rows: Int = 24, columns: Int = 80,
    environment: [String: String?] = [:]
  ) throws -> TerminalSession {
    let terminal = try TerminalSession.gloss(
      ["dashboard", "--as", person], in: scratch, rows: rows, columns: columns,
      environment: ["GLOSS_CLOCK": PictureProject.clock].merging(environment) { $1 })
    // The figures are counted beside the first frame.
    try terminal.wait(for: "of 60")
    try terminal.wait("all figures") { !$0.contains("counting") }
    return terminal
  }

  @Test("The screens of the dashboard are the ones that are kept.", arguments: [(24, 80), (12, 40), (40, 120)])
  func pictures(_ size: (rows: Int, columns: Int)) throws {
    let terminal = try open(try CrowdProject.begin(), rows: size.rows, columns: size.columns)
    func keep(_ name: String) throws {
      let name = "\(name)-\(size.columns)x\(size.rows)"
      try terminal.reach(name)
      golden(terminal.text, named: name)
    }
    try keep("dashboard")
    terminal.type("]]]")
    try keep("dashboard-pairs")
    terminal.type("T")
    try keep("dashboard-table")
    terminal.type("T]")
    try keep("dashboard-confusion")
    terminal.type("]]")
    try keep("dashboard-skill")
    terminal.type("?")
    try terminal.wait(for: "keys")
    terminal.kill()
  }

  @Test("In ASCII each plot is drawn with signs that every font has, and nothing else is sent.")
  func ascii() throws {
    let terminal = try open(try CrowdProject.begin(), environment: ["LC_ALL": "C"])
    for _ in 0..<8 {
      try terminal.settle()
      let isASCII = terminal.text.unicodeScalars.allSatisfy(\.isASCII)
      #expect(isASCII, "\(terminal.text)")
      terminal.type("]")
    }
    terminal.type("]]]")
    try terminal.wait(for: "> pairs")
    terminal.forgetOutput()
    terminal.type("]")
    try terminal.wait(for: "> confusion")
    #expect(terminal.text.contains("#") && !terminal.text.contains("?? "), "\(terminal.text)")
    try terminal.leave()
  }

  @Test("Without colours every plot says the same.")
  func noColour() throws {
    let scratch = try CrowdProject.begin()
    let coloured = try open(scratch)
    let plain = try open(scratch, environment: ["NO_COLOR": "1"])
    for terminal in [coloured, plain] {
      terminal.type("]]]")
      try terminal.wait(for: "▸ pairs")
    }
    #expect(coloured.text == plain.text)
    for row in 0..<24 {
      for column in 0..<80 {
        let cell = plain.cell(row, column)
        #expect(cell.foreground == .own && cell.background == .own)
      }
    }
    try coloured.leave()
    try plain.leave()
  }

  @Test("Resizes and fast keys while it stands open break nothing, and a kill leaves the workspace whole.")
  func storm() throws {
    let scratch = try CrowdProject.begin()
    var random = SeededRandom(seed: 5)
    let terminal = try open(scratch)
    for _ in 0..<60 {
      terminal.resize(
        rows: Int.random(in: 3...80, using: &random), columns: Int.random(in: 10...300, using: &random))
      terminal.type(
        ["]", "T", "[", "}", " ", "\u{1B}[B", "\u{1B}[C", "]]]]TT", "R"].randomElement(using: &random) ?? "")
      if Bool.random(using: &random) { terminal.pump(for: 0.02) }
    }
    terminal.resize(rows: 24, columns: 80)
    try terminal.wait(for: "tweets · dashboard")
    terminal.kill()
    #expect(try BuiltProgram.run(["fsck"], in: scratch).status == 0)
  }

  @Test("An annotator sees their own row, and not how the others do.")
  func annotator() throws {
    let terminal = try open(try CrowdProject.begin(), as: "chen")
    terminal.press(.up)
    terminal.press(.up)
    try terminal.wait(for: "▸ skill")
    #expect(terminal.text.contains("chen") && !terminal.text.contains("emil"), "\(terminal.text)")
    try terminal.leave()
  }

  @Test("From home and from review it opens, and what others answer meanwhile shows by itself.")
  func news() throws {
    let scratch = try CrowdProject.begin()
    let terminal = try TerminalSession.gloss(["home", "--as", "lena"], in: scratch)
    try terminal.wait(for: "of 60")
    terminal.type("d")
    try terminal.wait(for: "tweets · dashboard")
    try terminal.wait(for: "annotations")
    try scratch.write("sample,annotator,sentiment\ns0,emil,positive\n", to: "more.csv")
    let before = terminal.text
    #expect(try BuiltProgram.run(["import", "more.csv", "--annotations"], in: scratch).status == 0)
    try terminal.wait("other figures") { $0 != before && $0.contains("forecast") }
    terminal.type("Q")
    try terminal.wait(for: "Enter open")
    try terminal.leave()
  }
}
