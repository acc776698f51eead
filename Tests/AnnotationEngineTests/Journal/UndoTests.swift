import Testing

@testable import AnnotationEngine

@Suite("Undo and redo")
struct UndoTests {
  @Test("They go back and forth over samples and restarts, and show the sample each time.")
  func acrossRestarts() throws {
    let test = try TestWorkspace(samples: 4)
    let alice = TestWorkspace.session("alice")
    try test.submit("alice", "s1", "neutral")
    try test.submit("alice", "s2", "positive")
    try test.label("alice", .skip(sample: "s3", reason: "odd", seconds: 1))
    var workspace = try test.reopened()
    var step = try workspace.label(alice, .undo)
    #expect(step.item?.sample.id == "s3" && step.act?.kind == .skipped && step.act?.undone == true)
    #expect(step.item?.annotation == nil)
    #expect(step.undoable?.summary == "sentiment positive" && step.undoable?.sample == "s2")
    #expect(step.redoable?.kind == .skipped && step.redoable?.summary == "odd")
    workspace = try test.reopened()
    step = try workspace.label(alice, .undo)
    #expect(step.item?.sample.id == "s2")
    #expect(step.progress.mine == 1)
    step = try workspace.label(alice, .redo)
    #expect(step.item?.sample.id == "s2" && step.act?.undone == false)
    #expect(step.item?.annotation?.status == .submitted)
    step = try workspace.label(alice, .redo)
    #expect(step.item?.annotation?.reason == "odd")
    step = try workspace.label(alice, .redo)
    #expect(step.act == nil && step.remark == "nothing to redo")
  }

  @Test("Undo of a changed answer gives the former one.")
  func revision() throws {
    let test = try TestWorkspace(samples: 2)
    try test.submit("alice", "s1", "neutral", seconds: 5)
    try test.submit("alice", "s1", "positive", topics: ["news"], seconds: 8)
    let step = try test.label("alice", .undo)
    #expect(step.item?.annotation?.answers == ["sentiment": .choice("neutral")])
    #expect(step.item?.annotation?.seconds == 5)
    #expect(step.item?.annotation?.revision == 1)
  }

  @Test("A new act makes an end of what could be done again.")
  func newAct() throws {
    let test = try TestWorkspace(samples: 3)
    try test.submit("alice", "s1", "neutral")
    try test.submit("alice", "s2", "neutral")
    try test.label("alice", .undo)
    try test.label("alice", .undo)
    let step = try test.label("alice", .flag(sample: "s3", true))
    #expect(step.redoable == nil)
    #expect(try test.label("alice", .undo).redoable?.kind == .flagged)
    #expect(try test.label("alice", .undo).remark == "nothing to undo")
    #expect(try test.label("alice", .redo).act?.kind == .flagged)
  }

  @Test("Comments and flags are acts of their own, with words of their own.")
  func commentsAndFlags() throws {
    let test = try TestWorkspace(samples: 2)
    try test.submit("alice", "s1", "neutral", advance: false)
    #expect(try test.label("alice", .comment(sample: "s1", text: "irony?")).act?.summary == "irony?")
    #expect(try test.label("alice", .comment(sample: "s1", text: "irony?")).act == nil)
    #expect(try test.label("alice", .flag(sample: "s1", true)).progress.flagged == 1)
    #expect(try test.label("alice", .comment(sample: "s1", text: nil)).act?.summary == "comment removed")
    #expect(try test.label("alice", .undo).item?.annotation?.comment == "irony?")
    #expect(try test.label("alice", .undo).item?.annotation?.flagged == false)
    #expect(try test.label("alice", .undo).item?.annotation?.comment == nil)
    #expect(try test.annotation("s1", "alice")?.status == .submitted)
  }

  @Test("One takes back one's own acts only, and on the screen where they were done.")
  func ownActs() throws {
    let test = try TestWorkspace(samples: 2)
    try test.submit("alice", "s1", "neutral")
    try test.submit("rita", "s2", "neutral")
    #expect(try test.label("bob", .undo).remark == "nothing to undo")
    #expect(try test.review(.undo(filter: ReviewFilter())).remark == "nothing to undo")
    #expect(try test.label("rita", .undo).act?.sample == "s2")
  }

  @Test("Undo makes room for others, and redo does not take it back from them.")
  func roomGone() throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(overlap: 1), samples: 2)
    try test.submit("alice", "s1", "neutral")
    try test.label("alice", .undo)
    try test.label("alice", .leave)
    #expect(try test.label("bob", .start).item?.sample.id == "s1")
    try test.submit("bob", "s1", "positive")
    let step = try test.label("alice", .redo)
    #expect(step.act == nil)
    #expect(step.remark == "that cannot be done again: place 1 has its annotation by now")
    #expect(try test.annotation("s1", "alice") == nil)
  }

  @Test("Undo of an answer that came after a note brings the note back.")
  func afterSendBack() throws {
    let test = try TestWorkspace(samples: 2)
    try test.submit("alice", "s1", "neutral")
    try test.review(.sendBack(sample: "s1", annotator: "alice", note: "irony", filter: ReviewFilter()))
    try test.submit("alice", "s1", "positive")
    #expect(try test.annotation("s1", "alice")?.sentBack == nil)
    let step = try test.label("alice", .undo)
    #expect(step.item?.annotation?.sentBack == .init(reviewer: "rita", note: "irony"))
    #expect(step.item?.annotation?.answers == ["sentiment": .choice("neutral")])
    try test.label("alice", .redo)
    try test.review(.undo(filter: ReviewFilter()))
    let own = try test.annotation("s1", "alice")
    #expect(own?.status == .submitted && own?.answers == ["sentiment": .choice("positive")])
  }

  @Test("Undo after a reordering of values leaves no draft that is only the answers in another order.")
  func afterReordering() throws {
    let test = try TestWorkspace(samples: 2)
    try test.submit("alice", "s1", "neutral", topics: ["sport", "art"])
    // The events keep the old order; the draft comes in the new one.
    try test.write(
      yaml: TestWorkspace.yaml().replacing(
        "[{name: sport}, {name: news}, {name: art}]", with: "[{name: art}, {name: news}, {name: sport}]"))
    #expect(
      try test.workspace.adoptSchema(TestWorkspace.session("lea"), renames: Renames()).orphans.isEmpty)
    let answers: Answers = ["sentiment": .choice("neutral"), "topics": .choices(["art", "sport"])]
    try test.label("alice", .draft(sample: "s1", answers: ["sentiment": .choice("positive")], seconds: 2))
    try test.label("alice", .draft(sample: "s1", answers: answers, seconds: 3))
    try test.label("alice", .flag(sample: "s1", true))
    try test.label("alice", .undo)
    let state = try test.workspace.journal.read { try $0.state(of: "s1") }
    #expect(state["alice"]?.answers == answers)
    #expect(state["alice"]?.draft == nil && state["alice"]?.draftSeconds == nil)
    #expect(try test.workspace.fsck { _, _ in }.damage == [])
  }
}
