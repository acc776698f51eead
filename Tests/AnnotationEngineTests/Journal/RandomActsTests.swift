import Testing

@testable import AnnotationEngine
@testable import VersionStore

/// Random acts of four people on a few samples, held against counts made by brute force.
@Suite("Any sequence of acts")
struct RandomActsTests {
  @Test(
    "Numbers, queue and lists are what counting everything gives, and the tables can be built anew.",
    arguments: [1, 2, 3, 4] as [UInt64])
  func model(seed: UInt64) throws {
    var acts = RandomActs(
      test: try TestWorkspace(
        yaml: TestWorkspace.yaml(
          overlap: 2, order: seed.isMultiple(of: 2) ? "random" : "imported", lease: "60s",
          rating: "min: -1, max: 2, step: 0.5", withhold: "40%"), samples: 12,
        metadata: [
          JSONMember(
            "suggestions",
            try JSONValue(parsing: #"{"sentiment": "negative", "sure": {"value": -1, "score": 0.5}}"#.utf8))
        ]),
      random: SplitMix(state: seed))
    for round in 0..<250 {
      try acts.act()
      try acts.checkQueue()
      if round.isMultiple(of: 10) { try acts.checkNumbers() }
      if round == 120 { try acts.changeSchema() }
      if round == 60 { try acts.test.add([("late1", "late"), ("late2", "late")]) }
      if round.isMultiple(of: 25) { try acts.adopt() }
    }
    try acts.checkNumbers()
    let before = try acts.test.derivedRows()
    try acts.test.workspace.journal.rebuild()
    let after = try acts.test.derivedRows()
    #expect(before.filter { !after.contains($0) } == [])
    #expect(after.filter { !before.contains($0) } == [])
    #expect(after.count == before.count)
    try acts.checkQueue()
  }
}

@Suite("Any sequence of acts on branches")
struct RandomBranchesTests {
  /// What people do on two branches that take each other's heads now and then, as merges and pulls make them.
  @Test(
    "Every journal is what its events make of it, whatever it began with, and the next commit is one made anew.",
    arguments: [5, 6, 7] as [UInt64])
  func model(seed: UInt64) throws {
    let test = try TestWorkspace(
      yaml: TestWorkspace.yaml(overlap: 2, order: seed.isMultiple(of: 2) ? "random" : "imported"), samples: 8)
    var random = SplitMix(state: seed)
    try test.commit()
    let workspaces = [test.workspace, try test.branch("trial")]
    let people = TestWorkspace.people
    for round in 0..<160 {
      let workspace = workspaces[random.below(2)]
      let session = TestWorkspace.session(people[random.below(people.count)])
      let sample = "s\(random.below(8) + 1)"
      let value = ["negative", "neutral", "positive"][random.below(3)]
      switch random.below(12) {
      case 0...4: try workspace.submit(session.person, sample, value)
      case 5:
        _ = try workspace.label(session, .draft(sample: sample, answers: ["sentiment": .choice(value)], seconds: 1))
      case 6: _ = try workspace.label(session, .skip(sample: sample, reason: "odd", seconds: 1))
      case 7: _ = try workspace.label(session, random.below(2) == 0 ? .undo : .redo)
      case 8: _ = try workspace.label(session, .comment(sample: sample, text: "words \(round)"))
      case 9:
        _ = try workspace.review(
          TestWorkspace.session("rita"),
          .resolve(
            sample: sample, question: "sentiment", answer: .choice(value), how: .set, reason: "why", advance: false,
            filter: ReviewFilter()))
      case 10: _ = try workspace.commit(TestWorkspace.lead, message: "round \(round)")
      default:
        let other = workspaces[0] === workspace ? workspaces[1] : workspaces[0]
        let (old, new) = (try workspace.head(), try other.head())
        #expect(
          try workspace.store.moveRef(
            workspace.place.ref, from: old, to: new, author: "lea", time: Int64(round), what: "merge: it"))
        try workspace.followHead()
      }
      if round.isMultiple(of: 20) { for workspace in workspaces { try check(workspace) } }
    }
    for workspace in workspaces {
      try check(workspace)
      _ = try workspace.commit(TestWorkspace.lead, message: "last")
      #expect(try workspace.status().uncommitted == 0)
      try workspace.expectSound()
    }
    #expect(try test.opened("trial").tables() == workspaces[1].tables())
  }

  /// Counts, and that nothing but acts since the last commit tells the journal from the head.
  private func check(_ workspace: Workspace) throws {
    let counted = try workspace.journal.read { try $0.actsSince($0.committedSeq())["", default: 0] }
    #expect(try workspace.status().uncommitted == counted)
    let head = try Snapshot(try #require(try workspace.head()), in: workspace.store)
    let pack = try workspace.store.newPack()
    defer { pack.abandon() }
    let (updated, rebuilt) = try workspace.journal.read { db in
      let writer = { () throws -> TableWriter in
        TableWriter(
          db, store: workspace.store, pack: pack, project: try db.project(), temporary: workspace.temporaryPath)
      }
      return (try writer().update(head, since: db.committedSeq()), try writer().rebuild())
    }
    #expect(updated.annotations == rebuilt.annotations)
    #expect(updated.labels == rebuilt.labels)
    try workspace.journal.read { db in
      for sample in try String.fetchAll(db, sql: "SELECT sample FROM touched") {
        #expect(try db.state(of: sample) == db.foldedState(of: sample))
      }
    }
  }
}

private struct RandomActs {
  let test: TestWorkspace
  var random: SplitMix
  private var values = ["negative", "neutral", "positive"]
  private var overlap = 2
  /// The least number of the rating, in halves.
  private var lowest = -2

  init(test: TestWorkspace, random: SplitMix) {
    self.test = test
    self.random = random
  }

  private mutating func pick<T>(_ choices: [T]) -> T { choices[random.below(choices.count)] }

  private var samples: [String] {
    get throws {
      try test.workspace.journal.read { db in
        let directory = try test.workspace.directory(in: db)
        return try directory.ids(at: 0..<1000)
      }
    }
  }

  private mutating func answers() -> Answers {
    var answers: Answers = ["sentiment": .choice(pick(values))]
    if random.below(3) == 0 { answers["topics"] = .choices(pick([["sport"], ["art", "news"], ["news"]])) }
    if random.below(3) > 0 {
      answers["sure"] = DecimalNumber(millionths: Int64(lowest + random.below(5 - lowest)) * 500_000).map(Answer.number)
    }
    return answers
  }

  mutating func act() throws {
    let person = pick(TestWorkspace.people + ["rita"])
    let sample = pick(try samples)
    test.pass(seconds: random.below(20))
    let seconds = Double(random.below(100)) / 10
    switch random.below(20) {
    case 0: try test.label(person, .start)
    case 1...6: try submitNext(person)
    case 7:
      try test.label(person, .submit(sample: sample, answers: answers(), seconds: seconds, advance: true))
    case 8: try test.label(person, .draft(sample: sample, answers: answers(), seconds: seconds))
    case 9: try test.label(person, .skip(sample: sample, reason: pick(["", "odd"]), seconds: seconds))
    case 10: try test.label(person, .comment(sample: sample, text: pick([nil, "one", "two"])))
    case 11: try test.label(person, .flag(sample: sample, random.below(2) == 0))
    case 12: try test.label(person, .undo)
    case 13: try test.label(person, .redo)
    case 14: try test.label(person, pick([.next(of: sample), .nextWaiting(of: sample), .leave]))
    case 15, 16: try resolve(sample)
    case 17:
      try test.review(
        .sendBack(
          sample: sample, annotator: pick(TestWorkspace.people), note: "look again", filter: ReviewFilter()))
    case 18: try test.review(pick([.undo(filter: ReviewFilter()), .redo(filter: ReviewFilter())]))
    default: try commit()
    }
  }

  private mutating func submitNext(_ person: String) throws {
    guard let item = try test.label(person, .start).item else { return }
    #expect(item.closed == nil)
    let step = try test.label(
      person, .submit(sample: item.sample.id, answers: answers(), seconds: 2, advance: true))
    #expect(step.act?.kind != .drafted)
  }

  private mutating func resolve(_ sample: String) throws {
    let value = pick(values)
    do {
      try test.review(
        .resolve(
          sample: sample, question: "sentiment", answer: .choice(value), how: .set, reason: "why not",
          advance: random.below(2) == 0, filter: ReviewFilter()))
    } catch EngineError.ownSample {
      #expect(try test.annotation(sample, "rita")?.status != .draft)
    }
  }

  /// As a commit writes it, which may have begun a few events ago.
  private mutating func commit() throws {
    let behind = Int64(random.below(4))
    try test.workspace.journal.write { db in
      let upto = max(try db.committedSeq(), try db.lastSeq() - behind)
      try db.append(
        .commit, actor: "rita", at: 0,
        payload: .object([
          JSONMember("commit", .string("00")), JSONMember("upto", JSONValue(Int(upto))),
        ]))
    }
  }

  /// Rows of a head that somebody else made, over whatever stands there.
  mutating func adopt() throws {
    let person = pick(TestWorkspace.people)
    let row = AnnotationRow(
      status: .submitted, answers: ["sentiment": .choice(pick(values))], flagged: random.below(2) == 0,
      milliseconds: 1500, revision: 2, comment: nil, reason: nil)
    let sample = pick(try samples)
    try test.workspace.journal.write { db in
      let position = try test.workspace.directory(in: db).row(id: sample)?.position ?? 0
      try db.append(
        .adopt, actor: "gloss", at: 0, sample: sample,
        payload: .object([
          JSONMember("position", JSONValue(position)), JSONMember("time", .number("0")),
          JSONMember("annotations", .object([JSONMember(person, random.below(4) == 0 ? .null : row.json)])),
          JSONMember("resolutions", .object([JSONMember("sentiment", .null)])),
        ]))
    }
  }

  mutating func changeSchema() throws {
    overlap = 3
    values = ["bad", "positive", "neutral"]
    try test.write(
      yaml: TestWorkspace.yaml(
        overlap: 3, order: "random", lease: "60s",
        values: "[{name: positive}, {name: neutral}, {name: bad}]", rating: "min: 0, max: 2, step: 0.5"))
    lowest = 0
    let change = try test.workspace.adoptSchema(
      TestWorkspace.session("lea"),
      renames: Renames(values: ["sentiment": ["negative": "bad"], "sure": ["-1": "0", "-0.5": "0"]]))
    #expect(change.orphans.isEmpty)
  }

  // MARK: - Brute force

  private func states() throws -> [(sample: String, position: Int, state: SampleState)] {
    let ids = try samples
    return try test.workspace.journal.read { db in
      try ids.enumerated().map { ($1, $0, try db.foldedState(of: $1)) }
    }
  }

  func checkQueue() throws {
    let states = try states()
    try test.workspace.journal.write { db in
      let project = try db.project()
      let now = test.workspace.clock()
      let order = try db.queueOrder()
      let leases = try db.leases()
      for person in TestWorkspace.people {
        let expected = states.filter { entry in
          guard let own = entry.state[person] else { return room(entry.sample, entry.state, person, leases, now) }
          if own.sentBackBy != nil { return true }
          return !own.isDone && room(entry.sample, entry.state, person, leases, now)
        }.map { order.rank(of: $0.position) }.sorted()
        let waiting = try Waiting(
          db: db, person: person, project: project, now: now, directory: test.workspace.directory(in: db))
        for rank in 0...states.count {
          let (first, last) = (try waiting.first(from: rank), try waiting.last(upTo: rank))
          try #require(first == expected.first { $0 >= rank }, "\(person) from \(rank)")
          try #require(last == expected.last { $0 <= rank }, "\(person) back from \(rank)")
        }
      }
    }
  }

  private func room(
    _ sample: String, _ state: SampleState, _ person: String, _ leases: [Lease], _ now: Int64
  ) -> Bool {
    let claims = leases.filter {
      $0.annotator != person && $0.sample == sample && $0.expires > now && !state.isDone(by: $0.annotator)
    }
    return state.submitted.count + claims.count < overlap
  }

  func checkNumbers() throws {
    let states = try states()
    try test.workspace.journal.read { db in
      for entry in states {
        let kept = try db.state(of: entry.sample)
        #expect(kept == entry.state)
      }
    }
    let all = states.map(\.state)
    let status = try test.workspace.status()
    let complete = all.filter { $0.submitted.count >= overlap }
    #expect(status.samples == all.count)
    #expect(status.complete == complete.count)
    #expect(status.started + status.untouched + status.complete == all.count)
    #expect(
      status.started
        == all.count { state in
          state.submitted.count < overlap
            && state.annotations.contains { $0.isDone || $0.isDraft || $0.sentBackBy != nil }
        })
    #expect(status.flagged == all.count { $0.annotations.contains(where: \.flagged) })
    let differing = all.filter { !$0.differingQuestions.isEmpty }
    let open = differing.filter { state in state.differingQuestions.contains { state.resolution(of: $0) == nil } }
    #expect(status.disagreements == open.count)
    #expect(status.resolved == differing.count - open.count)
    let project = try test.workspace.project()
    for annotator in status.annotators {
      let own = all.compactMap { $0[annotator.name] }
      #expect(annotator.submitted == own.count { $0.status == .submitted })
      #expect(annotator.skipped == own.count { $0.status == .skipped })
      #expect(annotator.drafts == own.count { $0.isDraft })
      #expect(annotator.sentBack == own.count { $0.sentBackBy != nil })
      #expect(annotator.throughput.reduce(0, +) == own.count { $0.status == .submitted && !$0.imported })
      #expect(
        annotator.waiting
          == all.count { state in
            guard state[annotator.name]?.sentBackBy == nil else { return true }
            return !state.isDone(by: annotator.name) && state.submitted.count < overlap
          })
    }
    try checkUncommitted(status)
    try checkLists(all, project)
  }

