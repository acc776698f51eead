import AnnotationEngine
import Terminal
import Testing

@testable import Workstation

/// SplitMix64 (Steele, Lea, Flood 2014), so that a failure can be played again.
struct Chance: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
  mutating func pick<T>(_ values: [T]) -> T { values[below(values.count)] }
}

@Suite struct FuzzTests {
  static let hostile = [
    "", " ", "\u{1B}[2J\u{1B}]0;x\u{7}", "\u{202E}reversed\u{202C}", "a\u{200B}b\u{FEFF}",
    "日本語のとても長い文" + String(repeating: "字", count: 90),
    "👩‍👩‍👧‍👦 family 🇩🇪", "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "tab\tand\rreturn\nnew",
    String(repeating: "x", count: 3000),
    String(repeating: "line\n", count: 200), "\0\u{1}\u{7F}\u{9B}", "plain words that go on for a while, as tweets do",
  ]

  private static func projects() -> [Project] {
    var many = Fixture.sentiment
    many.name = "many"
    many.values = (0..<40).map { number in
      Fixture.value(
        "value\(number)", number % 3 == 0 ? hostile[number % hostile.count] : nil,
        colour: number % 2 == 0 ? "blue" : nil, description: hostile[(number + 3) % hostile.count])
    }
    return [
      Fixture.project(), Fixture.project([Fixture.topics, Fixture.tone, Fixture.sentiment]), Fixture.project([many]),
      Fixture.project([many, Fixture.tone], advances: false),
      Fixture.project([Fixture.helpful]), Fixture.project([Fixture.sure]),
      Fixture.project([
        Fixture.tone, Fixture.sure, Fixture.helpful,
        Fixture.rating("bits", -3, 3, titles: [0: hostile[2], 1: hostile[5]]),
        Fixture.rating("far", -1_000_000_000, 1_000_000_000, titles: [-1_000_000_000: hostile[9]], required: false),
      ]),
      Fixture.project(
        (0..<30).map { number in
          var question = Fixture.tone
          question.name = "q\(number)"
          question.values[0].key = nil
          question.values[1].key = nil
          return question
        }),
    ]
  }

  private static let keys: [Key] =
    "12345678901234567890abcdefghijklmnopqrstuvwxyz-..#!@*\"&+:?GFABDQRT/[]{}<>=äß字"
    .map { Key.character($0) } + [
      .space, .enter, .enter, .tab, .backTab, .backspace, .delete, .escape, .escape, .up, .down, .left, .right, .pageUp,
      .pageDown, .home, .end, .insert, .function(1), .control("r"), .control("g"), .control("t"), .control("l"),
      .control("c"), .control("u"), .alt("g"), .alt("x"),
    ]

  /// The outside: answers an effect with something of the right kind, now and then with a failure, a remark, a closed
  /// or a sent-back sample, hostile text, or nothing.
  private func outcome(_ effect: Effect, _ project: Project, _ chance: inout Chance) -> Outcome? {
    if chance.below(12) == 0 {
      return .failed(Failure(what: chance.pick(Self.hostile), place: nil, remedy: "try"), of: effect)
    }
    switch effect {
    case .open(let path):
      var workplace = Fixture.workplace(project)
      workplace.path = path
      return .opened(workplace)
    case .label(_, let action): return .label(labelStep(project, &chance), of: action)
    case .review(_, let action): return .review(reviewStep(project, &chance), of: action)
    case .history(let path, let action): return .history(workspace: path, historyStep(action, &chance), of: action)
    case .blame(let path, let sample):
      let report = Fixture.blame(sample, words: chance.pick(Self.hostile))
      return .blame(workspace: path, Veiled(report, isVeiled: chance.below(3) == 0))
    case .home:
      return .home((0..<chance.below(6)).map { Fixture.home(chance.pick(Self.hostile), path: "/\($0)") })
    case .agreement(let workspace): return .agreement(workspace: workspace, Fixture.agreement())
    case .dashboard(let workspace, _):
      return .dashboard(
        workspace: workspace,
        chance.below(4) == 0
          ? DashboardFixture.empty(questions: chance.below(3))
          : DashboardFixture.wild(words: Self.hostile) { chance.below($0) })
    case .reviewOrder(let workspace, let filter):
      return .reviewOrder(workspace: workspace, filter, version: chance.below(4))
    case .guidelines(let workspace):
      let text = (0..<chance.below(30)).map { _ in
        chance.pick(["# ", "- ", "", "> ", "```\n"]) + chance.pick(Self.hostile)
      }
      return .guidelines(workspace: workspace, chance.below(4) == 0 ? nil : text.joined(separator: "\n"))
    case .plan(let workspace): return .planned(workspace: workspace)
    case .changeCount(let workspace): return .changeCount(workspace: workspace, chance.below(5))
    case .suspend, .redraw: return nil
    }
  }

