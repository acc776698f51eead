import Testing

@testable import AnnotationEngine

@Suite("The queue")
struct QueueTests {
  @Test("Work begins at the first sample, and goes on to the next at each submit.")
  func order() throws {
    let test = try TestWorkspace(samples: 3)
    var step = try test.label("alice", .start)
    for id in ["s1", "s2", "s3"] {
      #expect(step.item?.sample.id == id)
      #expect(step.item?.sample.fields.first?.text == "text of number \(id.dropFirst())")
      step = try test.submit("alice", id, "neutral")
      #expect(step.act?.summary == "sentiment neutral")
    }
    #expect(step.item == nil)
    #expect(step.remark == "everything is labeled")
    #expect(step.progress.waiting == 0)
    #expect(step.progress.mine == 3)
    #expect(step.progress.complete == 0)
  }

  @Test("Two annotators are not given the same sample beyond the overlap, nor a third one a full one.")
  func overlap() throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(overlap: 1), samples: 3)
    #expect(try test.label("alice", .start).item?.sample.id == "s1")
    #expect(try test.label("bob", .start).item?.sample.id == "s2")
    #expect(try test.label("carol", .start).item?.sample.id == "s3")
    let bob = try test.submit("bob", "s2", "neutral")
    #expect(bob.item == nil)
    #expect(bob.remark == "all that is left is open with alice and carol")

    let pair = try TestWorkspace(yaml: TestWorkspace.yaml(overlap: 2), samples: 2)
    #expect(try pair.label("alice", .start).item?.sample.id == "s1")
    #expect(try pair.label("bob", .start).item?.sample.id == "s1")
    #expect(try pair.label("carol", .start).item?.sample.id == "s2")
  }

  @Test("A lease that ran out is given on, and what its holder then answers is kept as a draft.")
  func expiry() throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(overlap: 1), samples: 2)
    try test.label("alice", .start)
    test.pass(seconds: 599)
    #expect(try test.label("bob", .start).item?.sample.id == "s2")
    test.pass(seconds: 2)
    try test.submit("bob", "s2", "neutral")
    #expect(try test.label("bob", .start).item?.sample.id == "s1")
    let late = try test.submit("alice", "s1", "positive")
    #expect(late.act?.kind == .drafted)
    #expect(late.remark == "place 1 bob has it open by now; your answers are kept as a draft")
    let kept = try test.annotation("s1", "alice")
    #expect(kept?.status == .draft)
    #expect(kept?.answers == ["sentiment": .choice("positive")])
  }

  @Test("A sign of life renews a lease once half of it is gone.")
  func renewal() throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(overlap: 1), samples: 1)
    try test.label("alice", .start)
    let before = try test.workspace.changeCount()
    test.pass(seconds: 200)
    try test.label("alice", .renewLease(sample: "s1"))
    #expect(try test.workspace.changeCount() == before)
    test.pass(seconds: 200)
    try test.label("alice", .renewLease(sample: "s1"))
    test.pass(seconds: 500)
    #expect(try test.label("bob", .start).item == nil)
  }

  @Test("Leaving gives the sample to others, and the next start resumes at it where it still waits.")
  func leaving() throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(overlap: 1), samples: 5)
    try test.label("alice", .start)
    #expect(try test.label("alice", .jump(to: .place(4))).item?.sample.id == "s4")
    let left = try test.label("alice", .leave)
    #expect(left.item == nil && left.remark == nil)
    #expect(try test.label("alice", .start).item?.sample.id == "s4")
    try test.label("alice", .leave)
    #expect(try test.label("bob", .jump(to: .id("s4"))).item?.closed == nil)
    #expect(try test.label("alice", .start).item?.sample.id == "s1")
  }

  @Test("A saved draft is resumed after the process is gone.")
  func resume() throws {
    let test = try TestWorkspace(samples: 5)
    try test.submit("alice", "s1", "neutral")
    try test.label("alice", .draft(sample: "s2", answers: ["topics": .choices(["news", "sport"])], seconds: 4))
    let step = try test.reopened().label(TestWorkspace.session("alice"), .start)
    #expect(step.item?.sample.id == "s2")
    #expect(step.item?.annotation?.status == .draft)
    #expect(step.item?.annotation?.answers == ["topics": .choices(["sport", "news"])])
    #expect(step.item?.annotation?.seconds == 4)
  }

  @Test("A draft over a submitted annotation stands beside it until it is submitted.")
  func draftBeside() throws {
    let test = try TestWorkspace(samples: 3)
    try test.submit("alice", "s1", "neutral")
    let step = try test.label("alice", .draft(sample: "s1", answers: ["sentiment": .choice("positive")], seconds: 9))
    #expect(step.act?.kind == .drafted)
    var own = try #require(try test.annotation("s1", "alice"))
    #expect(own.status == .submitted && own.answers == ["sentiment": .choice("neutral")] && own.revision == 1)
    #expect(own.draft == ["sentiment": .choice("positive")])
    #expect(try test.label("alice", .start).item?.sample.id == "s1")
    try test.submit("alice", "s1", "positive")
    own = try #require(try test.annotation("s1", "alice"))
    #expect(own.answers == ["sentiment": .choice("positive")] && own.revision == 2 && own.draft == nil)
  }

  @Test("A sample that others completed is shown, and says why it is closed.")
  func closed() throws {
    let test = try TestWorkspace(samples: 3)
    try test.submit("alice", "s1", "neutral")
    try test.submit("bob", "s1", "neutral")
    #expect(try test.label("carol", .jump(to: .id("s1"))).item?.closed == "has its 2 annotations")
    #expect(try test.label("alice", .jump(to: .id("s1"))).item?.closed == nil)
    let late = try test.submit("carol", "s1", "positive")
    #expect(late.act?.kind == .drafted)
    #expect(try test.workspace.status().complete == 1)
    try test.label("alice", .jump(to: .id("s2")))
    try test.label("bob", .jump(to: .id("s2")))
    #expect(try test.label("carol", .jump(to: .id("s2"))).item?.closed == "alice and bob have it open")
  }

  @Test("Neighbours go through the queue whatever their state; waiting ones only where there is something to do.")
  func neighbours() throws {
    let test = try TestWorkspace(samples: 5)
    for sample in ["s2", "s3"] { try test.submit("alice", sample, "neutral") }
    #expect(try test.label("alice", .next(of: "s1")).item?.sample.id == "s2")
    #expect(try test.label("alice", .previous(of: "s2")).item?.sample.id == "s1")
    #expect(try test.label("alice", .nextWaiting(of: "s1")).item?.sample.id == "s4")
    #expect(try test.label("alice", .previousWaiting(of: "s4")).item?.sample.id == "s1")
    let first = try test.label("alice", .previous(of: "s1"))
    #expect(first.item?.sample.id == "s1" && first.remark == "this is the first sample")
    #expect(try test.label("alice", .next(of: "s5")).remark == "this is the last sample")
    #expect(try test.label("alice", .nextWaiting(of: "s5")).remark == "nothing after this waits for you")
  }

  @Test("Work goes on behind the sample that was answered, and comes back for what was passed over.")
  func wrapping() throws {
    let test = try TestWorkspace(samples: 4)
    try test.label("alice", .start)
    #expect(try test.label("alice", .nextWaiting(of: "s1")).item?.sample.id == "s2")
    #expect(try test.submit("alice", "s2", "neutral").item?.sample.id == "s3")
    #expect(try test.submit("alice", "s3", "neutral").item?.sample.id == "s4")
    #expect(try test.submit("alice", "s4", "neutral").item?.sample.id == "s1")
  }

  @Test("A skipped sample is not asked again, keeps its reason, and still waits for others.")
  func skipping() throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(overlap: 1), samples: 2)
    let step = try test.label("alice", .skip(sample: "s1", reason: "not English", seconds: 3))
    #expect(step.act?.kind == .skipped && step.act?.summary == "not English")
    #expect(step.item?.sample.id == "s2")
    #expect(try test.annotation("s1", "alice")?.reason == "not English")
    #expect(try test.label("bob", .start).item?.sample.id == "s1")
    #expect(try test.submit("alice", "s2", "neutral").item == nil)
  }

  @Test("What the project does not know is refused in words that name what it knows.")
  func refusals() throws {
    let test = try TestWorkspace(samples: 1)
    var error = engineError { try test.label("dave", .start) }
    #expect(error?.errorDescription == "the project does not know dave")
    #expect(error?.recoverySuggestion?.contains("alice, bob, carol, rita and lea") == true)
    error = engineError { try test.label("alice", .jump(to: .id("s9"))) }
    #expect(error?.errorDescription == "there is no sample s9")
    error = engineError { try test.label("alice", .jump(to: .place(2))) }
    #expect(error?.recoverySuggestion == "Places go from 1 to 1.")
    error = engineError { try test.submit("alice", "s1", "happy") }
    #expect(error?.errorDescription?.contains("negative, neutral and positive") == true)
    error = engineError {
      try test.label("alice", .submit(sample: "s1", answers: [:], seconds: 1, advance: true))
    }
    #expect(error?.errorDescription?.contains("sentiment") == true)
    #expect(try test.annotation("s1", "alice") == nil)
  }

  @Test("A random order is a permutation of each import, the same for everybody, and found again from the id.")
  func randomOrder() throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(order: "random"), samples: 40)
    try test.add((41...60).map { ("s\($0)", "text") })
    var seen: [String] = []
    var step = try test.label("alice", .start)
    while let item = step.item {
      #expect(item.place == seen.count + 1)
      seen.append(item.sample.id)
      step = try test.submit("alice", item.sample.id, "neutral")
    }
    #expect(Set(seen).count == 60)
    #expect(Set(seen.prefix(40)) == Set((1...40).map { "s\($0)" }))
    #expect(seen != (1...60).map { "s\($0)" })
    #expect(try test.label("bob", .jump(to: .id(seen[9]))).item?.place == 10)
    #expect(try test.label("bob", .jump(to: .place(50))).item?.sample.id == seen[49])
  }

  @Test("A project without people lets anybody in; samples imported later are found.")
  func openProject() throws {
    let yaml = """
      name: open
      fields: [{name: text, kind: text}]
      questions: [{name: sentiment, kind: choice, values: [{name: negative}, {name: neutral}]}]
      """
    let test = try TestWorkspace(yaml: yaml, samples: 0)
    #expect(try test.workspace.session(person: "anybody").role == .lead)
    let empty = try test.label("alice", .start)
    #expect(empty.item == nil && empty.remark == "there are no samples yet")
    try test.add([("a", "one")])
    #expect(try test.label("alice", .start).item?.sample.id == "a")
    #expect(try test.submit("alice", "a", "neutral").act?.summary == "neutral")
    try test.add([("b", "two")])
    #expect(try test.label("alice", .start).item?.sample.id == "b")
  }
}
