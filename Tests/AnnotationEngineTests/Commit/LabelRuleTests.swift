import Testing

@testable import AnnotationEngine

@Suite("The label rule")
struct LabelRuleTests {
  private func question(_ kind: Question.Kind) -> Question {
    Question(
      name: "q", kind: kind, title: nil, required: true,
      values: ["x", "y", "z"].map { .init(name: $0, title: nil, key: nil, colour: nil, description: nil) })
  }

  private func one(_ votes: String, rule: LabelRule.Rule = .majority, atLeast: Int = 1) -> String? {
    let label = LabelRule(rule: rule, atLeast: atLeast)
      .label(of: votes.map { .choice(String($0)) }, to: question(.choice))
    guard let label, case .choice(let value) = label.answer else { return nil }
    return "\(value) \(label.confidence.numerator)/\(label.confidence.denominator)"
  }

  private func several(_ votes: [String], rule: LabelRule.Rule = .majority, atLeast: Int = 1) -> String? {
    let label = LabelRule(rule: rule, atLeast: atLeast)
      .label(of: votes.map { .choices($0.map(String.init)) }, to: question(.choices))
    guard let label, case .choices(let values) = label.answer else { return nil }
    return "\(values.joined()) \(label.confidence.numerator)/\(label.confidence.denominator)"
  }

  @Test("The value with strictly the most votes is the label; a tie is none.")
  func majority() {
    #expect(one("xxy") == "x 2/3")
    #expect(one("xyz") == nil)
    #expect(one("xxyy") == nil)
    #expect(one("xxyyy") == "y 3/5")
    #expect(one("xxyz") == "x 1/2")
    #expect(one("x") == "x 1/1")
    #expect(one("") == nil)
  }

  @Test("So many votes must agree at least.")
  func atLeast() {
    #expect(one("x", atLeast: 2) == nil)
    #expect(one("xx", atLeast: 2) == "x 1/1")
    #expect(one("xyz", atLeast: 2) == nil)
    #expect(one("xxyz", atLeast: 2) == "x 1/2")
    #expect(one("xxx", rule: .unanimous, atLeast: 4) == nil)
  }

  @Test("Of numbers the median is the label, of an even count the lower one in the middle.")
  func median() {
    func median(_ votes: [Int], rule: LabelRule.Rule = .majority, atLeast: Int = 1) -> String? {
      let label = LabelRule(rule: rule, atLeast: atLeast)
        .label(of: votes.compactMap { DecimalNumber($0).map(Answer.number) }, to: question(.rating))
      return label.map { "\($0.answer.words) \($0.confidence.numerator)/\($0.confidence.denominator)" }
    }
    #expect(median([5, 1, 4]) == "4 1/3")
    #expect(median([10, 9, 9, 100]) == "9 1/2")
    #expect(median([2]) == "2 1/1")
    #expect(median([2], atLeast: 2) == nil)
    #expect(median([]) == nil)
    #expect(median([3, 3], rule: .unanimous) == "3 1/1")
    #expect(median([3, 4], rule: .unanimous) == nil)
  }

  @Test("Unanimous means all.")
  func unanimous() {
    #expect(one("xxx", rule: .unanimous) == "x 1/1")
    #expect(one("xxy", rule: .unanimous) == nil)
    #expect(one("", rule: .unanimous) == nil)
    #expect(several(["xy", "yx"], rule: .unanimous) == "xy 1/1")
    #expect(several(["xy", "x"], rule: .unanimous) == nil)
  }

  @Test("Of several values each is voted on, and the share is the mean over the values that were given.")
  func each() {
    // x: all three agree that it belongs; y: two of three that it does.
    #expect(several(["xy", "xy", "x"]) == "xy 5/6")
    // x belongs by two of three; y and z do not, by two of three each.
    #expect(several(["xy", "x", "z"]) == "x 2/3")
    #expect(several(["xy", "xy", "x"], atLeast: 3) == "x 2/3")
    #expect(several(["x", "y", "z"]) == nil)
    #expect(several(["x", "y"]) == nil)
    #expect(several(["zx"]) == "xz 1/1")
  }

  @Test("Nothing is a label only where more than half chose nothing.")
  func empty() {
    #expect(several(["", "", "x"]) == " 2/3")
    #expect(several(["", ""]) == " 1/1")
    #expect(several(["", "x", "y"]) == nil)
    #expect(several([""], atLeast: 2) == nil)
    #expect(several([]) == nil)
  }

  @Test("Neither the order of votes nor that of values within a vote matters.")
  func symmetric() {
    var random = FixedRandom(seed: 5)
    for _ in 0..<500 {
      let votes = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        ["x", "y", "z"].filter { _ in Bool.random(using: &random) }
      }
      for rule in LabelRule.Rule.allCases {
        let rule = LabelRule(rule: rule, atLeast: .random(in: 1...3, using: &random))
        let label = { (votes: [[String]]) in rule.label(of: votes.map(Answer.choices), to: question(.choices)) }
        let shuffled = votes.shuffled(using: &random).map { $0.shuffled(using: &random) }
        #expect(label(votes)?.answer == label(shuffled)?.answer)
        #expect(label(votes)?.confidence == label(shuffled)?.confidence)
      }
    }
  }
}
