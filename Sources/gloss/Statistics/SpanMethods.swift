import AnnotationEngine
import Interchange
import LabelStatistics

/// Methods on spans: a row a document, its label the spans as JSON and its confidence the mean of theirs.
enum SpanMethods {
  static func outcome(
    _ request: FileMethodRequest, _ aggregate: (SpanCorpus, EMOptions) -> SpanAggregation
  ) throws -> FileMethodOutcome {
    if !request.map.isEmpty {
      throw CommandFailure(
        place: request.path, what: "a file of spans has no columns", remedy: "leave --map out",
        status: .wrongUsage)
    }
    let file = try SpanFile(path: request.path)
    let found = aggregate(file.corpus, request.options)
    let answered = file.corpus.documents.indices.filter { !file.corpus.documents[$0].answers.isEmpty }
    let spans = answered.reduce(0) { $0 + found.spans[$1].count }
    let (goldMembers, goldText) = judged(file.corpus, found)
    let ties = Words.count(found.ties, found.tokens == nil ? "tied span" : "tied token")
    return FileMethodOutcome(
      steps: found.tokens?.steps ?? 0, converged: found.tokens?.converged ?? true,
      logLikelihood: found.tokens?.logLikelihood, warnings: warnings(file, found, answered: answered.count),
      annotators: annotators(file, found),
      members: [JSONMember("spans", .int(spans)), JSONMember("ties", .int(found.ties))] + goldMembers,
      text: "\(Words.count(spans, "span")) in \(Words.count(answered.count, "document")), \(ties)\n" + goldText,
      rows: answered.map { row(file, $0, found.spans[$0]) })
  }

  private static func row(
    _ file: SpanFile, _ document: Int, _ spans: [AggregatedSpan]
  ) -> (sample: String, label: String, confidence: Double) {
    let confidence = spans.isEmpty ? 1 : spans.reduce(0) { $0 + $1.confidence } / Double(spans.count)
    let label = JSONValue.list(spans) {
      .array([
        .int(Int($0.span.start)), .int(Int($0.span.end)), .string(file.types[Int($0.span.type)]),
      ])
    }
    return (file.documents[document], label.text, confidence)
  }

  /// F1 of what was found against gold, where there is any.
  private static func judged(_ corpus: SpanCorpus, _ found: SpanAggregation) -> (members: [JSONMember], text: String) {
    var counts = SpanF1()
    for (document, spans) in zip(corpus.documents, found.spans) where !document.answers.isEmpty {
      if let gold = document.gold { counts.add(spans.map(\.span), gold) }
    }
    if counts.exact.documents == 0 { return ([], "") }
    var lines = FigureLines()
    lines.add("gold_exact_f1", "exact F1 on gold", counts.exact.f1)
    lines.add("gold_overlap_f1", "overlap F1", counts.overlap.f1)
    return (lines.members, lines.text)
  }

  private static func warnings(_ file: SpanFile, _ found: SpanAggregation, answered: Int) -> [String] {
    var warnings = (found.tokens?.warnings ?? []).filter { if case .ties = $0 { false } else { true } }.map(
      \.explanation)
    if found.ties > 0 {
      let what = Words.count(found.ties, found.tokens == nil ? "span" : "token")
      warnings.append("annotators are split evenly on \(what); a tie with no span is taken for none")
    }
    let silent = file.corpus.documents.count - answered
    if silent > 0 { warnings.append("\(Words.count(silent, "document")) without answers left out") }
    return warnings
  }

  private static func annotators(_ file: SpanFile, _ found: SpanAggregation) -> [JSONValue] {
    guard let tokens = found.tokens else { return file.annotators.map { .object(("name", .string($0))) } }
    return tokens.annotators.enumerated().map { number, skill in
      .object(
        ("name", .string(file.annotators[number])), ("answers", .int(skill.answers)),
        ("skill", .double(skill.skill)), ("accuracy", .double(skill.accuracy)))
    }
  }
}
