import AnnotationEngine
import Interchange
import LabelStatistics

/// What `gloss aggregate FILE --method` is asked of answers that are no values from a list.
struct FileMethodRequest {
  var path: String
  var map: [String: String]
  var options: EMOptions
  /// A file of known values, for a method that takes one.
  var gold: String? = nil
}

/// What such a method gives: the members of its answer, its text, and the rows of `-o`.
struct FileMethodOutcome {
  var steps = 0
  var converged = true
  var logLikelihood: Double?
  var warnings: [String]
  var annotators: [JSONValue]
  /// What only this method has.
  var members: [JSONMember] = []
  var text: String
  var rows: [(sample: String, label: String, confidence: Double)]

  func json(_ method: String) -> JSONValue {
    .object(
      [
        JSONMember("method", .string(method)), JSONMember("steps", .int(steps)),
        JSONMember("converged", .bool(converged)),
        JSONMember("log_likelihood", .double(logLikelihood)),
        JSONMember("warnings", .list(warnings) { .string($0) }),
        JSONMember("annotators", .array(annotators)),
        JSONMember("items", .int(rows.count)),
      ] + members)
  }
}

/// A way from comparisons, spans or numbers of many to one answer; `AggregationMethod` has those for values from a list.
struct FileMethod: Sendable {
  var name: String
  var title: String
  /// Whether it is judged by a file of known values.
  var takesGold = false
  var run: @Sendable (FileMethodRequest) throws -> FileMethodOutcome

  static let all: [FileMethod] = [
    FileMethod(
      name: "bradley-terry", title: "Bradley-Terry, of comparisons",
      run: ComparisonMethods.bradleyTerry),
    FileMethod(
      name: "noisy-bradley-terry", title: "Bradley-Terry with annotators who do not always look",
      run: ComparisonMethods.noisy),
    FileMethod(name: "rover", title: "ROVER's vote on tokens, of spans") { request in
      try SpanMethods.outcome(request) { corpus, _ in rover(corpus) }
    },
    FileMethod(name: "span-majority", title: "majority of whole spans") { request in
      try SpanMethods.outcome(request) { corpus, _ in spanMajority(corpus) }
    },
    FileMethod(name: "dawid-skene-tokens", title: "Dawid-Skene on tokens, of spans") { request in
      try SpanMethods.outcome(request) { dawidSkeneTokens($0, options: $1) }
    },
    FileMethod(
      name: NumberMethods.name, title: "weighted median, of ratings", takesGold: true,
      run: NumberMethods.weightedMedian),
  ]

  static func named(_ name: String) -> FileMethod? { all.first { $0.name == name } }
}

/// Methods on comparisons: a row an object, from the strongest, its label the place and its confidence the strength.
private enum ComparisonMethods {
  @Sendable
  static func bradleyTerry(_ request: FileMethodRequest) throws -> FileMethodOutcome {
    let file = try ComparisonFile(path: request.path, map: request.map)
    let strengths = LabelStatistics.bradleyTerry(file.comparisons, options: request.options)
    var answers = [Int](repeating: 0, count: file.annotators.count)
    for comparison in file.comparisons.comparisons { answers[Int(comparison.annotator)] += 1 }
    return outcome(
      file, strengths,
      annotators: answers.enumerated().map {
        .object(("name", .string(file.annotators[$0])), ("answers", .int($1)))
      }, table: "")
  }

  @Sendable
  static func noisy(_ request: FileMethodRequest) throws -> FileMethodOutcome {
    let file = try ComparisonFile(path: request.path, map: request.map)
    let (strengths, skills) = noisyBradleyTerry(file.comparisons, options: request.options)
    var table = Table([
      ("  annotator", .left), ("answers", .right), ("skill", .right), ("bias to the left", .right),
    ])
    let annotators = skills.enumerated().map { number, skill -> JSONValue in
      let name = file.annotators[number]
      table.add([
        "  " + name, Words.grouped(skill.answers), Words.figure(skill.skill),
        Words.figure(skill.bias),
      ])
      return .object(
        ("name", .string(name)), ("answers", .int(skill.answers)), ("skill", .double(skill.skill)),
        ("bias", .double(skill.bias)))
    }
    return outcome(file, strengths, annotators: annotators, table: "\n" + table.text)
  }

