import GRDB

/// When a sample has all its annotations.
///
/// With a fixed overlap: when it has so many. With an adaptive one: when it has the fewest that are wanted and, for every
/// question, the posterior of the leading answer is at least `until`; or when it has the most. The posterior is that of
/// one-coin annotators with equal priors: an annotator of skill s gives the right answer with probability s and each
/// other one with (1 − s) / (k − 1). Skills are those of the last plan; before any plan, and for whom it does not know,
/// `priorSkill`.
struct OverlapRule {
  /// What an annotator is taken for of whom nothing is known.
  static let priorSkill = 0.8
  /// Nobody is taken for infallible, nor for worse than chance could tell.
  static let skillBounds = 0.05...0.99

  let least: Int
  let most: Int
  let until: Double?
  /// By question, the number of its values.
  private let questions: [(name: String, values: Int)]
  /// By question and annotator.
  private let skills: [String: [String: Double]]

  init(_ project: Project, skills: [String: [String: Double]] = [:]) {
    least = project.round.least
    most = project.round.overlap
    until = project.round.adaptive?.until
    questions = project.questions.map { ($0.name, $0.values.count) }
    self.skills = skills
  }

  func isComplete(_ state: SampleState) -> Bool {
    let submitted = state.annotations.filter { $0.status == .submitted }
    if submitted.count >= most { return true }
    guard let until, submitted.count >= least else { return false }
    return questions.allSatisfy { question in
      let votes = submitted.compactMap { annotation in
        annotation.answers[question.name].map { ($0, skill(of: annotation.annotator, at: question.name)) }
      }
      return Self.posterior(votes, values: question.values) >= until
    }
  }

  /// Annotations and claims that a sample may have at a time, given those that are submitted and that it is not complete:
  /// beyond the fewest, one more is asked for at a time.
  func room(submitted: Int) -> Int { until == nil ? most : max(least, min(most, submitted + 1)) }

  private func skill(of annotator: String, at question: String) -> Double {
    let skill = skills[question]?[annotator] ?? Self.priorSkill
    return min(max(skill, Self.skillBounds.lowerBound), Self.skillBounds.upperBound)
  }

  /// The posterior of the answer that leads; 1 where nobody answered, as nobody has to.
  /// Sets of values count as one answer each, of which there are one more than values.
  static func posterior(_ votes: [(answer: Answer, skill: Double)], values: Int) -> Double {
    if votes.isEmpty { return 1 }
    let isSet = votes.contains { if case .choices = $0.answer { true } else { false } }
    var answers: [Answer] = []
    for vote in votes where !answers.contains(vote.answer) { answers.append(vote.answer) }
    let classes = max(2, isSet ? values + 1 : values, answers.count)
    // What nobody chose has the same weight for every such answer.
    let others = Double(classes - answers.count)
    func weight(_ truth: Answer?) -> Double {
      votes.reduce(1) { product, vote in
        product * (vote.answer == truth ? vote.skill : (1 - vote.skill) / Double(classes - 1))
      }
    }
    let weights = answers.map(weight)
    let total = weights.reduce(0, +) + others * weight(nil)
    return total > 0 ? (weights.max() ?? 0) / total : 0
  }
}

extension Database {
  /// The rule in force. Skills are read only where the overlap is adaptive.
  func overlapRule() throws -> OverlapRule {
    let project = try project()
    guard project.round.adaptive != nil, let text = try fact(FactName.planSkills) else { return OverlapRule(project) }
    guard let json = try? JSONValue(parsing: text.utf8) else { throw EngineError.damagedTable("facts") }
    var skills: [String: [String: Double]] = [:]
    for question in json.members ?? [] {
      for skill in question.value.members ?? [] { skills[question.name, default: [:]][skill.name] = skill.value.double }
    }
    return OverlapRule(project, skills: skills)
  }

  /// Whether a sample has all its annotations, as it was decided at the last act on it. One index look-up.
  func isComplete(_ sample: String) throws -> Bool {
    try Bool.fetchOne(cachedStatement(sql: "SELECT complete FROM touched WHERE sample = ?"), arguments: [sample])
      ?? false
  }
}
