import AnnotationEngine
import Terminal
import Testing

@testable import Workstation

extension LabelTests {
  // MARK: Moving

  @Test("The neighbours are a key away.")
  func neighbours() {
    let moves: [(String, LabelAction)] = [
      ("[", .previous(of: "s1", at: 1)), ("]", .next(of: "s1", at: 1)), ("{", .previousWaiting(of: "s1", at: 1)),
      ("}", .nextWaiting(of: "s1", at: 1)),
    ]
    for (key, action) in moves {
      var stage = Stage.labeling()
      stage.type(key)
      #expect(stage.labels() == [action])
      stage.answer(Fixture.step(Fixture.item(7)), to: action)
      #expect(stage.shows("The text of sample 7."))
    }
  }

  @Test("Where there is no neighbour the sample stays, and why is said.")
  func noNeighbour() {
    var stage = Stage.labeling()
    stage.type("[")
    stage.answer(Fixture.step(nil, remark: "this is the first sample"), to: .previous(of: "s1", at: 1))
    #expect(stage.shows("The text of sample 1."))
    #expect(stage.status.contains("this is the first sample"))
  }

  @Test("A place that is not there is said in one sentence, and the sample stays.")
  func noPlace() {
    var stage = Stage.labeling()
    stage.type(":5000")
    stage.press(.enter)
    stage.answer(.failed(Failure(what: "there is no place 5,000"), of: stage.taken()[0]))
    #expect(stage.status == " ✗ there is no place 5,000")
    stage.press(.down)
    #expect(!stage.shows("there is no place"))
  }

  @Test("Unfinished answers are kept as a draft before the screen moves away.")
  func draft() {
    var stage = Stage.labeling(several)
    stage.clock.pass(seconds: 4)
    stage.type("w]")
    let draft = LabelAction.draft(sample: "s1", answers: ["topics": .choices(["work"])], seconds: 4, at: 1)
    #expect(stage.labels() == [draft])
    stage.answer(Fixture.step(Fixture.item(1)), to: draft)
    #expect(stage.labels() == [.next(of: "s1", at: 1)])
  }

  @Test("When the draft cannot be saved the screen does not move, and the answers stay.")
  func draftFails() {
    var stage = Stage.labeling(several)
    stage.type("w]")
    let draft = stage.taken()[0]
    stage.fail(draft)
    #expect(stage.labels() == [])
    #expect(stage.shows("✗ not saved: the disk is full: free some space"))
    #expect(stage.shows("● w Work"))
    stage.press(.control("t"))
    #expect(stage.taken() == [draft])
  }

  @Test("A change of a submitted annotation is kept beside it until Enter submits it.")
  func changedSubmitted() {
    let answers: Answers = ["topics": .choices(["work"]), "sentiment": .choice("neutral")]
    let changed: Answers = ["topics": .choices(["work", "home"]), "sentiment": .choice("neutral")]
    var annotation = Fixture.annotation("s1", answers, seconds: 5)
    var stage = Stage.labeling(several, Fixture.item(1, annotation: annotation))
    stage.type("h]")
    #expect(stage.labels() == [.draft(sample: "s1", answers: changed, seconds: 5, at: 1)])
    annotation.draft = changed
    annotation.draftSeconds = 7
    stage = Stage.labeling(several, Fixture.item(1, annotation: annotation))
    #expect(stage.shows("● h Home"))
    #expect(stage.status.contains("not submitted yet · Enter submits"))
    stage.press(.enter)
    #expect(stage.labels() == [.submit(sample: "s1", answers: changed, seconds: 7, advance: true, at: 1)])
  }

  @Test("A sample that was sent back can be submitted as it was.")
  func sentBackUnchanged() {
    let annotation = Fixture.annotation(
      "s1", ["sentiment": .choice("neutral")], sentBack: Fixture.sentBack("look again"))
    var stage = Stage.labeling(Fixture.project(), Fixture.item(1, annotation: annotation))
    stage.press(.enter)
    #expect(stage.labels() == [submit(1, "neutral")])
  }

  @Test("Enter on a sample that is submitted already goes on to the next that waits.")
  func enterOnSubmitted() {
    let annotation = Fixture.annotation("s1", ["sentiment": .choice("neutral")])
    var stage = Stage.labeling(Fixture.project(), Fixture.item(1, annotation: annotation))
    stage.press(.enter)
    #expect(stage.labels() == [.nextWaiting(of: "s1", at: 1)])
  }

  @Test(
    "Going to a sample takes a place or an id.",
    arguments: [
      ("128", SampleReference.place(128)), ("1,280", .place(1280)), ("tweet-7", .id("tweet-7")), ("=128", .id("128")),
    ])
  func jump(text: String, reference: SampleReference) {
    var stage = Stage.labeling()
    stage.press(.control("g"))
    stage.type(text)
    stage.press(.enter)
    #expect(stage.labels() == [.jump(to: reference)])
  }

