import AnnotationEngine
import Terminal

extension HomeScreen {
  private static func command(
    _ id: String, _ title: String, _ about: String, _ keys: [Key],
    whyNot: @escaping @Sendable (HomeScreen) -> String? = { $0.selected == nil ? "there is no project here" : nil },
    run: @escaping @Sendable (inout HomeScreen, inout Desk) -> Void
  ) -> Command {
    Command("home." + id, title, about, keys, .home(whyNot: whyNot, run: run))
  }

  static let commands: [Command] = [
    command(
      "open", "open", "Opens the chosen project where something waits for you.", [.enter], run: { $0.open(&$1) }),
    command("label", "label", "Labels the chosen project.", [.character("l")], run: { $0.open(.label, &$1) }),
    command("review", "review", "Reviews the chosen project.", [.character("r")], run: { $0.open(.review, &$1) }),
    command(
      "history", "history", "Shows every version of the chosen project, and what each changed.", [.character("h")],
      run: { $0.open(.history, &$1) }),
    command(
      "dashboard", "dashboard", "Shows how the work on the chosen project goes, in plots.",
      [.character("d"), .character("D")], run: { $0.open(.dashboard, &$1) }),
    command(
      "agreement", "agreement", "Shows how far annotators agree: by question, by value, by pair.",
      [.character("A"), .character("a")],
      run: { screen, desk in
        guard let report = screen.selected else { return }
        desk.overlay = AgreementText.overlay(
          report.agreement, project: report.status.project, size: desk.size,
          closing: desk.keys.keys(of: "home.agreement"))
      }),
    command(
      "refresh", "refresh", "Reads the figures again.", [.character("R")], whyNot: { _ in nil },
      run: { $0.ask(&$1) }),
  ]
}
