import AnnotationEngine
import Terminal

extension HistoryScreen {
  /// Arrows and pages: on the list, or in what lies over it.
  mutating func move(_ key: Key) {
    if version != nil {
      version?.handle(key)
    } else if commit != nil {
      commit?.handle(key)
    } else {
      forgetChosen()
      staysAtEnd = key == .end
      _ = selection.handle(key)
    }
  }

  /// Enter.
  mutating func open(_ desk: inout Desk) {
    if let commit {
      openRow(of: commit, &desk)
    } else if let selected {
      open(.commit(selected.commit), &desk)
    }
  }

  /// The sample of the chosen row as it was then; what a commit took away, as it was before.
  private mutating func openRow(of commit: CommitPane, _ desk: inout Desk) {
    guard let row = commit.target else {
      notice = .remark(commit.rowCount == 0 ? "it changed no row" : "the rows are further down")
      return
    }
    let entry = commit.report.entry
    let isGone = row.table == "samples" && row.new == nil
    open(.sample(row.sample, at: isGone ? entry.parents.first ?? entry.commit : entry.commit), &desk)
  }

  /// The commit before or after in the list; where one is open, the next one opens in its place.
  mutating func step(by rows: Int, _ desk: inout Desk) {
    if let version {
      step(version, by: rows, &desk)
      return
    }
    forgetChosen()
    let place = selection.index + rows
    guard entries.indices.contains(place) else {
      notice = .remark(rows < 0 ? "this is the newest" : isReading ? "older ones are being read" : "this is the oldest")
      return
    }
    selection.select(place)
    if commit != nil { open(.commit(entries[place].commit), &desk) }
  }

  private mutating func step(_ version: VersionPane, by steps: Int, _ desk: inout Desk) {
    guard let place = version.place else {
      notice = .remark("its other versions are being looked for")
      return
    }
    guard version.versions.indices.contains(place + steps) else {
      notice = .remark(steps < 0 ? "this is its newest version" : "this is its first version")
      return
    }
    open(.sample(version.sample, at: version.versions[place + steps]), &desk)
  }

  /// One level up; false where the list is all there is.
  mutating func back() -> Bool {
    if opening != nil {
      opening = nil
      return true
    }
    if version != nil {
      version = nil
      return true
    }
    if commit != nil {
      commit = nil
      return true
    }
    guard search != nil else { return false }
    search = nil
    return true
  }

  // MARK: Finding

  mutating func find(_ text: String) {
    search = text
    step(toMatch: 1, from: selection.index)
  }

  /// The next commit with the text searched for, in its message, its author, its names or its id.
  mutating func nextMatch(backwards: Bool) {
    let step = backwards ? -1 : 1
    self.step(toMatch: step, from: selection.index + step)
  }

  private mutating func step(toMatch step: Int, from start: Int) {
    guard let search else { return }
    forgetChosen()
    var place = start
    while entries.indices.contains(place) {
      if HistoryScreen.matches(search, entries[place]) {
        selection.select(place)
        commit = nil
        version = nil
        return
      }
      place += step
    }
    let direction = step < 0 ? "newer" : "older"
    let sofar = isReading ? " so far; the log is still being read" : ""
    notice = .remark("no \(direction) commit says “\(search)”\(sofar)")
  }

  static func matches(_ text: String, _ entry: LogEntry) -> Bool {
    entry.commit.hasPrefix(text)
      || ([entry.message, entry.author] + entry.refs).contains { part in
        !TextSearch.ranges(of: text, in: part).isEmpty
      }
  }

  /// Goes to a commit by its place in the list, its name or the first digits of its id.
  mutating func jump(_ text: String) {
    forgetChosen()
    let place =
      entries.firstIndex { $0.refs.contains(text) }
      ?? Int(text.filter { $0 != "," }).flatMap { entries.indices.contains($0 - 1) ? $0 - 1 : nil }
      ?? (text.count < 4 ? nil : entries.firstIndex { $0.commit.hasPrefix(text.lowercased()) })
    guard let place else {
      notice = .remark("there is no commit “\(text)”" + (isReading ? " so far; the log is still being read" : ""))
      return
    }
    selection.select(place)
    commit = nil
    version = nil
  }
}
