import AnnotationEngine
import Terminal
import Testing

@testable import Workstation

@Suite struct OverlayTests {
  private let rules = """
    # Sentiment

    Label what the *writer* feels. Irony counts as what is **meant**.

    1. First, read all of it.
    2. Then decide.
       - `negative` for anger
    """

  @Test("The palette finds a command by a few letters and runs it.")
  func palette() {
    var stage = Stage.labeling()
    stage.type(":flag")
    #expect(stage.shows("Marks the sample for another look"))
    stage.press(.enter)
    #expect(stage.labels() == [.flag(sample: "s1", true, at: 1)])
  }

  @Test("The palette says why a command cannot be run, and does not run it.")
  func disabled() {
    var stage = Stage.labeling()
    stage.type(":again what was taken back")
    #expect(stage.shows("nothing was taken back"))
    stage.press(.enter)
    #expect(stage.labels() == [])
    #expect(stage.state.overlay != nil)
    stage.press(.escape)
    #expect(stage.state.overlay == nil)
  }

  @Test("The palette lists every command of the screen and the values as answers.")
  func complete() throws {
    for section in [Section.home, .label, .review, .history, .dashboard] {
      var stage = Stage.on(section)
      stage.type(":")
      guard case .picker(let picker) = stage.state.overlay else {
        Issue.record("no palette")
        return
      }
      let ids = Set(picker.list.items.map(\.id))
      #expect(Command.commands(on: section).allSatisfy { ids.contains($0.id) })
      if section == .label || section == .review { #expect(ids.contains("value:0:2")) }
    }
  }

  @Test("A value can be given from the palette.")
  func paletteValue() {
    var stage = Stage.labeling()
    stage.type(":neutral")
    stage.press(.enter)
    #expect(
      stage.labels() == [
        .submit(sample: "s1", answers: ["sentiment": .choice("neutral")], seconds: 0, advance: true, at: 1)
      ])
  }

  @Test("Help names every command of the screen with its keys, and the values.")
  func help() {
    for section in [Section.home, .label, .review, .history, .dashboard] {
      let stage = Stage.on(section)
      let text = stage.state.helpText(stage.program.keys, width: 400).text
      for command in Command.commands(on: section) {
        #expect(text.contains(command.about))
        #expect(text.contains(stage.program.keys.names(of: command.id)))
      }
    }
    let stage = Stage.labeling()
    #expect(stage.state.helpText(stage.program.keys, width: 400).text.contains("negative  Anger, sadness, fear."))
  }

  @Test("Help opens over the screen and closes with its own key.")
  func helpCloses() {
    var stage = Stage.labeling()
    stage.type("?")
    #expect(stage.header.hasPrefix(" label · keys"))
    stage.type("?")
    #expect(stage.header.hasPrefix(" tweets"))
  }

  @Test("The guidelines lie over a narrow screen, are fetched once, and can be searched.")
  func guidelinesOver() {
    var stage = Stage.labeling()
    stage.type("G")
    #expect(stage.taken() == [.guidelines(workspace: "/w")])
    #expect(stage.shows("fetching the guidelines"))
    stage.answer(.guidelines(workspace: "/w", rules))
    #expect(stage.shows("Label what the writer feels. Irony counts as what is meant."))
    #expect(stage.shows("     • negative for anger") || stage.shows("• negative for anger"))
    stage.type("/decide")
    stage.press(.enter)
    #expect(stage.hints.contains("1 of 1 match"))
    stage.press(.escape)
    stage.type("GG")
    #expect(stage.taken() == [])
    #expect(stage.shows("Sentiment"))
  }

  @Test("The guidelines stand beside the text where there is room, and labeling goes on.")
  func guidelinesBeside() {
    var stage = Stage.labeling()
    stage.resize(40, 120)
    stage.type("G")
    _ = stage.taken()
    stage.answer(.guidelines(workspace: "/w", rules))
    #expect(stage.shows("The text of sample 1."))
    #expect(stage.shows("Label what the writer feels. Irony"))
    stage.type("2")
    #expect(stage.labels().count == 1)
    stage.resize(24, 80)
    #expect(!stage.shows("Label what"))
  }

