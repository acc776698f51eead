import AnnotationEngine
import Terminal

extension DashboardScreen {
  func draw(in frame: inout Frame, keys: KeyMap) {
    let layout = DashboardLayout(size, isLarge: isLarge)
    drawHeader(in: &frame, layout)
    if layout.isRuled { frame.rule(row: 1) }
    if let context {
      if showsTable {
        drawTable(panel.table(context), in: &frame, layout)
      } else {
        drawPlots(context, in: &frame, layout)
      }
    } else {
      let body = layout.body
      if failure != nil {
        frame.opening(
          failure, retry: keys.name(of: "dashboard.refresh"), row: body.row, column: 3, width: max(8, body.columns - 4),
          rows: body.rows)
      } else {
        frame.put("counting…", row: body.row, column: 3, role: .dim)
      }
    }
    if layout.hasLowRule { frame.rule(row: size.rows - 3) }
    frame.put(status, row: size.rows - 2, column: 1, width: max(0, size.columns - 2))
    frame.hints(hints(keys, layout), row: size.rows - 1)
  }

  private func drawHeader(in frame: inout Frame, _ layout: DashboardLayout) {
    var left = size.columns < 60 ? workplace.project.name : "\(workplace.title) · dashboard"
    if let report, report.questions.count > 1, let name = context?.dashboard?.name { left += " · \(name)" }
    var place = ""
    if layout.form == .alone || showsTable, let number = DashboardPanel.allCases.firstIndex(of: panel) {
      place = "\(number + 1) of \(DashboardPanel.allCases.count)"
    }
    let complete = report.map { "\(Figures.complete($0.progress)) of \(Figures.grouped($0.progress.samples))" }
    frame.header(left, parts: [workplace.session.person, place.isEmpty ? complete ?? "" : place])
  }

  // MARK: Plots

  private func drawPlots(_ context: PanelContext, in frame: inout Frame, _ layout: DashboardLayout) {
    if layout.form == .list { drawList(context, in: &frame, layout.body) }
    let heights = layout.heights { panel, columns in
      if let absence = panel.absence(context) { return wrap(absence, width: columns).count }
      let isWide = displayWidth(panel.title) + 2 + displayWidth(panel.headline(context)) > columns
      return panel.kind.rows(context, columns: columns) + (isWide ? 1 : 0)
    }
    for each in DashboardPanel.allCases {
      guard let area = layout.area(of: each, chosen: panel, heights: heights) else { continue }
      drawPanel(each, context, in: &frame, area, layout)
    }
  }

  private func drawPanel(
    _ each: DashboardPanel, _ context: PanelContext, in frame: inout Frame, _ area: Area, _ layout: DashboardLayout
  ) {
    guard area.rows > 1, area.columns > 4 else { return }
    var left = area.column
    if case .grid = layout.form {
      if each == panel { frame.put("▸", row: area.row, column: left, role: .key) }
      left += 2
    }
    let title = each.title
    let isFocus = each == panel && left > area.column
    let used = frame.put(
      title, row: area.row, column: left, role: isFocus ? .focus : .heading, width: area.column + area.columns - left)
    let headline = each.headline(context)
    let room = area.column + area.columns - left - used - 2
    var body = area.below(1)
    if displayWidth(headline) <= room {
      frame.putRight([Span(headline)], row: area.row, right: area.column + area.columns, from: left + used + 1)
      if layout.form == .list { body = area.below(2) }
    } else {
      frame.put(headline, row: area.row + 1, column: left, width: area.column + area.columns - left)
      body = area.below(layout.form == .list ? 3 : 2)
    }
    if case .grid = layout.form {
      body.column += 2
      body.columns -= 2
    }
    if layout.form == .list { body.rows = min(body.rows, 18) }
    each.draw(context, in: &frame, body, top: each == panel ? top : 0)
  }

  /// The panels with their figures, the chosen one marked.
  private func drawList(_ context: PanelContext, in frame: inout Frame, _ body: Area) {
    let right = body.column + DashboardLayout.listWidth
    for (line, each) in DashboardPanel.allCases.enumerated() where line + 1 < body.rows {
      let row = body.row + 1 + line
      let isFocus = each == panel
      if isFocus { frame.put("▸", row: row, column: body.column, role: .key) }
      frame.put(each.rawValue, row: row, column: body.column + 2, role: isFocus ? .focus : .text)
      frame.putRight(
        [Span(each.summary(context), .dim)], row: row, right: right, from: body.column + 13)
    }
    let legend = Area(
      row: body.row + DashboardPanel.allCases.count + 2, column: body.column,
      rows: body.rows - DashboardPanel.allCases.count - 2, columns: DashboardLayout.listWidth)
    frame.say(panel.legend, in: legend)
  }

