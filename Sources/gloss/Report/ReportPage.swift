import AnnotationEngine
import Workstation

/// `gloss report`: the dashboard as one page that needs nothing from elsewhere. The same report gives the same bytes.
struct ReportPage {
  let report: DashboardReport

  var html: String {
    var page = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(Markup.text(report.project)) · report</title>
      <style>
      \(ReportStyle.css)
      </style>
      </head>
      <body>

      """
    page += head
    page += "<main>\n"
    page += section("the work", panels: [.progress, .throughput, .skill], question: 0, id: "work")
    for (place, question) in report.questions.enumerated() {
      page += section(
        question.name, panels: [.agreement, .pairs, .confusion, .balance, .learning], question: place, id: "q\(place)")
    }
    return page + "</main>\n</body>\n</html>\n"
  }

  private var head: String {
    let progress = report.progress
    var text = "<header>\n<h1>\(Markup.text(report.project))</h1>\n"
    text += "<p class=\"quiet\">branch \(Markup.text(report.branch)) · counted on \(Figures.date(report.at)) · "
    text +=
      "\(Words.grouped(progress.complete)) of \(Words.grouped(progress.samples)) samples complete\(progress.inTens ? ", \(Words.inTens)" : "")</p>\n"
    if !report.messages.isEmpty {
      text += "<ul class=\"messages\">\n"
      for message in report.messages { text += "<li>\(Markup.text(message))</li>\n" }
      text += "</ul>\n"
    }
    if report.questions.count > 1 {
      let links = report.questions.enumerated().map { "<a href=\"#q\($0)\">\(Markup.text($1.name))</a>" }
      text += "<nav aria-label=\"questions\"><a href=\"#work\">the work</a> \(links.joined(separator: " "))</nav>\n"
    }
    return text + "</header>\n"
  }

  private func section(_ title: String, panels: [DashboardPanel], question: Int, id: String) -> String {
    var text = "<section id=\"\(id)\">\n<h2>\(Markup.text(title))</h2>\n"
    for panel in panels {
      text += figure(panel, question: question, id: "\(id)-\(panel.rawValue)")
      if panel == .confusion { text += confusions(question: question, id: id) }
    }
    return text + "</section>\n"
  }

  // MARK: A plot and its table

  private func figure(_ panel: DashboardPanel, question: Int, id: String) -> String {
    let table = DashboardTable.of(panel, report, question: question)
    return figure(
      id: id, title: panel.title, headline: panel.headline(of: report, question: question), legend: panel.legend,
      drawing: ReportPlots(report: report, question: question).drawing(panel), table: table)
  }

  private func figure(
    id: String, title: String, headline: String, legend: String, drawing: Drawing?, table: DashboardTable
  ) -> String {
    var text = "<figure>\n<figcaption><h3>\(Markup.text(title))</h3> "
    text += "<span class=\"headline\">\(Markup.text(headline))</span></figcaption>\n"
    if let drawing {
      text += "<div class=\"plot\">\n"
      text += drawing.svg(id: id, title: title, description: headline.isEmpty ? legend : "\(headline). \(legend)")
      text += "</div>\n<p class=\"quiet\">\(Markup.text(legend))</p>\n"
    } else if table.rows.isEmpty {
      text += "<p class=\"quiet\">\(Markup.text(table.whyEmpty))</p>\n"
    }
    text += ReportPage.details(table)
    if !table.note.isEmpty { text += "<p class=\"quiet\">\(Markup.text(table.note))</p>\n" }
    return text + "</figure>\n"
  }

  /// Each annotator's confusion, folded: the screens show them one after another.
  private func confusions(question: Int, id: String) -> String {
    report.annotators.enumerated().map { place, annotator in
      let plots = ReportPlots(report: report, question: question, person: annotator.name)
      guard let drawing = plots.drawing(.confusion) else { return "" }
      let headline = DashboardPanel.confusion.headline(of: report, question: question, person: annotator.name)
      var text = "<details>\n<summary>confusion of \(Markup.text(headline))</summary>\n<div class=\"plot\">\n"
      text += drawing.svg(
        id: "\(id)-confusion-\(place)", title: "confusion of \(annotator.name)",
        description: "\(headline). \(DashboardPanel.confusion.legend)")
      text += "</div>\n"
      text += ReportPage.rows(DashboardTable.of(.confusion, report, question: question, person: annotator.name))
      return text + "</details>\n"
    }.joined()
  }

  private static func details(_ table: DashboardTable) -> String {
    table.rows.isEmpty ? "" : "<details>\n<summary>as a table</summary>\n\(rows(table))</details>\n"
  }

  private static func rows(_ table: DashboardTable) -> String {
    func look(_ column: Int) -> String { table.columns[column].isNumber ? " class=\"number\"" : "" }
    var text = "<div class=\"plot\"><table>\n<thead><tr>"
    for (place, column) in table.columns.enumerated() {
      text += "<th scope=\"col\"\(look(place))>\(Markup.text(column.title))</th>"
    }
    text += "</tr></thead>\n<tbody>\n"
    for row in table.rows {
      text += "<tr>"
      for (place, cell) in row.enumerated() where place < table.columns.count {
        text +=
          place == 0 ? "<th scope=\"row\">\(Markup.text(cell))</th>" : "<td\(look(place))>\(Markup.text(cell))</td>"
      }
      text += "</tr>\n"
    }
    return text + "</tbody>\n</table></div>\n"
  }
}
