import AnnotationEngine
import Terminal
import Testing

@testable import Workstation

@Suite struct LabelTests {
  func submit(_ number: Int, _ value: String, seconds: Double = 0) -> LabelAction {
    .submit(sample: "s\(number)", answers: ["sentiment": .choice(value)], seconds: seconds, advance: true, at: number)
  }

  @Test("The label screen begins by asking for the sample that waits.")
  func begins() {
    var stage = Stage(.label(Fixture.workplace()))
    #expect(stage.labels() == [.start])
    #expect(stage.shows("opening…"))
  }

  @Test("The screen shows the sample, its question with keys, and where I am.")
  func shows() {
    let stage = Stage.labeling(Fixture.project(), Fixture.item(128, "Somehow I was blessed."))
    #expect(stage.header == " tweets · round 1              127 done · 3.1 s a sample · alice · 128 of 1,000")
    #expect(stage.lines[3] == "   Somehow I was blessed.")
    #expect(stage.lines[5] == "   source twitter · lang en")
    #expect(stage.shows(" What does the writer feel?"))
    #expect(stage.shows("  1 negative"))
    #expect(stage.hints.hasPrefix(" 1-3 label"))
    #expect(stage.hints.hasSuffix(": commands   ? help"))
  }

  @Test("One key labels, and the next sample stands there when it is saved.")
  func oneKey() {
    var stage = Stage.labeling()
    stage.clock.pass(seconds: 2.5)
    stage.press(.character("2"))
    #expect(stage.labels() == [submit(1, "neutral", seconds: 2.5)])
    #expect(stage.status.contains("saving…"))
    #expect(stage.shows("● 2 neutral"))
    stage.answer(Fixture.step(Fixture.item(2), act: Fixture.act(1, "neutral")), to: submit(1, "neutral", seconds: 2.5))
    #expect(stage.shows("The text of sample 2."))
    #expect(stage.status.hasPrefix(" ✓ 1 neutral"))
    #expect(stage.status.hasSuffix("Backspace undo"))
    #expect(!stage.shows("●"))
  }

  @Test("Without advancing, the answer stays on the screen until Enter.")
  func noAdvance() {
    var stage = Stage.labeling(Fixture.project(advances: false))
    stage.press(.character("2"))
    #expect(stage.labels() == [])
    #expect(stage.shows("● 2 neutral"))
    stage.press(.character("3"), .enter)
    #expect(stage.labels() == [submit(1, "positive")])
  }

  // MARK: Typing ahead

  @Test("Keys typed before the next sample has come are held and applied in order, each to its own sample.")
  func typeAhead() {
    var stage = Stage.labeling()
    stage.type("123")
    #expect(stage.labels() == [submit(1, "negative")])
    stage.answer(Fixture.step(Fixture.item(2), act: Fixture.act(1, "negative")), to: submit(1, "negative"))
    #expect(stage.labels() == [submit(2, "neutral")])
    stage.answer(Fixture.step(Fixture.item(3), act: Fixture.act(2, "neutral")), to: submit(2, "neutral"))
    #expect(stage.labels() == [submit(3, "positive")])
  }

  @Test(
    "Keys typed ahead are dropped, and that is said, when what comes is not an ordinary sample.",
    arguments: [
      Fixture.item(2, closed: "has its 3 annotations"),
      Fixture.item(2, annotation: Fixture.annotation("s2", status: .draft, sentBack: Fixture.sentBack("look again"))),
      nil,
    ])
  func typeAheadDropped(item: LabelItem?) {
    var stage = Stage.labeling()
    stage.type("12")
    _ = stage.taken()
    stage.answer(Fixture.step(item), to: submit(1, "negative"))
    #expect(stage.labels() == [])
    #expect(stage.status.contains("1 key typed ahead dropped"))
  }

  @Test("Keys held for longer than a second are dropped: they may have been meant for what was still shown.")
  func typeAheadStale() {
    var stage = Stage.labeling()
    stage.type("11")
    stage.clock.pass(seconds: 1.5)
    _ = stage.taken()
    stage.answer(Fixture.step(Fixture.item(2)), to: submit(1, "negative"))
    #expect(stage.labels() == [])
    #expect(stage.status.contains("typed ahead dropped"))
  }

  @Test("An answer to an action that is no longer awaited changes nothing.")
  func strayAnswer() {
    var stage = Stage.labeling()
    let before = stage.screen
    stage.answer(Fixture.step(Fixture.item(9)), to: .next(of: "s8", at: 8))
    #expect(stage.screen == before)
  }

