import AnnotationEngine
import Terminal

extension DashboardScreen {
  private static func command(
    _ id: String, _ title: String, _ about: String, _ keys: [Key],
    whyNot: @escaping @Sendable (DashboardScreen) -> String? = \.whyNoReport,
    run: @escaping @Sendable (inout DashboardScreen, inout Desk) -> Void
  ) -> Command {
    Command("dashboard." + id, title, about, keys, .dashboard(whyNot: whyNot, run: run))
  }

  static let commands: [Command] = [
    command(
      "table", "table", "Shows the numbers of the plot as a table, and the plot again.", [.character("T"), .enter],
      run: { screen, _ in screen.toggleTable() }),
    command(
      "large", "large", "Gives the chosen plot the whole window, and all of them again.", [.space],
      whyNot: \.whyNotLarge, run: { screen, _ in screen.isLarge.toggle() }),
    command(
      "previous", "plot before", "Goes to the plot before.", [.character("[")],
      run: { screen, _ in screen.step(by: -1) }),
    command(
      "next", "next plot", "Goes to the next plot.", [.character("]")], run: { screen, _ in screen.step(by: 1) }),
    command(
      "left", "left", "Goes to the plot at the left; in a table, to the columns at the left.", [.left],
      run: { screen, _ in screen.sideways(by: -1) }),
    command(
      "right", "right", "Goes to the plot at the right; in a table, to the columns at the right.", [.right],
      run: { screen, _ in screen.sideways(by: 1) }),
    command(
      "next-question", "next question", "Shows the next question's figures.", [.tab], whyNot: \.whyOneQuestion,
      run: { screen, _ in screen.stepQuestion(by: 1) }),
    command(
      "previous-question", "question before", "Shows the figures of the question before.", [.backTab],
      whyNot: \.whyOneQuestion, run: { screen, _ in screen.stepQuestion(by: -1) }),
    command(
      "next-person", "next person", "Shows the next annotator's confusion; at first it is everyone's.",
      [.character("}")], run: { screen, _ in screen.stepPerson(by: 1) }),
    command(
      "previous-person", "person before", "Shows the confusion of the annotator before.", [.character("{")],
      run: { screen, _ in screen.stepPerson(by: -1) }),
    command(
      "refresh", "refresh", "Counts everything again.", [.character("R")],
      whyNot: { $0.isCounting ? "it is being counted" : nil }, run: { $0.ask(&$1) }),
  ]

  private var whyNoReport: String? { report == nil ? isCounting ? "it is being counted" : "nothing is counted" : nil }
  private var whyNotLarge: String? {
    if let whyNoReport { return whyNoReport }
    if showsTable { return "the table has it" }
    if case .grid = DashboardLayout(size).form { return nil }
    return "the window has no room for more than one"
  }
  private var whyOneQuestion: String? {
    whyNoReport ?? ((report?.questions.count ?? 0) < 2 ? "there is one question" : nil)
  }
}