  private func historyStep(_ action: HistoryAction, _ chance: inout Chance) -> HistoryStep {
    switch action {
    case .page(let offset, let limit, let isFirst):
      let all = Fixture.log(chance.pick([0, 1, 30, 300]), messages: Self.hostile)
      return .page(
        LogPage(
          entries: Array(all.dropFirst(offset).prefix(limit)), offset: offset, count: isFirst ? nil : all.count,
          refs: chance.pick(["a", "a", "b"]), head: all.first?.commit))
    case .commit(let id):
      return .commit(
        Veiled(
          Fixture.show(id, rows: chance.pick([0, 1, 40]), words: chance.pick(Self.hostile)),
          isVeiled: chance.below(3) == 0))
    case .sample(let id, let commit):
      return .sample(
        Veiled(Fixture.version(id, at: commit, chance.pick(Self.hostile)), isVeiled: chance.below(3) == 0))
    case .versions(_, let commit): return .versions(chance.pick([[], [commit], [commit, Fixture.commit(7)]]))
    }
  }

  private func answers(_ project: Project, _ chance: inout Chance) -> Answers {
    var answers: Answers = [:]
    for question in project.questions where chance.below(3) > 0 {
      let name = chance.below(8) == 0 ? "gone" : chance.pick(question.values).name
      answers[question.name] = question.kind == .choice ? .choice(name) : .choices([name])
    }
    return answers
  }

  private func labelStep(_ project: Project, _ chance: inout Chance) -> LabelStep {
    let number = chance.below(20) + 1
    let annotation =
      chance.below(3) == 0
      ? Fixture.annotation(
        "s\(number)", answers(project, &chance), status: chance.pick([.draft, .submitted, .skipped]),
        comment: chance.pick([nil, chance.pick(Self.hostile)]), reason: chance.pick(Self.hostile),
        flagged: chance.below(2) == 0, seconds: chance.pick([0, 3, 1e300, .nan]),
        sentBack: chance.below(3) == 0 ? Fixture.sentBack(chance.pick(Self.hostile)) : nil)
      : nil
    let item = Fixture.item(
      number, chance.pick(Self.hostile), annotation: annotation, closed: chance.below(8) == 0 ? "it is full" : nil)
    return Fixture.step(
      chance.below(8) == 0 ? nil : item,
      act: chance.below(2) == 0 ? Fixture.act(number, chance.pick(Self.hostile)) : nil,
      redoable: chance.below(2) == 0 ? Fixture.act(number, "x") : nil,
      remark: chance.below(6) == 0 ? chance.pick(Self.hostile) : nil, samples: chance.pick([0, 20, 1_000_000]),
      seconds: chance.pick([nil, 3, .infinity]))
  }

