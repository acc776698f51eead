/// A picture of SVG elements, in pixels.
struct Drawing {
  let width: Double
  let height: Double
  private(set) var elements = ""

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  enum Anchor: String { case start, middle, end }

  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, _ look: String, opacity: Double? = nil
  ) {
    let opacity = opacity.map { " fill-opacity=\"\(Drawing.hundredths($0))\"" } ?? ""
    elements +=
      "<rect x=\"\(Markup.number(x))\" y=\"\(Markup.number(y))\" width=\"\(Markup.number(max(0, width)))\""
      + " height=\"\(Markup.number(max(0, height)))\" class=\"\(look)\"\(opacity)/>\n"
  }

  mutating func line(from a: (x: Double, y: Double), to b: (x: Double, y: Double), _ look: String) {
    elements +=
      "<line x1=\"\(Markup.number(a.x))\" y1=\"\(Markup.number(a.y))\" x2=\"\(Markup.number(b.x))\""
      + " y2=\"\(Markup.number(b.y))\" class=\"\(look)\"/>\n"
  }

  mutating func circle(x: Double, y: Double, radius: Double, _ look: String) {
    elements +=
      "<circle cx=\"\(Markup.number(x))\" cy=\"\(Markup.number(y))\" r=\"\(Markup.number(radius))\""
      + " class=\"\(look)\"/>\n"
  }

  /// A line through points, or a surface within them.
  mutating func path(_ points: [(x: Double, y: Double)], isClosed: Bool = false, _ look: String) {
    guard points.count > 1 else { return }
    let steps = points.enumerated().map { index, point in
      "\(index == 0 ? "M" : "L")\(Markup.number(point.x)) \(Markup.number(point.y))"
    }
    elements += "<path d=\"\(steps.joined(separator: " "))\(isClosed ? " Z" : "")\" class=\"\(look)\"/>\n"
  }

  mutating func text(_ text: String, x: Double, y: Double, _ look: String, anchor: Anchor = .start) {
    guard !text.isEmpty else { return }
    elements +=
      "<text x=\"\(Markup.number(x))\" y=\"\(Markup.number(y))\" class=\"\(look)\""
      + " text-anchor=\"\(anchor.rawValue)\">\(Markup.text(text))</text>\n"
  }

  /// The whole element; `title` and `description` say it to those who do not see it.
  func svg(id: String, title: String, description: String) -> String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"\(id)-title \(id)-desc\" "
      + "viewBox=\"0 0 \(Markup.number(width)) \(Markup.number(height))\" width=\"\(Markup.number(width))\" "
      + "height=\"\(Markup.number(height))\">\n<title id=\"\(id)-title\">\(Markup.text(title))</title>\n"
      + "<desc id=\"\(id)-desc\">\(Markup.text(description))</desc>\n\(elements)</svg>\n"
  }

  private static func hundredths(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let hundredths = Int((max(0, min(1, value)) * 100).rounded())
    return hundredths == 100 ? "1" : "0." + (hundredths < 10 ? "0" : "") + "\(hundredths)"
  }
}
