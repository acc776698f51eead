import AnnotationEngine
import Terminal
import Testing

@testable import Workstation

@Suite struct ReviewTests {
  private let filter = ReviewFilter()

  private func resolve(
    _ value: String, _ how: Resolution.How, reason: String? = nil, sample: String = "s1", advance: Bool = true
  ) -> ReviewAction {
    .resolve(
      sample: sample, question: "sentiment", answer: .choice(value), how: how, reason: reason, advance: advance,
      filter: filter)
  }

  @Test("Every annotator's answer stands side by side with seconds, comment, and how far they agree.")
  func shows() {
    let stage = Stage.reviewing()
    #expect(stage.header == " tweets · review                                      rita · ≠ 41 · α .61 n 812")
    #expect(stage.shows(" sentiment ≠ ─"))
    #expect(stage.shows("2 of 3 say negative"))
    #expect(stage.shows("   a alice   negative    4.1 s"))
    #expect(stage.shows("   b bob     negative    2.0 s"))
    #expect(stage.shows(" ≠ c chen    positive    9.8 s   “takes it at its word?”"))
    #expect(stage.shows("κ  a b .72 n 391"))
    #expect(stage.hints.hasPrefix(" a-c accept   * majority   1-3 set   @ send back"))
  }

  @Test("An imported answer has no seconds.")
  func untimed() {
    let imported = Fixture.annotation("s1", by: "alice", ["sentiment": .choice("negative")])
    let stage = Stage.reviewing(Fixture.project(), Fixture.reviewItem(1, [imported]))
    #expect(stage.shows("   a alice   negative        –") && !stage.shows("0.0 s"), "\(stage.screen)")
  }

  @Test("A letter accepts an annotator's answer, a star the majority's, a digit sets a value.")
  func decides() {
    let ways: [(String, ReviewAction)] = [
      ("c", resolve("positive", .accepted(annotator: "chen"))), ("*", resolve("negative", .majority)),
      ("2", resolve("neutral", .set)),
    ]
    for (key, action) in ways {
      var stage = Stage.reviewing()
      stage.type(key)
      #expect(stage.reviews() == [action])
    }
  }

  @Test("After a decision the next disagreement stands there, with what was done and how to take it back.")
  func advances() {
    var stage = Stage.reviewing()
    stage.type("*")
    _ = stage.taken()
    let act = Fixture.act(1, "negative, majority", kind: .resolved)
    stage.answer(Fixture.reviewStep(Fixture.reviewItem(2), act: act), to: resolve("negative", .majority))
    #expect(stage.status.hasPrefix(" ✓ 1 negative, majority"))
    #expect(stage.status.hasSuffix("Backspace undo"))
    stage.press(.backspace)
    #expect(stage.reviews() == [.undo(filter: filter)])
  }

  @Test("Keys typed ahead are applied to the next sample in order.")
  func typeAhead() {
    var stage = Stage.reviewing()
    stage.type("*c")
    #expect(stage.reviews() == [resolve("negative", .majority)])
    stage.answer(Fixture.reviewStep(Fixture.reviewItem(2)), to: resolve("negative", .majority))
    #expect(stage.reviews() == [resolve("positive", .accepted(annotator: "chen"), sample: "s2")])
  }

  @Test("Where votes are even there is no majority to accept, and that is said.")
  func tie() {
    let annotations = [
      Fixture.annotation(by: "alice", ["sentiment": .choice("negative")]),
      Fixture.annotation(by: "bob", ["sentiment": .choice("positive")]),
    ]
    var stage = Stage.reviewing(Fixture.project(), Fixture.reviewItem(1, annotations, majority: [:]))
    #expect(stage.shows("1 negative, 1 positive"))
    stage.type("*")
    #expect(stage.reviews() == [])
    #expect(stage.status.contains("it is a tie"))
  }

  @Test("Who skipped gave no answer to accept, and the reason is shown.")
  func skipped() {
    let annotations = [
      Fixture.annotation(by: "alice", ["sentiment": .choice("negative")]),
      Fixture.annotation(by: "bob", status: .skipped, reason: "it is Danish"),
    ]
    var stage = Stage.reviewing(Fixture.project(), Fixture.reviewItem(1, annotations))
    #expect(stage.shows("- bob     skipped: it is Danish"))
    stage.type("b")
    #expect(stage.reviews() == [])
    #expect(stage.status.contains("bob gave no answer to accept"))
    stage.type("z")
    #expect(stage.status.contains("no annotator has that letter: they are a-b"))
  }

