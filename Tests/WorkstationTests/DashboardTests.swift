import AnnotationEngine
import Terminal
import Testing

@testable import Workstation

@Suite struct DashboardTests {
  @Test("The first frame is there before the figures, which are counted outside.")
  func atOnce() {
    var stage = Stage(.dashboard(Fixture.workplace(person: "rita")))
    #expect(stage.taken() == [.changeCount(workspace: "/w")] + DashboardFixture.steps)
    #expect(stage.header.contains("tweets · dashboard") && stage.shows("counting…"))
    stage.answer(.dashboard(workspace: "/other", DashboardFixture.report()))
    #expect(stage.shows("counting…"))
    stage.answer(.dashboard(workspace: "/w", DashboardFixture.report()))
    #expect(stage.shows("812 of 1,000 complete"))
  }

  @Test("The figures come step by step, each plot as soon as there is something to draw, and none goes back.")
  func steps() {
    var stage = Stage(.dashboard(Fixture.workplace(person: "rita")))
    stage.resize(40, 120)
    var report = DashboardFixture.report()
    func step(_ depth: DashboardDepth) -> (counting: Int, isCounting: Bool) {
      report.depth = depth
      stage.answer(.dashboard(workspace: "/w", report))
      return (stage.screen.split(separator: "counting…").count - 1, stage.status.contains("counting"))
    }
    #expect(step(.progress) == (7, true) && stage.shows("812 of 1,000 complete"))
    stage.type("]]TT[[")
    #expect(step(.people) == (3, true) && stage.shows("everyone: 86% the same"))
    #expect(step(.all) == (0, false) && stage.shows(".61 [.57 .65] n 812"))
    #expect(step(.progress) == (0, false))
  }

  @Test("What is kept back is said to be, not to be missing.")
  func withheld() {
    var stage = Stage(.dashboard(Fixture.workplace(person: "rita")))
    stage.resize(40, 120)
    var report = DashboardFixture.report()
    for index in report.questions.indices { report.questions[index].withheld = "shown to reviewers and leads" }
    stage.answer(.dashboard(workspace: "/w", report))
    #expect(stage.screen.split(separator: "shown to reviewers and leads").count - 1 == 5)
    #expect(stage.shows("812 of 1,000 complete") && stage.shows(".93 [.91 .95] n 402"))
    stage.type("]]]T")
    #expect(stage.shows("shown to reviewers and leads") && !stage.shows("no two annotators"))
  }

  @Test("Of a single stretch of time the table has the row, and why nothing can be followed.")
  func singleStretch() {
    var stage = Stage(.dashboard(Fixture.workplace(person: "rita")))
    stage.resize(40, 120)
    var report = DashboardFixture.report()
    report.questions[0].overTime = Array(report.questions[0].overTime.prefix(1))
    report.questions[0].overTimeWhy = "all answers were imported at one time"
    stage.answer(.dashboard(workspace: "/w", report))
    stage.type("]]T")
    #expect(stage.shows("all answers were imported at one time"))
  }

  @Test("In ASCII the signs of the field are words.")
  func words() {
    var stage = Stage.overlooking(saysWords: true)
    stage.type("]]")
    #expect(stage.shows("alpha .61 [.57 .65] n 812") && !stage.screen.contains("α"))
    stage.type("]T")
    #expect(stage.shows("kappa") && !stage.screen.contains("κ"))
  }

  @Test("Beside the list of plots with their figures stands the chosen one, and each can be reached.")
  func list() {
    var stage = Stage.overlooking()
    for (name, words) in [
      ("progress", "done between 3 Jun and 6 Jun"), ("throughput", "3,116 annotations in 30 days"),
      ("agreement", "α .61 [.57 .65] n 812"), ("pairs", "▒▒ .41"), ("confusion", "everyone: 86% the same n 2,436"),
      ("balance", "source forum"), ("skill", ".93 [.91 .95] n 402"), ("learning", "still rising"),
    ] {
      #expect(stage.lines.contains { $0.hasPrefix(" ▸ \(name)") } && stage.shows(words), "\(name)\n\(stage.screen)")
      stage.type("]")
    }
    #expect(stage.lines.contains { $0.hasPrefix(" ▸ progress") })
    stage.press(.up)
    #expect(stage.lines.contains { $0.hasPrefix(" ▸ learning") })
  }

