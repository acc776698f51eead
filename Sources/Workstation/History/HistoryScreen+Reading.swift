import AnnotationEngine
import Terminal

extension HistoryScreen {
  /// The first page is small, so that it is there at once; the rest follows in large ones.
  static let firstPage = 100
  static let page = 1000

  /// Reads the log from its beginning.
  mutating func ask(_ desk: inout Desk) { read(.page(offset: 0, limit: Self.firstPage, isFirst: true), &desk) }

  private mutating func read(_ action: HistoryAction, _ desk: inout Desk) {
    reading = action
    desk.effects.append(.history(workspace: workplace.path, action))
  }

  /// Opens something over the list; it is shown when it comes.
  mutating func open(_ action: HistoryAction, _ desk: inout Desk) {
    opening = action
    desk.effects.append(.history(workspace: workplace.path, action))
  }

  mutating func take(_ step: HistoryStep, of action: HistoryAction, _ desk: inout Desk) {
    switch step {
    case .page(let page): take(page, of: action, &desk)
    case .commit(let report):
      guard opening == action else { return }
      opening = nil
      commit = CommitPane(report, project: workplace.project, size: size, now: desk.now)
    case .sample(let found):
      guard opening == action else { return }
      opening = nil
      let known = version?.sample == found.value.sample.id ? version?.versions : nil
      version = VersionPane(found, project: workplace.project, size: size)
      version?.versions = known ?? []
      if known == nil {
        let action = HistoryAction.versions(of: found.value.sample.id, through: found.value.commit.commit)
        desk.effects.append(.history(workspace: workplace.path, action))
      }
    case .versions(let commits):
      guard case .versions(let sample, _) = action, version?.sample == sample else { return }
      version?.versions = commits
    }
  }

  private mutating func take(_ page: LogPage, of action: HistoryAction, _ desk: inout Desk) {
    guard reading == action else { return }
    reading = nil
    let isNews = !isLoaded || page.refs != refs
    if page.count == nil {
      // Also what an idle look gives: nothing is drawn anew where nothing moved.
      guard isNews || count == nil else { return }
      if isNews { begin(page, now: desk.now) }
      read(.page(offset: 0, limit: Self.page, isFirst: false), &desk)
      return
    }
    if page.offset == 0 {
      begin(page, now: desk.now)
    } else if isNews {
      // A branch moved between two pages: they do not fit together.
      read(.page(offset: 0, limit: Self.page, isFirst: false), &desk)
      return
    } else {
      append(page)
    }
    if let count, entries.count < count, !page.entries.isEmpty {
      read(.page(offset: entries.count, limit: Self.page, isFirst: false), &desk)
    }
  }

  mutating func fail(_ failure: Failure, of action: HistoryAction, _ desk: inout Desk) {
    if reading == action {
      reading = nil
      self.failure = .error("not read", failure)
    } else if opening == action {
      opening = nil
      notice = .error("not opened", failure)
    }
  }

  /// Nothing happened for a while: a look whether a branch moved, which costs next to nothing where none did.
  mutating func idle(_ desk: inout Desk) {
    guard isLoaded, reading == nil, opening == nil else { return }
    read(.page(offset: 0, limit: 1, isFirst: true), &desk)
  }
}