  @Test("A number in the palette goes to that sample.")
  func paletteNumber() {
    var stage = Stage.labeling()
    stage.type(":42")
    stage.press(.enter)
    #expect(stage.labels() == [.jump(to: .place(42))])
  }

  // MARK: Find

  @Test("Find goes to the next match, marks it, steps with braces, and ends with Escape.")
  func find() {
    var stage = Stage.labeling()
    stage.type("/rain")
    stage.press(.enter)
    let find = LabelAction.find(text: "rain", of: "s1", backwards: false, at: 1)
    #expect(stage.labels() == [find])
    #expect(stage.status.contains("looking for “rain”"))
    stage.answer(Fixture.step(Fixture.item(5, "It will rain.")), to: find)
    #expect(stage.frame[3, 11].role == .match)
    stage.type("}{")
    #expect(stage.labels().first == .find(text: "rain", of: "s5", backwards: false, at: 5))
    stage.press(.escape)
    #expect(stage.frame[3, 11].role == .text)
  }

  @Test("A match found after the person went on is not shown.")
  func lateFind() {
    var stage = Stage.labeling()
    stage.type("/rain")
    stage.press(.enter)
    let find = LabelAction.find(text: "rain", of: "s1", backwards: false, at: 1)
    stage.type("1")
    stage.answer(Fixture.step(Fixture.item(2)), to: submit(1, "negative"))
    _ = stage.taken()
    stage.answer(Fixture.step(Fixture.item(5, "It will rain.")), to: find)
    #expect(stage.shows("The text of sample 2."))
    // The find took the claim with it.
    #expect(stage.labels() == [.renewLease(sample: "s2")])
  }

  @Test("Labels can be given while a find is under way.")
  func findDoesNotHold() {
    var stage = Stage.labeling()
    stage.type("/rain")
    stage.press(.enter)
    _ = stage.taken()
    stage.type("3")
    #expect(stage.labels() == [submit(1, "positive")])
  }

  // MARK: Failure

  @Test("An answer that cannot be saved stays on the screen with the reason, and Enter tries again.")
  func failure() {
    var stage = Stage.labeling()
    stage.type("3")
    let effect = stage.taken()[0]
    stage.fail(effect)
    #expect(stage.shows("✗ not saved: the disk is full: free some space"))
    #expect(stage.shows("● 3 positive"))
    #expect(stage.shows("The text of sample 1."))
    stage.press(.enter)
    #expect(stage.taken() == [effect])
    stage.answer(Fixture.step(Fixture.item(2), act: Fixture.act(1, "positive")), to: submit(1, "positive"))
    #expect(!stage.shows("not saved"))
  }

  @Test("Keys typed ahead of a failure are dropped.")
  func failureDropsHeld() {
    var stage = Stage.labeling()
    stage.type("312")
    stage.fail(stage.taken()[0])
    #expect(stage.labels() == [])
    #expect(stage.status.contains("2 keys typed ahead dropped"))
  }

  @Test("When nothing can be opened that is said, and it can be tried again.")
  func startFails() {
    var stage = Stage(.label(Fixture.workplace()))
    stage.fail(.label(workspace: "/w", .start), "the journal is locked")
    _ = stage.taken()
    #expect(stage.shows("the journal is locked"))
    #expect(stage.shows("tries again."))
    stage.press(.enter)
    #expect(stage.labels() == [.start])
  }

  // MARK: Leaving

  @Test("Leaving gives up the claim, and then the program is over.")
  func leave() {
    var stage = Stage.labeling()
    stage.type("Q")
    #expect(stage.labels() == [.leave])
    #expect(!stage.isOver)
    stage.answer(Fixture.step(nil), to: .leave)
    #expect(stage.isOver)
  }

  @Test("Leaving keeps unfinished answers as a draft first.")
  func leaveWithDraft() {
    var stage = Stage.labeling(several)
    stage.type("wQ")
    let draft = LabelAction.draft(sample: "s1", answers: ["topics": .choices(["work"])], seconds: 0, at: 1)
    #expect(stage.labels() == [draft])
    stage.answer(Fixture.step(Fixture.item(1)), to: draft)
    #expect(stage.labels() == [.leave])
    stage.answer(Fixture.step(nil), to: .leave)
    #expect(stage.isOver)
  }

  @Test("When the draft cannot be saved, leaving stays; a second try leaves without it.")
  func leaveFails() {
    var stage = Stage.labeling(several)
    stage.type("wQ")
    stage.fail(stage.taken()[0])
    #expect(!stage.isOver)
    #expect(stage.shows("not saved: the disk is full"))
    stage.type("Q")
    #expect(stage.labels() == [.leave])
    stage.answer(Fixture.step(nil), to: .leave)
    #expect(stage.isOver)
  }

