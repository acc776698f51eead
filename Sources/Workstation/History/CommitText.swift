import AnnotationEngine
import Terminal

/// Writes what a commit is and changed, as lines of runs.
struct CommitText {
  typealias Line = CommitPane.Line
  private(set) var lines: [Line] = []
  private let width: Int

  init(_ report: ShowReport, project: Project, now: Int64, width: Int) {
    self.width = max(8, width - 4)
    head(report.entry, now: now)
    holdings(report, project)
    counts(report)
    confusion(report.changes, project)
    rows(report.changes)
  }

  private mutating func add(_ spans: [Span], isHeading: Bool = false, row: Int? = nil) {
    lines.append(Line(spans: spans, isHeading: isHeading, row: row))
  }

  private mutating func blank() { add([]) }

  private mutating func head(_ entry: LogEntry, now: Int64) {
    for line in wrap(entry.message, width: width) { add([Span(line, .heading)]) }
    let ago = width < 50 ? "" : " · \(Figures.ago(entry.time, now: now))"
    add([Span("\(entry.author) · \(Figures.date(entry.time))\(ago)")])
    var spans = [Span(String(entry.commit.prefix(min(64, max(10, width)))), .dim)]
    if width < 70 { spans = [Span(HistoryScreen.short(entry.commit), .dim)] }
    if !entry.refs.isEmpty { spans.append(Span("  " + entry.refs.map { "[\($0)]" }.joined(separator: " "), .heading)) }
    add(spans)
    if entry.parents.count > 1 {
      let parents = entry.parents.map(HistoryScreen.short).joined(separator: " and ")
      add([Span("joins \(parents)", .dim)])
    }
    blank()
  }

  /// "4 samples, 10 annotations, 2 labels", and by question how often each value is the label.
  private mutating func holdings(_ report: ShowReport, _ project: Project) {
    add([
      Span(width < 50 ? "" : "holds ", .dim), Span(Figures.count(report.samples, "sample") + ", "),
      Span(Figures.count(report.annotations, "annotation") + ", "), Span(Figures.count(report.labels, "label")),
    ])
    let order = project.questions.map(\.name)
    let names =
      order.filter { report.labelCounts[$0] != nil } + report.labelCounts.keys.filter { !order.contains($0) }.sorted()
    for name in names {
      guard let counts = report.labelCounts[name], !counts.isEmpty else { continue }
      let known = project.questions.first { $0.name == name }?.inOrder(counts.keys) ?? counts.keys.sorted()
      let words = known.map { "\($0) \(Figures.grouped(counts[$0] ?? 0))" }.joined(separator: " · ")
      for (index, line) in wrap("\(name)  \(words)", width: width).enumerated() {
        add([Span(index == 0 ? line : "  " + line, .dim)])
      }
    }
    blank()
  }

  private mutating func counts(_ report: ShowReport) {
    let changes = report.changes
    let since =
      report.entry.parents.first.map { width < 60 ? "changed" : "changed since \(HistoryScreen.short($0))" }
      ?? "brought"
    add([Span(since, .heading)], isHeading: true)
    let tables = [("samples", changes.samples), ("annotations", changes.annotations), ("labels", changes.labels)]
    for (name, counts) in tables where counts.added + counts.removed + counts.changed > 0 {
      var spans = [Span(fitted(name, 11) + "  ")]
      for (mark, count, words) in [
        ("+", counts.added, "added"), ("-", counts.removed, "removed"), ("~", counts.changed, "changed"),
      ]
      where count > 0 {
        spans.append(Span("\(mark) ", .key))
        spans.append(Span("\(Figures.grouped(count)) \(words)   "))
      }
      add(spans)
    }
    if tables.allSatisfy({ $0.1.added + $0.1.removed + $0.1.changed == 0 }) {
      add([Span("no row: samples, annotations and labels are those of its parent", .dim)])
    }
  }

  /// Which labels became which, where a label changed that was there before.
  private mutating func confusion(_ changes: DiffReport, _ project: Project) {
    let order = project.questions.map(\.name)
    let names = order + changes.confusion.keys.filter { !order.contains($0) }.sorted()
    for name in names {
      guard let counts = changes.confusion[name], counts.contains(where: { !$0.key.isEmpty && !$0.value.isEmpty })
      else { continue }
      let all = Set(counts.keys).union(counts.values.flatMap(\.keys))
      let values = project.questions.first { $0.name == name }?.inOrder(all.subtracting([""])) ?? []
      blank()
      for line in ConfusionRows(name, counts, order: values, width: width).lines { add(line) }
    }
  }

  // MARK: Rows

  private mutating func rows(_ changes: DiffReport) {
    guard !changes.rows.isEmpty else { return }
    let all = [changes.samples, changes.annotations, changes.labels].reduce(0) {
      $0 + $1.added + $1.removed + $1.changed
    }
    blank()
    let basis =
      changes.rows.count < all
      ? "\(Figures.grouped(changes.rows.count)) of \(Figures.grouped(all)) rows" : Figures.count(all, "row")
    add([Span(basis, .heading)], isHeading: true)
    let samples = min(width / 4, changes.rows.map { displayWidth($0.sample) }.max() ?? 0)
    let parts = min(width / 4, changes.rows.map { displayWidth(CommitText.part($0)) }.max() ?? 0)
    for (index, row) in changes.rows.enumerated() {
      let isSame = index > 0 && changes.rows[index - 1].sample == row.sample
      var spans = [
        Span(CommitText.sign(row) + " ", .key), Span(fitted(row.sample, samples) + "  ", isSame ? .dim : .text),
        Span(fitted(CommitText.part(row), parts) + "  ", .dim),
      ]
      spans += CommitText.change(row)
      add(spans, row: index)
    }
    guard changes.rows.count < all else { return }
    add([Span("… \(Figures.count(all - changes.rows.count, "more row")): gloss diff lists them", .dim)])
  }

  static func sign(_ row: DiffRow) -> String { row.old == nil ? "+" : row.new == nil ? "-" : "~" }

  /// "● sentiment" of a label, the annotator of an annotation, nothing of a sample.
  static func part(_ row: DiffRow) -> String {
    guard let part = row.part else { return "" }
    return row.table == "labels" ? "● \(part)" : part
  }

  static func change(_ row: DiffRow) -> [Span] {
    switch (row.old, row.new) {
    case (let old?, let new?): [Span(old, .dim), Span(" → ", .key), Span(new)]
    case (nil, let new?): [Span(new)]
    case (let old?, nil): [Span(old, .dim)]
    case (nil, nil): []
    }
  }
}
