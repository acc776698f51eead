import Terminal

extension Workstation.State {
  func draw(in frame: inout Frame, keys: KeyMap) {
    switch top {
    case .label: label?.draw(in: &frame, keys: keys)
    case .review: review?.draw(in: &frame, keys: keys)
    case .history: history?.draw(in: &frame, keys: keys)
    case .dashboard: dashboard?.draw(in: &frame, keys: keys)
    case .home, .all: home?.draw(in: &frame, keys: keys)
    }
    drawSide(in: &frame)
    overlay?.draw(in: &frame)
  }

  /// The guidelines beside the text: space alone separates them.
  private func drawSide(in frame: inout Frame) {
    guard showsSide, let layout = top == .label ? label?.layout : review?.layout, let column = layout.sideColumn,
      let side = guidelines.side
    else { return }
    side.draw(in: &frame, row: layout.textTop, column: column)
    let below = side.view.linesBelow
    guard below > 0 else { return }
    let row = layout.textTop + layout.textRows - 1
    frame.putRight(
      [Span(" … \(Figures.count(below, "line")) below", .dim)], row: row, right: column + layout.sideWidth, from: column
    )
  }
}
