import GRDB
import LabelStatistics
import Synchronization

/// When a sample has all its annotations.
///
/// With a fixed overlap: when it has so many. With an adaptive one: when it has the fewest that are wanted and, for every
/// question, the posterior of the leading answer (`VoteModel`) is at least `until`; or when it has the most. What
/// annotators are taken for comes of the last plan; before any plan, and for whom it does not know, of the prior of
/// `VoteModel`: right three times in four.
struct OverlapRule: Sendable {
  /// nil where every sample gets the same number.
  private let adaptive: AdaptiveOverlap?
  private let overlap: Int
  private let questions: [Question]
  private let models: [String: QuestionSkills]

  init(_ project: Project, skills: [String: QuestionSkills] = [:]) {
    overlap = project.round.overlap
    adaptive = project.round.adaptive.map {
      AdaptiveOverlap(least: $0.least, most: project.round.overlap, until: $0.until)
    }
    questions = project.questions
    models = skills
  }

  func isComplete(_ state: SampleState) -> Bool {
    let submitted = state.submitted
    guard let adaptive else { return submitted.count >= overlap }
    return adaptive.isEnough(submitted.count) {
      questions.reduce(1) { least, question in
        let votes = submitted.compactMap { annotation in
          annotation.answers[question.name].map { (annotator: annotation.annotator, answer: $0) }
        }
        return min(least, confidence(of: question, votes))
      }
    }
  }

  /// Annotations and claims that a sample may have at a time, given those that are submitted and that it is not complete:
  /// beyond the fewest, one more is asked for at a time.
  func room(submitted: Int) -> Int { adaptive.map { max($0.least, min(overlap, submitted + 1)) } ?? overlap }

  /// The posterior of the answer that leads; 1 where nobody answered, as nobody has to.
  private func confidence(of question: Question, _ votes: [(annotator: String, answer: Answer)]) -> Double {
    if votes.isEmpty { return 1 }
    if let known = models[question.name], known.values == question.values.map(\.name) {
      let numbers = votes.compactMap { vote -> Vote? in
        guard case .choice(let name) = vote.answer, let value = known.values.firstIndex(of: name) else { return nil }
        return Vote(annotator: known.annotators.firstIndex(of: vote.annotator), value: value)
      }
      return known.model.posterior(numbers).max() ?? 0
    }
    // Where nothing is known of anybody. A set of values, or a number, is one answer as a whole.
    var answers: [Answer] = []
    for vote in votes where !answers.contains(vote.answer) { answers.append(vote.answer) }
    let count = max(2, answers.count, question.kind == .choice ? question.values.count : question.values.count + 1)
    let numbers = votes.map { Vote(annotator: nil, value: answers.firstIndex(of: $0.answer) ?? 0) }
    return VoteModel(valueCount: count).posterior(numbers).max() ?? 0
  }
}

/// What a plan knows of the annotators at one question of the kind choice.
struct QuestionSkills: Sendable {
  /// The question's values then: where they are others by now, the rule falls back on knowing nothing.
  var values: [String]
  var annotators: [String]
  var model: VoteModel
}

extension QuestionSkills {
  /// {"values", "priors", "annotators", "counts": a list of answers by truth and answer for each annotator}.
  init?(json: JSONValue) {
    guard let values = json["values"]?.array?.compactMap(\.string),
      let annotators = json["annotators"]?.array?.compactMap(\.string),
      let priors = json["priors"]?.array?.compactMap(\.double), priors.count == values.count, !values.isEmpty,
      let tables = json["counts"]?.array?.map({ $0.array?.compactMap(\.double) ?? [] }),
      tables.count == annotators.count, tables.allSatisfy({ $0.count == values.count * values.count })
    else { return nil }
    self.values = values
    self.annotators = annotators
    model = VoteModel(valueCount: values.count, priors: priors, counts: tables)
  }

  /// What Dawid-Skene makes of the votes on samples with several: nil where those are too few to tell.
  static func json(_ work: QuestionWork) -> JSONValue? {
    let (annotators, ratings) = work.answered()
    let count = ratings.valueCount
    var sizes = [Int](repeating: 0, count: ratings.itemCount)
    for item in ratings.items { sizes[Int(item)] += 1 }
    guard count > 1, count <= VoteModel.mostTabled, sizes.count(where: { $0 > 1 }) >= fewestItems else { return nil }
    var several = ratings
    let kept = ratings.items.indices.filter { sizes[Int(ratings.items[$0])] > 1 }
    several.items = kept.map { ratings.items[$0] }
    several.annotators = kept.map { ratings.annotators[$0] }
    several.values = kept.map { ratings.values[$0] }
    let found = dawidSkene(several, options: EMOptions(smoothing: 1))
    var tables = [[Double]](repeating: [Double](repeating: 0, count: count * count), count: annotators.count)
    for index in several.items.indices {
      let posterior = found[Int(several.items[index])]
      for truth in 0..<count {
        tables[Int(several.annotators[index])][truth * count + Int(several.values[index])] +=
          posterior[posterior.startIndex + truth]
      }
    }
    // To a thousandth: more digits would only make the event longer.
    func rounded(_ value: Double) -> JSONValue { JSONValue((value * 1000).rounded() / 1000) }
    return .object([
      JSONMember("values", .array(work.names.map(JSONValue.string))),
      JSONMember("priors", .array(found.classPriors.map(rounded))),
      JSONMember("annotators", .array(annotators.map(JSONValue.string))),
      JSONMember("counts", .array(tables.map { .array($0.map(rounded)) })),
    ])
  }

  /// Samples with several votes without which nothing is said of anybody.
  private static let fewestItems = 10
}

extension Database {
  /// The rule in force. Skills are read only where the overlap is adaptive.
  func overlapRule() throws -> OverlapRule {
    let project = try project()
    guard project.round.adaptive != nil, let text = try fact(FactName.planSkills) else { return OverlapRule(project) }
    return OverlapRule(project, skills: try KnownSkills.shared.skills(text))
  }

  /// Whether a sample has all its annotations, as it was decided at the last act on it. One index look-up.
  func isComplete(_ sample: String) throws -> Bool {
    try Bool.fetchOne(cachedStatement(sql: "SELECT complete FROM touched WHERE sample = ?"), arguments: [sample])
      ?? false
  }
}

/// Remembers what the last few plans' skills parse to: every act asks, and they change with a plan only.
private final class KnownSkills: Sendable {
  static let shared = KnownSkills()
  private static let capacity = 4

  private let recent = Mutex<[(text: String, skills: [String: QuestionSkills])]>([])

  func skills(_ text: String) throws(EngineError) -> [String: QuestionSkills] {
    if let known = recent.withLock({ $0.first { $0.text == text }?.skills }) { return known }
    guard let json = try? JSONValue(parsing: text.utf8) else { throw .damagedTable("facts") }
    var skills: [String: QuestionSkills] = [:]
    for member in json.members ?? [] { skills[member.name] = QuestionSkills(json: member.value) }
    recent.withLock {
      $0.insert((text, skills), at: 0)
      if $0.count > Self.capacity { $0.removeLast() }
    }
    return skills
  }
}
