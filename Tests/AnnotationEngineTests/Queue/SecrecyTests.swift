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

  /// Forty samples, of which bob has answered all that are gold, so that these are complete.
  private func world(_ round: String) throws -> (TestWorkspace, Set<String>) {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(round: round), samples: 0)
    try test.add((1...40).map { ("s\($0)", "text of number \($0) of all") })
    let gold = (26...40).map { "s\($0)" }
    _ = try test.workspace.addGold(
      TestWorkspace.session("lea"), gold.map { GoldEntry(sample: $0, answers: ["sentiment": .choice("positive")]) })
    for sample in gold { try test.submit("bob", sample, "positive", advance: false) }
    return (test, Set(gold))
  }

  @Test("Each answer changes what an annotator sees as any other does: to a repeat, to gold, to what just came next.")
  func alike() throws {
    let (test, gold) = try world("overlap: 1, order: imported, gold: 20%, repeats: 25%, seed: 11")
    _ = try test.workspace.commit(TestWorkspace.session("lea"), message: "bob's")
    var step = try test.label("alice", .start)
    var (seen, kinds): (Set<String>, Set<String>) = ([], [])
    for turn in 0..<22 {
      let item = try #require(step.item)
      let id = item.sample.id
      kinds.insert(gold.contains(id) ? "gold" : seen.contains(id) ? "repeat" : "new")
      seen.insert(id)
      let before = try look(test, at: id)
      #expect(item.place == turn + 1 && item.annotation == nil && item.closed == nil)
      #expect(before.blame.isForGood)
      let text = "number \(id.dropFirst()) of"
      #expect(try test.label("alice", .find(text: text, of: id, backwards: true)).remark == "no earlier match")
      for entry in before.blame.value.questions {
        #expect(entry.annotations.isEmpty && entry.label == nil && entry.changes.isEmpty)
      }
      step = try test.submit("alice", id, "neutral")
      let after = try look(test, at: id)
      #expect(after.status.annotators[0].submitted == before.status.annotators[0].submitted + 1)
      #expect(after.status.annotators[0].waiting == before.status.annotators[0].waiting - 1)
      #expect(after.status.submitted == before.status.submitted + 1)
      #expect(after.status.complete.isMultiple(of: 10) && after.status.uncommitted.isMultiple(of: 10))
      let entry = after.blame.value.questions[0]
      #expect(entry.annotations.map(\.annotator) == ["alice"] && entry.label == nil && entry.resolution == nil)
    }
    #expect(kinds == ["gold", "repeat", "new"])
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
