import AnnotationEngine
import Terminal
import Testing

@testable import Workstation

@Suite struct ConflictTests {
  private let filter = ReviewFilter()

  private func side(_ branch: String, _ value: String?, _ author: String, comment: String? = nil) -> MergeConflict.Side
  {
    MergeConflict.Side(
      branch: branch, commit: Fixture.commit(author.count), author: author, time: 1_700_000_000_000 - 86_400_000 * 3,
      answers: value.map { ["sentiment": .choice($0)] }, by: "resolution", reviewer: author, comment: comment)
  }

  private func conflict(
    _ cell: MergeConflict.Cell = .label(question: "sentiment"), choice: MergeConflict.Choice? = nil
  ) -> MergeConflict {
    var base = side("main", "neutral", "lea")
    base.by = "majority"
    return MergeConflict(
      sample: "s1", cell: cell, base: base, ours: side("main", "positive", "rita", comment: "irony"),
      theirs: side("second-team", "negative", "samuel"), choice: choice)
  }

  private func stage(_ conflicts: [MergeConflict], size: Size = Size(rows: 24, columns: 80)) -> Stage {
    var item = Fixture.reviewItem()
    item.conflicts = conflicts
    var stage = Stage.reviewing(Fixture.project(), item)
    stage.resize(size.rows, size.columns)
    return stage
  }

  private func settle(_ choice: MergeConflict.Choice, _ cell: MergeConflict.Cell = .label(question: "sentiment"))
    -> ReviewAction
  {
    .settle(sample: "s1", cell: cell, choice: choice, reason: nil, advance: true, filter: filter)
  }

  @Test("Both sides stand there with branch, commit, author, time and comment, and what was before them.")
  func shows() {
    let stage = stage([conflict()])
    #expect(stage.shows(" sentiment ≠ ─"))
    #expect(stage.shows("main ≠ second-team"))
    #expect(stage.shows("   a main          positive, resolved by rita   “irony”"))
    #expect(stage.shows("                   000004aaaa · rita · 3 days ago"))
    #expect(stage.shows("   b second-team   negative, resolved by samuel"))
    #expect(stage.shows("     before        neutral, by majority"))
    #expect(stage.hints.hasPrefix(" a ours   b theirs   1-3 set another"))
  }

  @Test("a takes this branch's side, b the other's, a digit sets another label.")
  func decides() {
    let ways: [(String, MergeConflict.Choice)] = [
      ("a", .ours), ("b", .theirs), ("2", .answer(.choice("neutral"))),
    ]
    for (key, choice) in ways {
      var stage = stage([conflict()])
      stage.type(key)
      #expect(stage.reviews() == [settle(choice)])
    }
  }

  @Test("After the decision the next one stands there, what the engine says is said, and Backspace takes it back.")
  func undo() {
    var stage = stage([conflict()])
    stage.type("b")
    stage.effects = []
    let act = Fixture.act(1, "negative, of second-team", kind: .resolved)
    stage.answer(
      Fixture.reviewStep(Fixture.reviewItem(2), act: act, remark: "the merge is finished"), to: settle(.theirs))
    #expect(stage.status.contains("✓ 1 negative, of second-team · the merge is finished"))
    #expect(stage.shows("a alice"))
    stage.press(.backspace)
    #expect(stage.reviews() == [.undo(filter: filter)])
  }

  @Test("The decision that ended the merge is not taken back by a key, and that is said before anything else is.")
  func ended() {
    var stage = stage([conflict()])
    stage.type("b")
    stage.effects = []
    var step = Fixture.reviewStep(
      Fixture.reviewItem(2), act: Fixture.act(1, "positive, theirs", kind: .resolved), remark: "the merge is done")
    step.undoable = Fixture.act(7, "neutral", kind: .resolved)
    stage.answer(step, to: settle(.theirs))
    #expect(!stage.status.contains("undo"))
    stage.press(.backspace)
    #expect(stage.reviews() == [])
    #expect(stage.status.contains("gloss undo takes it back"))
    stage.press(.backspace)
    #expect(stage.reviews() == [.undo(filter: filter)])
  }

  @Test("A sample whose conflicts are all decided shows what was decided; another open question comes before that.")
  func decided() {
    #expect(stage([conflict(choice: .theirs)]).shows(" ● b second-team"))
    #expect(stage([conflict(.label(question: "tone"), choice: .ours)]).shows("c chen"))
  }

  @Test("In a narrow window one word says who is behind each side.")
  func who() {
    let stage = stage([conflict()], size: Size(rows: 12, columns: 40))
    #expect(stage.shows("positive · rita"))
    #expect(stage.shows("negative · samuel"))
  }

  @Test("What an annotator answered is taken from one side: nothing else can be made up for them.")
  func annotation() {
    let cell = MergeConflict.Cell.annotation(annotator: "alice")
    var stage = stage([conflict(cell)])
    #expect(stage.shows("what alice answered ≠"))
    stage.type("2")
    stage.press(.space)
    stage.type("*")
    #expect(stage.reviews() == [])
    #expect(stage.status.contains("a takes ours"))
    stage.type("a")
    #expect(stage.reviews() == [settle(.ours, cell)])
  }

  @Test("Tab goes from conflict to conflict and on to the annotators' answers; the first undecided one comes first.")
  func several() {
    var stage = stage([conflict(.annotation(annotator: "bob"), choice: .theirs), conflict()])
    #expect(stage.shows("▸ sentiment ≠"))
    #expect(stage.shows("main ≠ second-team · 2 of 2"))
    stage.press(.tab)
    #expect(stage.shows("c chen"))
    stage.press(.tab)
    #expect(stage.shows("what bob answered ●"))
    #expect(stage.shows(" ● b second-team"))
  }

  @Test("A reason typed before the decision goes with it.")
  func reason() {
    var stage = stage([conflict()])
    stage.type("\"guideline 3")
    stage.press(.enter)
    #expect(stage.shows("because: guideline 3"))
    stage.type("a")
    #expect(
      stage.reviews() == [
        .settle(
          sample: "s1", cell: .label(question: "sentiment"), choice: .ours, reason: "guideline 3", advance: true,
          filter: filter)
      ])
  }

  @Test("In a small window both sides are still there.", arguments: [(12, 40), (8, 40), (5, 26)])
  func small(_ rows: Int, _ columns: Int) {
    let stage = stage([conflict()], size: Size(rows: rows, columns: columns))
    #expect(stage.shows("a "))
    #expect(stage.shows("b "))
    #expect(stage.shows("positive"))
  }

  @Test("The filter offers the conflicts of a merge.")
  func offered() {
    var stage = Stage.reviewing()
    stage.type("Fconflicts")
    stage.press(.enter)
    #expect(stage.reviews() == [.start(filter: ReviewFilter(scope: .conflicts))])
    #expect(stage.header.contains("review · conflicts"))
  }

  @Test("The branch stands in the top line where it is not main.")
  func branch() {
    let places: [@Sendable (Workplace) -> Workstation.Place] = [{ .label($0) }, { .review($0) }, { .history($0) }]
    for make in places {
      var workplace = Fixture.workplace(person: "rita")
      #expect(Stage(make(workplace)).header.hasPrefix(" tweets"))
      #expect(!Stage(make(workplace)).header.contains("["))
      workplace.branch = "second-team"
      #expect(Stage(make(workplace)).header.hasPrefix(" tweets [second-team]"))
    }
    var report = Fixture.home()
    report.status.branch = "second-team"
    let stage = Stage.atHome([report])
    #expect(stage.header.hasPrefix(" gloss [second-team]"))
    #expect(stage.shows("second-team  v0.3"))
  }
}
