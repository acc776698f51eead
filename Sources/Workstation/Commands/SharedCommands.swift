import AnnotationEngine
import Terminal

extension Command {
  private static func command(
    _ id: String, _ title: String, _ about: String, _ keys: [Key],
    whyNot: @escaping @Sendable (Workstation.State) -> String? = { _ in nil },
    run: @escaping @Sendable (inout Workstation.State, inout Desk) -> Void
  ) -> Command {
    Command("all." + id, title, about, keys, .shared(whyNot: whyNot, run: run))
  }

  private static func scrolling(_ id: String, _ title: String, _ about: String, _ key: Key) -> Command {
    command(id, title, about, [key], run: { state, _ in state.scroll(key) })
  }

  /// What means the same on every screen.
  static let shared: [Command] = [
    command(
      "palette", "commands", "Lists every command; a few letters find it, a number goes to that sample.",
      [.character(":")], run: { state, desk in desk.overlay = state.palette(desk.keys) }),
    command(
      "help", "help", "Shows the keys of this screen.", [.character("?")],
      run: { state, desk in desk.overlay = state.help(desk) }),
    command(
      "guidelines", "guidelines", "Shows the guidelines, beside the text where there is room.", [.character("G")],
      whyNot: \.whyNoGuidelines, run: { $0.toggleGuidelines(&$1) }),
    command(
      "read-guidelines", "read guidelines", "Shows the guidelines over the text, where they can be searched.",
      [.alt("g")], whyNot: \.whyNoGuidelines, run: { $0.readGuidelines(&$1) }),
    command(
      "guidelines-down", "guidelines down", "Scrolls the guidelines beside the text down.", [.character(">")],
      whyNot: \.whyNoSide, run: { state, _ in state.scrollSide(by: 1) }),
    command(
      "guidelines-up", "guidelines up", "Scrolls the guidelines beside the text up.", [.character("<")],
      whyNot: \.whyNoSide, run: { state, _ in state.scrollSide(by: -1) }),
    scrolling("up", "up", "Moves or scrolls up a line.", .up),
    scrolling("down", "down", "Moves or scrolls down a line.", .down),
    scrolling("page-up", "page up", "Moves or scrolls up a page.", .pageUp),
    scrolling("page-down", "page down", "Moves or scrolls down a page.", .pageDown),
    scrolling("start", "start", "Moves or scrolls to the start.", .home),
    scrolling("end", "end", "Moves or scrolls to the end.", .end),
    command(
      "back", "back", "Cancels what is under way; else goes back to the screen before.", [.escape],
      run: { $0.back(&$1) }),
    command(
      "leave", "leave", "Leaves this screen; everything is saved.", [.character("Q"), .control("c")],
      run: { $0.leave(&$1) }),
    command(
      "suspend", "suspend", "Gives the terminal back to the shell; fg comes back.", [.control("z")],
      run: { _, desk in desk.effects.append(.suspend) }),
    command(
      "redraw", "redraw", "Draws the screen anew.", [.control("l")],
      run: { _, desk in desk.effects.append(.redraw) }),
  ]
}

extension Workstation.State {
  mutating func scroll(_ key: Key) {
    switch top {
    case .label: label?.scroll(key)
    case .review: review?.scroll(key)
    case .history: history?.move(key)
    case .dashboard: dashboard?.move(key)
    case .home, .all: home?.move(key)
    }
  }

  // MARK: Back and away

  mutating func back(_ desk: inout Desk) {
    if endSearch() { return }
    if isRoot {
      say(.remark("\(desk.keys.name(of: "all.leave")) leaves"))
    } else {
      leave(&desk)
    }
  }

  /// Ends a find, or the choosing of several values; false when there was nothing to end.
  private mutating func endSearch() -> Bool {
    switch top {
    case .label:
      guard label?.seeking != nil || label?.search != nil else { return false }
      label?.seeking = nil
      label?.mark(nil)
    case .review:
      if review?.composing != nil {
        review?.compose(nil)
        return true
      }
      guard review?.seeking != nil || review?.search != nil else { return false }
      review?.seeking = nil
      review?.mark(nil)
    case .history: return history?.back() ?? false
    case .dashboard: return dashboard?.back() ?? false
    case .home, .all: return false
    }
    return true
  }

  mutating func leave(_ desk: inout Desk) {
    switch top {
    case .label: label.modify { $0.leave(&desk) }
    case .review: review.modify { $0.leave(&desk) }
    case .home, .history, .dashboard, .all: desk.isLeaving = true
    }
  }

  // MARK: Guidelines

  var whyNoGuidelines: String? {
    switch top {
    case .label: label?.workplace.project.guidelines == nil ? "this project has none" : nil
    case .review: review?.workplace.project.guidelines == nil ? "this project has none" : nil
    case .history: history?.workplace.project.guidelines == nil ? "this project has none" : nil
    case .dashboard: dashboard?.workplace.project.guidelines == nil ? "this project has none" : nil
    case .home, .all: home?.selected == nil ? "there is no project here" : nil
    }
  }

  var whyNoSide: String? { showsSide ? nil : "no guidelines stand beside the text" }

  /// Whether guidelines stand beside the text now.
  var showsSide: Bool {
    guidelines.isBeside && size.columns >= Guidelines.leastColumns && (top == .label || top == .review)
      && whyNoGuidelines == nil
  }

  mutating func toggleGuidelines(_ desk: inout Desk) {
    guard top == .label || top == .review, size.columns >= Guidelines.leastColumns else {
      readGuidelines(&desk)
      return
    }
    guidelines.isBeside.toggle()
    if guidelines.isBeside { askForGuidelines(&desk) }
  }

  mutating func readGuidelines(_ desk: inout Desk) {
    askForGuidelines(&desk)
    let width = Reader.width(in: size)
    desk.overlay = .reader(
      Reader(
        .guidelines, title: "\(projectName) · guidelines", text: guidelines.styled(width: width), size: size,
        closing: desk.keys.keys(of: "all.guidelines")))
  }

  mutating func askForGuidelines(_ desk: inout Desk) {
    guard let workspace, guidelines.ask(for: workspace) else { return }
    desk.effects.append(.guidelines(workspace: workspace))
  }

  mutating func scrollSide(by pages: Int) {
    let page = max(1, (guidelines.side?.view.height ?? 2) / 2)
    guidelines.scroll(by: pages * page)
  }

  var projectName: String {
    switch top {
    case .label: label?.workplace.project.name ?? ""
    case .review: review?.workplace.project.name ?? ""
    case .history: history?.workplace.project.name ?? ""
    case .dashboard: dashboard?.workplace.project.name ?? ""
    case .home, .all: home?.selected?.status.project ?? ""
    }
  }
}
