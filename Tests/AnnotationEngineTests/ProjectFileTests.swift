import Testing

@testable import AnnotationEngine

@Suite("The project file")
struct ProjectFileTests {
  static let tweets = """
    name: tweets
    fields:
      - {name: text, kind: text}
    questions:
      - name: sentiment
        kind: choice
        title: What does the writer feel?
        values:
          - {name: negative, key: "1", title: Negative}
          - {name: neutral,  key: "2"}
          - {name: positive, key: "3"}
    guidelines: guidelines.md
    round: {overlap: 3, order: imported, lease: 10m, seed: 1}
    labels: {rule: majority, at-least: 2}        # where no reviewer resolved
    people:
      - {name: alice, role: annotator}
      - {name: rita, role: reviewer}
    """

  func parse(_ yaml: String) throws(EngineError) -> Project { try Project.parse(yaml: yaml, file: "gloss.yaml") }

  @Test("The example of the design is read whole")
  func example() throws {
    let project = try parse(Self.tweets)
    #expect(project.name == "tweets")
    #expect(project.fields == [Field(name: "text", kind: .text, title: nil)])
    let question = try #require(project.questions.first)
    #expect(question.kind == .choice)
    #expect(question.title == "What does the writer feel?")
    #expect(question.required)
    #expect(question.values.map(\.name) == ["negative", "neutral", "positive"])
    #expect(question.values.map(\.key) == ["1", "2", "3"])
    #expect(question.values[0].title == "Negative")
    #expect(project.guidelines == "guidelines.md")
    #expect(project.round == Round(overlap: 3, order: .imported, lease: 600, seed: 1))
    #expect(project.labelRule == LabelRule(rule: .majority, atLeast: 2))
    #expect(project.people == [Person(name: "alice", role: .annotator), Person(name: "rita", role: .reviewer)])
    #expect(project.advancesOnAnswer)
    #expect(!project.reviewersMayResolveOwn)
  }

  @Test("Little is needed: the rest has defaults, and a bare word is a name")
  func defaults() throws {
    let project = try parse(
      "{name: a, fields: [text], questions: [{name: q, kind: choices, values: [no, 2]}], people: [al]}")
    #expect(project.round == Round(overlap: 1, order: .imported, lease: 600, seed: 1))
    #expect(project.labelRule == LabelRule(rule: .majority, atLeast: 1))
    #expect(project.questions[0].values.map(\.name) == ["no", "2"])
    #expect(project.people == [Person(name: "al", role: .annotator)])
    #expect(project.guidelines == nil)
  }

