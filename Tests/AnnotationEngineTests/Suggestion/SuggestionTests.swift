import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Suggestions")
struct SuggestionTests {
  private static let yaml = """
    name: tweets
    fields: [text]
    questions:
      - {name: sentiment, kind: choice, values: [negative, neutral, positive]}
      - {name: topics, kind: choices, required: false, values: [sport, news]}
      - {name: sure, kind: rating, required: false, min: 0, max: 1, step: 0.05}
    round: {overlap: 3, seed: 5}
    people:
      - {name: alice, role: annotator}
      - {name: bob, role: annotator}
      - {name: lea, role: lead}
    """

  private func metadata(_ text: String) throws -> [JSONMember] {
    try #require(try JSONValue(parsing: text.utf8).members)
  }

  private func read(_ text: String) throws -> [String: Suggestion] {
    try Project.parse(yaml: Self.yaml, file: "gloss.yaml").suggestions(in: metadata(text))
  }

  private func number(_ text: String) throws -> Answer { .number(try #require(DecimalNumber(text))) }

  @Test("An object by question, bare values, and columns of a table say the same.")
  func forms() throws {
    let all = [
      "sentiment": Suggestion(answer: .choice("positive"), score: 0.93, model: "m1"),
      "topics": Suggestion(answer: .choices(["sport", "news"])),
      "sure": Suggestion(answer: try number("0.5"), score: 1),
    ]
    #expect(
      try read(
        """
        {"lang": "en", "suggestions": {"sentiment": {"value": "positive", "score": 0.93, "model": "m1"},
          "topics": ["news", "sport"], "sure": {"value": 0.50, "score": 1}}}
        """) == all)
    #expect(
      try read(
        """
        {"suggestion.sentiment": "positive", "suggestion.sentiment.score": "0.93", "suggestion.sentiment.model": "m1",
          "suggestion.topics": "sport|news", "suggestion.sure": ".5", "suggestion.sure.score": "1"}
        """) == all)
    #expect(try read(#"{"suggestions": "{\"sure\": 0.5}"}"#) == ["sure": Suggestion(answer: try number("0.5"))])
    for nothing in [
      "{}", #"{"suggestions": null}"#, #"{"suggestions": ""}"#, #"{"suggestions": {"sure": null}}"#,
      #"{"suggestion.sure": ""}"#,
    ] {
      #expect(try read(nothing) == [:])
    }
  }

