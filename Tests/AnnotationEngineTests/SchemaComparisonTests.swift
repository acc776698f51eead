import Testing

@testable import AnnotationEngine

@Suite("Comparing two schemas")
struct SchemaComparisonTests {
  func project(_ questions: String) throws -> Project {
    try Project.parse(yaml: "name: a\nfields: [text]\nquestions: [\(questions)]", file: "gloss.yaml")
  }

  func gone(_ old: String, _ new: String, _ renames: Renames = Renames()) throws -> [String] {
    try SchemaChange.comparing(project(old), with: project(new), after: renames).orphans.map {
      #expect($0.annotations == 0)
      return $0.question + ($0.value.map { "=\($0)" } ?? "") + ($0.renamedTo.map { " → \($0)" } ?? "")
    }
  }

  static let mood = "{name: mood, kind: choice, values: [good, bad, mixed]}"

  @Test("The same schema, added questions, added values, other titles and another order orphan nothing")
  func harmless() throws {
    #expect(try gone(Self.mood, Self.mood) == [])
    #expect(
      try gone(
        Self.mood,
        "{name: new, kind: choices, values: [x]}, {name: mood, kind: choice, title: T, values: [none, mixed, bad, good]}"
      ) == [])
  }

  @Test("A value that is gone is named, with the new value that resembles it")
  func values() throws {
    #expect(try gone(Self.mood, "{name: mood, kind: choice, values: [good, bad]}") == ["mood=mixed"])
    #expect(try gone(Self.mood, "{name: mood, kind: choice, values: [goood, bad, mixed]}") == ["mood=good → goood"])
    #expect(try gone(Self.mood, "{name: mood, kind: choice, values: [zzz, bad, mixed]}") == ["mood=good"])
    #expect(
      try gone(
        "{name: m, kind: choice, values: [{name: pos, title: Liked it}, neg]}",
        "{name: m, kind: choice, values: [{name: up, title: Liked it}, neg]}") == ["m=pos → up"])
  }

  @Test("A value that was there before is not offered as a new name")
  func known() throws {
    #expect(
      try gone("{name: m, kind: choice, values: [good, goods]}", "{name: m, kind: choice, values: [goods, x]}")
        == ["m=good"])
  }

  @Test("A question that is gone or of another kind is named whole, with the likeliest successor")
  func questions() throws {
    #expect(try gone(Self.mood, "{name: feeling, kind: choice, values: [good, bad, mixed, x]}") == ["mood → feeling"])
    #expect(try gone(Self.mood, "{name: moods, kind: choice, values: [x, y]}") == ["mood → moods"])
    #expect(try gone(Self.mood, "{name: mood, kind: choices, values: [good, bad, mixed]}") == ["mood"])
    #expect(try gone(Self.mood, "{name: topic, kind: choices, values: [x]}") == ["mood"])
  }

  @Test("Each new name is offered once, to the one that resembles it most")
  func oneToOne() throws {
    #expect(
      try gone(
        "{name: m, kind: choice, values: [color, colors]}", "{name: m, kind: choice, values: [colours, other]}")
        == ["m=color", "m=colors → colours"])
  }

  @Test("Renames are taken into account, and then the values of a renamed question are compared")
  func renames() throws {
    let new = "{name: feeling, kind: choice, values: [good, awful, mixed]}"
    let question = Renames(questions: ["mood": "feeling"])
    #expect(try gone(Self.mood, new, question) == ["mood=bad"])
    #expect(try gone(Self.mood, new, Renames(questions: ["mood": "feeling"], values: ["mood": ["bad": "awful"]])) == [])
    #expect(try gone(Self.mood, new, Renames(questions: ["mood": "nowhere"])) == ["mood → feeling"])
    #expect(
      try gone(
        Self.mood, "{name: mood, kind: choice, values: [good, bad]}", Renames(values: ["mood": ["mixed": "bad"]])) == []
    )
  }
}
