import Testing

@testable import AnnotationEngine

@Suite("Agreement and status")
struct ReportTests {
  @Test("Agreement says why a figure is missing, and gives it once there is a basis.")
  func basis() throws {
    let test = try TestWorkspace(samples: 4)
    var sentiment = try #require(try test.workspace.agreement().questions["sentiment"])
    #expect(sentiment.alpha == nil && sentiment.alphaWhy != nil && sentiment.items == 0)
    try test.submit("alice", "s1", "neutral")
    sentiment = try #require(try test.workspace.agreement().questions["sentiment"])
    #expect(sentiment.alpha == nil && sentiment.annotators == 1)
    try test.submit("bob", "s1", "neutral")
    try test.submit("alice", "s2", "negative")
    try test.submit("bob", "s2", "positive")
    sentiment = try #require(try test.workspace.agreement().questions["sentiment"])
    #expect(sentiment.items == 2 && sentiment.percent == 0.5)
    // Coincidences: neutral-neutral 2, negative-positive 1 each way; alpha = 1 - 3 · 2 / (16 - 6).
    #expect(abs((sentiment.alpha ?? 0) - 0.4) < 1e-12)
    #expect(sentiment.pairs.map(\.items) == [2])
    #expect(sentiment.labels["neutral"]?.percent == 1)
    #expect(sentiment.labels["positive"]?.answers == 1)
    let topics = try #require(try test.workspace.agreement().questions["topics"])
    #expect(topics.items == 0 && topics.alpha == nil && topics.alphaWhy != nil)
  }

  @Test("What followed the events is what is counted anew, also after undo, sending back and a rename.")
  func incremental() throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(overlap: 3), samples: 10)
    var random = SplitMix(state: 5)
    for number in 0..<120 {
      let person = TestWorkspace.people[random.below(3)]
      let sample = "s\(random.below(10) + 1)"
      switch random.below(8) {
      case 0: try test.label(person, .undo)
      case 1: try test.label(person, .redo)
      case 2: try test.label(person, .skip(sample: sample, reason: "", seconds: 1))
      case 3:
        try test.review(.sendBack(sample: sample, annotator: person, note: "x", filter: ReviewFilter()))
      default:
        try test.submit(
          person, sample, ["negative", "neutral", "positive"][random.below(3)],
          topics: [[], ["art"], ["sport", "art"]][random.below(3)])
      }
      if number.isMultiple(of: 7) {
        #expect(try test.workspace.agreement() == test.reopened().agreement())
      }
    }
    try test.write(yaml: TestWorkspace.yaml(overlap: 3, values: "[{name: bad}, {name: neutral}, {name: positive}]"))
    _ = try test.workspace.adoptSchema(
      TestWorkspace.session("lea"), renames: Renames(values: ["sentiment": ["negative": "bad"]]))
    let report = try test.workspace.agreement()
    #expect(try report == test.reopened().agreement())
    #expect(report.questions["sentiment"]?.labels["bad"] != nil)
  }

  @Test("The median of seconds is over live answers, and the throughput by hours of work.")
  func speed() throws {
    let test = try TestWorkspace(samples: 6)
    #expect(try test.label("alice", .start).progress.secondsPerSample == nil)
    try test.submit("alice", "s1", "neutral", seconds: 2)
    try test.submit("alice", "s2", "neutral", seconds: 10)
    test.pass(seconds: 3 * 3600)
    let step = try test.submit("alice", "s3", "neutral", seconds: 3)
    #expect(step.progress.secondsPerSample == 3)
    #expect(try test.workspace.status().annotators.first?.throughput == [2, 1])
    try test.workspace.journal.write { db in
      let annotation = ImportedAnnotation(
        annotator: "alice", answers: ["sentiment": .choice("neutral")], comment: "hm", seconds: 0)
      try db.appendImported(
        [annotation], to: "s4", at: 3, state: db.state(of: "s4"), actor: "lea", time: test.workspace.clock())
    }
    let alice = try #require(try test.workspace.status().annotators.first)
    #expect(alice.submitted == 4 && alice.throughput == [2, 1] && alice.secondsPerSample == 3)
    #expect(try test.annotation("s4", "alice")?.comment == "hm")
    #expect(try test.label("lea", .undo).remark == "nothing to undo")
  }

  @Test("The project's submitted annotations are counted with each act, whoever made them.")
  func submittedCount() throws {
    let test = try TestWorkspace(samples: 3)
    func count() throws -> Int { try test.workspace.journal.read { try $0.count("", CountName.submitted) } }
    #expect(try count() == 0)
    try test.submit("alice", "s1", "neutral")
    try test.submit("bob", "s1", "positive")
    try test.submit("bob", "s2", "positive")
    try test.submit("bob", "s2", "neutral")
    #expect(try count() == 3)
    try test.review(.sendBack(sample: "s1", annotator: "alice", note: "", filter: ReviewFilter()))
    #expect(try count() == 2)
    try test.label("bob", .undo)
    try test.label("bob", .undo)
    #expect(try count() == 1)
    #expect(try test.workspace.fsck { _, _ in }.damage == [])
  }

  @Test("Home tells each person what waits for them.")
  func home() throws {
    let test = try TestWorkspace(samples: 3)
    try test.submit("alice", "s1", "neutral")
    try test.submit("bob", "s1", "positive")
    let rita = try test.workspace.home(TestWorkspace.session("rita"))
    #expect(rita.waitingToReview == 1 && rita.waitingToLabel == 2 && rita.sentBack == 0)
    #expect(rita.status.head == nil && rita.status.uncommitted == 3)
    let alice = try test.workspace.home(TestWorkspace.session("alice"))
    #expect(alice.waitingToReview == 0 && alice.waitingToLabel == 2)
  }
}
