import Testing

@testable import AnnotationEngine

/// Random acts of four people with every order, gold, repeats, pauses and adaptive overlap.
@Suite("Any sequence of acts in a planned queue")
struct RandomQueueTests {
  @Test(
    "Nobody is given a sample twice but as a repeat, everything gets its annotations, and the tables can be built anew.",
    arguments: [
      "overlap: 2, order: imported, gold: 20%, repeats: 20%, pause: {gold-below: 0.5, after: 3}, lease: 60s, seed: 1",
      "overlap: 2, order: random, gold: 20%, repeats: 20%, lease: 60s, seed: 2",
      "overlap: 3, order: disagreement, gold: 10%, repeats: 10%, lease: 60s, seed: 3",
      "overlap: {least: 2, most: 4, until: 0.9}, order: uncertainty, repeats: 20%, lease: 60s, seed: 4",
      "overlap: {least: 1, most: 3, until: 0.8}, order: diversity, gold: 30%, lease: 60s, seed: 5",
      "overlap: 2, order: stratified, by: lang, repeats: 30%, pause: {gold-below: 0.9, after: 2}, lease: 60s, seed: 6",
      """
      overlap: {least: 2, most: 3, until: 0.95}, order: mix, mix: {uncertainty: 40%, stratified: 30%, random: 30%},
        by: lang, gold: 10%, repeats: 10%, lease: 60s, seed: 7
      """,
    ])
  func model(round: String) throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(round: round), samples: 0)
    try test.add((1...25).map { ("s\($0)", "some words of number \($0 % 7)") }) {
      [JSONMember("lang", .string($0 % 10 == 2 ? "de" : "en"))]
    }
    var acts = QueueActs(test: test, random: SplitMix(state: UInt64(round.utf8.count)))
    for turn in 0..<200 {
      try acts.act()
      if turn.isMultiple(of: 20) { try acts.check() }
      if turn == 100 { try test.add([("late1", "late words"), ("late2", "late words")]) }
    }
    try acts.finish()
    try acts.check()
    let before = try test.derivedRows()
    try test.workspace.journal.rebuild()
    let after = try test.derivedRows()
    #expect(before.filter { !after.contains($0) } == [])
    #expect(after.filter { !before.contains($0) } == [])
  }
}

private struct QueueActs {
  static let people = TestWorkspace.people + ["rita"]

  let test: TestWorkspace
  var random: SplitMix

  private mutating func pick<T>(_ choices: [T]) -> T { choices[random.below(choices.count)] }

  private mutating func answers() -> Answers { ["sentiment": .choice(pick(["negative", "neutral", "positive"]))] }

  mutating func act() throws {
    let person = pick(Self.people)
    let lead = TestWorkspace.session("lea")
    let sample = "s\(random.below(25) + 1)"
    test.pass(seconds: random.below(30))
    switch random.below(20) {
    case 0...9: try work(person)
    case 10: try checkUndo(person)
    case 11: try test.label(person, .undo)
    case 12: try test.label(person, .redo)
    case 13: try test.label(person, pick([.next(of: sample), .previous(of: sample), .nextWaiting(of: sample), .leave]))
    case 14:
      if let item = try test.label(person, .start).item {
        try test.label(
          person,
          pick([
            .skip(sample: item.sample.id, reason: "odd", seconds: 1),
            .draft(sample: item.sample.id, answers: answers(), seconds: 1),
            .flag(sample: item.sample.id, true), .comment(sample: item.sample.id, text: "hm"),
          ]))
      }
    case 15:
      if try test.workspace.gold(lead).contains(where: { $0.sample == sample }) {
        _ = try test.workspace.removeGold(lead, [sample])
      } else {
        _ = try test.workspace.addGold(lead, [GoldEntry(sample: sample, answers: answers())])
      }
    case 16, 17:
      let always = random.below(2) == 0
      try test.workspace.replan(TestWorkspace.session(always ? "lea" : person), always: always)
    case 18: if try isPaused(person) { try test.workspace.resume(lead, person) }
    default:
      try test.review(
        .sendBack(sample: sample, annotator: pick(TestWorkspace.people), note: "again", filter: ReviewFilter()))
    }
  }

  private func isPaused(_ person: String) throws -> Bool { try test.workspace.journal.read { try $0.isPaused(person) } }