  @Test("In a large window all plots stand in a grid, and Space gives one of them the window.")
  func grid() {
    var stage = Stage.overlooking(rows: 40, columns: 120)
    for panel in DashboardPanel.allCases { #expect(stage.shows(panel.title)) }
    #expect(stage.lines[3].hasPrefix(" ▸ progress"))
    stage.press(.down)
    #expect(stage.lines.contains { $0.hasPrefix(" ▸ agreement over time") })
    stage.press(.right)
    #expect(stage.lines.contains { $0.contains("▸ pairs of annotators") })
    stage.press(.space)
    #expect(!stage.shows("worker skill") && stage.shows("from .20"))
    stage.press(.escape)
    #expect(stage.shows("worker skill"))
  }

  @Test("In a small window one plot stands alone, with its place among them.")
  func small() {
    let stage = Stage.overlooking(rows: 12, columns: 40)
    #expect(stage.header.hasSuffix("1 of 8") && stage.hints.contains("T table"))
  }

  @Test("Every plot has its numbers in a table behind one key, and Escape comes back.")
  func tables() {
    var stage = Stage.overlooking()
    for words in [
      "annotations wanted", "2024-05-01", "[.39 .63]", "they share no sample", "negative", "日本語", "alice", "640",
    ] {
      stage.type("T")
      let first = stage.screen
      stage.press(.end)
      #expect((first + stage.screen).contains(words) && stage.shows("▸"), "\(words) \(stage.screen)")
      stage.type("T]")
    }
    stage.press(.enter)
    stage.press(.escape)
    #expect(stage.lines.contains { $0.hasPrefix(" ▸ progress") } && !stage.isOver)
  }

  @Test("A table that is wider than the window goes sideways, its first column stays.")
  func sideways() {
    var stage = Stage.overlooking(rows: 12, columns: 40)
    stage.press(.up, .up, .enter)
    #expect(stage.shows("▸ alice") && stage.shows("answers") && !stage.shows("skill .") && !stage.shows("interval"))
    stage.press(.right, .right, .right)
    #expect(stage.shows("▸ alice") && stage.shows("interval") && !stage.shows("answers"))
    for _ in 0..<30 { stage.press(.right) }
    #expect(stage.shows("▸ alice"))
  }

  @Test("The confusion of each annotator follows everyone's.")
  func persons() {
    var stage = Stage.overlooking()
    stage.type("}")
    #expect(stage.shows("alice: 87% the same"))
    stage.type("{{")
    #expect(stage.shows("emil: 87% the same"))
  }

  @Test("With several questions Tab shows the next one's figures.")
  func questions() {
    var report = DashboardFixture.report()
    var other = DashboardFixture.question("topic")
    other.alpha = FigureReport(value: nil, why: "one annotator so far", items: 3)
    other.overTime = []
    report.questions.append(other)
    var stage = Stage.overlooking(report)
    stage.type("]]")
    #expect(stage.header.contains("dashboard · sentiment"))
    stage.press(.tab)
    #expect(stage.header.contains("dashboard · topic") && stage.shows("one annotator so far"))
    stage.press(.tab)
    #expect(stage.header.contains("dashboard · sentiment"))
  }

  @Test("A figure without a value says why, and nothing is drawn for it.")
  func empty() {
    var stage = Stage.overlooking(DashboardFixture.empty(), rows: 40, columns: 120)
    #expect(stage.shows("nobody has annotated yet") && stage.shows("No sample has a label yet."))
    #expect(stage.shows("no answers yet") && !stage.screen.contains("nan"))
    stage.resize(24, 80)
    for _ in DashboardPanel.allCases { stage.type("T]T]") }
    stage = Stage.overlooking(DashboardFixture.empty(questions: 0))
    for _ in DashboardPanel.allCases { stage.type("T]T]") }
  }

  @Test("What a lead should know stands on the status line, of every plot but the one that lists it.")
  func messages() {
    var stage = Stage.overlooking()
    #expect(stage.shows("! chen drifts") && stage.status.contains("as of 2024-05-31"))
    stage.type("]")
    #expect(stage.status.contains("! emil is paused: gold .58 n 12, below .70  (1 more under progress)"))
  }

  @Test("The figures are counted again when the journal changed, but not all the time.")
  func news() {
    var stage = Stage.overlooking()
    stage.input(.idle)
    #expect(stage.taken() == [.changeCount(workspace: "/w")])
    stage.answer(.changeCount(workspace: "/w", 1))
    #expect(stage.taken() == [])
    stage.answer(.changeCount(workspace: "/w", 2))
    #expect(stage.taken() == [.dashboard(workspace: "/w")])
    // It took two seconds: the next eighteen are quiet.
    stage.clock.pass(seconds: 2)
    stage.answer(.dashboard(workspace: "/w", DashboardFixture.report()))
    stage.answer(.changeCount(workspace: "/w", 3))
    #expect(stage.taken() == [])
    stage.clock.pass(seconds: 19)
    stage.input(.idle)
    #expect(stage.taken() == [.dashboard(workspace: "/w"), .changeCount(workspace: "/w")])
  }

  @Test("What cannot be counted says why; figures that are there stay.")
  func failure() {
    var stage = Stage(.dashboard(Fixture.workplace(person: "rita")))
    stage.fail(.dashboard(workspace: "/w"))
    #expect(stage.shows("not counted: the disk is full") && stage.shows("R tries again."))
    stage.type("R")
    stage.answer(.dashboard(workspace: "/w", DashboardFixture.report()))
    stage.type("R")
    stage.fail(.dashboard(workspace: "/w"))
    #expect(stage.shows("812 of 1,000 complete") && stage.status.contains("the disk is full"))
  }

  @Test("From home and from review the dashboard opens, and leaving it comes back.")
  func opens() {
    var home = Stage.atHome()
    home.type("d")
    #expect(home.taken() == [.open(workspace: "/w")])
    home.answer(.opened(Fixture.workplace(person: "rita")))
    #expect(home.taken() == [.changeCount(workspace: "/w")] + DashboardFixture.steps)
    home.type("Q")
    #expect(home.header.hasPrefix(" gloss"))
    var review = Stage.reviewing()
    review.type("D")
    review.answer(.opened(Fixture.workplace(person: "rita")))
    #expect(review.shows("counting…"))
    review.press(.escape)
    #expect(review.shows("phone interview"))
  }

  @Test("No name, number or window breaks a plot or draws outside of it, and none shows what is no number.")
  func wild() {
    var chance = Chance(11)
    for _ in 0..<60 {
      let report = DashboardFixture.wild(words: FuzzTests.hostile) { chance.below($0) }
      for panel in DashboardPanel.allCases {
        let area = Area(row: 2, column: 3, rows: chance.below(20), columns: chance.below(70))
        var frame = Frame(size: Size(rows: 24, columns: 80))
        let context = PanelContext(report: report, question: chance.below(4), person: report.annotators.first?.name)
        panel.draw(context, in: &frame, area, top: chance.below(9))
        for row in 0..<24 {
          for column in 0..<80 where frame[row, column] != Frame(size: Size(rows: 1, columns: 1))[0, 0] {
            let isInside =
              (area.row..<area.row + area.rows).contains(row)
              && (area.column..<area.column + area.columns).contains(column)
            #expect(isInside, "\(panel) \(area) at \(row) \(column)")
          }
        }
        let table = panel.kind.table(context)
        #expect(table.rows.allSatisfy { $0.count == table.columns.count })
        #expect(table.rows.joined().allSatisfy { $0 != "nan" && $0 != "inf" })
        #expect(displayWidth(panel.kind.summary(context)) <= 12)
      }
    }
  }
}
