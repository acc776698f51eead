import Testing

@testable import AnnotationEngine

/// An annotator who looks at everything that they can before and after each answer.
@Suite("Gold and repeats cannot be told")
struct SecrecyTests {
  /// What an annotator's commands say, of totals and of the sample on the screen.
  private struct Look: Equatable {
    var status: StatusReport
    var blame: Veiled<BlameReport>
  }

  private static let alice = TestWorkspace.session("alice")

  private func look(_ test: TestWorkspace, at sample: String) throws -> Look {
    Look(status: try test.workspace.status(Self.alice), blame: try test.workspace.blame(Self.alice, sample))
  }

  /// So many samples, the last of them gold, which bob has answered.
  private func world(_ round: String, samples: Int = 40) throws -> (TestWorkspace, Set<String>) {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(round: round), samples: 0)
    try test.add((1...samples).map { ("s\($0)", "text of number \($0) of all") })
    let gold = (samples - 14...samples).map { "s\($0)" }
    _ = try test.workspace.addGold(
      TestWorkspace.session("lea"), gold.map { GoldEntry(sample: $0, answers: ["sentiment": .choice("positive")]) })
    for sample in gold { try test.submit("bob", sample, "positive", advance: false) }
    return (test, Set(gold))
  }

  /// What alice's own row must say: whatever she answers, the same follows.
  private struct Expected {
    var seconds: [Double] = []
    var flagged = 0

    mutating func submitted(_ row: inout StatusReport.AnnotatorStatus, in time: Double) {
      row.submitted += 1
      row.waiting -= 1
      row.throughput = [(row.throughput.first ?? 0) + 1]
      seconds.append(time)
      let recent = seconds.suffix(50).sorted()
      row.secondsPerSample = (recent[(recent.count - 1) / 2] + recent[recent.count / 2]) / 2
    }
  }

  @Test(
    "Each act changes what an annotator sees as any other does: on a repeat, on gold, on what just came next.",
    arguments: ["overlap: 1", "overlap: {least: 1, most: 3, until: 0.9}"])
  func alike(overlap: String) throws {
    let (test, gold) = try world("\(overlap), order: imported, gold: 20%, repeats: 25%, seed: 11", samples: 120)
    let lea = TestWorkspace.session("lea")
    var step = try test.label("alice", .start)
    var (seen, kinds): (Set<String>, Set<String>) = ([], [])
    var expected = Expected()
    for turn in 0..<60 {
      let item = try #require(step.item)
      let id = item.sample.id
      let act = ["submit", "draft", "skip"][turn / 2 % 3]
      kinds.insert("\(act) \(seen.contains(id) ? "repeat" : gold.contains(id) ? "gold" : "new")")
      seen.insert(id)
      _ = try test.workspace.commit(lea, message: "turn \(turn)")
      let before = try look(test, at: id)
      var row = before.status.annotators[0]
      let dashboard = try test.workspace.dashboard(Self.alice)
      #expect(before.status.uncommitted == 0)
      #expect(item.place == turn + 1 && item.annotation == nil && item.closed == nil)
      #expect(before.blame.isForGood)
      let text = "number \(id.dropFirst()) of"
      #expect(try test.label("alice", .find(text: text, of: id, backwards: true)).remark == "no earlier match")
      for entry in before.blame.value.questions {
        #expect(entry.annotations.isEmpty && entry.label == nil && entry.changes.isEmpty)
      }
      if turn.isMultiple(of: 5) {
        expected.flagged += 1
        #expect(try test.label("alice", .flag(sample: id, true)).progress.flagged == expected.flagged)
      }
      if act == "draft" {
        try test.label("alice", .draft(sample: id, answers: ["sentiment": .choice("neutral")], seconds: 1))
        row.drafts += 1
        #expect(try test.workspace.status(Self.alice).annotators == [row], "turn \(turn): \(kinds)")
        row.drafts -= 1
      }
      test.pass(seconds: 20)
      let seconds = Double(2 + turn * 7 % 31)
      if act == "skip" {
        step = try test.label("alice", .skip(sample: id, reason: "odd", seconds: seconds))
        row.skipped += 1
        row.waiting -= 1
      } else {
        step = try test.submit("alice", id, "positive", seconds: seconds)
        expected.submitted(&row, in: seconds)
      }
      let after = try look(test, at: id)
      #expect(after.status.annotators == [row], "turn \(turn): \(act) on \(id)")
      #expect(
        step.progress.mine == row.submitted + row.skipped && step.progress.secondsPerSample == row.secondsPerSample)
      #expect(after.status.inTens && after.status.uncommitted == 10)
      #expect(try test.workspace.branches(Self.alice).map(\.uncommitted) == [10])
      for total in [after.status.complete, after.status.submitted, after.status.skipped, after.status.drafts] {
        #expect(total.isMultiple(of: 10))
      }
      try expectAlike(dashboard, test.workspace.dashboard(Self.alice), row)
      let entry = after.blame.value.questions[0]
      #expect(entry.annotations.map(\.annotator) == ["alice"])
      #expect(
        entry.annotations.first?.status == (act == "skip" ? .skipped : .submitted) && entry.label == nil
          && entry.resolution == nil)
    }
    #expect(kinds.count == 9, "\(kinds)")
  }

  /// Of the dashboard an act moves the number of answers and the speed alone.
  private func expectAlike(
    _ before: DashboardReport, _ after: DashboardReport, _ row: StatusReport.AnnotatorStatus
  ) throws {
    var own = try #require(before.annotators.first)
    (own.submitted, own.skipped, own.seconds) = (row.submitted, row.skipped, row.secondsPerSample)
    #expect(after.annotators == [own] && own.suggestions.value == nil && own.suggestions.items == 0)
    #expect(after.throughput.isEmpty && after.throughputWhy == Sight.guarded)
    #expect(after.progress.inTens && after.progress.perDay == nil)
    #expect(after.questions == before.questions)
  }

  @Test("What is undone and done again counts the same on a repeat as anywhere, and is committed then as anywhere.")
  func undone() throws {
    let (test, _) = try world("overlap: 1, order: imported, repeats: 30%, seed: 3", samples: 60)
    var step = try test.label("alice", .start)
    var (seen, repeats): (Set<String>, Int) = ([], 0)
    for turn in 0..<30 {
      let id = try #require(step.item).sample.id
      if !seen.insert(id).inserted { repeats += 1 }
      _ = try test.workspace.commit(TestWorkspace.session("lea"), message: "turn \(turn)")
      let before = try test.workspace.status(Self.alice)
      try test.submit("alice", id, "neutral", seconds: Double(turn), advance: false)
      let after = try test.workspace.status(Self.alice)
      try test.label("alice", .undo)
      #expect(try test.workspace.status(Self.alice).annotators == before.annotators)
      #expect(try test.workspace.status(Self.alice).uncommitted == 0)
      try test.label("alice", .redo)
      #expect(try test.workspace.status(Self.alice) == after && after.uncommitted == 10)
      step = try test.label("alice", .start)
    }
    #expect(repeats > 3)
  }

  @Test("At the end of the queue the screen says what the status says of what waits, less all gold.", arguments: 1...5)
  func endOfQueue(seed: Int) throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(round: "overlap: 1, gold: 50%, seed: \(seed)"), samples: 12)
    let entries = ["s11", "s12"].map { GoldEntry(sample: $0, answers: ["sentiment": .choice("positive")]) }
    _ = try test.workspace.addGold(TestWorkspace.session("lea"), entries)
    for entry in entries { try test.submit("bob", entry.sample, "positive", advance: false) }
    for person in ["bob", "carol", "rita", "lea"] { #expect(try test.label(person, .start).item != nil) }
    var step = try test.label("alice", .start)
    var answered = 0
    while let item = step.item {
      #expect(step.progress.waiting == nil)
      step = try test.submit("alice", item.sample.id, "neutral")
      answered += 1
    }
    let own = try test.workspace.status(Self.alice).annotators[0]
    #expect(answered > 6, "with gold")
    #expect(step.progress.waiting == own.waiting && own.waiting == max(1, 10 - answered))
  }

  @Test("Reviewers, who may label, are not told gold by the answers to aggregate; leads are.")
  func aggregated() throws {
    let (test, gold) = try world("overlap: 1, gold: 20%")
    let seen = try test.workspace.answers(TestWorkspace.session("rita"), to: "sentiment")
    #expect(seen.samples.count == gold.count && seen.known.allSatisfy { $0 == nil })
    let all = try test.workspace.answers(TestWorkspace.session("lea"), to: "sentiment")
    #expect(all.known == all.samples.map { _ in "positive" })
  }

  @Test("Who guesses ids is sent to places and texts, whatever stands where; a lead is not.")
  func guessing() throws {
    let (test, _) = try world("overlap: 2, order: imported, gold: 20%, repeats: 20%, seed: 5")
    try test.label("alice", .start)
    for id in ["s1", "s30", "nothing"] {
      let error = engineError { try test.label("alice", .jump(to: .id(id))) }
      #expect(error?.errorDescription == "samples are found by their place here, or by their text with /")
      #expect(error?.recoverySuggestion?.contains("gold") == false)
    }
    #expect(try test.label("alice", .jump(to: .place(12))).item?.place == 12)
    #expect(try test.label("alice", .find(text: "number 14 of", of: "s1", backwards: false, at: 1)).item?.place == 14)
    #expect(try test.label("lea", .jump(to: .id("s30"))).item?.sample.id == "s30")
    let free = try TestWorkspace(samples: 3)
    #expect(try free.label("alice", .jump(to: .id("s2"))).item?.place == 2)
  }

  @Test("With gold and repeats in it the queue leaves out no place, and what gave its place to a repeat comes last.")
  func noGap() throws {
    let (test, _) = try world("overlap: 2, order: imported, gold: 20%, repeats: 20%, seed: 5")
    var step = try test.label("alice", .start)
    var (seen, places): ([String], [Int]) = ([], [])
    while let item = step.item, seen.count < 100 {
      seen.append(item.sample.id)
      places.append(item.place)
      step = try test.submit("alice", item.sample.id, "neutral")
    }
    #expect(Set(seen).count == 40 && seen.count > 40, "all, and some again")
    #expect(places.prefix(40) == ArraySlice(1...40))
    #expect(Set(places.dropFirst(40)).isSubset(of: Set(1...40)))
  }

  @Test("What is kept as a draft because others were faster is called by its place, not by its id.")
  func lateWords() throws {
    let (test, _) = try world("overlap: 1, order: imported, gold: 20%, seed: 5")
    try test.submit("bob", "s7", "neutral", advance: false)
    #expect(try test.submit("alice", "s7", "neutral").remark?.hasPrefix("place 7 has its annotation by now") == true)
  }

  @Test("Who goes back finds at every place what stood there, step by step and by number.")
  func goingBack() throws {
    let (test, _) = try world("overlap: 2, order: imported, gold: 10%, repeats: 25%, seed: 5")
    var step = try test.label("alice", .start)
    var shown: [String] = []
    while shown.count < 22, let item = step.item {
      shown.append(item.sample.id)
      step = try test.submit("alice", item.sample.id, "neutral")
    }
    #expect(Set(shown).count < 22, "some are repeats")
    // With a repeat at hand, too.
    while let item = step.item, !shown.contains(item.sample.id) {
      shown.append(item.sample.id)
      step = try test.submit("alice", item.sample.id, "neutral")
    }
    var item = try #require(step.item)
    #expect(shown.contains(item.sample.id) && item.place == shown.count + 1)
    for place in (1...shown.count).reversed() {
      item = try #require(try test.label("alice", .previous(of: item.sample.id, at: item.place)).item)
      #expect(item.place == place && item.sample.id == shown[place - 1])
      #expect(item.annotation?.status == .submitted)
      #expect(try test.label("alice", .jump(to: .place(place))).item?.sample.id == shown[place - 1])
    }
    for place in 2...shown.count {
      item = try #require(try test.label("alice", .next(of: item.sample.id, at: item.place)).item)
      #expect(item.place == place && item.sample.id == shown[place - 1])
    }
    // What gave its place away does not turn up among what is done.
    #expect(try test.label("alice", .previousWaiting(of: item.sample.id)).remark == "nothing before this waits for you")
  }

  @Test("What is done where a repeat was first shown is said of that place, done again and taken back there.")
  func firstPlace() throws {
    let (test, _) = try world("overlap: 2, order: imported, repeats: 25%, seed: 5")
    var step = try test.label("alice", .start)
    var shown: [String] = []
    while let item = step.item, !shown.contains(item.sample.id) {
      shown.append(item.sample.id)
      step = try test.submit("alice", item.sample.id, "neutral")
    }
    let id = try #require(step.item?.sample.id)
    let place = try #require(shown.firstIndex(of: id)) + 1
    #expect(step.item?.place == shown.count + 1)
    step = try test.label("alice", .jump(to: .place(place)))
    #expect(step.item?.sample.id == id)
    func act(_ action: LabelAction, remark: String? = nil, sourceLocation: SourceLocation = #_sourceLocation) throws {
      step = try test.label("alice", action)
      #expect(step.item?.sample.id == id && step.item?.place == place, sourceLocation: sourceLocation)
      #expect(step.remark == remark, sourceLocation: sourceLocation)
      if remark == nil { #expect(step.act?.place == place, sourceLocation: sourceLocation) }
    }
    func submit(_ value: String) -> LabelAction {
      .submit(sample: id, answers: ["sentiment": .choice(value)], seconds: 1, advance: false, at: place)
    }
    try act(submit("neutral"), remark: "as it was")
    try act(.find(text: "nowhere", of: id, backwards: false, at: place), remark: "no later match")
    try act(.previousWaiting(of: id, at: place), remark: "nothing before this waits for you")
    for action in [
      .flag(sample: id, true, at: place), .comment(sample: id, text: "well", at: place), submit("positive"),
    ] as [LabelAction] {
      try act(action)
      #expect(step.undoable?.place == place)
      try act(.undo)
      #expect(step.redoable?.place == place)
      #expect(step.item?.annotation?.answers["sentiment"] == .choice("neutral"))
      try act(.redo)
    }
    #expect(step.item?.annotation?.answers["sentiment"] == .choice("positive"))
    try act(.draft(sample: id, answers: ["sentiment": .choice("negative")], seconds: 2, at: place))
    // And where the queue goes on.
    step = try test.label(
      "alice", .submit(sample: id, answers: ["sentiment": .choice("negative")], seconds: 2, advance: true, at: place))
    #expect(step.act?.place == place && step.undoable?.place == place)
    try act(.undo)
  }
}
