/// One line of text being typed, with a cursor between graphemes.
public struct LineEditor: Equatable, Sendable {
  private var characters: [Character]
  /// How many graphemes stand before the cursor.
  public private(set) var cursor: Int

  /// The cursor stands behind `text`. Line breaks become spaces.
  public init(_ text: String = "") {
    characters = LineEditor.oneLine(text)
    cursor = characters.count
  }

  public var text: String {
    get { String(characters) }
    set { self = LineEditor(newValue) }
  }
  public var isEmpty: Bool { characters.isEmpty }

  /// Puts typed or pasted text at the cursor.
  public mutating func insert(_ text: String) {
    let before = String(characters[..<cursor]) + String(LineEditor.oneLine(text))
    let after = String(characters[cursor...])
    // Counted anew, because an inserted mark joins the character before it.
    characters = Array(before + after)
    cursor = min(characters.count, before.count)
  }

  /// Does what `key` means while editing; false when it means nothing here.
  ///
  /// Ctrl-A, E, B, F, D, H, K, U, W and Alt-B, F, D, Backspace are those of a shell.
  public mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert(String(character))
    case .space: insert(" ")
    case .backspace, .control("h"): remove(cursor - 1..<cursor)
    case .delete, .control("d"): remove(cursor..<cursor + 1)
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(characters.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = characters.count
    case .alt("b"): cursor = wordStart
    case .alt("f"): cursor = wordEnd
    case .alt("d"): remove(cursor..<wordEnd)
    case .control("w"): remove(wordStart..<cursor)
    case .control("u"): remove(0..<cursor)
    case .control("k"): remove(cursor..<characters.count)
    default: return false
    }
    return true
  }

  /// Draws the part around the cursor in `width` columns and puts the frame's cursor there.
  public func draw(in frame: inout Frame, row: Int, column: Int, width: Int, role: Role = .input) {
    guard width > 0 else { return }
    frame.fill(row: row, column: column, rows: 1, columns: width, role: role)
    let cursorColumn = displayWidth(String(characters[..<cursor]))
    // The cursor's column is the last one that can be seen.
    var hidden = 0
    var skipped = 0
    while cursorColumn - skipped > width - 1 && hidden < cursor {
      skipped += displayWidth(String(characters[hidden]))
      hidden += 1
    }
    frame.put(String(characters[hidden...]), row: row, column: column, role: role, width: width, ellipsis: false)
    frame.cursor = (row, column + max(0, cursorColumn - skipped))
  }

  private mutating func remove(_ range: Range<Int>) {
    let range = range.clamped(to: 0..<characters.count)
    guard !range.isEmpty else { return }
    let before = String(characters[..<range.lowerBound])
    characters = Array(before + String(characters[range.upperBound...]))
    cursor = min(characters.count, range.lowerBound)
  }

  private var wordStart: Int {
    var place = cursor
    while place > 0 && !LineEditor.isWord(characters[place - 1]) { place -= 1 }
    while place > 0 && LineEditor.isWord(characters[place - 1]) { place -= 1 }
    return place
  }

  private var wordEnd: Int {
    var place = cursor
    while place < characters.count && !LineEditor.isWord(characters[place]) { place += 1 }
    while place < characters.count && LineEditor.isWord(characters[place]) { place += 1 }
    return place
  }

  private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

  private static func oneLine(_ text: String) -> [Character] {
    text.map { $0.isNewline || $0 == "\t" ? " " : $0 }
  }
}
