import Terminal

/// A small program for tests of the terminal: shows the keys that came, text given to it, and misbehaves on demand.
///
///     terminal-fixture [TEXT]
@main
enum Fixture {
  static func main() {
    Terminal.blockSignals()
    do throws(TerminalError) {
      let program = KeyShow()
      var state = KeyShow.State(text: CommandLine.arguments.dropFirst().first ?? "")
      let terminal = try Terminal(theme: .dark)
      let end = run(
        program, state: &state, on: terminal, lane: { $0.lane }, perform: { effect in effect.perform() })
      print("ended: \(end == .over ? "over" : "hang up"), \(state.saved) saved")
    } catch {
      print("error: \(error.errorDescription ?? "") \(error.recoverySuggestion ?? "")")
    }
  }
}

struct KeyShow: Program {
  struct State {
    var text: String
    var keys: [String] = []
    var saved = 0
    var idles = 0
    var size = Size(rows: 0, columns: 0)
    var background = "none"
    var editor: LineEditor?
    var isOver = false
    var page = Page.keys
  }

  enum Page { case keys, roles, flood }

  enum Effect: Sendable {
    case save, slowSave, background, crash

    var lane: Lane {
      if case .background = self { .background } else { .foreground }
    }

    func perform() -> Answer {
      switch self {
      case .save: return .saved
      case .slowSave:
        wait(milliseconds: 300)
        return .saved
      case .crash: fatalError("a crash on another thread was asked for")
      case .background:
        wait(milliseconds: 100)
        return .backgroundDone
      }
    }
  }

  enum Answer: Sendable { case saved, backgroundDone }

  func update(_ state: inout State, _ event: Event<Answer>) -> [Effect] {
    switch event {
    case .answer(.saved): state.saved += 1
    case .answer(.backgroundDone): state.background = "done"
    case .input(.resize(let size)): state.size = size
    case .input(.idle): state.idles += 1
    case .input(.hangUp): return [.save, .slowSave]
    case .input(.paste(let text)):
      if state.editor != nil { state.editor?.insert(text) } else { state.keys.append("paste(\(text))") }
    case .input(.key(let key)): return press(key, &state)
    }
    return []
  }

  private func press(_ key: Key, _ state: inout State) -> [Effect] {
    if state.editor != nil && key != .escape {
      if key == .enter { state.editor = nil } else { _ = state.editor?.handle(key) }
      return []
    }
    state.keys.append(key.name)
    switch key {
    case .character("q"): state.isOver = true
    case .character("s"): return [.save]
    case .character("S"): return [.slowSave]
    case .character("b"):
      state.background = "running"
      return [.background]
    case .character("e"): state.editor = LineEditor()
    case .escape: state.editor = nil
    case .character("r"): state.page = .roles
    case .character("k"): state.page = .keys
    case .character("f"): state.page = .flood
    case .character("W"): return [.crash]
    case .character("X"): leave()
    case .character("C"): fatalError("a crash was asked for")
    case .character("O"): state.saved = overflow(1)
    default: break
    }
    return []
  }

  func view(_ state: State, size: Size) -> Frame {
    var frame = Frame(size: size)
    switch state.page {
    case .keys: drawKeys(state, &frame)
    case .roles: drawRoles(&frame)
    case .flood: drawFlood(state, &frame)
    }
    return frame
  }

  private func drawKeys(_ state: State, _ frame: inout Frame) {
    frame.put("fixture", row: 0, column: 1, role: .title)
    frame.put("\(frame.size.columns)×\(frame.size.rows)", row: 0, column: 12, role: .dim)
    frame.rule(row: 1)
    for (row, line) in wrap(state.text, width: min(76, frame.size.columns - 4)).enumerated() {
      frame.put(line, row: 3 + row, column: 2)
      frame.put("|", row: 3 + row, column: min(78, frame.size.columns - 2), role: .key)
    }
    let bottom = frame.size.rows
    frame.rule(row: bottom - 4)
    if let editor = state.editor {
      frame.put("edit", row: bottom - 3, column: 1, role: .key)
      editor.draw(in: &frame, row: bottom - 3, column: 6, width: frame.size.columns - 8)
    }
    frame.put(
      [
        Span("saved \(state.saved)", .saved), Span("  background \(state.background)", .text),
        Span("  idle \(state.idles > 0 ? "yes" : "no")", .dim),
      ], row: bottom - 2, column: 1)
    let keys = state.keys.suffix(12).joined(separator: " ")
    frame.put("keys: \(keys)", row: bottom - 1, column: 1, role: .hint)
  }

  private func drawRoles(_ frame: inout Frame) {
    let half = (Role.allCases.count + 1) / 2
    for (index, role) in Role.allCases.enumerated() {
      let row = 1 + index % half
      let column = 2 + index / half * 40
      frame.put("\(role.name)", row: row, column: column, role: .dim)
      frame.put("▸ ● ◇ ✓ ≠ … ██░░ The text", row: row, column: column + 13, role: role)
    }
  }

  /// A page that changes a good deal with every key, as a label key does.
  private func drawFlood(_ state: State, _ frame: inout Frame) {
    let words = ["friends", "love", "coffee", "Monday", "sunshine", "traffic", "again", "happy", "rain", "music"]
    frame.put(" tweets · round 1", row: 0, column: 0, role: .title)
    frame.put("alice · \(128 + state.keys.count) of 1,000", row: 0, column: frame.size.columns - 24, role: .dim)
    frame.rule(row: 1)
    let text = (0..<20).map { words[($0 * 7 + state.keys.count * 3 + $0 / 3 * state.keys.count) % 10] }.joined(
      separator: " ")
    for (row, line) in wrap(text, width: min(72, frame.size.columns - 6)).enumerated() {
      frame.put(line, row: 3 + row, column: 3)
    }
    let bottom = frame.size.rows
    frame.rule(row: bottom - 6)
    frame.put("What does the writer feel?", row: bottom - 5, column: 1, role: .heading)
    frame.put("1 negative    2 neutral    3 positive", row: bottom - 4, column: 3)
    frame.put(
      [Span("✓ \(127 + state.keys.count) \(["negative", "neutral", "positive"][state.keys.count % 3])", .saved)],
      row: bottom - 2, column: 1)
    frame.put("1-3 label   - skip   # comment   : commands   ? help", row: bottom - 1, column: 1, role: .hint)
  }

  func isOver(_ state: State) -> Bool { state.isOver }
}

/// Uses up the stack.
@inline(never)
private func overflow(_ depth: Int) -> Int {
  if depth < 0 { return 0 }
  var room = (depth, depth + 1, depth + 2, depth + 3)
  withUnsafeMutablePointer(to: &room) { $0.pointee.0 += 1 }
  return overflow(depth + 1) + room.0
}