  private static func outcome(
    _ file: ComparisonFile, _ strengths: Strengths, annotators: [JSONValue], table: String
  ) -> FileMethodOutcome {
    FileMethodOutcome(
      steps: strengths.steps, converged: strengths.converged,
      logLikelihood: strengths.logLikelihood,
      warnings: strengths.warnings, annotators: annotators,
      members: [
        JSONMember("groups", .int(strengths.groups.count)),
        JSONMember("strongly_joined", .bool(strengths.isStronglyJoined)),
        JSONMember(
          "objects",
          .list(byStrength(strengths)) {
            .object(
              ("name", .string(file.objects[$0])), ("strength", .double(strengths.strengths[$0])))
          }),
      ], text: strengthsTable(strengths, names: file.objects).text + table,
      rows: byStrength(strengths).enumerated().map {
        (file.objects[$1], String($0 + 1), strengths.strengths[$1])
      })
  }
}

/// Methods on spans: a row a document, its label the spans as JSON and its confidence the mean of theirs.
private enum SpanMethods {
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
    var counts = SpanF1()
    var spans = 0
    var rows: [(sample: String, label: String, confidence: Double)] = []
    for (number, document) in file.corpus.documents.enumerated() where !document.answers.isEmpty {
      let mine = found.spans[number]
      spans += mine.count
      if let gold = document.gold { counts.add(mine.map(\.span), gold) }
      let confidence = mine.isEmpty ? 1 : mine.reduce(0) { $0 + $1.confidence } / Double(mine.count)
      let label = JSONValue.list(mine) {
        .array([
          .int(Int($0.span.start)), .int(Int($0.span.end)), .string(file.types[Int($0.span.type)]),
        ])
      }
      rows.append((file.documents[number], label.text, confidence))
    }
    var members = [JSONMember("spans", .int(spans)), JSONMember("ties", .int(found.ties))]
    var text = "\(Words.count(spans, "span")) in \(Words.count(rows.count, "document")), "
    text += "\(Words.count(found.ties, found.tokens == nil ? "tied span" : "tied token"))\n"
    if counts.exact.documents > 0 {
      members += FigureLines.members("gold_exact_f1", counts.exact.f1)
      members += FigureLines.members("gold_overlap_f1", counts.overlap.f1)
      var lines = FigureLines()
      lines.add("", "exact F1 on gold", counts.exact.f1)
      lines.add("", "overlap F1", counts.overlap.f1)
      text += lines.text
    }
    var warnings = (found.tokens?.warnings ?? []).filter { if case .ties = $0 { false } else { true } }.map(
      \.explanation)
    if found.ties > 0 {
      let what = Words.count(found.ties, found.tokens == nil ? "span" : "token")
      warnings.append("annotators are split evenly on \(what); a tie with no span is taken for none")
    }
    if file.corpus.documents.count > rows.count {
      warnings.append(
        "\(Words.count(file.corpus.documents.count - rows.count, "document")) without answers left out"
      )
    }
    let annotators =
      found.tokens?.annotators.enumerated().map { number, skill -> JSONValue in
        .object(
          ("name", .string(file.annotators[number])), ("answers", .int(skill.answers)),
          ("skill", .double(skill.skill)), ("accuracy", .double(skill.accuracy)))
      } ?? file.annotators.map { .object(("name", .string($0))) }
    return FileMethodOutcome(
      steps: found.tokens?.steps ?? 0, converged: found.tokens?.converged ?? true,
      logLikelihood: found.tokens?.logLikelihood, warnings: warnings, annotators: annotators,
      members: members,
      text: text, rows: rows)
  }
}