  @Test("Everything that can be said is taken")
  func everything() throws {
    let project = try parse(
      """
      name: "Team Ω"
      fields:
        - {name: body, title: The message}
      questions:
        - name: intent
          kind: choices
          required: false
          values:
            - {name: refund, key: r, colour: red, description: Wants money back, title: Refund}
      round: {overlap: 2, order: random, lease: 1h30m, seed: 18446744073709551615}
      labels: {rule: unanimous}
      label: {advance: false}
      review: {own: true}
      people:
      """)
    #expect(project.fields[0].title == "The message")
    #expect(!project.questions[0].required)
    #expect(
      project.questions[0].values == [
        Question.Value(name: "refund", title: "Refund", key: "r", colour: "red", description: "Wants money back")
      ])
    #expect(project.round == Round(overlap: 2, order: .random, lease: 5400, seed: .max))
    #expect(project.labelRule == LabelRule(rule: .unanimous, atLeast: 1))
    #expect(!project.advancesOnAnswer)
    #expect(project.reviewersMayResolveOwn)
    #expect(project.people.isEmpty)
  }

  @Test("Values without a key get the first free one, over all questions, until none is left")
  func keys() throws {
    let many = (0..<40).map { "v\($0)" }.joined(separator: ", ")
    let project = try parse(
      """
      name: a
      fields: [text]
      questions:
        - {name: p, kind: choice, values: [{name: x, key: a}, y, {name: z, key: 2}]}
        - {name: q, kind: choices, values: [\(many)]}
      """)
    #expect(project.questions[0].values.map(\.key) == ["a", "1", "2"])
    let rest = project.questions[1].values.map(\.key)
    #expect(rest.prefix(10) == ["3", "4", "5", "6", "7", "8", "9", "0", "b", "c"])
    #expect(rest[32] == "z")
    #expect(rest[33...].allSatisfy { $0 == nil })
    let given = project.questions.flatMap { $0.values.compactMap(\.key) }
    #expect(Set(given).count == given.count)
  }

  struct Bad: Sendable, CustomTestStringConvertible {
    var yaml: String
    var place: String
    var problem: String
    var remedy: String
    init(_ yaml: String, _ place: String, _ problem: String, _ remedy: String = "") {
      (self.yaml, self.place, self.problem, self.remedy) = (yaml, place, problem, remedy)
    }
    var testDescription: String { "\(place) \(problem)" }
  }

  static let start = "name: a\nfields: [text]\n"
  static let question = "questions: [{name: q, kind: choice, values: [x, y]}]\n"
  static func named(_ name: String) -> String { start + "questions: [{name: \(name), kind: choice, values: [x, y]}]" }
  static func values(_ values: String) -> String { start + "questions: [{name: q, kind: choice, values: \(values)}]" }
  static func more(_ text: String) -> String { start + question + text }

  static let bad = [
    Bad("", "1:1", "the project file is empty"),
    Bad("- a", "1:1", "the project is written as a list"),
    Bad("hello", "1:1", "the project is written as a single word"),
    Bad("name: a\n  b: c", "2:4", "this is not YAML"),
    Bad("name: [a", "2:1", "this is not YAML"),
    Bad("name: \"a", "1:7", "this is not YAML"),
    Bad("a: \u{1}", "1:4", "this is not YAML"),
    Bad("name: *x", "1:7", "undefined alias"),
    Bad("name: a\nname: b", "1:1", "\"name\" stands more than once"),
    Bad("name: a\n---\nname: b", "2:1", "another document"),
    Bad("name: a\nquestins: []", "2:1", "the project has no \"questins\"", "did you mean \"questions\"?"),
    Bad("name: a\nannotators: []", "2:1", "the project has no \"annotators\"", "did you mean \"people\"?"),
    Bad("name: a\nzebra: []", "2:1", "the project has no \"zebra\"", "known here: name, fields"),
    Bad("fields: [text]\n" + question, "1:1", "the project has no name", "add `name: …`"),
    Bad("name:\nfields: [text]\n" + question, "1:1", "the project has no name"),
    Bad("name: [a]\nfields: [text]\n" + question, "1:7", "name should be text, and is a list"),
    Bad("name: a\n" + question, "1:1", "the project has no fields"),
    Bad("name: a\nfields: text\n" + question, "2:9", "fields should be a list, and is a single word"),
    Bad("name: a\nfields: []\n" + question, "2:9", "fields needs at least one entry"),
    Bad("name: a\nfields: [[text]]\n" + question, "2:10", "a field is written as a list"),
    Bad("name: a\nfields: [text, text]\n" + question, "2:16", "the field \"text\" is there already, in line 2"),
    Bad(
      "name: a\nfields: [{name: text, kind: chat}]\n" + question, "2:29", "there is no kind \"chat\"",
      "known here: text"),
    Bad("name: a\nfields: [{name: text, type: text}]\n" + question, "2:23", "no \"type\"", "did you mean \"kind\"?"),
    Bad("name: a\nfields: [id]\n" + question, "2:10", "a field cannot be named \"id\""),
    Bad("name: a\nfields: [_labels]\n" + question, "2:10", "a field cannot be named \"_labels\""),
    Bad("name: a\nfields: [meta.x]\n" + question, "2:10", "\"meta.\" are kept"),
    Bad("name: a\nfields: [a=b]\n" + question, "2:10", "--map"),
    Bad("name: a\nfields: [\" a\"]\n" + question, "2:10", "begins or ends with a space"),
    Bad("name: a\nfields: [\"a\\0b\"]\n" + question, "2:10", "control character"),
    Bad("name: a\nfields: [\"\"]\n" + question, "2:10", "a field needs a name"),
    Bad("name: a\nfields: [\(String(repeating: "x", count: 129))]\n" + question, "2:10", "longer than 128 bytes"),
    Bad(start, "1:1", "the project has no questions"),
    Bad(start + "questions: [q]", "3:13", "a question is written as a single word"),
    Bad(start + "questions: [{kind: choice, values: [x, y]}]", "3:13", "a question has no name"),
    Bad(start + "questions: [{name: q, values: [x, y]}]", "3:13", "a question has no kind"),
    Bad(start + "questions: [{name: q, kind: choise, values: [x, y]}]", "3:29", "no kind \"choise\"", "\"choice\"?"),
    Bad(
      start + "questions: [{name: q, kind: spans, values: [x, y]}]", "3:29", "no kind \"spans\"",
      "known here: choice, choices"),
    Bad(start + "questions: [{name: q, kind: choice}]", "3:13", "a question has no values"),
    Bad(
      start + "questions: [{name: q, kind: choice, options: [x]}]", "3:37", "no \"options\"", "did you mean \"values\"?"
    ),
    Bad(
      start + "questions: [{name: q, kind: choice, required: yes, values: [x, y]}]", "3:47", "neither true nor false"),
    Bad(
      start + "questions:\n- {name: q, kind: choice, values: [x, y]}\n- {name: q, kind: choice, values: [x, y]}",
      "5:10",
      "the question \"q\" is there already, in line 4"),
    Bad(named("text"), "3:20", "a field is named \"text\" too"),
    Bad(named("id"), "3:20", "a question cannot be named \"id\""),
    Bad(named("annotations"), "3:20", "a question cannot be named"),
    Bad(named("seconds"), "3:20", "a question cannot be named"),
    Bad(values("[x]"), "3:45", "values needs at least 2 entries"),
    Bad(values("[x, x]"), "3:49", "the value \"x\" is there already"),
    Bad(values("[x, a|b]"), "3:49", "separates several values"),
    Bad(values("[{name: x, key: A}, y]"), "3:61", "\"A\" cannot be a key", "0 to 9, a to z"),
    Bad(values("[{name: x, key: ab}, y]"), "3:61", "\"ab\" cannot be a key"),
    Bad(values("[{name: x, key: é}, y]"), "3:61", "cannot be a key"),
    Bad(values("[{name: x, key: 1}, {name: y, key: \"1\"}]"), "3:80", "the key \"1\" is there already", "another key"),
    Bad(
      values("[{name: x, colour: purple}, y]"), "3:64", "\"purple\" is not a colour here", "did you mean \"magenta\"?"),
    Bad(values("[{name: x, color: red}, y]"), "3:56", "a value has no \"color\"", "did you mean \"colour\"?"),
    Bad(values("[{name: x, desc: red}, y]"), "3:56", "a value has no \"desc\"", "did you mean \"description\"?"),
    Bad(more("guidelines: ../secret"), "4:13", "not a path inside the workspace"),
    Bad(more("guidelines: /etc/passwd"), "4:13", "not a path inside the workspace"),
    Bad(more("round: 3"), "4:8", "`round` is written as a single word"),
    Bad(more("round: {overlap: 0}"), "4:18", "overlap is \"0\", not a whole number from 1"),
    Bad(more("round: {overlap: -1}"), "4:18", "overlap is \"-1\""),
    Bad(more("round: {overlap: 1.5}"), "4:18", "overlap is \"1.5\""),
    Bad(more("round: {overlap: \"2\"}"), "4:18", "overlap is \"2\"", "without quotes"),
    Bad(more("round: {overlap: [2]}"), "4:18", "overlap is a list"),
    Bad(more("round: {order: shuffled}"), "4:16", "there is no order \"shuffled\"", "known here: imported, random"),
    Bad(more("round: {order: randm}"), "4:16", "no order \"randm\"", "did you mean \"random\"?"),
    Bad(more("round: {lease: 10}"), "4:16", "\"10\" is not a time", "90s, 10m, 1h"),
    Bad(more("round: {lease: 10 minutes}"), "4:16", "is not a time"),
    Bad(more("round: {lease: 0s}"), "4:16", "lease is 0s", "from 1s to 7d"),
    Bad(more("round: {lease: 8d}"), "4:16", "lease is 8d"),
    Bad(more("round: {lease: 99999999999999999999h}"), "4:16", "is not a time"),
    Bad(more("round: {seed: -1}"), "4:15", "seed is \"-1\""),
    Bad(more("labels: {rule: plurality}"), "4:16", "there is no rule \"plurality\""),
    Bad(more("labels: {at_least: 1}"), "4:10", "no \"at_least\"", "did you mean \"at-least\"?"),
    Bad(more("labels: {at-least: 2}"), "4:20", "no sample could get a label: 2", "lower at-least to 1"),
    Bad(more("people: [{name: al}, {name: al}]"), "4:29", "the person \"al\" is there already, in line 4"),
    Bad(more("people: [{name: al, role: boss}]"), "4:27", "there is no role \"boss\""),
    Bad(more("people: [{name: al, role: admin}]"), "4:27", "no role \"admin\"", "did you mean \"lead\"?"),
    Bad(more("people: [{role: lead}]"), "4:10", "a person has no name"),
    Bad(more("label: {advance: 1}"), "4:18", "advance is neither true nor false"),
    Bad(more("review: {own: \"true\"}"), "4:15", "own is neither true nor false"),
    Bad(more("review: {other: true}"), "4:10", "`review` has no \"other\""),
  ]

  @Test("What is wrong is named with its line, its column, and a remedy", arguments: bad)
  func refuses(bad: Bad) {
    do {
      _ = try parse(bad.yaml)
      Issue.record("accepted: \(bad.yaml)")
    } catch .project(let file, let line, let column, let problem, let remedy) {
      #expect(file == "gloss.yaml")
      #expect("\(line):\(column)" == bad.place, "\(problem)")
      #expect(problem.contains(bad.problem), "\(problem)")
      #expect(bad.remedy.isEmpty || remedy.contains(bad.remedy), "\(remedy)")
      #expect(!remedy.isEmpty)
    } catch {
      Issue.record("another error: \(error)")
    }
  }

  @Test("No damage to a project file crashes the reader")
  func damaged() {
    var random = SplitMix(state: 3)
    let signs = Array("{}[]:,-\"'&*!|>#\n\t \0".utf8)
    for _ in 0..<3_000 {
      var bytes = Array(Self.tweets.utf8)
      for _ in 0...random.below(4) {
        let at = random.below(bytes.count)
        if random.below(2) == 0 { bytes[at] = signs[random.below(signs.count)] } else { bytes.remove(at: at) }
      }
      do {
        let project = try parse(String(decoding: bytes, as: UTF8.self))
        #expect(!project.questions.isEmpty)
      } catch .project(_, let line, let column, _, _) {
        #expect(line > 0 && column > 0)
      } catch {
        Issue.record("another error: \(error)")
      }
    }
  }

  @Test("The nearest name is one that could be meant, or none")
  func nearest() {
    #expect(nearestName(to: "postive", among: ["negative", "positive"]) == "positive")
    #expect(nearestName(to: "Positive", among: ["negative", "positive"]) == "positive")
    #expect(nearestName(to: "desc", among: ["disc", "description"]) == "disc")
    #expect(nearestName(to: "xyz", among: ["negative", "positive"]) == nil)
    #expect(nearestName(to: "x", among: []) == nil)
    #expect(editDistance(Array("ca"), Array("ac")) == 1)
    #expect(editDistance(Array("kitten"), Array("sitting")) == 3)
    #expect(editDistance([], Array("abc")) == 3)
  }
}
