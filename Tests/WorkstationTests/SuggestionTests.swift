import Terminal
import Testing

@testable import AnnotationEngine
@testable import Workstation

@Suite("Suggestions on the label screen")
struct SuggestionScreenTests {
  private func stage(_ questions: [Question], _ suggestions: [String: Suggestion]) -> Stage {
    var item = Fixture.item(1)
    item.suggestions = suggestions
    return .labeling(Fixture.project(questions), item)
  }

  private let positive = ["sentiment": Suggestion(answer: .choice("positive"), score: 0.93, model: "m1")]

  @Test("It stands at the right of its question with its score and the key that accepts it, and marks its value.")
  func shows() {
    let stage = stage([Fixture.sentiment], positive)
    #expect(stage.lines.contains { $0.hasPrefix(" What does the writer feel?") && $0.hasSuffix("◇ positive .93 Tab") })
    #expect(stage.shows("◇ 3 positive"))
    #expect(!stage.shows("●"))
  }

  @Test("Tab answers as the value's key would; without a suggestion it says that there is none.")
  func accepts() {
    var stage = stage([Fixture.sentiment], positive)
    stage.press(.tab)
    #expect(
      stage.labels() == [
        .submit(sample: "s1", answers: ["sentiment": .choice("positive")], seconds: 0, advance: true, at: 1)
      ])
    stage = self.stage([Fixture.sentiment], [:])
    stage.press(.tab)
    #expect(stage.labels() == [])
    #expect(stage.status.contains("nothing is suggested here"))
  }

  @Test("Of several questions Tab answers the one that waits, one after another, and Enter submits.")
  func several() {
    var stage = stage(
      [Fixture.topics, Fixture.helpful, Fixture.sure],
      [
        "topics": Suggestion(answer: .choices(["work", "play"])),
        "helpful": Suggestion(answer: Fixture.number(4), score: 1),
        "sure": Suggestion(answer: Fixture.number(80)),
      ])
    #expect(stage.shows("◇ Work, play Tab"))
    #expect(stage.shows("◇4"))
    stage.press(.tab, .tab, .character("3"), .character("0"), .enter)
    #expect(stage.labels() == [])
    stage.press(.enter)
    #expect(
      stage.labels() == [
        .submit(
          sample: "s1",
          answers: ["topics": .choices(["work", "play"]), "helpful": Fixture.number(4), "sure": Fixture.number(30)],
          seconds: 0, advance: true, at: 1)
      ])
  }

  @Test("In a small window the value is marked still.")
  func small() {
    var stage = stage([Fixture.sentiment], positive)
    stage.resize(12, 40)
    #expect(stage.shows("◇3 positive"))
    stage.resize(14, 70)
    #expect(stage.shows("Tab ◇ positive .93"))
  }
}