  private func checkUncommitted(_ status: StatusReport) throws {
    let counted = try test.workspace.journal.read { try $0.actsSince($0.committedSeq())["", default: 0] }
    #expect(status.uncommitted == counted)
  }

  /// The review list that followed the events is the one that is read anew, and the one that matching each gives.
  private func checkLists(_ all: [SampleState], _ project: Project) throws {
    let filters: [ReviewFilter] = [
      ReviewFilter(), ReviewFilter(scope: .annotated), ReviewFilter(scope: .flagged), ReviewFilter(scope: .resolved),
      ReviewFilter(question: "topics"), ReviewFilter(scope: .annotated, annotator: "bob"),
      ReviewFilter(question: "sentiment", pair: LabelPair(a: "neutral", b: "positive")),
    ]
    try test.workspace.journal.read { db in
      for filter in filters {
        let followed = try test.workspace.reviews.list(filter, db)
        let fresh = try ReviewList(filter, db)
        #expect(followed.keys.map(\.number) == fresh.keys.map(\.number))
        #expect(followed.waiting == fresh.waiting)
        let matches = all.compactMap { filter.match($0, nil) }
        #expect(fresh.keys.count == matches.count)
        #expect(fresh.waiting == matches.count(where: \.waits))
      }
    }
  }
}
