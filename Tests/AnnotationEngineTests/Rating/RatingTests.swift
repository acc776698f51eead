import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Ratings in a workspace")
struct RatingTests {
  static func yaml(_ scale: String = "min: 1, max: 5", rule: String = "majority") -> String {
    """
    name: help
    fields:
      - {name: text, kind: text}
    questions:
      - {name: helpful, kind: rating, \(scale)}
    round: {overlap: 3}
    labels: {rule: \(rule), at-least: 2}
    people:
      - {name: alice, role: annotator}
      - {name: bob, role: annotator}
      - {name: carol, role: annotator}
      - {name: rita, role: reviewer}
      - {name: lea, role: lead}
    """
  }

  static func number(_ text: String) throws -> Answer { .number(try #require(DecimalNumber(text))) }

  @discardableResult
  private func rate(_ test: TestWorkspace, _ person: String, _ sample: String, _ number: String) throws -> LabelStep {
    try test.label(
      person, .submit(sample: sample, answers: ["helpful": try Self.number(number)], seconds: 1, advance: true))
  }

  private func labels(_ workspace: Workspace) throws -> [String: Label] {
    var labels: [String: Label] = [:]
    try workspace.export(
      TestWorkspace.lead, revision: "main", withAnnotations: false, begin: { _, _ in },
      row: { labels[$0.id] = $0.labels[0].label })
    return labels
  }

  @Test("Off the scale or of another kind, an answer is refused with the allowed numbers.")
  func refused() throws {
    let test = try TestWorkspace(yaml: Self.yaml("min: 0, max: 2, step: 0.5"), samples: 2)
    for answer in [try Self.number("3"), try Self.number("0.25"), .choice("1"), .choices(["1"])] {
      let error = engineError {
        try test.label("alice", .submit(sample: "s1", answers: ["helpful": answer], seconds: 1, advance: true))
      }
      guard case .invalidAnswer("helpful", let problem)? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(problem.contains("from 0 to 2 by steps of 0.5"))
    }
    try rate(test, "alice", "s1", "1.5")
    #expect(try test.annotation("s1", "alice")?.answers == ["helpful": try Self.number("1.50")])
  }

  @Test("The label is the median of the numbers, of two the lower; undo, drafts and the status line know numbers.")
  func median() throws {
    let test = try TestWorkspace(yaml: Self.yaml(), samples: 4)
    for (person, numbers) in [("alice", ["1", "5", "4", "2"]), ("bob", ["5", "5", "2"]), ("carol", ["4", "5"])] {
      for (index, number) in numbers.enumerated() {
        let step = try rate(test, person, "s\(index + 1)", number)
        #expect(step.act?.summary == number)
      }
    }
    try test.label("carol", .undo)
    try test.label("carol", .redo)
    try test.commit()
    let labels = try labels(test.workspace)
    #expect(labels["s1"] == Label(answer: try Self.number("4"), by: "median", confidence: 1.0 / 3))
    #expect(labels["s2"] == Label(answer: try Self.number("5"), by: "median", confidence: 1))
    #expect(labels["s3"] == Label(answer: try Self.number("2"), by: "median", confidence: 0.5))
    #expect(labels["s4"] == Label())
    #expect(try test.workspace.status().disagreements == 2)
    let item = try #require(try test.review(.jump(to: .id("s1"), filter: ReviewFilter())).item)
    #expect(item.majority == ["helpful": try Self.number("4")])
    try test.review(
      .resolve(
        sample: "s1", question: "helpful", answer: try Self.number("3"), how: .set, reason: nil, advance: true,
        filter: ReviewFilter()))
    try test.commit()
    let diff = try test.workspace.diff("main~1", nil, rowLimit: 9)
    #expect(diff.confusion == ["helpful": ["4": ["3": 1]]])
    #expect(
      diff.rows.map(\.old) == ["4, the median, given by 1 in 3"] && diff.rows.map(\.new) == ["3, resolved by rita"])
    #expect(try test.workspace.show(nil).labelCounts == ["helpful": ["3": 1, "5": 1, "2": 1]])
    #expect(try test.workspace.blame("s1").questions[0].label == Self.number("3"))
    try test.workspace.expectSound()
  }

  @Test("Unanimous means the same number.")
  func unanimous() throws {
    let test = try TestWorkspace(yaml: Self.yaml(rule: "unanimous"), samples: 2)
    for person in ["alice", "bob"] {
      try rate(test, person, "s1", "3")
      try rate(test, person, "s2", person == "bob" ? "3" : "4")
    }
    try test.commit()
    #expect(
      try labels(test.workspace) == [
        "s1": Label(answer: try Self.number("3"), by: "unanimous", confidence: 1), "s2": Label(),
      ])
  }

  @Test("A smaller scale is taken only where no answer is lost, which a new number for an old one can see to.")
  func smaller() throws {
    let test = try TestWorkspace(yaml: Self.yaml("min: 0, max: 100"), samples: 3)
    try rate(test, "alice", "s1", "100")
    try rate(test, "alice", "s2", "40")
    try rate(test, "bob", "s2", "100")
    try test.commit()
    try test.write(yaml: Self.yaml("min: 0, max: 50"))
    let lost = try test.workspace.adoptSchema(TestWorkspace.lead, renames: Renames())
    #expect(lost.orphans == [.init(question: "helpful", value: "100", annotations: 2, renamedTo: nil)])
    #expect(try test.workspace.project().questions[0].scale?.max.text == "100")
    let renames = Renames(values: ["helpful": ["100": "50"]])
    #expect(try test.workspace.adoptSchema(TestWorkspace.lead, renames: renames).orphans.isEmpty)
    #expect(try test.annotation("s1", "alice")?.answers == ["helpful": Self.number("50")])
    #expect(try test.annotation("s2", "alice")?.answers == ["helpful": Self.number("40")])
    try test.write(yaml: Self.yaml("min: -100, max: 100, step: 0.5"))
    #expect(try test.workspace.adoptSchema(TestWorkspace.lead, renames: Renames()).orphans.isEmpty)
  }

  @Test("A branch of the old scale is merged under the new numbers, and each label is the median of both sides' votes.")
  func merged() throws {
    let test = try TestWorkspace(yaml: Self.yaml("min: 0, max: 100"), samples: 2)
    try rate(test, "alice", "s1", "100")
    try test.commit()
    let branch = try test.branch("trial")
    _ = try branch.label(
      TestWorkspace.session("bob"),
      .submit(sample: "s1", answers: ["helpful": try Self.number("100")], seconds: 1, advance: true))
    _ = try branch.commit(TestWorkspace.lead, message: "bob's")
    try test.write(yaml: Self.yaml("min: 0, max: 50"))
    _ = try test.workspace.adoptSchema(TestWorkspace.lead, renames: Renames(values: ["helpful": ["100": "50"]]))
    try rate(test, "carol", "s1", "10")
    try test.commit()
    _ = try test.workspace.merge(TestWorkspace.lead, "trial")
    #expect(try labels(test.workspace)["s1"] == Label(answer: try Self.number("50"), by: "median", confidence: 2.0 / 3))
    try test.workspace.expectSound()
  }
}
