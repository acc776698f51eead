import AnnotationEngine
import Synchronization
import Terminal
import Testing

@testable import Workstation

/// A clock that a test sets.
final class TestClock: Sendable {
  private let time = Mutex<Int64>(1_700_000_000_000)
  var now: Int64 { time.withLock { $0 } }
  func pass(seconds: Double) { time.withLock { $0 += Int64(seconds * 1000) } }
}

/// A workstation driven by keys, with the outside played by the test.
struct Stage: CustomTestStringConvertible {
  let program: Workstation
  let clock = TestClock()
  var state: Workstation.State
  /// Effects that came out and that the test has not looked at.
  var effects: [Effect]
  var size = Size(rows: 24, columns: 80)

  init(_ place: Workstation.Place, bindings: KeyBindings = KeyBindings(), saysWords: Bool = false) {
    let clock = clock
    program = Workstation(bindings: bindings, saysWords: saysWords, now: { clock.now })
    (state, effects) = program.begin(place)
    resize(24, 80)
  }

  /// The label screen with its first sample on it.
  static func labeling(
    _ project: Project = Fixture.project(), _ item: LabelItem? = Fixture.item(1), bindings: KeyBindings = KeyBindings()
  ) -> Stage {
    var stage = Stage(.label(Fixture.workplace(project)), bindings: bindings)
    stage.answer(Fixture.step(item), to: .start)
    stage.effects = []
    return stage
  }

  /// The review screen with its first sample on it.
  static func reviewing(
    _ project: Project = Fixture.project(), _ item: ReviewItem? = Fixture.reviewItem()
  ) -> Stage {
    var stage = Stage(.review(Fixture.workplace(project, person: "rita")))
    stage.answer(Fixture.reviewStep(item), to: .start(filter: ReviewFilter()))
    stage.effects = []
    return stage
  }

  static func atHome(_ reports: [HomeReport] = [Fixture.home()]) -> Stage {
    var stage = Stage(.home(person: "rita"))
    stage.answer(.home(reports))
    stage.effects = []
    return stage
  }

  /// The history screen with a log on it.
  static func reading(_ log: [LogEntry] = Fixture.log(5)) -> Stage {
    var stage = Stage(.history(Fixture.workplace(person: "rita")))
    let page = LogPage(entries: log, offset: 0, count: nil, refs: "a", head: log.first?.commit)
    stage.answer(.page(page), to: .page(offset: 0, limit: 100, isFirst: true))
    var all = page
    all.count = log.count
    stage.answer(.page(all), to: .page(offset: 0, limit: 1000, isFirst: false))
    stage.effects = []
    return stage
  }

  /// The dashboard with its figures on it.
  static func overlooking(
    _ report: DashboardReport = DashboardFixture.report(), rows: Int = 24, columns: Int = 80, saysWords: Bool = false
  ) -> Stage {
    var stage = Stage(.dashboard(Fixture.workplace(person: "rita")), saysWords: saysWords)
    stage.resize(rows, columns)
    stage.answer(.dashboard(workspace: "/w", report))
    stage.effects = []
    return stage
  }

  /// Any screen with something on it.
  static func on(_ section: Section) -> Stage {
    switch section {
    case .home, .all: atHome()
    case .label: labeling()
    case .review: reviewing()
    case .history: reading()
    case .dashboard: overlooking()
    }
  }

  // MARK: Doing

  mutating func press(_ keys: Key...) {
    for key in keys { effects += program.update(&state, .input(.key(key))) }
  }

  /// Presses the keys of a text.
  mutating func type(_ text: String) {
    for character in text { press(character == " " ? .space : .character(character)) }
  }

  mutating func input(_ input: Input) { effects += program.update(&state, .input(input)) }

  mutating func resize(_ rows: Int, _ columns: Int) {
    size = Size(rows: rows, columns: columns)
    input(.resize(size))
  }

  mutating func answer(_ outcome: Outcome) { effects += program.update(&state, .answer(outcome)) }
  mutating func answer(_ step: LabelStep, to action: LabelAction) { answer(.label(step, of: action)) }
  mutating func answer(_ step: ReviewStep, to action: ReviewAction) { answer(.review(step, of: action)) }

  mutating func answer(_ step: HistoryStep, to action: HistoryAction) {
    answer(.history(workspace: "/w", step, of: action))
  }

  mutating func fail(_ effect: Effect, _ what: String = "the disk is full") {
    answer(.failed(Failure(what: what, place: nil, remedy: "free some space"), of: effect))
  }

  // MARK: Looking

  /// The effects since the last look.
  mutating func taken() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  /// The label actions since the last look; anything else is a surprise.
  mutating func labels() -> [LabelAction] {
    taken().compactMap {
      guard case .label("/w", let action) = $0 else {
        Issue.record("unexpected effect \($0)")
        return nil
      }
      return action
    }
  }

  mutating func reviews() -> [ReviewAction] {
    taken().compactMap {
      guard case .review("/w", let action) = $0 else {
        Issue.record("unexpected effect \($0)")
        return nil
      }
      return action
    }
  }

  mutating func histories() -> [HistoryAction] {
    taken().compactMap {
      guard case .history("/w", let action) = $0 else {
        Issue.record("unexpected effect \($0)")
        return nil
      }
      return action
    }
  }

  var frame: Frame { program.view(state, size: size) }
  var lines: [String] { frame.lines() }
  var screen: String { lines.joined(separator: "\n") }
  var status: String { lines[size.rows - 2] }
  var header: String { lines[0] }
  var hints: String { lines[size.rows - 1] }

  /// A failed expectation prints the screen, not the state.
  var testDescription: String { "\n" + screen }

  func shows(_ text: String) -> Bool { screen.contains(text) }
  var isOver: Bool { program.isOver(state) }
}
