import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Two changes of the schema")
struct SchemaMeetingTests {
  private let project: Project

  init() throws { project = try Project.parse(yaml: ImportFixture.yaml, file: "gloss.yaml") }

  private func step(
    _ values: [String: String] = [:], questions: [String: String] = [:], splits: [ValueSplit] = [],
    asked: String = "sentiment"
  ) -> SchemaStep {
    SchemaStep(
      SchemaMapping(
        renames: Renames(questions: questions, values: values.isEmpty ? [:] : [asked: values]), splits: splits))
  }

  private func rows(_ answers: Answers) -> SampleRows {
    SampleRows(annotations: [
      "alice": AnnotationRow(status: .submitted, answers: answers, flagged: false, milliseconds: 0, revision: 1)
    ])
  }

  private func answers(_ rows: SampleRows) -> Answers? { rows.annotations["alice"]?.answers }

  /// What an answer of the base becomes by way of each side.
  private func ends(_ meeting: SchemaMeeting, base: Answers, ours: Answers, theirs: Answers) throws -> [Answers?] {
    [
      answers(try meeting.base(rows(base), of: "s")), answers(try meeting.fromOurs(rows(ours), of: "s")),
      answers(try meeting.fromTheirs(rows(theirs), of: "s")),
    ]
  }

  @Test("A rename on one side reaches the rows of the other.")
  func one() throws {
    let meeting = try SchemaMeeting(base: project, ours: [step(["positive": "happy"])], theirs: [])
    #expect(!meeting.changesOurs && meeting.changesTheirs)
    let end: Answers = ["sentiment": .choice("happy")]
    #expect(
      try ends(meeting, base: ["sentiment": .choice("positive")], ours: end, theirs: ["sentiment": .choice("positive")])
        == [end, end, end])
  }

  @Test("A question that one side renamed and a value that the other did meet.")
  func questionAndValue() throws {
    for isExchanged in [false, true] {
      let (a, b) = ([step(questions: ["sentiment": "mood"])], [step(["positive": "happy"])])
      let meeting = try SchemaMeeting(base: project, ours: isExchanged ? b : a, theirs: isExchanged ? a : b)
      let (one, other): (Answers, Answers) = (["mood": .choice("positive")], ["sentiment": .choice("happy")])
      let end: Answers = ["mood": .choice("happy")]
      #expect(
        try ends(
          meeting, base: ["sentiment": .choice("positive")], ours: isExchanged ? other : one,
          theirs: isExchanged ? one : other) == [end, end, end])
    }
  }

  @Test("Values that became one on one side are called as the other side calls that one.")
  func merged() throws {
    let meeting = try SchemaMeeting(
      base: project, ours: [step(["neutral": "negative"])], theirs: [step(["negative": "bad"])])
    for value in ["neutral", "negative"] {
      #expect(
        answers(try meeting.base(rows(["sentiment": .choice(value)]), of: "s")) == ["sentiment": .choice("bad")])
    }
    #expect(
      answers(try meeting.fromTheirs(rows(["sentiment": .choice("neutral")]), of: "s"))
        == ["sentiment": .choice("bad")])
  }

  @Test("Several changes on one side are done in their order.")
  func several() throws {
    let meeting = try SchemaMeeting(
      base: project, ours: [step(["positive": "happy"]), step(["happy": "glad"])], theirs: [step(["neutral": "none"])])
    #expect(
      answers(try meeting.fromTheirs(rows(["sentiment": .choice("positive")]), of: "s"))
        == ["sentiment": .choice("glad")])
    #expect(
      answers(try meeting.fromOurs(rows(["sentiment": .choice("neutral")]), of: "s")) == ["sentiment": .choice("none")])
  }

  @Test("The same change on both sides is silent; different ones are refused with both names.")
  func same() throws {
    let meeting = try SchemaMeeting(
      base: project, ours: [step(["positive": "happy"])], theirs: [step(["positive": "happy"])])
    #expect(
      answers(try meeting.fromOurs(rows(["sentiment": .choice("happy")]), of: "s")) == ["sentiment": .choice("happy")])
    let error = engineError {
      _ = try SchemaMeeting(base: project, ours: [step(["positive": "happy"])], theirs: [step(["positive": "glad"])])
    }
    #expect(
      error?.errorDescription
        == "“positive” of sentiment became happy on this branch and glad on the other")
    #expect(error?.recoverySuggestion?.contains("--rename") == true)
  }

  @Test("A split that one side made is made of the other's answers, and where none is named for a sample it says so.")
  func split() throws {
    let split = ValueSplit(question: "topics", value: "news", into: ["politics", "weather"], rest: "politics")
    let meeting = try SchemaMeeting(base: project, ours: [step(splits: [split])], theirs: [])
    #expect(
      answers(try meeting.fromTheirs(rows(["topics": .choices(["news", "sport"])]), of: "s"))
        == ["topics": .choices(["politics", "sport"])])
    var strict = split
    strict.rest = nil
    let other = try SchemaMeeting(base: project, ours: [step(splits: [strict])], theirs: [])
    #expect(
      engineError { _ = try other.fromTheirs(rows(["topics": .choices(["news"])]), of: "s7") }?.errorDescription?
        .contains("s7") == true)
  }

  @Test("A mapping reads as it was written.")
  func coding() {
    let mapping = SchemaMapping(
      renames: Renames(questions: ["a": "b"], values: ["a": ["x": "y"]]),
      splits: [ValueSplit(question: "q", value: "v", into: ["v1", "v2"], rest: nil)])
    #expect(SchemaMapping(json: mapping.json) == mapping)
  }
}
