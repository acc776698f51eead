import AnnotationEngine
import Terminal

/// How far annotators agree, as a text to read: by question, by value, by pair.
enum AgreementText {
  static func overlay(_ report: AgreementReport, project: String, size: Size, closing: [Key]) -> Overlay {
    .reader(
      Reader(.figures, title: "\(project) · agreement", text: text(report), size: size, closing: closing))
  }

  static func text(_ report: AgreementReport) -> StyledText {
    var text = StyledText()
    guard !report.questions.isEmpty else {
      text.append("There are no annotations to compare yet.", .dim)
      return text
    }
    for (index, name) in report.questions.keys.sorted().enumerated() {
      guard let figures = report.questions[name] else { continue }
      if index > 0 { text.append("\n\n") }
      text.append(name, .heading, .bold)
      text.newline()
      text.append("  \(summary(figures))\n")
      append(figures.labels, to: &text)
      append(figures.pairs, to: &text)
    }
    text.append("\n")
    text.append(
      "\(Signs.alpha): Krippendorff's alpha at the question's level. \(Signs.kappa): Cohen's kappa of a pair. Both are 1 for full agreement and 0 "
        + "for what chance gives; n counts the samples that a figure rests on, and [ ] is where it lies with 95 % "
        + "confidence.", .dim)
    return text
  }

  private static func summary(_ figures: QuestionAgreement) -> String {
    var parts = [Figures.alpha(figures.alpha, figures.alphaInterval, why: figures.alphaWhy, items: figures.items)]
    if let percent = figures.percent {
      parts.append("\(Figures.percent(percent)) agree")
    } else if let why = figures.percentWhy, why != figures.alphaWhy {
      parts.append(why)
    }
    parts.append(Figures.count(figures.annotators, "annotator"))
    return parts.joined(separator: " · ")
  }

  private static func append(_ labels: [String: LabelFigures], to text: inout StyledText) {
    guard !labels.isEmpty else { return }
    text.append("\n  values\n", .dim)
    let width = min(24, labels.keys.map(displayWidth).max() ?? 0)
    for name in labels.keys.sorted() {
      guard let figures = labels[name] else { continue }
      let alpha = Figures.alpha(figures.alpha, why: figures.alphaWhy, items: figures.items)
      text.append("  \(fitted(name, width))   \(alpha)   \(Figures.count(figures.answers, "answer"))\n")
    }
  }

  private static func append(_ pairs: [PairFigures], to text: inout StyledText) {
    guard !pairs.isEmpty else { return }
    text.append("\n  pairs\n", .dim)
    let names = pairs.map { "\($0.a) – \($0.b)" }
    let width = min(32, names.map(displayWidth).max() ?? 0)
    for (pair, name) in zip(pairs, names) {
      let kappa = Figures.kappa(pair.kappa, items: pair.items) ?? pair.kappaWhy ?? "no \(Signs.kappa)"
      let percent = pair.percent.map { "   \(Figures.percent($0)) agree" } ?? ""
      text.append("  \(fitted(name, width))   \(kappa)\(percent)\n")
    }
  }
}
