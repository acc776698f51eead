import AnnotationEngine
import Terminal

extension HomeScreen {
  func draw(in frame: inout Frame, keys: KeyMap) {
    let size = frame.size
    let hasRules = size.rows >= 10
    frame.header(Workplace.title("gloss", on: selected?.status.branch ?? "main"), parts: [person])
    if hasRules { frame.rule(row: 1) }
    var row = hasRules ? 2 : 1
    let bottom = size.rows - 2
    if reports.isEmpty {
      drawNothing(in: &frame, row: row)
    } else {
      row = drawProjects(in: &frame, row: row, bottom: bottom)
      drawDetails(in: &frame, row: row, bottom: hasRules ? bottom - 1 : bottom)
    }
    if let notice = failure ?? notice { frame.put([notice.span], row: size.rows - 2, column: 1) }
    frame.hints(hints(keys, size), row: size.rows - 1)
  }

  private func drawNothing(in frame: inout Frame, row: Int) {
    let words = isLoaded ? "There is no project here. gloss init DIR makes one." : "reading the projects…"
    for (index, line) in wrap(words, width: max(8, frame.size.columns - 4)).prefix(3).enumerated() {
      frame.put(line, row: row + index, column: 3, role: .dim)
    }
  }

  // MARK: Projects

  private func drawProjects(in frame: inout Frame, row top: Int, bottom: Int) -> Int {
    let columns = frame.size.columns
    let name = min(columns / 3, 24, reports.map { displayWidth($0.status.project) }.max() ?? 0)
    let of = columns < 60 ? "/" : " of "
    let counts = reports.map { "\(Figures.complete($0.status))\(of)\(Figures.grouped($0.status.samples))" }
    let count = counts.map(displayWidth).max() ?? 0
    let bar = columns >= 100 ? 30 : columns >= 70 ? 20 : columns >= 50 ? 10 : 0
    var row = top
    for index in selection.visible where row < bottom {
      let report = reports[index]
      let isFocus = index == selection.index
      if isFocus { frame.put("▸", row: row, column: 1, role: .key) }
      frame.put(report.status.project, row: row, column: 3, role: isFocus ? .focus : .text, width: name)
      var column = 3 + name + 2
      if bar > 0 {
        frame.bar(report.status.complete, of: report.status.samples, row: row, column: column, width: bar)
        column += bar + 2
      }
      frame.putRight([Span(counts[index])], row: row, right: column + count, from: column)
      column += count + (columns < 60 ? 2 : 3)
      drawFigures(report, in: &frame, row: row, column: column)
      row += 1
    }
    return row
  }

  private func drawFigures(_ report: HomeReport, in frame: inout Frame, row: Int, column: Int) {
    var spans = [Span(HomeScreen.agreement(report.agreement, withInterval: frame.size.columns >= 80))]
    if report.status.disagreements > 0 {
      spans.append(Span("   \(Signs.unequal) \(Figures.grouped(report.status.disagreements))", .conflict))
    } else if report.status.complete == report.status.samples, let tag = report.status.head?.tag {
      spans.append(Span("   \(tag)", .dim))
    }
    frame.put(spans, row: row, column: column, width: max(0, frame.size.columns - 1 - column))
  }

  /// α of the only question, the least and the most of several, or why there is none.
  static func agreement(_ report: AgreementReport, withInterval: Bool) -> String {
    let all = report.questions.sorted { $0.key < $1.key }.map(\.value)
    guard let first = all.first else { return "no answers yet" }
    let known = all.filter { $0.alpha != nil }.sorted { ($0.alpha ?? 0) < ($1.alpha ?? 0) }
    guard let least = known.first, let most = known.last, all.count > 1 else {
      let interval = withInterval ? first.alphaInterval : nil
      return Figures.alpha(first.alpha, interval, why: first.alphaWhy, items: first.items)
    }
    let low = Figures.coefficient(least.alpha ?? 0)
    let high = Figures.coefficient(most.alpha ?? 0)
    return "\(Signs.alpha) \(low == high ? low : "\(low) to \(high)") n \(Figures.grouped(least.items))"
  }

  // MARK: The chosen project

  private func drawDetails(in frame: inout Frame, row top: Int, bottom: Int) {
    guard let report = selected else { return }
    let columns = frame.size.columns
    let isRoomy = frame.size.rows >= 16
    var row = top + (isRoomy ? 1 : 0)
    let last = commitLine(report)
    let lastRow = bottom - 1
    guard row <= lastRow else { return }
    if isRoomy {
      let used = frame.put(report.status.project, row: row, column: 1, role: .heading)
      // Two workspaces may hold projects of one name.
      if reports.count > 1 {
        frame.put("   \(report.path)", row: row, column: 1 + used, role: .dim, width: columns - 2 - used)
      }
      row += 1
    }
    if row <= lastRow {
      frame.put(waiting(report), row: row, column: 3, width: columns - 4)
      row += isRoomy ? 2 : 1
    }
    // The commit line keeps its place below the people, as long as one of them can be shown above it.
    let end = lastRow - (isRoomy ? 2 : 1)
    for line in people(report, isNarrow: columns < 60) where row <= end {
      frame.put(line, row: row, column: 3, width: columns - 4)
      row += 1
    }
    row += isRoomy ? 1 : 0
    if row <= lastRow { frame.put(last, row: row, column: 3, width: columns - 4) }
  }