  // MARK: The table

  private func drawTable(_ table: DashboardTable, in frame: inout Frame, _ layout: DashboardLayout) {
    let body = layout.body
    guard body.rows > 1, let context else { return }
    var row = body.row + (layout.isRoomy ? 1 : 0)
    let used = frame.put(panel.title, row: row, column: body.column, role: .heading)
    let headline = panel.headline(context)
    if displayWidth(headline) + used + 3 <= body.columns {
      frame.putRight([Span(headline)], row: row, right: body.column + body.columns)
    }
    row += layout.isRoomy ? 2 : 1
    guard !table.rows.isEmpty else {
      frame.say(table.whyEmpty, in: Area(row: row, column: body.column, rows: 2, columns: body.columns))
      return
    }
    let kept = columns(of: table, width: body.columns - 2)
    var view = TableView(
      columns: kept.map {
        .init(table.columns[$0].title, alignsRight: table.columns[$0].isNumber, shrinksTo: 9)
      },
      rows: table.rows.map { cells in kept.map { [Span($0 < cells.count ? cells[$0] : "")] } })
    view.selection = selection
    view.draw(
      in: &frame, row: row, column: body.column, rows: body.row + body.rows - row, width: body.columns)
  }

  /// The columns in sight: the first says what the row is, and stays; those behind it as far as they have room.
  private func columns(of table: DashboardTable, width: Int) -> [Int] {
    func widest(_ column: Int) -> Int {
      table.rows.reduce(displayWidth(table.columns[column].title)) {
        max($0, column < $1.count ? displayWidth($1[column]) : 0)
      }
    }
    var room = width - min(24, widest(0))
    var kept = [0]
    for column in table.columns.indices.dropFirst(1 + shift) {
      room -= widest(column) + 2
      // One column besides the first is shown in any case, and remarks at the end, cut where they must be.
      let isRemark = table.columns[column].title.isEmpty && room + widest(column) >= 12
      guard room >= 0 || kept.count == 1 || isRemark else { break }
      kept.append(column)
    }
    return kept
  }

  // MARK: Status and hints

  /// The progress panel is in sight, which says all messages.
  private var showsMessages: Bool {
    if panel == .progress { return true }
    if case .grid = DashboardLayout(size, isLarge: isLarge).form { return true }
    return false
  }

  private var status: [Span] {
    if let notice { return notice.line }
    if let failure, report != nil { return [failure.span] }
    if isCounting, let report {
      return [Span(report.depth == .all ? "counting again…" : "counting: more figures come as they are there", .dim)]
    }
    guard let report else { return [] }
    if showsTable {
      guard !selection.isEmpty else { return [] }
      let row = "row \(Figures.grouped(selection.index + 1)) of \(Figures.grouped(selection.count))"
      let note = table?.note ?? ""
      return [Span(note.isEmpty ? row : "\(row) · \(note)", .dim)]
    }
    // What the progress panel says already is not said twice.
    guard let first = report.messages.first, !showsMessages else {
      return [Span("as of \(Figures.date(report.at))", .dim)]
    }
    let more = report.messages.count > 1 ? "  (\(report.messages.count - 1) more under progress)" : ""
    return [Span("! \(first)", .warning), Span(more, .dim)]
  }

  private func hints(_ keys: KeyMap, _ layout: DashboardLayout) -> [Hint] {
    func hint(_ id: String, _ words: String) -> Hint { Hint(keys.name(of: id), words) }
    let isNarrow = size.columns < 60
    let always = [
      Hint(keys.name(of: "all.palette"), isNarrow ? "all" : "commands"), hint("all.help", "help"),
    ]
    guard report != nil else { return [hint("all.leave", "leave")] + always }
    var hints = [hint("dashboard.table", showsTable ? "plot" : "table")]
    if showsTable && !selection.isEmpty { hints.append(Hint("←→", "columns")) }
    hints.append(
      Hint(
        "\(keys.name(of: "dashboard.previous")) \(keys.name(of: "dashboard.next"))", isNarrow ? "plots" : "other plots")
    )
    if !showsTable, case .grid = DashboardLayout(size).form {
      hints.append(hint("dashboard.large", isLarge ? "all" : "large"))
    }
    if (report?.questions.count ?? 0) > 1 { hints.append(hint("dashboard.next-question", "question")) }
    if panel == .confusion, report?.annotators.isEmpty == false {
      let pair = "\(keys.name(of: "dashboard.previous-person")) \(keys.name(of: "dashboard.next-person"))"
      hints.append(Hint(pair, "whose"))
    }
    hints.append(hint("all.leave", "leave"))
    return hints + always
  }
}