  @Test(
    "What is no answer to a question is said in words.",
    arguments: [
      (#"{"suggestions": {"sentiment": "happy"}}"#, "it has no value “happy”"),
      (#"{"suggestions": {"sentimant": "neutral"}}"#, "did you mean \"sentiment\""),
      (#"{"suggestions": {"sure": {"value": 7}}}"#, "from 0 to 1 by steps of 0.05, and this is 7"),
      (#"{"suggestions": {"sure": {"value": 0.5, "score": 70}}}"#, "is 70, not a number from 0 to 1"),
      (#"{"suggestions": {"sure": {"value": 0.5, "confidence": 0.7}}}"#, "it has value, score and model"),
      (#"{"suggestions": ["neutral"]}"#, "no object of questions"), (#"{"suggestion.mood": "x"}"#, "names no question"),
      (#"{"suggestion.sentiment.scor": "1"}"#, "did you mean \"suggestion.sentiment.score\""),
    ])
  func wrong(text: String, problem: String) throws {
    let error = #expect(throws: SuggestionProblem.self) { try read(text) }
    #expect(error?.reason.contains(problem) == true, "\(String(describing: error))")
  }

  @Test(
    "An import refuses a sample whose suggestion is none, with its line; a text that speaks of suggestions is no matter."
  )
  func imported() throws {
    let fixture = try ImportFixture()
    let sample = { (id: String, metadata: String, line: Int) in
      Incoming.record(
        IncomingSample(
          id: id, content: Array(#"{"fields":{"text":"\"suggestions\": none"},"metadata":\#(metadata)}"#.utf8),
          line: line))
    }
    var bad: [BadRecord] = []
    try fixture.importing(
      [
        sample("a", #"{"suggestions":{"sentiment":"neutral"}}"#, 1),
        sample("b", #"{"suggestion.sentiment":"happy"}"#, 2),
        sample("c", "{}", 3),
      ], quarantine: { bad.append($0) })
    #expect(bad.map(\.line) == [2])
    #expect(bad[0].reason.contains("the suggestion for sentiment: it has no value “happy”"))
    #expect(try fixture.ids() == ["a", "c"])
  }

  // MARK: In a workspace

  private func proposing(withhold: String = "0%", samples: Int = 5) throws -> TestWorkspace {
    try TestWorkspace(
      yaml: TestWorkspace.yaml(overlap: 3, withhold: withhold), samples: samples,
      metadata: metadata(
        #"{"lang": "en", "suggestions": {"sentiment": {"value": "neutral", "score": 0.8, "model": "m1"}}}"#))
  }

  @Test("An annotator gets them beside the sample, not among its metadata, and no annotation comes of it.")
  func shown() throws {
    let test = try proposing()
    let item = try #require(try test.label("alice", .start).item)
    #expect(item.suggestions == ["sentiment": Suggestion(answer: .choice("neutral"), score: 0.8, model: "m1")])
    #expect(item.sample.metadata.map(\.name) == ["lang"])
    #expect(item.sample.proposed.isEmpty)
    #expect(item.annotation == nil)
    #expect(try test.workspace.status().started == 0)
    #expect(try test.workspace.suggestionUses().isEmpty)
  }

  @Test("Each submit records what was offered; undo, a rename of values and building anew keep it right.")
  func recorded() throws {
    let test = try proposing()
    try test.submit("alice", "s1", "neutral")
    try test.submit("alice", "s2", "positive")
    try test.submit("bob", "s1", "negative")
    try test.label("alice", .skip(sample: "s3", reason: "odd", seconds: 1))
    let offer = Offer(answer: .choice("neutral"), isShown: true)
    #expect(try test.workspace.suggestionUses().map(\.agrees) == [true, false, false])
    #expect(try test.workspace.suggestionUses().allSatisfy { $0.offer == offer })
    let alice = try test.workspace.annotators(TestWorkspace.lead, named: "alice")[0]
    #expect(alice.suggestions.value == 0.5 && alice.suggestions.items == 2)
    try test.label("bob", .undo)
    #expect(try test.workspace.suggestionUses().map(\.annotator) == ["alice", "alice"])
    try test.label("bob", .redo)
    try test.write(
      yaml: TestWorkspace.yaml(overlap: 3, values: "[{name: negative}, {name: none}, {name: positive}]"))
    _ = try test.workspace.adoptSchema(
      TestWorkspace.lead, renames: Renames(values: ["sentiment": ["neutral": "none"]]))
    #expect(try test.workspace.suggestionUses().map(\.agrees) == [true, false, false])
    #expect(try test.label("bob", .jump(to: .id("s4"))).item?.suggestions == [:], "what no longer fits is not offered")
    let before = try test.derivedRows()
    try test.workspace.journal.rebuild()
    #expect(try test.derivedRows() == before)
  }

  @Test("From a share of samples and annotators they are withheld, by seed, and that is recorded too.")
  func withheld() throws {
    let test = try proposing(withhold: "30%", samples: 60)
    let round = try test.workspace.project().round
    var hidden = 0
    for person in ["alice", "bob"] {
      for number in 1...60 {
        let isWithheld = round.withholds("s\(number)", from: person)
        let item = try #require(try test.label(person, .jump(to: .id("s\(number)"))).item)
        #expect(item.suggestions.isEmpty == isWithheld)
        hidden += isWithheld ? 1 : 0
        if number <= 20 { try test.submit(person, "s\(number)", "neutral", advance: false) }
      }
    }
    #expect((20...52).contains(hidden), "30% of 120, give or take three deviations")
    let uses = try test.workspace.suggestionUses()
    #expect(uses.count == 40)
    #expect(uses.allSatisfy { $0.offer.isShown != round.withholds($0.sample, from: $0.annotator) })
    var other = round
    other.seed += 1
    #expect((1...60).contains { other.withholds("s\($0)", from: "alice") != round.withholds("s\($0)", from: "alice") })
    #expect(Round(overlap: 1, order: .imported, lease: 1, seed: 1).withholds("s", from: "a") == false)
  }
}
