import AnnotationEngine
import Terminal
import Testing

@testable import Workstation

@Suite struct HomeTests {
  @Test("Home shows each project's progress, agreement with its basis, and disagreements.")
  func shows() {
    let intents = Fixture.home(
      "intents", path: "/i", agreement: Fixture.agreement(nil, why: "one annotator so far"), disagreements: 0)
    let stage = Stage.atHome([Fixture.home(), intents])
    #expect(stage.header.hasPrefix(" gloss") && stage.header.hasSuffix("rita"))
    #expect(stage.lines[2] == " ▸ tweets   ████████████████░░░░  812 of 1,000   α .61 n 812   ≠ 41")
    #expect(stage.lines[3] == "   intents  ████████████████░░░░  812 of 1,000   one annotator so far")
  }

  @Test("Below, who has done what in the chosen project, and where it stands in versions.")
  func details() {
    let stage = Stage.atHome()
    #expect(stage.shows("188 to label · ≠ 41 to review · ! 3 flagged"))
    #expect(stage.shows("alice  ▂▃▆█▇▄  402   3.1 s a sample   κ .67 n 468 with the others"))
    #expect(stage.shows("bob            391"))
    #expect(stage.shows("main  v0.3 · 19,675 days ago · 640 labels   uncommitted: 172 changes"))
  }

  @Test("Enter opens what waits: labeling first, else review; l and r open theirs.")
  func opens() {
    let ways: [(Key, HomeReport, ReviewAction?)] = [
      (.enter, Fixture.home(), nil), (.enter, Fixture.home(label: 0), .start(filter: ReviewFilter())),
      (.character("l"), Fixture.home(label: 0), nil), (.character("r"), Fixture.home(), .start(filter: ReviewFilter())),
    ]
    for (key, report, review) in ways {
      var stage = Stage.atHome([report])
      stage.press(key)
      #expect(stage.taken() == [.open(workspace: "/w")])
      stage.answer(.opened(Fixture.workplace()))
      #expect(stage.taken() == [review.map { .review(workspace: "/w", $0) } ?? .label(workspace: "/w", .start)])
    }
  }

  @Test("From the label screen, Escape and Q come back to home, which is read again.")
  func comesBack() {
    for key in [Key.escape, .character("Q")] {
      var stage = Stage.atHome()
      stage.type("l")
      stage.answer(.opened(Fixture.workplace()))
      stage.answer(Fixture.step(Fixture.item(1)), to: .start)
      _ = stage.taken()
      stage.press(key)
      #expect(stage.labels() == [.leave])
      stage.answer(Fixture.step(nil), to: .leave)
      #expect(stage.taken() == [.home])
      #expect(!stage.isOver)
      #expect(stage.header.hasPrefix(" gloss"))
    }
  }

  @Test("A workspace that cannot be opened says why.")
  func cannotOpen() {
    var stage = Stage.atHome()
    stage.type("r")
    stage.fail(stage.taken()[0], "you are not among the people of this project")
    #expect(stage.status.contains("✗ not opened: you are not among the people of this project"))
    stage.type("l")
    #expect(stage.taken() == [.open(workspace: "/w")])
  }

  @Test("The arrows choose a project, and the choice outlives a refresh.")
  func chooses() {
    let reports = ["one", "two", "three"].map { Fixture.home($0, path: "/\($0)") }
    var stage = Stage.atHome(reports)
    stage.press(.down)
    stage.answer(.home(reports.reversed()))
    stage.press(.enter)
    #expect(stage.taken() == [.open(workspace: "/two")])
  }

  @Test("What others changed shows by itself.")
  func news() {
    var stage = Stage.atHome()
    stage.input(.idle)
    #expect(stage.taken() == [.changeCount(workspace: "/w")])
    stage.answer(.changeCount(workspace: "/w", 1))
    #expect(stage.taken() == [])
    stage.answer(.changeCount(workspace: "/w", 2))
    #expect(stage.taken() == [.home])
  }

  @Test("Without projects, home says how to make one.")
  func empty() {
    var stage = Stage.atHome([])
    #expect(stage.shows("gloss init DIR makes one"))
    stage.press(.enter)
    #expect(stage.taken() == [])
    #expect(stage.status.contains("there is no project here"))
    stage.type("Q")
    #expect(stage.isOver)
  }

  @Test("The guidelines of the chosen project can be read from home.")
  func guidelines() {
    var stage = Stage.atHome()
    stage.type("G")
    #expect(stage.taken() == [.guidelines(workspace: "/w")])
    stage.answer(.guidelines(workspace: "/w", "# Rules\n\nBe kind."))
    #expect(stage.shows("Be kind."))
    stage.press(.escape)
    #expect(!stage.shows("Be kind."))
  }
}
