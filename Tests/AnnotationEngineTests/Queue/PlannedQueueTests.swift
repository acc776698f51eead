import Testing

@testable import AnnotationEngine

@Suite("A planned queue")
struct PlannedQueueTests {
  @Test("What is divided and not complete comes first, the most divided before the rest; then the order of import.")
  func disagreement() throws {
    let test = try TestWorkspace(
      yaml: TestWorkspace.yaml(round: "overlap: 3, order: disagreement, seed: 7"), samples: 8)
    for sample in ["s3", "s5", "s6"] { try test.submit("alice", sample, "neutral") }
    try test.submit("bob", "s3", "neutral")
    try test.submit("bob", "s5", "positive")
    try test.submit("bob", "s6", "negative")
    let plan = try #require(try test.workspace.replan(TestWorkspace.session("lea")))
    #expect(plan.positions == [4, 5])
    var step = try test.label("carol", .start)
    var seen: [String] = []
    while let item = step.item {
      seen.append(item.sample.id)
      #expect(item.place == (Int(item.sample.id.dropFirst()) ?? 0))
      step = try test.submit("carol", item.sample.id, "neutral")
    }
    #expect(seen == ["s5", "s6", "s7", "s8", "s1", "s2", "s3", "s4"])
  }

  @Test("Uncertainty serves what the text model cannot tell, and says what the model learned from.")
  func uncertainty() throws {
    let test = try TestWorkspace(
      yaml: TestWorkspace.yaml(round: "overlap: 1, order: uncertainty, score: margin, seed: 7"), samples: 0)
    let words = ["negative": "awful broken terrible", "positive": "lovely splendid wonderful"]
    var samples: [(String, String)] = []
    for index in 0..<60 {
      samples.append(("a\(index)", (words[index % 2 == 0 ? "negative" : "positive"] ?? "") + " number"))
    }
    for index in 0..<6 { samples.append(("mixed\(index)", "awful lovely broken splendid number")) }
    for index in 0..<20 { samples.append(("sure\(index)", "awful broken terrible number")) }
    try test.add(samples)
    #expect(try test.label("alice", .start).wantsPlan)
    let cold = try #require(try test.workspace.replan(TestWorkspace.session("alice")))
    #expect(cold.models.isEmpty)
    #expect(cold.note == "there are too few labels for a text model yet, so the order is random")
    for index in 0..<60 {
      try test.submit("alice", "a\(index)", index % 2 == 0 ? "negative" : "positive", advance: false)
    }
    #expect(try test.label("alice", .start).wantsPlan)
    let plan = try #require(try test.workspace.replan(TestWorkspace.session("alice")))
    #expect(plan.models.first?.labels == 60)
    #expect(plan.models.first.map { $0.right > 55 } == true)
    #expect(Set(plan.positions.prefix(6)) == Set(60..<66))
    #expect(try test.workspace.queuePlan() == plan)
    try test.label("alice", .leave)
    #expect(try test.label("bob", .start).item?.sample.id.hasPrefix("mixed") == true)
    #expect(try test.label("bob", .start).wantsPlan == false)
    #expect(try test.workspace.replan(TestWorkspace.session("bob")) == nil)
  }

  @Test("A plan's model learns the labels that the project gives, and of a plan nothing else is said.")
  func learnsLabels() throws {
    let yaml = TestWorkspace.yaml(
      round: "overlap: 2, order: uncertainty, seed: 7", extra: "labels: {rule: majority, at-least: 2}")
    let test = try TestWorkspace(yaml: yaml, samples: 80)
    for index in 1...60 {
      try test.submit("alice", "s\(index)", index.isMultiple(of: 2) ? "negative" : "positive", advance: false)
    }
    let lea = TestWorkspace.session("lea")
    #expect(try #require(try test.workspace.replan(lea, always: true)).models.isEmpty, "one answer is no label here")
    for index in 1...30 {
      try test.submit("bob", "s\(index)", index.isMultiple(of: 2) ? "negative" : "positive", advance: false)
    }
    #expect(try #require(try test.workspace.replan(lea, always: true)).models.first?.labels == 30)
    #expect(try test.workspace.suspects(lea, by: .votes).labeled == 30)
    #expect(try test.workspace.commit(lea, message: "all").labels == 30)
  }

