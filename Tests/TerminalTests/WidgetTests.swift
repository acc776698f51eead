import Testing

@testable import Terminal

@Suite("Widgets")
struct WidgetTests {
  @Test("A line is edited as in a shell, by graphemes and words.")
  func editing() {
    var editor = LineEditor("one two")
    func press(_ keys: Key...) { for key in keys { #expect(editor.handle(key) == true) } }
    press(.control("w"), .character("e\u{301}"), .character("👍🏽"), .left, .left, .delete)
    #expect(editor.text == "one 👍🏽" && editor.cursor == 4)
    press(.home, .alt("f"), .character("!"), .end, .backspace)
    #expect(editor.text == "one! ")
    press(.alt("b"), .control("k"))
    #expect(editor.text == "" && editor.cursor == 0)
    press(.backspace, .delete, .left, .right, .control("u"))
    editor.insert("a\nb\tc")
    #expect(editor.text == "a b c")
    #expect(!editor.handle(.enter) && !editor.handle(.escape) && !editor.handle(.function(3)))
  }

  @Test("A mark typed after a letter joins it, and the cursor stays behind both.")
  func joining() {
    var editor = LineEditor("e")
    _ = editor.handle(.character("\u{301}"))
    #expect(editor.text == "é" && editor.cursor == 1)
    _ = editor.handle(.character("x"))
    _ = editor.handle(.left)
    _ = editor.handle(.backspace)
    #expect(editor.text == "x" && editor.cursor == 0)
  }

  @Test("The cursor of a long line stays in sight.")
  func editorWindow() {
    var editor = LineEditor("日本語日本語abc")
    var frame = Frame(size: Size(rows: 1, columns: 10))
    editor.draw(in: &frame, row: 0, column: 1, width: 8)
    #expect(frame.lines() == [" 本語abc"] && frame.cursor?.column == 8)
    _ = editor.handle(.home)
    frame = Frame(size: Size(rows: 1, columns: 10))
    editor.draw(in: &frame, row: 0, column: 1, width: 8)
    #expect(frame.lines() == [" 日本語日"] && frame.cursor?.column == 1)
  }

  @Test("Random editing agrees with a plain model.")
  func model() {
    var random = SplitMix(seed: 5)
    var editor = LineEditor()
    var before: [Character] = []
    var after: [Character] = []
    for _ in 0..<5000 {
      switch random.below(7) {
      case 0:
        _ = editor.handle(.backspace)
        _ = before.popLast()
      case 1:
        _ = editor.handle(.delete)
        if !after.isEmpty { after.removeFirst() }
      case 2:
        _ = editor.handle(.left)
        if let last = before.popLast() { after.insert(last, at: 0) }
      case 3:
        _ = editor.handle(.right)
        if !after.isEmpty { before.append(after.removeFirst()) }
      default:
        let character: Character = ["a", "日", "é", " ", "👍"][random.below(5)]
        _ = editor.handle(.character(character))
        before.append(character)
      }
      #expect(editor.text == String(before + after) && editor.cursor == before.count)
    }
  }

  @Test("A selection stays inside its list and in sight.")
  func selection() {
    var selection = Selection(count: 10, height: 4)
    for (key, index, top) in [
      (Key.down, 1, 0), (.end, 9, 6), (.up, 8, 6), (.pageUp, 5, 5), (.home, 0, 0), (.up, 0, 0), (.pageDown, 3, 0),
      (.down, 4, 1),
    ] {
      #expect(selection.handle(key) == true)
      #expect(selection.index == index && selection.top == top, "\(key)")
    }
    selection.resize(count: 3)
    #expect(selection.index == 2 && selection.visible == 0..<3)
    selection.resize(count: 0)
    #expect(selection.index == 0 && selection.visible.isEmpty && !selection.handle(.enter))
  }

  @Test("A table gives way from its shrinking columns and marks the chosen row.")
  func table() {
    var table = TableView(
      columns: [.init("name", shrinksTo: 3), .init("n", alignsRight: true)],
      rows: [[[Span("alice")], [Span("5")]], [[Span("bob")], [Span("1,000")]]])
    #expect(table.handle(.down) == true)
    var frame = Frame(size: Size(rows: 4, columns: 14))
    table.draw(in: &frame, row: 0, column: 0, rows: 4, width: 14)
    #expect(frame.lines() == ["  name       n", "  alice      5", "▸ bob    1,000", ""])
    #expect(frame[2, 13].role == .focus && frame[1, 2].role == .text)
    var narrow = Frame(size: Size(rows: 3, columns: 12))
    table.draw(in: &narrow, row: 0, column: 0, rows: 3, width: 12)
    #expect(narrow.lines() == ["  na…      n", "  al…      5", "▸ bob  1,000"])
  }

  @Test("A text scrolls, keeps its place when it is resized, and shows matches.")
  func textView() {
    let text = (1...20).map { "line \($0)" }.joined(separator: "\n")
    var view = TextView(text, width: 20, height: 5)
    #expect(view.lineCount == 20 && view.isScrollable && view.linesBelow == 15)
    #expect(view.handle(.pageDown) == true)
    #expect(view.top == 4)
    #expect(view.handle(.end) && view.top == 15 && view.isAtEnd)
    view.resize(width: 4, height: 5)
    #expect(view.layout.lines[view.top].text == "line")
    view = TextView(text, width: 20, height: 5)
    #expect(view.find("LINE 1") == 11)
    #expect(view.nextMatch() && view.currentMatch == 0)
    #expect(view.nextMatch() && view.currentMatch == 1 && view.top == 7)
    #expect(view.previousMatch() && view.previousMatch() && view.currentMatch == 10)
    var frame = Frame(size: Size(rows: 5, columns: 20))
    view.draw(in: &frame, row: 0, column: 0)
    let row = view.layout.line(of: view.matches[10].lowerBound) - view.top
    #expect(frame.lines()[row] == "line 19")
    #expect(frame[row, 0].role == .match && frame[row, 5].role == .match && frame[row, 6].role == .text)
    #expect(view.find("nothing") == 0 && !view.nextMatch())
  }

  @Test("Letters in order match; starts of words and runs go first.")
  func fuzzy() {
    #expect(FuzzyMatch("xyz", in: "label") == nil)
    #expect(FuzzyMatch("ba", in: "ab") == nil)
    #expect(FuzzyMatch("", in: "abc")?.positions == [])
    #expect(FuzzyMatch("NU", in: "Next unlabeled")?.positions == [0, 5])
    #expect(FuzzyMatch("lab", in: "Next unlabeled")?.positions == [7, 8, 9])
    func best(_ query: String, _ lines: [String]) -> String? {
      lines.compactMap { line in FuzzyMatch(query, in: line).map { ($0.score, line) } }.max { $0.0 < $1.0 }?.1
    }
    #expect(best("sk", ["Ask", "Skip with a reason", "Send back, keep"]) == "Skip with a reason")
    #expect(best("help", ["Help", "Help for this screen"]) == "Help")
  }

  @Test("Every match is found that a plain search finds, and its places spell the query.")
  func fuzzyProperty() {
    var random = SplitMix(seed: 9)
    let letters: [Character] = ["a", "b", "c", " ", "-"]
    for _ in 0..<3000 {
      let candidate = String((0..<random.below(10)).map { _ in letters[random.below(5)] })
      let query = String((0..<1 + random.below(4)).map { _ in letters[random.below(3)] })
      var rest = query[...]
      for letter in candidate where letter == rest.first { rest.removeFirst() }
      let match = FuzzyMatch(query, in: candidate)
      #expect((match != nil) == rest.isEmpty, "\(query) in \(candidate)")
      guard let match else { continue }
      #expect(String(match.positions.map { Array(candidate)[$0] }) == query)
      #expect(zip(match.positions, match.positions.dropFirst()).allSatisfy { $0 < $1 })
    }
  }

  @Test("The palette narrows, chooses, and refuses what cannot be done now.")
  func palette() {
    var palette = Palette(
      items: [
        .init(id: "skip", title: "Skip with a reason", detail: "-"), .init(id: "flag", title: "Flag", detail: "!"),
        .init(id: "redo", title: "Redo", disabledBecause: "nothing was undone"),
      ], height: 5)
    #expect(palette.handle(.down) == .open && palette.selected?.id == "flag")
    for letter in "re" { #expect(palette.handle(.character(letter)) == .open) }
    #expect(palette.results.map(\.item) == [2, 0])
    #expect(palette.handle(.enter) == .open)
    #expect(palette.handle(.down) == .open)
    #expect(palette.handle(.enter) == .chosen("skip"))
    var frame = Frame(size: Size(rows: 3, columns: 34))
    palette.draw(in: &frame, row: 0, column: 0, rows: 3, width: 34)
    #expect(frame.lines() == [": re", "  Redo          nothing was undone", "▸ Skip with a reason             -"])
    #expect(palette.handle(.character("z")) == .open && palette.selected == nil)
    #expect(palette.handle(.enter) == .open)
    #expect(palette.handle(.escape) == .cancelled)
  }
}