  @Test("Values whose key is a letter get digits here, since letters accept annotators.")
  func digits() {
    let keys = AnswerKeys(reviewing: [Fixture.topics, Fixture.sentiment])
    #expect((0..<3).map { keys.name(question: 0, value: $0) } == ["1", "2", "3"])
    #expect((0..<3).map { keys.name(question: 1, value: $0) } == ["1", "2", "3"])
    var mixed = Fixture.sentiment
    mixed.values[0].key = "n"
    mixed.values[2].key = "1"
    let other = AnswerKeys(reviewing: [mixed])
    #expect((0..<3).map { other.name(question: 0, value: $0) } == ["3", "2", "1"])
  }

  @Test("A reviewer who annotated the sample sees so before any key, and no key decides.")
  func ownSample() {
    var stage = Stage.reviewing(Fixture.project(), Fixture.reviewItem(1, closed: "you annotated it yourself"))
    #expect(stage.shows("! closed: you annotated it yourself"))
    #expect(!stage.hints.contains("accept"))
    stage.type("a*1\"")
    #expect(stage.reviews() == [])
    #expect(stage.status.contains("you annotated it yourself"))
  }

  // MARK: Reasons

  @Test("A reason typed before the decision goes with it.")
  func reasonBefore() {
    var stage = Stage.reviewing()
    stage.type("\"irony")
    stage.press(.enter)
    #expect(stage.reviews() == [])
    #expect(stage.shows("because: irony"))
    stage.type("*")
    #expect(stage.reviews() == [resolve("negative", .majority, reason: "irony")])
  }

  @Test("A reason typed on a decided sample saves the decision again with it.")
  func reasonAfter() {
    let item = Fixture.reviewItem(1, resolutions: ["sentiment": Fixture.resolution("negative")], open: [])
    var stage = Stage.reviewing(Fixture.project(), item)
    #expect(stage.shows(" ● negative · majority, rita"))
    stage.type("\"irony")
    stage.press(.enter)
    #expect(stage.reviews() == [resolve("negative", .majority, reason: "irony", advance: false)])
  }

  @Test("The last decision can get its reason from the next sample, and the screen comes back.")
  func reasonOfLast() {
    var stage = Stage.reviewing()
    stage.type("*")
    stage.answer(Fixture.reviewStep(Fixture.reviewItem(2)), to: resolve("negative", .majority))
    _ = stage.taken()
    stage.type("&irony")
    stage.press(.enter)
    let again = resolve("negative", .majority, reason: "irony", advance: false)
    #expect(stage.reviews() == [again])
    stage.answer(Fixture.reviewStep(Fixture.reviewItem(1)), to: again)
    #expect(stage.reviews() == [.jump(to: .id("s2"), filter: filter)])
  }

  @Test("A decision that was taken back gets no reason any more.")
  func reasonOfUndone() {
    var stage = Stage.reviewing()
    stage.type("*")
    let act = Fixture.act(1, "negative", kind: .resolved)
    stage.answer(Fixture.reviewStep(Fixture.reviewItem(2), act: act), to: resolve("negative", .majority))
    stage.press(.backspace)
    stage.answer(Fixture.reviewStep(Fixture.reviewItem(1)), to: .undo(filter: filter))
    _ = stage.taken()
    stage.type("&")
    #expect(stage.status.contains("nothing was decided yet"))
  }

  @Test("A reason does not go over to the next sample.")
  func reasonStays() {
    var stage = Stage.reviewing()
    stage.type("\"irony")
    stage.press(.enter)
    stage.type("]")
    stage.answer(Fixture.reviewStep(Fixture.reviewItem(2)), to: .next(of: "s1", filter: filter))
    _ = stage.taken()
    stage.type("*")
    #expect(stage.reviews() == [resolve("negative", .majority, sample: "s2")])
  }

  // MARK: Sending back

