import Terminal

/// The guidelines of one workspace: fetched once, and shown beside the text or over it.
struct Guidelines: Sendable {
  /// There must be room for the text, a gap, and a readable column of guidelines.
  static let leastColumns = 120

  enum Content: Equatable, Sendable {
    case unknown, asked, none
    case markdown(Markdown)
    case failed(Failure)
  }

  private(set) var workspace: String?
  private(set) var content = Content.unknown
  /// Whether the person wants them beside the text.
  var isBeside = false
  /// The text laid out for the side; nil while there is none.
  private(set) var side: StyledView?
  private var sideSize = Size(rows: 0, columns: 0)

  /// Forgets everything when another workspace is meant; true when its guidelines are to be fetched.
  mutating func ask(for workspace: String) -> Bool {
    if workspace != self.workspace {
      self.workspace = workspace
      content = .unknown
      side = nil
    }
    switch content {
    case .unknown, .failed, .none:
      content = .asked
      return true
    case .asked, .markdown: return false
    }
  }

  mutating func take(_ content: Content, of workspace: String) {
    guard workspace == self.workspace else { return }
    self.content = content
    side = nil
  }

  /// The text for `width` columns, or why there is none.
  func styled(width: Int) -> StyledText {
    switch content {
    case .unknown, .asked: StyledText("fetching the guidelines…", .dim)
    case .none: StyledText("This project has no guidelines: gloss.yaml names none (guidelines: FILE).", .dim)
    case .failed(let failure): StyledText(Notice.error("no guidelines", failure).text, .error)
    case .markdown(let markdown):
      markdown.blocks.isEmpty ? StyledText("The guidelines are empty.", .dim) : markdown.styled(width: width)
    }
  }

  /// Lays the text out for the side panel; costs nothing when it is laid out already.
  mutating func fit(_ size: Size) {
    if side == nil || sideSize.columns != size.columns {
      let top = side?.view.top ?? 0
      side = StyledView(styled(width: size.columns), width: size.columns, height: size.rows)
      side?.scroll(by: top)
    } else if sideSize.rows != size.rows {
      side?.resize(width: size.columns, height: size.rows)
    }
    sideSize = size
  }

  mutating func scroll(by lines: Int) { side?.scroll(by: lines) }
}
