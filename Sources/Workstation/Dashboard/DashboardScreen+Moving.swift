import AnnotationEngine
import Terminal

extension DashboardScreen {
  /// Arrows and pages: among the panels, or in the table.
  mutating func move(_ key: Key) {
    if showsTable {
      _ = selection.handle(key)
      return
    }
    switch key {
    case .up: step(by: -rowLength)
    case .down: step(by: rowLength)
    case .pageUp: top = max(0, top - 5)
    case .pageDown: top = min(top + 5, max(0, (table?.rows.count ?? 0) - 2))
    case .home: show(DashboardPanel.allCases[0])
    case .end: show(DashboardPanel.allCases[DashboardPanel.allCases.count - 1])
    default: break
    }
  }

  /// Left and right: in a table its columns, else the panels.
  mutating func sideways(by step: Int) {
    if showsTable {
      shift = max(0, min(shift + step, max(0, (table?.columns.count ?? 0) - 2)))
    } else {
      self.step(by: step)
    }
  }

  /// Panels that stand beside each other.
  private var rowLength: Int {
    if case .grid(let columns) = DashboardLayout(size, isLarge: isLarge).form { columns } else { 1 }
  }

  mutating func step(by steps: Int) {
    let all = DashboardPanel.allCases
    guard let place = all.firstIndex(of: panel) else { return }
    show(all[((place + steps) % all.count + all.count) % all.count])
  }

  mutating func stepQuestion(by steps: Int) {
    guard let count = report?.questions.count, count > 0 else { return }
    choose(question: ((question + steps) % count + count) % count)
  }

  /// Everyone, then each annotator.
  mutating func stepPerson(by steps: Int) {
    let names = [nil] + (report?.annotators.map(\.name) ?? []).map(Optional.some)
    let place = names.firstIndex(of: person) ?? 0
    choose(person: names[((place + steps) % names.count + names.count) % names.count])
    if panel != .confusion { show(.confusion) }
  }

  /// One level up; false where there is none.
  mutating func back() -> Bool {
    if showsTable {
      toggleTable()
    } else if isLarge {
      isLarge = false
    } else {
      return false
    }
    return true
  }
}