  // MARK: Several questions

  var several: Project { Fixture.project([Fixture.topics, Fixture.tone, Fixture.sentiment]) }

  @Test(
    "With several questions the mark goes to the first required one without an answer; Enter says which is missing.")
  func severalQuestions() {
    var stage = Stage.labeling(several)
    #expect(stage.shows("▸ What is it about?"))
    stage.type("pw")
    #expect(stage.shows("▸ What does the writer feel?"))
    stage.press(.enter)
    #expect(stage.labels() == [])
    #expect(stage.status.contains("“What does the writer feel?” has no answer yet"))
    stage.type("1")
    stage.press(.enter)
    #expect(
      stage.labels() == [
        .submit(
          sample: "s1", answers: ["topics": .choices(["work", "play"]), "sentiment": .choice("negative")],
          seconds: 0, advance: true, at: 1)
      ])
  }

  @Test("A key pressed twice takes its value away again.")
  func toggles() {
    var stage = Stage.labeling(several)
    stage.type("wcwc")
    #expect(!stage.shows("●"))
    stage.type("hc")
    #expect(stage.shows("● h Home"))
    #expect(stage.shows("● c calm"))
  }

  @Test("Backspace takes back what was not submitted yet before it takes back a saved act.")
  func localUndo() {
    var stage = Stage.labeling(several)
    stage.answer(Fixture.step(Fixture.item(2), act: Fixture.act(1, "sentiment neutral")), to: .start)
    stage = Stage.labeling(several)
    stage.press(.backspace)
    #expect(stage.status.contains("there is nothing to take back"))
    stage.type("wh")
    stage.press(.backspace)
    #expect(stage.shows("● w Work") && !stage.shows("● h Home"))
    stage.press(.control("r"))
    #expect(stage.shows("● h Home"))
    stage.press(.backspace, .backspace)
    #expect(stage.labels() == [])
  }

  @Test("Backspace takes back the last saved act, and the screen goes to its sample.")
  func undo() {
    var stage = Stage.labeling()
    stage.type("1")
    stage.answer(Fixture.step(Fixture.item(2), act: Fixture.act(1, "negative")), to: submit(1, "negative"))
    _ = stage.taken()
    stage.press(.backspace)
    #expect(stage.labels() == [.undo])
    let undone = Fixture.act(1, "negative", undone: true)
    stage.answer(Fixture.step(Fixture.item(1), act: undone, redoable: undone), to: .undo)
    #expect(stage.shows("The text of sample 1."))
    #expect(stage.status.hasPrefix(" taken back: 1 negative"))
    #expect(stage.status.hasSuffix("Ctrl-R redo"))
    stage.press(.control("r"))
    #expect(stage.labels() == [.redo])
  }

  @Test(
    "What was taken back is named with its kind.",
    arguments: [
      (.flagged, "", "taken back: 29 flag"), (.skipped, "too long", "taken back: 29 skipped: too long"),
      (.commented, "my note", "taken back: 29 comment"), (.submitted, "positive", "taken back: 29 positive"),
      (.sentBack, "bob: look again", "taken back: 29 sent back: bob: look again"),
    ] as [(SavedAct.Kind, String, String)])
  func takenBack(_ kind: SavedAct.Kind, _ summary: String, _ words: String) {
    let act = Fixture.act(29, summary, kind: kind, undone: true)
    #expect(LabelScreen.words(for: act).map(\.text).joined() == words)
  }

  // MARK: Skip, comment, flag

  @Test("Skipping asks for a reason, offers those given before, and takes none that is empty.")
  func skip() {
    var stage = Stage.labeling()
    stage.type("-")
    #expect(stage.status.hasPrefix(" skip because"))
    #expect(stage.shows("I cannot tell"))
    stage.press(.enter)
    #expect(stage.labels() == [])
    stage.type("it is Danish")
    stage.press(.enter)
    #expect(stage.labels() == [.skip(sample: "s1", reason: "it is Danish", seconds: 0, at: 1)])
    stage.answer(Fixture.step(Fixture.item(2)), to: .skip(sample: "s1", reason: "it is Danish", seconds: 0, at: 1))
    stage.type("-")
    stage.press(.up, .enter)
    #expect(stage.labels() == [.skip(sample: "s2", reason: "it is Danish", seconds: 0, at: 2)])
  }

  @Test("A comment begins with the one that is there; emptied, it is removed; unchanged, nothing is saved.")
  func comment() {
    var stage = Stage.labeling(
      Fixture.project(), Fixture.item(1, annotation: Fixture.annotation(status: .draft, comment: "odd")))
    stage.type("#")
    #expect(stage.status == " comment odd")
    stage.press(.enter)
    #expect(stage.labels() == [])
    stage.type("# one")
    stage.press(.enter)
    #expect(stage.labels() == [.comment(sample: "s1", text: "odd one", at: 1)])
    stage.answer(
      Fixture.step(Fixture.item(1, annotation: Fixture.annotation(status: .draft, comment: "odd one"))),
      to: .comment(sample: "s1", text: "odd one", at: 1))
    stage.type("#")
    stage.press(.control("u"), .enter)
    #expect(stage.labels() == [.comment(sample: "s1", text: nil, at: 1)])
  }

  @Test("A comment saved in the middle leaves the answers on the screen as they are.")
  func commentKeepsAnswers() {
    var stage = Stage.labeling(several)
    stage.type("w#hm")
    stage.press(.enter)
    stage.answer(
      Fixture.step(Fixture.item(1, annotation: Fixture.annotation(status: .draft, comment: "hm"))),
      to: .comment(sample: "s1", text: "hm", at: 1))
    #expect(stage.shows("● w Work"))
  }

  @Test("The flag goes on and off.")
  func flag() {
    var stage = Stage.labeling()
    stage.type("!")
    #expect(stage.labels() == [.flag(sample: "s1", true, at: 1)])
    stage.answer(
      Fixture.step(Fixture.item(1, annotation: Fixture.annotation(status: .draft, flagged: true))),
      to: .flag(sample: "s1", true, at: 1))
    #expect(stage.shows("! flagged"))
    stage.type("!")
    #expect(stage.labels() == [.flag(sample: "s1", false, at: 1)])
  }

  // MARK: Closed, sent back

  @Test("A closed sample says why its keys do nothing.")
  func closed() {
    var stage = Stage.labeling(Fixture.project(), Fixture.item(1, closed: "has its 3 annotations"))
    #expect(stage.status == " closed: has its 3 annotations")
    stage.type("1-")
    #expect(stage.labels() == [])
    #expect(stage.status.contains("closed: has its 3 annotations"))
  }

  @Test("A reviewer's note stands above the text.")
  func sentBack() {
    let annotation = Fixture.annotation(
      "s1", ["sentiment": .choice("neutral")], status: .draft, sentBack: Fixture.sentBack("irony, guideline 3"))
    let stage = Stage.labeling(Fixture.project(), Fixture.item(1, annotation: annotation))
    #expect(stage.lines[3] == "   @ rita sent this back: irony, guideline 3")
    #expect(stage.lines[5] == "   The text of sample 1.")
    #expect(stage.shows("● 2 neutral"))
  }

  // MARK: Stability

  @Test("From sample to sample nothing moves but what changed.")
  func stable() {
    var stage = Stage.labeling(Fixture.project(), Fixture.item(1, "Short."))
    let before = stage.lines
    stage.type("1")
    let long = String(repeating: "A much longer text than before. ", count: 60)
    stage.answer(Fixture.step(Fixture.item(2, long), act: Fixture.act(1, "negative")), to: submit(1, "negative"))
    let after = stage.lines
    #expect(Array(before[17...20]) == Array(after[17...20]))
    #expect(before[1] == after[1])
    #expect(stage.shows("lines below"))
    #expect(stage.lines[3...].prefix(13).allSatisfy { displayWidth($0) <= 80 })
  }

  @Test("A long text scrolls under the question.")
  func scrolls() {
    let text = (1...100).map { "line \($0)" }.joined(separator: "\n")
    var stage = Stage.labeling(Fixture.project(), Fixture.item(1, text))
    #expect(stage.lines[3] == "   line 1")
    stage.press(.down)
    #expect(stage.lines[3] == "   line 2")
    stage.press(.end)
    #expect(stage.shows("lang en"))
    stage.press(.home)
    #expect(stage.lines[3] == "   line 1")
  }

  @Test("A value without a key is chosen by name.")
  func byName() {
    var question = Fixture.sentiment
    question.values[2].key = nil
    var stage = Stage.labeling(Fixture.project([question]))
    stage.press(.space)
    stage.type("posi")
    stage.press(.enter)
    #expect(stage.labels() == [submit(1, "positive")])
  }
}
