import Testing

@testable import AnnotationEngine

@Suite("Ratings in the project file")
struct RatingFileTests {
  private func questions(_ questions: String) throws(EngineError) -> [Question] {
    try Project.parse(
      yaml: "name: a\nfields: [text]\nquestions:\n" + questions, file: "gloss.yaml"
    ).questions
  }

  private func problem(_ text: String) -> String {
    do throws(EngineError) {
      _ = try questions(text)
      return ""
    } catch {
      guard case .project(_, let line, _, let problem, let remedy) = error else { return "\(error)" }
      return "\(line): \(problem); \(remedy)"
    }
  }

  @Test("A small scale has a digit for each number, and titles where the file gives them.")
  func small() throws {
    let question = try #require(
      try questions(
        """
          - name: helpful
            kind: rating
            min: 1
            max: 5
            level: ordinal
            values: [{name: "1", title: hopeless}, {name: 5.0, title: perfect, key: p}]
        """
      ).first)
    #expect(
      question.scale == Scale(min: DecimalNumber(1)!, max: DecimalNumber(5)!, step: DecimalNumber(1)!, level: .ordinal))
    #expect(question.level == .ordinal)
    #expect(question.values.map(\.name) == ["1", "2", "3", "4", "5"])
    #expect(question.values.map(\.key) == ["1", "2", "3", "4", "p"])
    #expect(question.values.map(\.title) == ["hopeless", nil, nil, nil, "perfect"])
  }

  @Test("Digits stand for themselves where all numbers are digits, else for places.")
  func digits() throws {
    func digits(_ scale: String) throws -> [String] {
      try questions("  - {name: q, kind: rating, \(scale)}")[0].scale!.digits
    }
    #expect(try digits("min: 0, max: 4") == ["0", "1", "2", "3", "4"])
    #expect(try digits("min: 1, max: 10") == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"])
    #expect(try digits("min: -1, max: 1, step: 0.5") == ["1", "2", "3", "4", "5"])
    #expect(try digits("min: 0, max: 10") == [])
  }

  @Test("A large scale is typed: its values are those with titles, in order, and the level is interval.")
  func large() throws {
    let question = try questions(
      "  - {name: q, kind: rating, min: 0, max: 100, values: [{name: 100, title: all}, {name: 0}]}")[0]
    #expect(question.values.map(\.name) == ["0", "100"])
    #expect(question.values.map(\.key) == [nil, nil])
    #expect(question.level == .interval)
    #expect(
      question.hasValue("37") && !question.hasValue("37.5") && !question.hasValue("037") && !question.hasValue("101"))
  }

  @Test("Beside a rating, values of other questions have letters.")
  func letters() throws {
    let questions = try questions(
      "  - {name: ok, kind: choice, values: [no, yes]}\n  - {name: q, kind: rating, min: 1, max: 3}")
    #expect(questions[0].values.map(\.key) == ["a", "b"])
    #expect(
      problem(
        "  - {name: ok, kind: choice, values: [no, {name: yes, key: 1}]}\n  - {name: q, kind: rating, min: 1, max: 3}"
      )
      .contains("the digits are for the numbers of ratings"))
  }

  @Test(
    "What cannot be is named with its line.",
    arguments: [
      ("min: 1", "a question has no max"), ("min: 5, max: 1", "max is 1, and min is 5"),
      ("min: one, max: 3", "min is \"one\", not a number"),
      ("min: 0, max: 1, step: 0.3", "not a whole number of steps of 0.3"),
      ("min: 0.5, max: 3", "not a whole number of steps of 1"), ("min: 0, max: 1, step: 0", "steps of 0"),
      ("min: 1, max: 5, level: nominal", "have an order"),
      ("min: -1, max: 5, level: ratio", "ratios of numbers below zero"),
      ("min: 1, max: 5, values: [6]", "\"6\" is not a number of this rating; it takes the numbers from 1 to 5"),
      ("min: 1, max: 5, values: [1, 1.0]", "is there already"),
      ("min: 1, max: 5, level: likert", "did you mean \"ordinal\""),
    ])
  func wrong(parts: String, problem expected: String) {
    let found = problem("  - {name: q, kind: rating, \(parts)}")
    #expect(found.hasPrefix("4: ") && found.contains(expected), "\(found)")
  }

  @Test("Other kinds have no scale, and words of other tools are understood.")
  func others() {
    #expect(
      problem("  - {name: q, kind: choice, values: [a, b], max: 5}").contains("a question of kind choice has no max"))
    #expect(problem("  - {name: q, kind: likert, min: 1, max: 5}").contains("did you mean \"rating\""))
  }
}