  @Test("The guidelines beside the text scroll with their own keys.")
  func guidelinesScroll() {
    var stage = Stage.labeling()
    stage.resize(40, 120)
    stage.type("G")
    stage.answer(.guidelines(workspace: "/w", (1...100).map { "- rule \($0)" }.joined(separator: "\n")))
    #expect(stage.shows("• rule 1 ") || stage.lines[3].hasSuffix("• rule 1"))
    stage.type(">")
    #expect(!stage.lines.contains { $0.hasSuffix("• rule 1") })
    stage.type("<")
    #expect(stage.lines[3].hasSuffix("• rule 1"))
  }

  @Test("A project without guidelines says so.")
  func noGuidelines() {
    var stage = Stage.labeling(Fixture.project(guidelines: nil))
    stage.type("G")
    #expect(stage.taken() == [])
    #expect(stage.status.contains("this project has none"))
  }

  @Test("Pasted text goes into the line that is open, and nowhere else.")
  func paste() {
    var stage = Stage.labeling()
    stage.input(.paste("123"))
    #expect(stage.labels() == [])
    #expect(stage.status.contains("there is no line to paste into"))
    stage.type("#")
    stage.input(.paste("two\nlines"))
    stage.press(.enter)
    #expect(stage.labels() == [.comment(sample: "s1", text: "two lines", at: 1)])
  }

  @Test("A key that means nothing says where the keys are.")
  func unknownKey() {
    var stage = Stage.labeling()
    stage.press(.function(9))
    #expect(stage.status.contains("F9 means nothing here: ? shows the keys"))
    stage.type("x")
    #expect(stage.status.contains("no value has the key x: the keys are 1-3"))
  }

  @Test("Suspending and drawing anew are asked of the outside.")
  func outside() {
    var stage = Stage.labeling()
    stage.press(.control("z"), .control("l"))
    #expect(stage.taken() == [.suspend, .redraw])
  }

  @Test("B tells of each question the label, the commits that made it, what was before, and what is behind it.")
  func blame() {
    for section in [Section.label, .review] {
      var stage = Stage.on(section)
      stage.type("B")
      #expect(stage.taken() == [.blame(workspace: "/w", sample: "s1")])
      #expect(stage.shows("reading…"))
      stage.answer(.blame(workspace: "/w", Veiled(Fixture.blame())))
      #expect(stage.shows("● positive, resolved by rita · not committed yet"))
      #expect(stage.shows("rita decided for positive, as bob answered “irony counts”"))
      #expect(stage.shows("000001aaaa · rita · 2023-11-14 22:13 UTC"))
      #expect(stage.shows("negative → positive, resolved by rita · Resolved the hard ones"))
      #expect(stage.shows("alice  negative  4.1 s"))
      stage.resize(12, 40)
      stage.resize(24, 80)
      #expect(stage.shows("● positive, resolved by rita · not committed yet"))
      stage.type("B")
      #expect(stage.state.overlay == nil)
    }
  }

  @Test("Whoever is yet to answer is told that others' answers come after that.")
  func veiledBlame() {
    var stage = Stage.labeling()
    stage.type("B")
    var report = Fixture.blame()
    report.questions[0].annotations = []
    stage.answer(.blame(workspace: "/w", Veiled(report, isVeiled: true)))
    #expect(stage.shows("! Others' answers are shown after you have answered."))
    #expect(!stage.shows("positive, resolved"))
  }

  @Test("A blame of another sample, or one that comes after the overlay was closed, is not shown; a failure is.")
  func lateBlame() {
    var stage = Stage.labeling()
    stage.type("B")
    stage.answer(.blame(workspace: "/w", Veiled(Fixture.blame("s2"))))
    #expect(stage.shows("reading…"))
    stage.fail(.blame(workspace: "/w", sample: "s1"))
    #expect(stage.shows("not read: the disk is full"))
    stage.press(.escape)
    let before = stage.frame
    stage.answer(.blame(workspace: "/w", Veiled(Fixture.blame())))
    #expect(stage.frame == before)
  }
}