/// Methods on numbers.
enum NumberMethods {
  static let name = "weighted-median"

  @Sendable
  static func weightedMedian(_ request: FileMethodRequest) throws -> FileMethodOutcome {
    try weightedMedian(
      CrowdAnswers(
        file: request.path, gold: request.gold, columns: CrowdColumns(map: request.map), areNumbers: true))
  }

  /// Of answers that are numbers.
  static func weightedMedian(_ answers: CrowdAnswers) -> FileMethodOutcome {
    let (ratings, numbers) = (answers.ratings, answers.numbers)
    let result = LabelStatistics.weightedMedian(
      NumberRatings(
        items: ratings.items, annotators: ratings.annotators,
        numbers: ratings.values.map { numbers[Int($0)] },
        itemCount: ratings.itemCount, annotatorCount: ratings.annotatorCount))
    var counts = [Int](repeating: 0, count: ratings.annotatorCount)
    for annotator in ratings.annotators { counts[Int(annotator)] += 1 }
    let ties = result.ties.count { $0 }
    var warnings = answers.findings
    if ties > 0 {
      warnings.append(
        "\(Words.count(ties, "item")) where half of the weight lies on either side: the middle is taken"
      )
    }
    var text = Table([
      ("  annotator", .left), ("answers", .right), ("weight", .right), ("mean distance", .right),
    ])
    let annotators = answers.annotators.enumerated().map { number, name -> JSONValue in
      text.add([
        "  " + name, Words.grouped(counts[number]), Words.figure(result.weights[number]),
        Words.figure(result.distances[number]),
      ])
      return .object(
        ("name", .string(name)), ("answers", .int(counts[number])),
        ("weight", .double(result.weights[number])),
        ("distance", .double(result.distances[number])))
    }
    var rows: [(sample: String, label: String, confidence: Double)] = []
    for (item, median) in result.medians.enumerated() {
      guard let median else { continue }
      let label = median == median.rounded() && abs(median) < 1e15 ? "\(Int(median))" : "\(median)"
      rows.append((answers.samples[item], label, result.confidence[item]))
    }
    let judged = judged(result.medians, answers.goldNumbers)
    return FileMethodOutcome(
      warnings: warnings, annotators: annotators, members: [JSONMember("ties", .int(ties))] + judged.members,
      text: text.text + judged.text, rows: rows)
  }

  /// How the medians lie beside the known numbers.
  private static func judged(_ medians: [Double?], _ gold: [Double?]?) -> (members: [JSONMember], text: String) {
    guard let gold else { return ([], "") }
    let pairs = zip(medians, gold).compactMap { median, known in median.flatMap { m in known.map { (m, $0) } } }
    let right = pairs.count { $0.0 == $0.1 }
    let interval = pairs.isEmpty ? nil : wilson(right, of: pairs.count)
    let share = pairs.isEmpty ? nil : Double(right) / Double(pairs.count)
    let distance = pairs.isEmpty ? nil : pairs.reduce(0) { $0 + abs($1.0 - $1.1) } / Double(pairs.count)
    let members = [
      JSONMember("accuracy", .double(share)),
      JSONMember("accuracy_interval", interval.map { .array([.double($0.low), .double($0.high)]) } ?? .null),
      JSONMember("accuracy_items", .int(pairs.count)), JSONMember("accuracy_right", .int(right)),
      JSONMember("gold_distance", .double(distance)),
    ]
    let ends = interval.map { "  \(Words.percent($0.low)) to \(Words.percent($0.high))" } ?? ""
    let text =
      "\non gold: \(Words.percent(share)) exactly right of \(Words.count(pairs.count, "sample"))\(ends), "
      + "mean distance \(distance.map { Words.fixed($0, 2) } ?? "–")\n"
    return (members, text)
  }
}
