import Testing

@testable import AnnotationEngine

@Suite("Gold and silent repeats")
struct GoldTests {
  private static func answers(_ value: String) -> Answers { ["sentiment": .choice(value)] }

  private func world(_ round: String, samples: Int = 60, gold: [String] = []) throws -> TestWorkspace {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(round: round), samples: samples)
    _ = try test.workspace.addGold(
      TestWorkspace.session("lea"), gold.map { GoldEntry(sample: $0, answers: Self.answers("positive")) })
    return test
  }

  @Test("Gold comes at its rate at the place of what would come next, and every sample is asked once.")
  func gold() throws {
    let gold = (31...50).map { "s\($0)" }
    let test = try world("overlap: 1, order: imported, gold: 30%, seed: 3", gold: gold)
    var step = try test.label("alice", .start)
    var seen: [String] = []
    var places: [Int] = []
    while let item = step.item {
      #expect(item.closed == nil && item.annotation == nil)
      seen.append(item.sample.id)
      places.append(item.place)
      step = try test.submit("alice", item.sample.id, "neutral")
    }
    #expect(Set(seen).count == 60 && seen.count == 60)
    let early = seen.prefix(20).count { gold.contains($0) }
    #expect(early > 1 && early < 14)
    // Each place is the next, whatever stands there: also where gold was taken from.
    #expect(places == Array(1...60))
    #expect(step.progress.complete == 60)
  }

  /// The samples that alice is given from first to last, with their places; and the workspace behind them.
  private func walk(
    _ round: String, gold: [String], samples: Int = 120, plans: Bool = false
  ) throws -> (seen: [String], places: [Int], test: TestWorkspace) {
    let test = try world(round, samples: samples, gold: gold)
    if plans { try test.workspace.replan(TestWorkspace.session("lea")) }
    var step = try test.label("alice", .start)
    var (seen, places): ([String], [Int]) = ([], [])
    while let item = step.item, seen.count < 2 * samples {
      seen.append(item.sample.id)
      places.append(item.place)
      step = try test.submit("alice", item.sample.id, "neutral")
    }
    return (seen, places, test)
  }

  @Test(
    "Gold of a larger share than the rate comes at the rate, and the rest behind all others, place by place.",
    arguments: ["imported", "random"])
  func putOff(order: String) throws {
    let gold = stride(from: 2, through: 120, by: 4).map { "s\($0)" }
    let round = "overlap: 2, order: \(order), gold: 5%, seed: 3"
    let (seen, places, test) = try walk(round, gold: gold)
    try #require(Set(seen).count == 120 && seen.count == 120)
    #expect(places == Array(1...120))
    #expect((1...7).contains(seen.prefix(60).count { gold.contains($0) }))
    #expect(seen.prefix(80).count { gold.contains($0) } <= 9)
    #expect(seen.suffix(10).allSatisfy { gold.contains($0) })
    for place in [1, 30, 60, 90, 120] {
      #expect(try test.label("alice", .jump(to: .place(place))).item?.sample.id == seen[place - 1])
    }
    let before = try test.derivedRows()
    try test.workspace.journal.rebuild()
    #expect(try test.derivedRows() == before)
    #expect(try walk(round, gold: gold).seen == seen, "the same seed gives the same queue")
  }

  @Test("Gold that is put off stays so when an answer is taken back and when the person comes again.")
  func putOffAndBack() throws {
    let gold = (1...10).map { "s\($0)" }
    let test = try world("overlap: 2, order: imported, gold: 1%, seed: 3", gold: gold)
    var step = try test.label("alice", .start)
    for place in 1...8 {
      let item = try #require(step.item)
      #expect(item.place == place && !gold.contains(item.sample.id))
      try test.label("alice", .leave)
      #expect(try test.label("alice", .start).item == item)
      let next = try test.submit("alice", item.sample.id, "neutral")
      let undone = try test.label("alice", .undo)
      #expect(undone.item?.sample.id == item.sample.id && undone.item?.place == place)
      step = try test.submit("alice", item.sample.id, "neutral")
      #expect(step.item == next.item)
    }
  }

  @Test("Gold that is planned comes at its rate, too.")
  func plannedGold() throws {
    let gold = stride(from: 2, through: 120, by: 4).map { "s\($0)" }
    let (seen, _, _) = try walk("overlap: 2, order: diversity, gold: 5%, seed: 3", gold: gold, plans: true)
    try #require(Set(seen).count == 120 && seen.count == 120)
    #expect((1...7).contains(seen.prefix(60).count { gold.contains($0) }))
  }

  @Test("Everybody gets gold, however many annotations it has.")
  func beyondOverlap() throws {
    let test = try world("overlap: 1, order: imported, gold: 50%, seed: 3", gold: ["s9"])
    try test.submit("bob", "s9", "positive", advance: false)
    var step = try test.label("alice", .start)
    var seen: Set<String> = []
    for _ in 0..<10 {
      guard let item = step.item else { break }
      seen.insert(item.sample.id)
      step = try test.submit("alice", item.sample.id, "neutral")
    }
    #expect(seen.contains("s9"))
    #expect(try test.annotation("s9", "alice")?.status == .submitted)
  }

  @Test("A repeat shows no earlier answer, stands where the next sample would, and is kept apart.")
  func repeats() throws {
    let test = try world("overlap: 2, order: imported, repeats: 40%, seed: 5")
    var step = try test.label("alice", .start)
    var seen: [String: Int] = [:]
    var places: [Int] = []
    var again = (id: "", place: 0)
    for turn in 0..<40 {
      guard let item = step.item else { break }
      let id = item.sample.id
      seen[id, default: 0] += 1
      places.append(item.place)
      #expect(item.annotation == nil && item.closed == nil)
      #expect(step.progress.mine == turn)
      if seen[id] == 2 { again = (id, item.place) }
      step = try test.submit("alice", id, seen[id] == 1 ? "neutral" : "positive")
    }
    #expect(places == Array(1...40))
    // To the person a repeat counts wherever it is counted; to a lead it is none.
    let own = TestWorkspace.session("alice")
    func submitted(_ session: Session?) throws -> Int? {
      try test.workspace.status(session).annotators.first { $0.name == "alice" }?.submitted
    }
    #expect(try submitted(own) == 40 && test.workspace.annotators(own)[0].submitted == 40)
    #expect(try test.workspace.home(own).status.annotators.first { $0.name == "alice" }?.submitted == 40)
    #expect(try submitted(TestWorkspace.session("lea")) == seen.count)
    #expect(try submitted(TestWorkspace.session("rita")) == seen.count)
    #expect(again.place > 0 && seen.values.allSatisfy { $0 <= 2 })
    #expect(try test.annotation(again.id, "alice")?.answers == Self.answers("neutral"))
    // The second answer is what the person finds there, and what is agreed on is the first.
    let there = try test.label("alice", .jump(to: .place(again.place))).item
    #expect(there?.annotation?.answers == Self.answers("positive"))
    #expect(try test.workspace.agreement().questions["sentiment"]?.labels["positive"]?.answers == 0)
    let report = try test.workspace.goldReport(TestWorkspace.session("lea"))
    let alice = try #require(report.annotators.first { $0.name == "alice" })
    #expect(alice.consistency.value == 0 && alice.consistency.items == seen.values.count { $0 == 2 })
    #expect((alice.consistency.high ?? 0) > 0)
  }

  @Test("Undo takes back the answer to a repeat as any other, and the first answer stays.")
  func undoRepeat() throws {
    let test = try world("overlap: 2, order: imported, repeats: 40%, seed: 5")
    var step = try test.label("alice", .start)
    var seen: Set<String> = []
    while let item = step.item, seen.insert(item.sample.id).inserted {
      step = try test.submit("alice", item.sample.id, "neutral")
    }
    let item = try #require(step.item)
    let (uncommitted, rows) = (try test.workspace.status().uncommitted, try test.derivedRows())
    try test.submit("alice", item.sample.id, "positive", advance: false)
    #expect(try test.workspace.status().uncommitted == uncommitted)
    let undone = try test.label("alice", .undo)
    #expect(undone.item?.sample.id == item.sample.id && undone.item?.place == item.place)
    #expect(undone.item?.annotation == nil)
    #expect(undone.act?.place == item.place)
    #expect(try test.annotation(item.sample.id, "alice")?.answers == Self.answers("neutral"))
    let kept = rows.filter { $0.hasPrefix("annotations") || $0.hasPrefix("repeats") || $0.hasPrefix("touched") }
    #expect(try Set(kept).isSubset(of: test.derivedRows()))
    #expect(try test.label("alice", .redo).item?.annotation?.answers == Self.answers("positive"))
  }

  @Test("What others said of a repeat, and one's own first answer, are kept from the person who is asked again.")
  func veiled() throws {
    let test = try world("overlap: 2, order: imported, repeats: 40%, seed: 5")
    var step = try test.label("alice", .start)
    var seen: Set<String> = []
    while let item = step.item, seen.insert(item.sample.id).inserted {
      step = try test.submit("alice", item.sample.id, "neutral")
    }
    let blame = try test.workspace.blame(TestWorkspace.session("alice"), try #require(step.item).sample.id)
    #expect(blame.isVeiled)
    #expect(blame.value.questions.allSatisfy { $0.annotations.isEmpty })
  }

  @Test("Too much missed gold pauses a queue, says whom to talk to, and a lead lets it go on.")
  func pausing() throws {
    let gold = (31...50).map { "s\($0)" }
    let test = try world(
      "overlap: 1, order: imported, gold: 40%, pause: {gold-below: 0.7, after: 3}, seed: 3", gold: gold)
    var step = try test.label("alice", .start)
    var missed = 0
    while let item = step.item {
      if gold.contains(item.sample.id) { missed += 1 }
      step = try test.submit("alice", item.sample.id, "negative")
    }
    #expect(missed == 3)
    #expect(step.paused == "your queue is paused: please talk to lea")
    #expect(try test.label("alice", .start).item == nil)
    #expect(try test.label("alice", .jump(to: .place(29))).item?.closed == "your queue is paused: please talk to lea")
    #expect(try test.label("bob", .start).paused == nil)
    func pausedSince(_ name: String) throws -> Int64? {
      try test.workspace.status(TestWorkspace.session(name)).annotators.first { $0.name == "alice" }?.pausedSince
    }
    #expect(try pausedSince("alice") != nil && pausedSince("lea") != nil)
    #expect(try pausedSince("bob") == nil && pausedSince("rita") == nil)
    // Whole sentences, and no way round.
    let late = try test.submit("alice", "s29", "neutral")
    #expect(late.remark == "your queue is paused: please talk to lea; your answers are kept as a draft")
    let skipped = try test.label("alice", .skip(sample: "s28", reason: "late", seconds: 1))
    #expect(skipped.act == nil && skipped.item == nil && skipped.remark == "your queue is paused: please talk to lea")
    #expect(try test.annotation("s28", "alice") == nil)
    #expect(try test.workspace.status().annotators.first { $0.name == "alice" }?.pausedSince != nil)
    let refused = engineError { try test.workspace.resume(TestWorkspace.session("rita"), "alice") }
    #expect(refused?.errorDescription?.contains("may not see gold and pauses") == true)
    let before = try test.derivedRows()
    try test.workspace.journal.rebuild()
    #expect(try test.derivedRows() == before)
    try test.workspace.resume(TestWorkspace.session("lea"), "alice")
    #expect(try test.label("alice", .start).item != nil)
    let again = engineError { try test.workspace.resume(TestWorkspace.session("lea"), "alice") }
    #expect(again?.errorDescription == "the queue of alice is not paused")
  }

  @Test("What was undone before a pause cannot be done again during it, and the sentence says so.")
  func redoWhilePaused() throws {
    let test = try world(
      "overlap: 1, order: imported, gold: 1%, pause: {gold-below: 0.7, after: 1}, seed: 3", gold: ["s9"])
    try test.submit("alice", "s9", "negative", advance: false)
    #expect(try test.label("alice", .undo).act?.undone == true)
    let step = try test.label("alice", .redo)
    #expect(step.remark == "that cannot be done again: your queue is paused: please talk to lea")
  }

  @Test("Gold of several values stays right when the values change their order.")
  func reordered() throws {
    let test = try TestWorkspace(samples: 2)
    let both: Answers = ["topics": .choices(["sport", "art"])]
    let given = try test.workspace.project().ordered(test.workspace.project().checked(both))
    let lead = TestWorkspace.session("lea")
    _ = try test.workspace.addGold(lead, [GoldEntry(sample: "s1", answers: given)])
    try test.submit("alice", "s1", "neutral", topics: ["sport", "art"], advance: false)
    #expect(try test.workspace.goldReport(lead).annotators.first?.gold.value == 1)
    try test.write(
      yaml: TestWorkspace.yaml()
        .replacing("{name: sport}, {name: news}, {name: art}", with: "{name: art}, {name: news}, {name: sport}"))
    _ = try test.workspace.adoptSchema(lead, renames: Renames())
    #expect(try test.annotation("s1", "alice")?.answers["topics"] == .choices(["art", "sport"]))
    #expect(try test.workspace.goldReport(lead).annotators.first?.gold.value == 1)
    #expect(try test.workspace.gold(lead)[0].answers == test.workspace.project().ordered(given))
  }

  @Test("Only leads see gold; answers that the project does not know are refused.")
  func permission() throws {
    let test = try world("gold: 5%", samples: 3, gold: ["s1"])
    for person in ["alice", "rita"] {
      #expect(engineError { _ = try test.workspace.gold(TestWorkspace.session(person)) } != nil)
      #expect(engineError { _ = try test.workspace.goldReport(TestWorkspace.session(person)) } != nil)
      #expect(engineError { _ = try test.workspace.removeGold(TestWorkspace.session(person), ["s1"]) } != nil)
    }
    let lead = TestWorkspace.session("lea")
    #expect(try test.workspace.gold(lead) == [GoldEntry(sample: "s1", answers: Self.answers("positive"))])
    #expect(engineError { _ = try test.workspace.addGold(lead, [GoldEntry(sample: "s9", answers: [:])]) } != nil)
    let wrong = [GoldEntry(sample: "s2", answers: Self.answers("happy"))]
    #expect(engineError { _ = try test.workspace.addGold(lead, wrong) } != nil)
    #expect(try test.workspace.removeGold(lead, ["s1"]).removed == 1)
    #expect(try test.workspace.gold(lead).isEmpty)
  }

  @Test("Gold follows renamed values, and what was answered to it is counted anew.")
  func renames() throws {
    let test = try world("gold: 5%, seed: 7", samples: 4, gold: ["s1", "s2"])
    try test.submit("alice", "s1", "positive", advance: false)
    try test.submit("alice", "s2", "negative", advance: false)
    let yaml = TestWorkspace.yaml(round: "gold: 5%, seed: 7")
      .replacing(
        "[{name: negative}, {name: neutral}, {name: positive}]",
        with: "[{name: negative}, {name: neutral}, {name: good}]")
    try test.write(yaml: yaml)
    _ = try test.workspace.adoptSchema(
      TestWorkspace.session("lea"), renames: Renames(values: ["sentiment": ["positive": "good"]]))
    #expect(try test.workspace.gold(TestWorkspace.session("lea")).first?.answers == Self.answers("good"))
    let alice = try test.workspace.goldReport(TestWorkspace.session("lea")).annotators.first
    #expect(alice?.gold.value == 0.5 && alice?.gold.items == 2)
    let counts = try test.workspace.journal.read { try $0.counts("alice") }
    #expect(counts[CountName.goldAnswered] == 2 && counts[CountName.goldRight] == 1)
  }
}
