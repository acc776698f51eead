import AnnotationEngine
import Terminal

/// A sample's text in its window: fields with their titles, then the metadata, dim.
struct SamplePane: Equatable, Sendable {
  /// No line of a sample is wider, whatever the screen.
  static let measure = 88

  private let plain: StyledText
  private let full: StyledText
  private(set) var view: StyledView
  private var showsMetadata: Bool

  init(_ sample: Sample, project: Project, showsMetadata: Bool, width: Int, height: Int) {
    plain = SamplePane.text(of: sample, project: project, withMetadata: false)
    full = SamplePane.text(of: sample, project: project, withMetadata: true)
    self.showsMetadata = showsMetadata
    view = StyledView(showsMetadata ? full : plain, width: width, height: height)
  }

  /// Takes another window; costs nothing when it is the same.
  mutating func fit(showsMetadata: Bool, width: Int, height: Int) {
    if showsMetadata == self.showsMetadata {
      view.resize(width: width, height: height)
    } else {
      self.showsMetadata = showsMetadata
      let query = view.view.query
      let top = view.view.top
      view = StyledView(showsMetadata ? full : plain, width: width, height: height)
      if !query.isEmpty { _ = view.find(query) }
      view.scroll(by: top)
    }
  }

  mutating func scroll(_ key: Key) -> Bool { view.handle(key) }

  /// Marks every match and shows the first.
  mutating func find(_ query: String) {
    if view.find(query) > 0 { _ = view.nextMatch() }
  }

  /// Draws the text, and at its lower right how much lies below.
  func draw(in frame: inout Frame, row: Int, column: Int) {
    view.draw(in: &frame, row: row, column: column)
    let below = view.view.linesBelow
    let above = view.view.top
    guard below > 0 || above > 0 else { return }
    // A window of a line or two shows text rather than words about it.
    let isShort = view.view.height < 3
    if isShort && below == 0 { return }
    let more = isShort ? "…" : below > 0 ? "… \(Figures.count(below, "line")) below" : "end"
    let last = row + view.view.height - 1
    frame.putRight([Span(" " + more, .dim)], row: last, right: column + view.view.layout.width, from: column)
  }

  /// The fields, and below them the metadata.
  static func text(of sample: Sample, project: Project, withMetadata: Bool) -> StyledText {
    var text = fields(of: sample, project: project)
    let metadata = metadata(of: sample)
    guard withMetadata, !metadata.isEmpty else { return text }
    text.append("\n\n")
    text.append(metadata, .dim)
    return text
  }

  private static func fields(of sample: Sample, project: Project) -> StyledText {
    var text = StyledText()
    for (index, field) in sample.fields.enumerated() {
      if index > 0 { text.append("\n\n") }
      if sample.fields.count > 1 {
        text.append(project.fields.first { $0.name == field.name }?.title ?? field.name, .heading)
        text.newline()
      }
      if field.text.isEmpty {
        text.append("(empty)", .dim)
      } else {
        text.append(field.text)
      }
    }
    if sample.fields.isEmpty { text.append("(no fields)", .dim) }
    return text
  }

  private static func metadata(of sample: Sample) -> String {
    sample.metadata.map { "\($0.name) \(unquoted($0.text))" }.joined(separator: " · ")
  }

  /// The text of a simple JSON string; anything else stays as JSON.
  private static func unquoted(_ json: String) -> String {
    guard json.utf8.count >= 2, json.hasPrefix("\""), json.hasSuffix("\""), !json.utf8.contains(0x5C) else {
      return json
    }
    return String(json.dropFirst().dropLast())
  }
}