  private func reviewStep(_ project: Project, _ chance: inout Chance) -> ReviewStep {
    let number = chance.below(20) + 1
    let annotations = (0..<chance.pick([0, 1, 2, 3, 9, 40])).map { index in
      Fixture.annotation(
        "s\(number)", by: index == 0 ? "alice" : "\(chance.pick(["bob", "字字", "x\u{202E}"]))\(index)",
        answers(project, &chance), status: chance.pick([.draft, .submitted, .submitted, .skipped]),
        comment: chance.pick([nil, chance.pick(Self.hostile)]), reason: chance.pick(Self.hostile),
        seconds: chance.pick([0, 4.5, -1, .nan]),
        sentBack: chance.below(4) == 0 ? Fixture.sentBack(chance.pick(Self.hostile)) : nil)
    }
    let open = project.questions.map(\.name).filter { _ in chance.below(2) == 0 }
    var item = Fixture.reviewItem(
      number, annotations, resolutions: chance.below(3) == 0 ? ["sentiment": Fixture.resolution("gone")] : [:],
      open: open,
      majority: answers(project, &chance), closed: chance.below(8) == 0 ? "it is yours" : nil)
    if chance.below(3) == 0 {
      item.conflicts = (0...chance.below(3)).map { _ in conflict(of: "s\(number)", project, &chance) }
    }
    return Fixture.reviewStep(chance.below(8) == 0 ? nil : item, remark: chance.below(6) == 0 ? "so it is" : nil)
  }

  private func conflict(of sample: String, _ project: Project, _ chance: inout Chance) -> MergeConflict {
    func side() -> MergeConflict.Side {
      MergeConflict.Side(
        branch: chance.pick(Self.hostile), commit: chance.pick([nil, Fixture.commit(1)]),
        author: chance.pick([nil, chance.pick(Self.hostile)]), time: chance.pick([nil, .min, 0, .max]),
        answers: chance.pick([nil, [:], answers(project, &chance)]), status: chance.pick([nil, .skipped, .submitted]),
        by: chance.pick([nil, "majority", "resolution", "x"]), comment: chance.pick([nil, chance.pick(Self.hostile)]))
    }
    let question = chance.pick(project.questions).name
    return MergeConflict(
      sample: sample,
      cell: chance.pick([.label(question: question), .label(question: "gone"), .annotation(annotator: "字")]),
      base: side(), ours: side(), theirs: side(),
      choice: chance.pick([nil, nil, .ours, .theirs, .answer(.choices(["a", "b"]))]))
  }

  @Test(
    "Whatever the window, the keys, the text and the answers, every frame has the window's size and nothing breaks.",
    arguments: 0..<20)
  func survives(seed: Int) {
    var chance = Chance(UInt64(seed) &* 7919 &+ 1)
    let project = chance.pick(Self.projects())
    let places: [Workstation.Place] = [
      .home(person: "rita"), .label(Fixture.workplace(project)), .review(Fixture.workplace(project, person: "rita")),
      .history(Fixture.workplace(project, person: "rita")), .dashboard(Fixture.workplace(project, person: "rita")),
    ]
    var stage = Stage(places[seed % places.count])
    for _ in 0..<200 {
      if stage.isOver { stage = Stage(chance.pick(places)) }
      switch chance.below(20) {
      case 0: stage.resize(chance.below(120) + 1, chance.below(400) + 1)
      case 1: stage.resize(5 + chance.below(12), 20 + chance.below(30))
      case 2: stage.input(.idle)
      case 3: stage.input(.paste(chance.pick(Self.hostile)))
      case 4: stage.clock.pass(seconds: Double(chance.below(200)))
      default: stage.press(chance.pick(Self.keys))
      }
      // Answers come late now and then, so that keys are held.
      while !stage.effects.isEmpty && chance.below(5) > 0 {
        if let answer = outcome(stage.effects.removeFirst(), project, &chance) { stage.answer(answer) }
      }
      let frame = stage.frame
      #expect(frame.size == stage.size)
      let other = Size(rows: chance.below(60), columns: chance.below(200))
      #expect(stage.program.view(stage.state, size: other).size == other)
    }
  }

  @Test("Below 20×5 one line says that the window is too small, and nothing is lost.")
  func tooSmall() {
    var stage = Stage.labeling(Fixture.project([Fixture.topics]))
    stage.type("w")
    stage.resize(4, 80)
    #expect(stage.lines[0] == "too small: 20×5")
    stage.resize(24, 19)
    #expect(stage.lines[0] == "too small: 20×5")
    stage.resize(24, 80)
    #expect(stage.shows("● w Work"))
  }
}