  @Test("An annotator who may not see the plan may not make one anew, and leaves nothing behind.")
  func planAnew() throws {
    let test = try TestWorkspace(
      yaml: TestWorkspace.yaml(round: "overlap: 1, order: uncertainty, seed: 7"), samples: 40)
    let error = engineError { try test.workspace.replan(TestWorkspace.session("alice"), always: true) }
    guard case .notPermitted(person: "alice", _, _, needs: .reviewer) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try test.workspace.queuePlan() == nil)
    #expect(try test.workspace.replan(TestWorkspace.session("rita"), always: true) != nil)
  }

  @Test("Stratified serves every value of a column in turn.")
  func stratified() throws {
    let test = try TestWorkspace(
      yaml: TestWorkspace.yaml(round: "overlap: 1, order: stratified, by: lang, seed: 7"), samples: 0)
    try test.add((0..<30).map { ("s\($0)", "text \($0)") }) { [JSONMember("lang", .string($0 < 3 ? "de" : "en"))] }
    let plan = try #require(try test.workspace.replan(TestWorkspace.session("lea")))
    #expect(Set(plan.positions.prefix(6).filter { $0 < 3 }) == [0, 1, 2])
    #expect(plan.positions.count == 30)
    #expect(plan.note == nil)
  }

  @Test("A mix weaves its orders in their shares.")
  func mix() throws {
    let test = try TestWorkspace(
      yaml: TestWorkspace.yaml(round: "overlap: 3, order: mix, mix: {disagreement: 50%, random: 50%}, seed: 7"),
      samples: 40)
    for index in 1...10 {
      try test.submit("alice", "s\(index)", "neutral", advance: false)
      try test.submit("bob", "s\(index)", "positive", advance: false)
    }
    let plan = try #require(try test.workspace.replan(TestWorkspace.session("lea")))
    #expect(plan.positions.count == 40 && Set(plan.positions).count == 40)
    #expect(plan.positions.prefix(10).count { $0 < 10 } >= 5)
  }

  @Test("Several annotators share a plan without being given the same sample beyond the overlap.")
  func sharing() throws {
    let test = try TestWorkspace(
      yaml: TestWorkspace.yaml(round: "overlap: 1, order: diversity, seed: 7"), samples: 30)
    let plan = try #require(try test.workspace.replan(TestWorkspace.session("lea")))
    let ids = plan.positions.map { "s\($0 + 1)" }
    for (place, person) in TestWorkspace.people.enumerated() {
      #expect(try test.label(person, .start).item?.sample.id == ids[place])
    }
    #expect(try test.submit("alice", ids[0], "neutral").item?.sample.id == ids[3])
    // What bob gives up stands further in front than what comes next.
    try test.label("bob", .leave)
    #expect(try test.submit("alice", ids[3], "neutral").item?.sample.id == ids[1])
    #expect(try test.label("carol", .nextWaiting(of: ids[2])).item != nil)
    try test.label("alice", .leave)
    #expect(try test.label("alice", .undo).item?.sample.id == ids[3])
  }

  @Test("Another order in the project file puts the plan away, and a rebuild gives the tables again.")
  func settings() throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(round: "order: diversity, seed: 7"), samples: 5)
    try test.workspace.replan(TestWorkspace.session("lea"))
    let before = try test.derivedRows()
    try test.workspace.journal.rebuild()
    #expect(try test.derivedRows() == before)
    try test.write(yaml: TestWorkspace.yaml(round: "order: stratified, by: lang, seed: 7"))
    _ = try test.workspace.adoptSchema(TestWorkspace.session("lea"), renames: Renames())
    #expect(try test.workspace.queuePlan() == nil)
  }

  @Test("Another annotator is asked only while the leading answer is in doubt, up to the most.")
  func adaptiveOverlap() throws {
    let yaml = TestWorkspace.yaml(round: "overlap: {least: 2, most: 3, until: 0.85}, seed: 7")
    let test = try TestWorkspace(yaml: yaml, samples: 3)
    for person in ["alice", "bob"] { try test.submit(person, "s1", "neutral", advance: false) }
    try test.submit("alice", "s2", "neutral", advance: false)
    try test.submit("bob", "s2", "positive", advance: false)
    #expect(try test.workspace.status().complete == 1)
    #expect(try test.label("carol", .jump(to: .id("s1"))).item?.closed == "has its 2 annotations")
    try test.label("carol", .leave)
    #expect(try test.label("carol", .start).item?.sample.id == "s2")
    #expect(try test.label("rita", .jump(to: .id("s2"))).item?.closed == "carol has it open")
    try test.submit("carol", "s2", "negative", advance: false)
    #expect(try test.workspace.status().complete == 2)
    try test.label("bob", .undo)
    #expect(try test.workspace.status().complete == 1)
    let before = try test.derivedRows()
    try test.workspace.journal.rebuild()
    #expect(try test.derivedRows() == before)
  }

  @Test("What a plan knows of annotators decides when a sample is complete, and stays decided where it was.")
  func skills() throws {
    let yaml = TestWorkspace.yaml(round: "overlap: {least: 3, most: 4, until: 0.9}, seed: 7")
    let test = try TestWorkspace(yaml: yaml, samples: 60)
    func vote(_ sample: String, _ values: String...) throws -> Bool {
      for (person, value) in zip(TestWorkspace.people, values) {
        try test.submit(person, sample, value, advance: false)
      }
      return try test.workspace.journal.read { try $0.isComplete(sample) }
    }
    let values = ["negative", "neutral", "positive"]
    for index in 1...40 {
      _ = try vote("s\(index)", values[index % 3], values[index % 3], values[(index / 3) % 3])
    }
    // Of nobody anything is known: two against one is not enough.
    #expect(try !vote("s45", "neutral", "neutral", "negative"))
    let plan = try #require(try test.workspace.replan(TestWorkspace.session("lea")))
    #expect(plan.positions.isEmpty)
    // Two good ones outweigh one who guesses; a good one with the one who guesses is in doubt.
    #expect(try vote("s50", "neutral", "neutral", "negative"))
    #expect(try !vote("s51", "neutral", "positive", "neutral"))
    #expect(try test.workspace.journal.read { try !$0.isComplete("s45") })
    let before = try test.derivedRows()
    try test.workspace.journal.rebuild()
    #expect(try test.derivedRows() == before)
  }
}
