import AnnotationEngine
import Terminal
import Testing

@testable import Workstation

@Suite("Ratings on the screens")
struct RatingTests {
  private func submitted(_ answers: Answers, _ stage: inout Stage) -> Bool {
    stage.labels() == [.submit(sample: "s1", answers: answers, seconds: 0, advance: true, at: 1)]
  }

  @Test("A digit rates and goes on; the scale is one row between the titles of its ends.")
  func digit() {
    var stage = Stage.labeling(Fixture.project([Fixture.helpful]))
    #expect(stage.shows("not at all  1  2  3  4  5  fully"))
    #expect(stage.hints.hasPrefix(" 1-5 label"))
    stage.press(.character("4"))
    #expect(submitted(["helpful": Fixture.number(4)], &stage))
    #expect(stage.shows("3 ●4  5"))
    stage = .labeling(Fixture.project([Fixture.helpful]))
    stage.press(.character("7"))
    #expect(stage.labels() == [])
    #expect(stage.status.contains("takes a number from 1 to 5"))
  }

  @Test("Arrows move along the scale from its near end, and Enter submits.")
  func arrows() {
    var stage = Stage.labeling(Fixture.project([Fixture.helpful]))
    stage.press(.right, .right)
    #expect(stage.labels() == [])
    #expect(stage.shows("●2"))
    stage.press(.left, .left, .left, .enter)
    #expect(submitted(["helpful": Fixture.number(1)], &stage))
    stage = .labeling(Fixture.project([Fixture.helpful]))
    stage.press(.left, .enter)
    #expect(submitted(["helpful": Fixture.number(5)], &stage))
    stage = .labeling()
    stage.press(.right)
    #expect(stage.labels() == [.next(of: "s1", at: 1)], "without a rating they step through the samples")
  }

  @Test("A number of a long scale is typed, mended and taken by Enter; off the scale it stays, with the allowed ones.")
  func typed() {
    var stage = Stage.labeling(Fixture.project([Fixture.sure]))
    #expect(stage.shows("a number from 0 to 100, then Enter"))
    #expect(stage.hints.hasPrefix(" 0-9 label"))
    stage.press(.character("1"), .character("7"), .character("5"))
    #expect(stage.shows("175_"))
    #expect(stage.status.contains("175 · Enter takes it, Esc forgets it"))
    stage.press(.enter)
    #expect(stage.status.contains("“175” is not a number from 0 to 100"))
    #expect(stage.labels() == [])
    stage.press(.backspace, .enter)
    #expect(submitted(["sure": Fixture.number(17)], &stage))
    stage = .labeling(Fixture.project([Fixture.sure]))
    stage.press(.character("9"), .escape)
    #expect(!stage.shows("9_"))
    stage.press(.character("6"), .character("."), .character("0"), .enter)
    #expect(submitted(["sure": Fixture.number(6)], &stage))
  }

  @Test("A minus after a digit turns the sign; without one it skips as ever.")
  func negative() {
    var stage = Stage.labeling(Fixture.project([Fixture.rating("warm", -50, 50)]))
    stage.press(.character("4"), .character("-"), .enter)
    #expect(submitted(["warm": Fixture.number(-4)], &stage))
    stage = .labeling(Fixture.project([Fixture.rating("warm", -50, 50)]))
    stage.press(.character("-"))
    #expect(stage.shows("skip because"))
  }

  @Test("Of several questions a digit answers the rating that waits, and Shift-Tab goes back to one.")
  func several() {
    let clear = Fixture.rating("clear", 1, 5)
    var stage = Stage.labeling(Fixture.project([Fixture.helpful, Fixture.tone, clear]))
    #expect(stage.shows("▸ helpful"))
    stage.press(.character("4"), .character("2"))
    #expect(stage.status.contains("Enter submits"))
    stage.press(.backTab)
    #expect(stage.shows("▸ helpful"))
    stage.press(.backTab)
    #expect(stage.shows("▸ clear"))
    stage.press(.backTab, .backTab)
    stage.press(.character("5"), .character("l"), .enter)
    #expect(
      submitted(
        ["helpful": Fixture.number(5), "clear": Fixture.number(2), "tone": .choice("loud")], &stage))
  }

  @Test("The same digit takes an answer away, and Backspace brings it back.")
  func takesAway() {
    var stage = Stage.labeling(Fixture.project([Fixture.helpful], advances: false))
    stage.press(.character("3"), .character("3"))
    #expect(!stage.shows("●"))
    stage.press(.backspace, .enter)
    #expect(submitted(["helpful": Fixture.number(3)], &stage))
  }

  @Test("Titles in the middle, and numbers that are not their digit, stand behind the keys.")
  func titles() {
    let stage = Stage.labeling(
      Fixture.project([
        Fixture.rating("a", 1, 3, titles: [1: "bad", 2: "fair", 3: "good"]), Fixture.rating("b", -1, 1),
      ]))
    #expect(stage.shows("1 bad"))
    #expect(stage.shows("2 fair"))
    #expect(stage.shows("1 -1  2 0  3 1"))
  }

  @Test("In a small window each rating is one line with its name.")
  func folded() {
    var stage = Stage.labeling(Fixture.project([Fixture.helpful, Fixture.sure]))
    stage.resize(12, 40)
    #expect(stage.lines.contains { $0.contains("helpful") && $0.contains("1 2 3 4 5") })
    stage.press(.character("3"), .character("8"), .character("0"), .enter)
    #expect(stage.lines.contains { $0.contains("sure") && $0.contains("80") })
  }

  // MARK: Review

  private func reviewing(_ question: Question, _ numbers: [Int]) -> Stage {
    let people = ["alice", "bob", "chen"]
    let annotations = zip(people, numbers).map { person, number in
      Fixture.annotation("s1", by: person, [question.name: Fixture.number(number)], seconds: 2)
    }
    return .reviewing(
      Fixture.project([question]),
      Fixture.reviewItem(
        1, annotations, open: [question.name],
        majority: [question.name: Fixture.number(numbers.sorted()[(numbers.count - 1) / 2])]))
  }

  private func resolved(_ stage: inout Stage) -> [AnnotationEngine.Answer] {
    stage.reviews().compactMap { if case .resolve(_, _, let answer, _, _, _, _) = $0 { answer } else { nil } }
  }

  @Test("A reviewer sees median and range, and takes an annotator's number, the median, or another by its digit.")
  func review() {
    var stage = reviewing(Fixture.helpful, [2, 5, 4])
    #expect(stage.shows("median 4, 2 to 5"))
    #expect(stage.shows("5 fully"))
    #expect(stage.hints.contains("* median"))
    stage.press(.character("*"))
    #expect(resolved(&stage) == [Fixture.number(4)])
    stage = reviewing(Fixture.helpful, [2, 5, 4])
    stage.press(.character("3"))
    #expect(resolved(&stage) == [Fixture.number(3)])
    stage = reviewing(Fixture.helpful, [2, 5, 4])
    stage.press(.character("a"))
    #expect(resolved(&stage) == [Fixture.number(2)])
  }

  @Test("On a long scale a reviewer types the number.")
  func reviewTyped() {
    var stage = reviewing(Fixture.sure, [20, 50, 40])
    #expect(stage.shows("a number from 0 to 100"))
    stage.press(.character("3"), .character("0"), .character("0"))
    #expect(stage.shows("300_  Enter sets"))
    stage.press(.enter)
    #expect(stage.status.contains("“300” is not a number from 0 to 100"))
    stage.press(.backspace, .enter)
    #expect(resolved(&stage) == [Fixture.number(30)])
  }
}
