import Testing

@testable import AnnotationEngine

@Suite("Review")
struct ReviewTests {
  /// s1 agreed; s2, s3, s4 in disagreement (s3 by two to one); s5 with one annotation.
  private func disputed(extra: String = "") throws -> TestWorkspace {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(overlap: 3, extra: extra), samples: 6)
    for (person, values) in [
      ("alice", ["neutral", "negative", "positive", "neutral"]),
      ("bob", ["neutral", "positive", "positive", "negative"]),
      ("carol", ["neutral", "neutral", "negative", "neutral"]),
    ] {
      for (index, value) in values.enumerated() {
        try test.submit(person, "s\(index + 1)", value, topics: person == "carol" && index == 3 ? ["art"] : [])
      }
    }
    try test.submit("alice", "s5", "neutral")
    return test
  }

  private let all = ReviewFilter()

  private func set(
    _ sample: String, _ value: String, _ how: Resolution.How = .set, advance: Bool = true, reason: String? = nil
  ) -> ReviewAction {
    .resolve(
      sample: sample, question: "sentiment", answer: .choice(value), how: how, reason: reason, advance: advance,
      filter: all)
  }

  @Test("Disagreements come first, with everybody's answers and what is open.")
  func start() throws {
    let test = try disputed()
    let step = try test.review(.start(filter: all))
    let item = try #require(step.item)
    #expect(item.sample.id == "s2" && item.place == 1)
    #expect(step.matching == 3 && step.waiting == 3)
    #expect(item.annotations.map(\.annotator) == ["alice", "bob", "carol"])
    #expect(item.open == ["sentiment"])
    #expect(item.majority.isEmpty)
    #expect(item.closed == nil)
    #expect(step.agreement.questions["sentiment"]?.items == 4)
    #expect(item.pairs["sentiment"]?.map { "\($0.a) \($0.b)" } == ["alice bob", "alice carol", "bob carol"])
    let next = try test.review(.nextWaiting(of: "s2", filter: all))
    #expect(next.item?.sample.id == "s3")
    #expect(next.item?.majority == ["sentiment": .choice("positive")])
  }

  @Test("A resolution carries its reason, moves on, comes after the open ones, and can be undone and done again.")
  func resolving() throws {
    let test = try disputed()
    var step = try test.review(set("s2", "neutral", .accepted(annotator: "carol"), reason: "guideline 3"))
    #expect(step.item?.sample.id == "s3")
    #expect(step.act?.kind == .resolved && step.act?.summary == "sentiment neutral, carol")
    #expect(step.matching == 3 && step.waiting == 2)
    let kept = try test.workspace.journal.read { try $0.resolutions(of: "s2") }
    #expect(
      kept == [
        Resolution(
          question: "sentiment", answer: .choice("neutral"), how: .accepted(annotator: "carol"), reviewer: "rita",
          reason: "guideline 3")
      ])
    let resolved = try test.review(.jump(to: .id("s2"), filter: all))
    #expect(resolved.item?.place == 3 && resolved.item?.open == [])
    step = try test.review(.undo(filter: all))
    #expect(step.item?.sample.id == "s2" && step.waiting == 3 && step.item?.resolutions.isEmpty == true)
    step = try test.workspace.review(TestWorkspace.session("rita"), .redo(filter: all))
    #expect(step.item?.resolutions["sentiment"]?.reason == "guideline 3")
    #expect(try test.workspace.status().resolved == 1)
  }

  @Test("After the last disagreement the screen stays and says so.")
  func last() throws {
    let test = try disputed()
    try test.review(set("s2", "neutral"))
    try test.review(set("s4", "neutral"))
    let step = try test.review(set("s3", "positive", .majority))
    #expect(step.item?.sample.id == "s3" && step.remark == "no disagreement is left" && step.waiting == 0)
  }

  @Test("What is accepted must be what stands there now.")
  func stale() throws {
    let test = try disputed()
    try test.submit("carol", "s2", "positive")
    var error = engineError { try test.review(set("s2", "neutral", .accepted(annotator: "carol"))) }
    #expect(error?.errorDescription == "the answer to sentiment cannot be taken: carol says positive by now")
    error = engineError { try test.review(set("s2", "negative", .majority)) }
    #expect(error?.errorDescription?.contains("the majority says positive by now") == true)
    try test.submit("carol", "s2", "neutral")
    error = engineError { try test.review(set("s2", "negative", .majority)) }
    #expect(error?.errorDescription?.contains("the votes are even") == true)
  }

  @Test("A decision that another reviewer made meanwhile is shown before it can be changed.")
  func decidedMeanwhile() throws {
    let test = try disputed()
    let lea = TestWorkspace.session("lea")
    let other = try test.reopened()
    #expect(try test.review(.start(filter: all)).item?.sample.id == "s2")
    _ = try other.review(lea, set("s2", "negative"))
    let refused = try test.review(set("s2", "positive"))
    #expect(refused.act == nil && refused.remark == "lea decided this meanwhile: negative")
    #expect(refused.item?.sample.id == "s2")
    #expect(refused.item?.resolutions["sentiment"]?.answer == .choice("negative"))
    #expect(try test.review(set("s2", "positive", advance: false)).act?.kind == .resolved)
    let kept = try test.workspace.journal.read { try $0.resolutions(of: "s2") }
    #expect(kept.map(\.reviewer) == ["rita"] && kept.map(\.answer) == [.choice("positive")])
  }

  @Test("Annotators may not review; reviewers may not resolve what they annotated, unless the project allows it.")
  func permissions() throws {
    let test = try disputed()
    for action in [ReviewAction.start(filter: all), set("s2", "neutral"), .undo(filter: all), .leave] {
      let error = engineError { try test.review(action, as: "alice") }
      #expect(error?.errorDescription == "alice is an annotator and may not review")
    }
    var forged = TestWorkspace.session("alice")
    forged.role = .lead
    #expect(throws: EngineError.self) { try test.workspace.review(forged, set("s2", "neutral")) }
    try test.submit("rita", "s6", "positive")
    let own = try test.review(.jump(to: .id("s6"), filter: all))
    #expect(own.item?.closed == "you annotated it yourself")
    let error = engineError { try test.review(set("s6", "neutral")) }
    #expect(error?.errorDescription == "rita has annotated sample s6 and cannot resolve it")
    #expect(try test.review(set("s6", "neutral"), as: "lea").act?.kind == .resolved)

    let open = try disputed(extra: "review: {own: true}")
    try open.submit("rita", "s6", "positive")
    #expect(try open.review(set("s6", "neutral")).act?.kind == .resolved)
  }

  @Test("What is sent back waits for its annotator first, with the note, until it is submitted again.")
  func sendBack() throws {
    let test = try disputed()
    let step = try test.review(.sendBack(sample: "s2", annotator: "bob", note: "irony?", filter: all))
    #expect(step.act?.summary == "bob: irony?")
    #expect(step.item?.annotations.first { $0.annotator == "bob" }?.sentBack?.note == "irony?")
    let status = try test.workspace.status()
    #expect(status.annotators.first { $0.name == "bob" }?.sentBack == 1)
    #expect(try test.workspace.home(TestWorkspace.session("bob")).sentBack == 1)
    try test.label("bob", .leave)
    let bob = try test.submit("bob", "s5", "neutral")
    #expect(bob.item?.sample.id == "s2" && bob.item?.annotation?.sentBack?.reviewer == "rita")
    #expect(bob.item?.annotation?.answers == ["sentiment": .choice("positive")])
    try test.submit("bob", "s2", "negative")
    #expect(try test.annotation("s2", "bob")?.sentBack == nil)
    let again = try test.review(.sendBack(sample: "s6", annotator: "bob", note: "", filter: all))
    #expect(again.act == nil && again.remark == "bob has nothing submitted here that could go back")
  }

  @Test("Filters narrow by question, by pair of labels and by annotator.")
  func filters() throws {
    let test = try disputed()
    func samples(_ filter: ReviewFilter) throws -> [String] {
      var found: [String] = []
      var step = try test.review(.start(filter: filter))
      while let item = step.item, step.remark == nil {
        found.append(item.sample.id)
        step = try test.review(.next(of: item.sample.id, filter: filter))
      }
      return found
    }
    #expect(try samples(ReviewFilter(question: "sentiment")) == ["s2", "s3", "s4"])
    #expect(try samples(ReviewFilter(question: "topics")) == [])
    #expect(try samples(ReviewFilter(pair: LabelPair(a: "negative", b: "positive"))) == ["s2", "s3"])
    #expect(try samples(ReviewFilter(pair: LabelPair(a: "positive", b: "positive"))) == ["s3"])
    #expect(
      try samples(ReviewFilter(question: "sentiment", pair: LabelPair(a: "neutral", b: "negative"))) == ["s2", "s4"])
    #expect(try samples(ReviewFilter(scope: .annotated, annotator: "alice")) == ["s2", "s3", "s4", "s1", "s5"])
    #expect(try samples(ReviewFilter(scope: .annotated, annotator: "bob")) == ["s2", "s3", "s4", "s1"])
    #expect(try samples(ReviewFilter(scope: .annotated, question: "topics")) == ["s4"])
    try test.label("bob", .flag(sample: "s1", true))
    try test.review(set("s3", "positive"))
    #expect(try samples(ReviewFilter(scope: .flagged)) == ["s1"])
    #expect(try samples(ReviewFilter(scope: .resolved)) == ["s3"])
    // Walked from where the reviewer was led.
    #expect(try samples(all) == ["s4", "s3"])
    #expect(try test.review(.previous(of: "s3", filter: all)).item?.sample.id == "s4")
  }

  @Test("The list follows what annotators do meanwhile.")
  func live() throws {
    let test = try disputed()
    #expect(try test.review(.start(filter: all)).matching == 3)
    _ = try test.reopened().label(
      TestWorkspace.session("bob"),
      .submit(sample: "s5", answers: ["sentiment": .choice("negative")], seconds: 1, advance: false))
    let step = try test.review(.nextWaiting(of: "s4", filter: all))
    #expect(step.item?.sample.id == "s5" && step.matching == 4)
    try test.label("bob", .undo)
    #expect(try test.review(.start(filter: all)).matching == 3)
  }

  @Test("Start goes to where the reviewer was; places and text lead about within the filter.")
  func walking() throws {
    let test = try disputed()
    #expect(try test.review(.jump(to: .place(3), filter: all)).item?.sample.id == "s4")
    #expect(try test.review(.start(filter: all)).item?.sample.id == "s4")
    #expect(try test.review(.previous(of: "s4", filter: all)).item?.sample.id == "s3")
    #expect(try test.review(.next(of: "s4", filter: all)).remark == "this is the last")
    let error = engineError { try test.review(.jump(to: .place(4), filter: all)) }
    #expect(error?.recoverySuggestion == "Places go from 1 to 3.")
    let found = try test.review(.find(text: "Number 3", of: "s2", backwards: false, filter: all))
    #expect(found.item?.sample.id == "s3")
    let none = try test.review(.find(text: "number 1", of: "s2", backwards: false, filter: all))
    #expect(none.item?.sample.id == "s2" && none.remark == "no later match")
    #expect(try test.review(.leave).item == nil)
  }

  @Test("A comment of a reviewer stands beside the answers and counts as no annotation.")
  func comment() throws {
    let test = try disputed()
    let step = try test.review(.comment(sample: "s2", text: "see guideline 3", filter: all))
    #expect(step.item?.annotations.last?.comment == "see guideline 3")
    #expect(step.item?.closed == nil)
    #expect(try test.review(set("s2", "neutral")).act?.kind == .resolved)
    #expect(try test.workspace.status().annotators.first { $0.name == "rita" }?.drafts == 0)
  }
}
