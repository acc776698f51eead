import LabelStatistics
import Testing

@testable import AnnotationEngine

@Suite("What the rule posterior makes of answers")
struct PosteriorModelTests {
  private func question(_ kind: Question.Kind, required: Bool = false) -> Question {
    Question(
      name: "q", kind: kind, title: nil, required: required,
      values: ["x", "y", "z"].map { .init(name: $0, title: nil, key: nil, colour: nil, description: nil) })
  }

  /// "x", "yx" and so on, a string an answer; by item, what annotators 0, 1, … gave.
  private func model(
    _ kind: Question.Kind, _ table: [[String]], above: Double = 0.9, atLeast: Int = 1, required: Bool = false
  ) -> PosteriorModel {
    var answers = Interned<Answer>()
    var ratings = Ratings(
      items: [], annotators: [], values: [], itemCount: table.count, annotatorCount: table.map(\.count).max() ?? 0,
      valueCount: 0)
    for (item, votes) in table.enumerated() {
      for (annotator, vote) in votes.enumerated() {
        ratings.items.append(Int32(item))
        ratings.annotators.append(Int32(annotator))
        let answer = kind == .choice ? Answer.choice(vote) : .choices(vote.map { String($0) })
        ratings.values.append(answers.number(of: answer))
      }
    }
    ratings.valueCount = answers.all.count
    return PosteriorModel(
      question(kind, required: required), rule: LabelRule(rule: .posterior, atLeast: atLeast, above: above),
      answers: answers.all, ratings)
  }

  private func words(_ model: PosteriorModel) -> [String?] { model.labels.map { $0?.answer.names.joined() } }

  /// Two who agree throughout but for the last item; of the third every fourth answer is another.
  private let sets: [[String]] =
    (0..<20).map { item in
      let truth = ["x", "y", "xy"][item % 3]
      return [truth, truth, item % 4 == 0 ? "x" : truth]
    } + [["x", "y"]]

  @Test("Every value is a yes or no by a model of its own, and the least of their probabilities is the label's")
  func least() throws {
    let model = model(.choices, sets)
    var expected: [(names: String, least: Double)] = Array(repeating: ("", 1), count: sets.count)
    for value in ["x", "y"] {
      var ratings = Ratings(items: [], annotators: [], values: [], itemCount: 21, annotatorCount: 3, valueCount: 2)
      for (item, votes) in sets.enumerated() {
        for (annotator, vote) in votes.enumerated() {
          ratings.items.append(Int32(item))
          ratings.annotators.append(Int32(annotator))
          ratings.values.append(vote.contains(value) ? 1 : 0)
        }
      }
      let alone = dawidSkene(ratings)
      for item in sets.indices {
        if alone.labels[item] == 1 { expected[item].names += value }
        expected[item].least = min(expected[item].least, alone.confidence[item])
      }
    }
    for (item, label) in model.labels.enumerated() {
      let (names, least) = expected[item]
      #expect((label?.answer.names.joined()) == (least > 0.9 ? names : nil), "item \(item)")
      if let label { #expect(abs(label.share.value - least) < 2e-6) }
    }
    #expect(words(model).prefix(3) == ["x", "y", "xy"] && words(model).last == .some(nil))
    #expect(model.choice == nil)
  }

  @Test("A value that nobody ever chose, and one that everybody always did, is certain and moves nothing")
  func certain() {
    let labels = words(model(.choices, [["x", "x"], ["xy", "xy"], ["x", "x"]]))
    #expect(labels == ["x", "xy", "x"])
    let all = model(.choices, [["x", "x"], ["x"], []])
    #expect(words(all) == ["x", "x", nil])
    #expect(all.labels[0]?.share == Share(1, of: 1))
  }

  @Test("Too few answers give no label; no value at all is one where the question may be left so")
  func few() {
    let table = [["x", "x", "x"], ["x"], ["", "", ""], ["y", "y", "y"]]
    #expect(words(model(.choices, table, atLeast: 2)) == ["x", nil, "", "y"])
    #expect(words(model(.choices, table, required: true)) == ["x", "x", nil, "y"])
  }

  @Test("Answers with values that the question does not have say nothing of the others")
  func unknown() {
    #expect(words(model(.choice, [["x", "x", "w"], ["y", "y", "y"], ["w"]])) == ["x", "y", nil])
    #expect(words(model(.choices, [["xw", "xw"], ["y", "y"]])) == ["x", "y"])
  }

  @Test(
    "Whatever the order of the samples, every label and every share are the same",
    arguments: [Question.Kind.choice, .choices])
  func order(kind: Question.Kind) {
    var random = FixedRandom(seed: 5)
    let table = (0..<300).map { item in
      (0..<5).map { annotator in
        let errs = Int.random(in: 0..<10, using: &random) <= annotator
        return ["x", "y", "z"][errs ? Int.random(in: 0..<3, using: &random) : item % 3]
      }
    }
    let (one, other) = (model(kind, table), model(kind, Array(table.reversed())))
    #expect(one.labels.map { $0?.answer } == other.labels.reversed().map { $0?.answer })
    #expect(one.labels.map { $0?.share } == other.labels.reversed().map { $0?.share })
    #expect(one.labels.contains { $0 != nil && $0?.share != Share(1, of: 1) })
  }
}