  @Test("Sending back chooses the annotator, then asks for a note.")
  func sendBack() {
    var stage = Stage.reviewing()
    stage.type("@")
    #expect(stage.shows("chen  positive"))
    stage.type("chen")
    stage.press(.enter)
    stage.press(.enter)
    #expect(stage.reviews() == [])
    stage.type("guideline 3")
    stage.press(.enter)
    #expect(
      stage.reviews() == [.sendBack(sample: "s1", annotator: "chen", note: "guideline 3", filter: filter)])
  }

  // MARK: Several questions

  private var several: Project { Fixture.project([Fixture.sentiment, Fixture.topics]) }
  private var both: ReviewItem {
    let answers: (String, [String]) -> Answers = { ["sentiment": .choice($0), "topics": .choices($1)] }
    return Fixture.reviewItem(
      1,
      [
        Fixture.annotation(by: "alice", answers("negative", ["work", "home"])),
        Fixture.annotation(by: "bob", answers("negative", ["work"])),
      ], open: ["topics"], majority: ["sentiment": .choice("negative"), "topics": .choices(["work"])])
  }

  @Test("The focus begins at the question in disagreement, and Tab moves it.")
  func focus() {
    var stage = Stage.reviewing(several, both)
    #expect(stage.shows("▸ topics ≠"))
    stage.type("a")
    #expect(
      stage.reviews() == [
        .resolve(
          sample: "s1", question: "topics", answer: .choices(["work", "home"]),
          how: .accepted(annotator: "alice"), reason: nil, advance: true, filter: filter)
      ])
    stage = Stage.reviewing(several, both)
    stage.press(.tab)
    #expect(stage.shows("▸ sentiment"))
    #expect(stage.shows("all 2 say negative"))
  }

  @Test("Several values are chosen with digits and set with Enter; Escape and Backspace take the choice back.")
  func setsSeveral() {
    var stage = Stage.reviewing(several, both)
    stage.type("3")
    #expect(stage.shows("●3 play"))
    #expect(stage.status.contains("not decided yet · Enter sets"))
    stage.press(.escape)
    #expect(!stage.shows("●3 play"))
    stage.type("31")
    stage.press(.enter)
    #expect(
      stage.reviews() == [
        .resolve(
          sample: "s1", question: "topics", answer: .choices(["play"]), how: .set, reason: nil, advance: true,
          filter: filter)
      ])
  }

  // MARK: Filter and moving

  @Test("A filter by a pair of answers begins the walk anew and stands in the header.")
  func filterPair() {
    var stage = Stage.reviewing()
    stage.type("Fnegative positive")
    stage.press(.enter)
    let wanted = ReviewFilter(question: "sentiment", pair: LabelPair(a: "negative", b: "positive"))
    #expect(stage.reviews() == [.start(filter: wanted)])
    #expect(stage.header.contains("negative ≠ positive"))
    stage.answer(Fixture.reviewStep(nil), to: .start(filter: wanted))
    #expect(stage.shows("No sample fits the filter. F changes it."))
  }

  @Test("A filter by annotator and one by scope hold together.")
  func filterParts() {
    var stage = Stage.reviewing()
    stage.type("Fchen")
    stage.press(.enter)
    let first = ReviewFilter(annotator: "chen")
    #expect(stage.reviews() == [.start(filter: first)])
    stage.answer(Fixture.reviewStep(Fixture.reviewItem()), to: .start(filter: first))
    _ = stage.taken()
    stage.type("Fflagged")
    stage.press(.enter)
    #expect(stage.reviews() == [.start(filter: ReviewFilter(scope: .flagged, annotator: "chen"))])
  }

  @Test("With many values a pair is chosen in two steps.")
  func filterManyValues() {
    var question = Fixture.sentiment
    question.values = (0..<20).map { Fixture.value("v\($0)") }
    var stage = Stage.reviewing(Fixture.project([question]))
    stage.type("Fv7 ≠")
    stage.press(.enter)
    stage.type("v12")
    stage.press(.enter)
    #expect(
      stage.reviews() == [
        .start(filter: ReviewFilter(question: "sentiment", pair: LabelPair(a: "v7", b: "v12")))
      ])
  }

  @Test("The neighbours are a key away.")
  func neighbours() {
    let moves: [(String, ReviewAction)] = [
      ("[", .previous(of: "s1", filter: filter)), ("]", .next(of: "s1", filter: filter)),
      ("{", .previousWaiting(of: "s1", filter: filter)), ("}", .nextWaiting(of: "s1", filter: filter)),
    ]
    for (key, action) in moves {
      var stage = Stage.reviewing()
      stage.type(key)
      #expect(stage.reviews() == [action])
    }
  }

  @Test("What others changed is read again when nothing is under way, and only the figures when something is.")
  func news() {
    var stage = Stage.reviewing()
    stage.input(.idle)
    #expect(stage.taken() == [.changeCount(workspace: "/w")])
    stage.answer(.changeCount(workspace: "/w", 1))
    stage.answer(.changeCount(workspace: "/w", 2))
    #expect(stage.reviews() == [.jump(to: .id("s1"), filter: filter)])
    stage.answer(Fixture.reviewStep(Fixture.reviewItem()), to: .jump(to: .id("s1"), filter: filter))
    stage.answer(.changeCount(workspace: "/w", 3))
    stage.type("\"")
    stage.answer(.changeCount(workspace: "/w", 4))
    #expect(stage.taken() == [.agreement(workspace: "/w")])
  }

  @Test("Of a large project the figures come beside the keys, and stay until newer ones come.")
  func figuresBeside() {
    var stage = Stage(.review(Fixture.workplace(person: "rita")))
    _ = stage.taken()
    var step = Fixture.reviewStep(Fixture.reviewItem())
    step.agreement = AgreementReport()
    stage.answer(step, to: .start(filter: filter))
    #expect(stage.taken() == [.agreement(workspace: "/w")])
    #expect(!stage.header.contains("α"))
    stage.answer(.agreement(workspace: "/w", Fixture.agreement()))
    #expect(stage.header.contains("α .61 n 812"))
    stage.type("]")
    stage.answer(step, to: .next(of: "s1", filter: filter))
    #expect(stage.header.contains("α .61 n 812"))
  }

  @Test("A reviewer's own comment can be changed.")
  func comment() {
    let annotations = [
      Fixture.annotation(by: "alice", ["sentiment": .choice("negative")]),
      Fixture.annotation(by: "rita", status: .draft, comment: "hard"),
    ]
    var stage = Stage.reviewing(Fixture.project(), Fixture.reviewItem(1, annotations))
    stage.type("#er")
    stage.press(.enter)
    #expect(stage.reviews() == [.comment(sample: "s1", text: "harder", filter: filter)])
  }

  @Test("A decision that cannot be saved stays open with the reason.")
  func failure() {
    var stage = Stage.reviewing()
    stage.type("*")
    let effect = stage.taken()[0]
    stage.fail(effect)
    #expect(stage.shows("✗ not saved: the disk is full: free some space"))
    stage.press(.control("t"))
    #expect(stage.taken() == [effect])
  }

  @Test("Agreement can be read by question, by value and by pair, each figure with what it rests on.")
  func agreement() {
    var stage = Stage.reviewing()
    stage.type("A")
    #expect(stage.shows("α .61 n 812 · 82% agree · 3 annotators"))
    #expect(stage.shows("alice – bob    κ .72 n 391   80% agree"))
    #expect(stage.shows("bob – chen     they share no sample"))
    #expect(stage.shows("negative   α .70 n 812   1,204 answers"))
    stage.type("A")
    #expect(stage.shows("sentiment ≠"))
  }

  @Test("More annotators than rows are counted, and any can be accepted by name.")
  func manyAnnotators() {
    let annotations = (1...40).map {
      Fixture.annotation(by: "person\($0)", ["sentiment": .choice($0 == 33 ? "positive" : "negative")])
    }
    var stage = Stage.reviewing(Fixture.project(), Fixture.reviewItem(1, annotations))
    #expect(stage.shows("more annotators"))
    stage.type("+person33")
    stage.press(.enter)
    #expect(stage.reviews() == [resolve("positive", .accepted(annotator: "person33"))])
  }

  @Test("Leaving gives up what is held, and a dropped line does too.")
  func leave() {
    var stage = Stage.reviewing()
    stage.type("Q")
    #expect(stage.reviews() == [.leave])
    stage.answer(Fixture.reviewStep(nil), to: .leave)
    #expect(stage.isOver)
    stage = Stage.reviewing()
    stage.input(.hangUp)
    #expect(stage.reviews() == [.leave])
    #expect(stage.isOver)
  }
}