  private func waiting(_ report: HomeReport) -> [Span] {
    var spans: [Span] = []
    func add(_ text: String, _ role: Ink = .text) {
      if !spans.isEmpty { spans.append(Span(" · ", .dim)) }
      spans.append(Span(text, role))
    }
    if report.sentBack > 0 { add("@ \(Figures.grouped(report.sentBack)) sent back to you", .warning) }
    if report.waitingToLabel > 0 { add("\(Figures.grouped(report.waitingToLabel)) to label") }
    if report.waitingToReview > 0 {
      add("\(Signs.unequal) \(Figures.grouped(report.waitingToReview)) to review", .conflict)
    }
    if report.status.flagged > 0 { add("! \(Figures.grouped(report.status.flagged)) flagged") }
    return spans.isEmpty ? [Span("nothing waits for you", .dim)] : spans
  }

  private func people(_ report: HomeReport, isNarrow: Bool) -> [[Span]] {
    let annotators = report.status.annotators
    guard !annotators.isEmpty else { return [[Span("nobody has labeled yet", .dim)]] }
    let name = min(20, annotators.map { displayWidth($0.name) }.max() ?? 0)
    let sparks = annotators.map { Figures.sparkline($0.throughput) }
    let spark = isNarrow ? 0 : sparks.map(\.count).max() ?? 0
    let counts = annotators.map { Figures.grouped($0.submitted) }
    let count = counts.map(\.count).max() ?? 0
    return annotators.enumerated().map { index, annotator in
      var spans = [Span(fitted(annotator.name, name) + "  ")]
      if spark > 0 { spans.append(Span(fitted(sparks[index], spark) + "  ", .barFilled)) }
      spans.append(Span(String(repeating: " ", count: count - counts[index].count) + counts[index]))
      let seconds = annotator.secondsPerSample.map { "\(Figures.seconds($0))\(isNarrow ? "" : " a sample")" } ?? ""
      spans.append(Span("   " + fitted(seconds, isNarrow ? 6 : 15), .dim))
      if let kappa = HomeScreen.kappa(of: annotator.name, in: report.agreement) {
        spans.append(Span("  \(kappa)\(index == 0 && !isNarrow ? " with the others" : "")", .dim))
      }
      return spans
    }
  }

  /// The mean κ of a person with the others, each pair weighed by its samples, over all questions.
  static func kappa(of person: String, in report: AgreementReport) -> String? {
    var sum = 0.0
    var items = 0
    for question in report.questions.sorted(by: { $0.key < $1.key }).map(\.value) {
      for pair in question.pairs where pair.a == person || pair.b == person {
        guard let kappa = pair.kappa else { continue }
        sum += kappa * Double(pair.items)
        items += pair.items
      }
    }
    return items > 0 ? Figures.kappa(sum / Double(items), items: items) : nil
  }

  private func commitLine(_ report: HomeReport) -> [Span] {
    let status = report.status
    var spans = [Span(status.branch, .text)]
    if let head = status.head {
      let parts = [head.tag, Figures.ago(head.time, now: asOf), Figures.count(head.labels, "label")]
      spans.append(Span("  " + parts.compactMap { $0 }.joined(separator: " · "), .dim))
    } else {
      spans.append(Span("  nothing committed yet", .dim))
    }
    if status.uncommitted > 0 {
      let most = status.inTens ? "up to " : ""
      spans.append(Span("   uncommitted: \(most)\(Figures.count(status.uncommitted, "change"))", .warning))
    }
    return spans
  }

  private func hints(_ keys: KeyMap, _ size: Size) -> [Hint] {
    let always = [Hint(keys.name(of: "all.palette"), "commands"), Hint(keys.name(of: "all.help"), "help")]
    guard !reports.isEmpty else { return [Hint(keys.name(of: "all.leave"), "leave")] + always }
    let ids = [
      "home.open", "home.label", "home.review", "home.history", "home.dashboard", "home.agreement", "all.guidelines",
      "all.leave",
    ]
    return ids.compactMap { id in
      Command.table.first { $0.id == id }.map { Hint(keys.name(of: id), $0.title) }
    } + always
  }
}
