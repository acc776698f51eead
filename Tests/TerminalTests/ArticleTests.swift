import Terminal
import Testing

/// The example of the module's article.
private struct Counter: Program {
  func update(_ count: inout Int, _ event: Event<String>) -> [String] {
    if case .input(.key(.character("+"))) = event { count += 1 }
    return []
  }
  func view(_ count: Int, size: Size) -> Frame {
    var frame = Frame(size: size)
    frame.put("counted \(count)", row: 0, column: 1, role: .title)
    return frame
  }
  func isOver(_ count: Int) -> Bool { count == 3 }
}

@Test("The example of the article counts to three.")
func example() {
  var count = 0
  let plus = Input.key(.character("+"))
  let last = play(
    Counter(), state: &count, size: Size(rows: 1, columns: 20), inputs: [plus, .key(.tab), plus, plus, plus],
    perform: { _ in nil }, each: { _, _ in })
  #expect(last.lines() == [" counted 3"])
}