  /// Starts, checks what is served, and answers it.
  private mutating func work(_ person: String) throws {
    let step = try test.label(person, .start)
    try expectFit(step, for: person, resumes: true)
    guard let item = step.item else { return }
    let next = try test.label(
      person, .submit(sample: item.sample.id, answers: answers(), seconds: 2, advance: true))
    #expect(next.act?.kind == .submitted || next.remark == "as it was")
    try expectFit(next, for: person, resumes: false)
  }

  /// What is served is the person's to answer: not done yet, or sent back, or asked a second time without the first
  /// answer; and while paused, nothing is.
  private func expectFit(_ step: LabelStep, for person: String, resumes: Bool) throws {
    #expect(try isPaused(person) == (step.paused != nil))
    guard let item = step.item else { return }
    #expect(step.paused == nil && item.closed == nil)
    let (state, served) = try test.workspace.journal.read { db in
      (try db.state(of: item.sample.id), try db.served(item.sample.id, to: person))
    }
    if served?.isRepeat(of: state, person) == true {
      let second = state.secondAnswer(of: person)
      // One may come back to a second answer that has unfinished changes.
      #expect(second?.isDone != true || (resumes && second?.draft != nil))
      #expect(item.annotation == nil || item.annotation?.answers == second?.answers)
    } else if let own = state[person] {
      #expect(!own.isDone || (resumes && own.draft != nil))
    }
  }

  /// An answer that is taken back leaves the sample as it was.
  private mutating func checkUndo(_ person: String) throws {
    guard let item = try test.label(person, .start).item else { return }
    let id = item.sample.id
    let before = try test.workspace.journal.read { try $0.state(of: id) }
    let step = try test.label(person, .submit(sample: id, answers: answers(), seconds: 2, advance: false))
    guard step.act?.kind == .submitted else { return }
    let undone = try test.label(person, .undo)
    #expect(undone.item?.sample.id == id && undone.item?.place == item.place)
    #expect(try test.workspace.journal.read { try $0.state(of: id) } == before)
  }

  /// Everybody works until nothing is left: then every sample is complete, or done by everybody who could.
  mutating func finish() throws {
    var isIdle = 0
    var turn = 0
    while isIdle < Self.people.count && turn < 2_000 {
      let person = Self.people[turn % Self.people.count]
      turn += 1
      test.pass(seconds: 61)
      if try isPaused(person) { try test.workspace.resume(TestWorkspace.session("lea"), person) }
      let step = try test.label(person, .start)
      try expectFit(step, for: person, resumes: true)
      guard let item = step.item else {
        isIdle += 1
        continue
      }
      isIdle = 0
      try test.label(person, .submit(sample: item.sample.id, answers: answers(), seconds: 2, advance: false))
      try test.label(person, .leave)
    }
    #expect(isIdle == Self.people.count)
    try test.workspace.journal.read { db in
      for id in try test.workspace.directory(in: db).ids(at: 0..<100) {
        let state = try db.state(of: id)
        let isDone = try Self.people.allSatisfy { state.isDone(by: $0) } || db.isComplete(id)
        #expect(isDone, "\(id) waits for nobody, and is not complete")
      }
    }
  }

  /// Tables are what folding gives, and every annotator's places are a permutation of all.
  func check() throws {
    try test.workspace.journal.write { db in
      let project = try db.project()
      let ids = try test.workspace.directory(in: db).ids(at: 0..<100)
      for id in ids {
        #expect(try db.state(of: id) == db.foldedState(of: id))
        let state = try db.state(of: id)
        let complete = try db.isComplete(id)
        #expect(complete == (state.submitted.count >= project.round.overlap) || project.round.adaptive != nil)
        #expect(!complete || state.submitted.count >= project.round.least)
        #expect(complete || state.submitted.count < project.round.overlap)
      }
      for person in Self.people {
        let waiting = try Waiting(
          db: db, person: person, project: project, now: test.workspace.clock(),
          directory: test.workspace.directory(in: db), isOwn: true)
        let places = try ids.map { try waiting.number(of: waiting.place(of: $0).rank) }
        #expect(Set(places) == Set(1...ids.count))
        for place in 1...ids.count {
          let rank = try waiting.rank(shownAt: place - 1)
          #expect(try waiting.number(of: rank) == place)
        }
        let counts = try db.counts(person)
        let states = try ids.map { try db.state(of: $0) }
        #expect(
          counts[CountName.repeated, default: 0]
            == states.count { $0.secondAnswer(of: person)?.isDone == true })
      }
    }
    let counted = try test.workspace.journal.read { try $0.actsSince($0.committedSeq())["", default: 0] }
    #expect(try test.workspace.status().uncommitted == counted)
  }
}
