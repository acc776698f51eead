import Testing

@testable import AnnotationEngine

@Suite("Suspects")
struct SuspectsTests {
  /// Forty samples whose words tell what they are; all three say so, but of s7 the opposite, and of s12 carol alone.
  private func telling() throws -> TestWorkspace {
    let words = [["lovely", "bright", "happy"], ["awful", "dull", "broken"]]
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(overlap: 3), samples: 0)
    try test.add((1...40).map { ("s\($0)", "the day was \(words[$0 % 2][$0 % 3]) once more, no \($0)") })
    for sample in 1...40 {
      for person in TestWorkspace.people {
        let isTurned = sample == 7 || sample == 12 && person == "carol"
        try test.submit(person, "s\(sample)", (sample % 2 == 0) != isTurned ? "positive" : "negative")
      }
    }
    return test
  }

  private let rita = TestWorkspace.session("rita")

  @Test("The text model finds the label that its text contradicts, and says why.")
  func model() throws {
    let test = try telling()
    let report = try test.workspace.suspects(rita)
    #expect(report.by == .model && report.question == "sentiment" && report.seed == 1)
    #expect(report.labeled == 40 && report.judged == 40 && report.found == report.suspects.count)
    let first = try #require(report.suspects.first)
    #expect(first.id == "s7" && first.place == 7 && first.given == "positive" && first.suggested == "negative")
    #expect(first.score > 0.5 && first.score <= 1)
    #expect(first.why.hasPrefix("3 of 3 said positive; the text model, trained without this sample, gives negative ."))
    #expect(first.why.contains("most for “"))
    #expect(try test.reopened().suspects(rita) == report)
    #expect(try test.workspace.suspects(rita, limit: 0).suspects.isEmpty)
  }

  @Test("By votes and by the crowd, the label that somebody contradicts is doubted.")
  func crowd() throws {
    let test = try telling()
    let votes = try test.workspace.suspects(rita, by: .votes)
    #expect(votes.suspects.map(\.id) == ["s12"])
    #expect(abs((votes.suspects.first?.score ?? 0) - 1.0 / 3) < 1e-12)
    #expect(votes.suspects.first?.why == "2 of 3 said positive, 1 negative")
    // Dawid and Skene know that carol differs once only: the label stays.
    let crowd = try test.workspace.suspects(rita, by: .crowd)
    #expect(crowd.by == .crowd && crowd.suspects.allSatisfy { $0.score > 0.1 })
  }

  @Test("A reviewer's decision is the label that is judged.")
  func resolved() throws {
    let test = try telling()
    _ = try test.review(
      .resolve(
        sample: "s12", question: "sentiment", answer: .choice("negative"), how: .set, reason: nil, advance: false,
        filter: ReviewFilter()))
    let suspect = try #require(try test.workspace.suspects(rita, by: .votes).suspects.first)
    #expect(suspect.id == "s12" && suspect.given == "negative" && suspect.suggested == "positive")
    #expect(suspect.why == "rita decided on negative; 1 of 3 said negative, 2 positive")
  }

  @Test("Where labels are few, the crowd or the votes are asked; a model that is asked for says that they are too few.")
  func few() throws {
    let test = try TestWorkspace()
    #expect(try test.workspace.suspects(rita).by == .votes)
    try test.submit("alice", "s1", "neutral")
    try test.submit("bob", "s1", "neutral")
    #expect(try test.workspace.suspects(rita).by == .crowd)
    let model = try test.workspace.suspects(rita, by: .model)
    #expect(
      model.suspects.isEmpty && model.judged == 0 && model.note?.hasPrefix("there are too few labels yet") == true)
  }

  @Test("Annotators may not look for suspects, and questions of several values have none.")
  func refused() throws {
    let test = try TestWorkspace()
    #expect(throws: EngineError.self) { try test.workspace.suspects(TestWorkspace.session("alice")) }
    for name in ["topics", "mood"] {
      do {
        _ = try test.workspace.suspects(rita, question: name)
        Issue.record("\(name) was taken")
      } catch {
        guard case .unsuitedQuestion(name, _, _) = error else { throw error }
      }
    }
  }

  @Test("The review screen walks suspects in the order of doubt, with why; decided ones come after the others.")
  func review() throws {
    let test = try telling()
    let filter = ReviewFilter(scope: .suspects)
    let before = try test.review(.start(filter: filter))
    #expect(before.item == nil && before.orderVersion == 0 && before.remark == "looking for suspects …")
    let report = try test.workspace.suspects(rita)
    let version = try test.workspace.refreshSuspects(rita, question: nil)
    #expect(try test.workspace.refreshSuspects(rita, question: nil) == version)
    var step = try test.review(.start(filter: filter))
    #expect(step.orderVersion == version && step.matching == report.found && step.waiting == report.found)
    #expect(step.item?.sample.id == "s7" && step.item?.place == 1)
    #expect(step.item?.suspicion == report.suspects[0])
    step = try test.review(
      .resolve(
        sample: "s7", question: "sentiment", answer: .choice("negative"), how: .set, reason: nil, advance: true,
        filter: filter))
    #expect(step.waiting == report.found - 1 && step.matching == report.found)
    if report.found > 1 {
      #expect(step.item?.sample.id == report.suspects[1].id)
    } else {
      #expect(step.remark == "no suspect is left")
    }
    // Another connection of the same process sees what was found.
    #expect(
      try test.reopened().review(rita, .jump(to: .id("s7"), filter: filter)).item?.suspicion?.id == "s7")
    // What was decided changes what is found.
    let second = try test.workspace.refreshSuspects(rita, question: nil)
    #expect(second != version)
    #expect(try test.workspace.suspects(rita).suspects.allSatisfy { $0.id != "s7" })
  }

  @Test("A walk through suspects goes on from where a sample would stand that is none.")
  func walking() throws {
    let test = try telling()
    let filter = ReviewFilter(scope: .suspects)
    _ = try test.workspace.refreshSuspects(rita, question: nil)
    let step = try test.review(.jump(to: .id("s1"), filter: filter))
    #expect(step.item?.sample.id == "s1" && step.item?.place == 0 && step.item?.suspicion == nil)
    #expect(try test.review(.next(of: "s1", filter: filter)).item?.sample.id == "s7")
    #expect(try test.review(.nextWaiting(of: "s1", filter: filter)).item?.sample.id == "s7")
    let narrowed = ReviewFilter(scope: .suspects, annotator: "alice")
    #expect(try test.review(.start(filter: narrowed)).item?.sample.id == "s7")
  }

  @Test("Features follow the content that an import brings.")
  func content() throws {
    let test = try TestWorkspace(samples: 3)
    let first = try test.workspace.textFeatures(at: [2, 0])
    #expect(first.count == 2)
    #expect(try test.workspace.textFeatures(at: [0]) == first.rows([1]))
    #expect(try test.workspace.textFeatures(at: [0, 1, 2]).rows([2, 0]) == first)
  }

  @Test("Claims, drafts and plans are no reason to look again; an answer is.")
  func unchanged() throws {
    let test = try telling()
    _ = try test.workspace.refreshSuspects(rita, question: nil)
    let schema = try test.workspace.journal.read { try $0.layout() }
    // Stands for what was found: a new search would find something else.
    var entry = try #require(test.workspace.findings.entry("sentiment", schema: schema))
    (entry.order.version, entry.order.ranks) = (1_000_000, [])
    test.workspace.findings.keep(entry, "sentiment")
    _ = try test.workspace.refreshWorths(rita, question: nil)
    var worth = try #require(test.workspace.findings.worth(nil, schema: schema))
    (worth.order.version, worth.order.ranks) = (2_000_000, [-1])
    test.workspace.findings.keep(worth, nil)
    try test.add([("s41", "the day was lovely")])
    entry.seq = try test.workspace.journal.read { try $0.lastChange() }
    worth.seq = entry.seq
    test.workspace.findings.keep(entry, "sentiment")
    test.workspace.findings.keep(worth, nil)
    #expect(try test.label("alice", .start).item?.sample.id == "s41")
    try test.label("alice", .draft(sample: "s41", answers: ["topics": .choices(["art"])], seconds: 1))
    try test.label("alice", .leave)
    #expect(try test.workspace.journal.read { try $0.lastSeq() } > entry.seq)
    #expect(try test.workspace.refreshSuspects(rita, question: nil) == 1_000_000)
    #expect(try test.workspace.refreshWorths(rita, question: nil) == 2_000_000)
    try test.submit("alice", "s41", "positive")
    #expect(try test.workspace.refreshSuspects(rita, question: nil) != 1_000_000)
    #expect(try test.workspace.refreshWorths(rita, question: nil) != 2_000_000)
  }
}