  @Test("Escape does not end the program.")
  func escape() {
    var stage = Stage.labeling()
    stage.press(.escape)
    #expect(stage.labels() == [])
    #expect(stage.status.contains("Q leaves"))
  }

  @Test("A dropped line saves the draft and the comment being typed, gives up the claim and ends.")
  func hangUp() {
    var stage = Stage.labeling(several)
    stage.type("w#half a")
    stage.input(.hangUp)
    #expect(
      stage.labels() == [
        .draft(sample: "s1", answers: ["topics": .choices(["work"])], seconds: 0, at: 1),
        .comment(sample: "s1", text: "half a", at: 1), .leave,
      ])
    #expect(stage.isOver)
  }

  @Test("A dropped line does not turn an answer that is being submitted into a draft.")
  func hangUpWhileSaving() {
    var stage = Stage.labeling()
    stage.type("1")
    _ = stage.taken()
    stage.input(.hangUp)
    #expect(stage.labels() == [.leave])
  }

  // MARK: Time

  @Test("A pause counts for two minutes at most, and time spent before is added.")
  func seconds() {
    let annotation = Fixture.annotation("s1", status: .draft, seconds: 10)
    var stage = Stage.labeling(Fixture.project(), Fixture.item(1, annotation: annotation))
    stage.clock.pass(seconds: 3600)
    stage.press(.down)
    stage.clock.pass(seconds: 2)
    stage.type("1")
    #expect(stage.labels().contains(submit(1, "negative", seconds: 132)))
  }

  @Test("The claim on a sample is renewed while the person works, and not while nobody is there.")
  func renewal() {
    var stage = Stage.labeling(Fixture.project(lease: 60))
    stage.clock.pass(seconds: 25)
    stage.press(.down)
    #expect(stage.labels() == [.renewLease(sample: "s1")])
    stage.clock.pass(seconds: 100)
    stage.input(.idle)
    #expect(stage.taken() == [.changeCount(workspace: "/w")])
  }

  @Test("Samples that others have open are not called labeled.")
  func openWithOthers() {
    var stage = Stage.labeling()
    stage.type("1")
    var step = Fixture.step(nil, act: Fixture.act(1, "negative"), samples: 200)
    // As many answers as samples, some of them given a second time.
    (step.progress.mine, step.progress.waiting) = (200, 16)
    stage.answer(step, to: submit(1, "negative"))
    #expect(stage.shows("Nothing waits for you now. 16 samples are open with others."))
    #expect(!stage.shows("all is labeled"))
  }

  @Test("A plan that failed is not made again at the next key, but after twenty answers.")
  func failedPlan() {
    var stage = Stage.labeling()
    func submitted(_ number: Int, wantsPlan: Bool = true) -> Bool {
      stage.type("1")
      var step = Fixture.step(Fixture.item(number + 1), act: Fixture.act(number, "negative"))
      step.wantsPlan = wantsPlan
      step.progress.mine = 100 + number
      stage.answer(step, to: submit(number, "negative"))
      return stage.taken().contains(.plan(workspace: "/w"))
    }
    #expect(submitted(1))
    stage.fail(.plan(workspace: "/w"))
    let again = (2...22).filter { submitted($0) }
    #expect(again == [21])
    stage.answer(.planned(workspace: "/w"))
    #expect(submitted(23))
  }

  @Test("When everything is labeled that is said, and one can go back to the last sample.")
  func finished() {
    var stage = Stage.labeling()
    stage.type("1")
    stage.answer(Fixture.step(nil, act: Fixture.act(1, "negative"), samples: 40), to: submit(1, "negative"))
    _ = stage.taken()
    #expect(stage.shows("Nothing waits for you here: all is labeled."))
    stage.type("[")
    #expect(stage.labels() == [.jump(to: .place(1))])
  }

  @Test("Where nothing waits from the start, one can still go back, and look again.")
  func nothingFromStart() {
    var stage = Stage.labeling(Fixture.project(), nil)
    #expect(stage.shows("[ goes back"))
    stage.type("[")
    #expect(stage.labels() == [.jump(to: .place(1000))])
    stage = Stage.labeling(Fixture.project(), nil)
    stage.type("}")
    #expect(stage.labels() == [.start])
  }

  @Test("Where nothing waited, new work appears by itself.")
  func newWork() {
    var stage = Stage.labeling(Fixture.project(), nil)
    // What came between the step and the first count is in that count.
    stage.answer(.changeCount(workspace: "/w", 7))
    #expect(stage.labels() == [.start])
    stage.answer(Fixture.step(nil), to: .start)
    _ = stage.taken()
    stage.answer(.changeCount(workspace: "/w", 7))
    #expect(stage.labels() == [])
    stage.answer(.changeCount(workspace: "/w", 8))
    #expect(stage.labels() == [.start])
  }
}
