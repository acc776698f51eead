import Foundation
import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Labels by posterior")
struct PosteriorLabelTests {
  private static let yaml = """
    name: tweets
    fields:
      - {name: text, kind: text}
    questions:
      - name: sentiment
        kind: choice
        values: [{name: negative}, {name: neutral}, {name: positive}]
    round: {overlap: 3}
    labels: {rule: posterior, at-least: 2, above: 0.9}
    people:
      - {name: rita, role: reviewer}
      - {name: lea, role: lead}

    """

  private func project(_ labels: String) throws -> Project {
    try Project.parse(
      yaml: Self.yaml.replacing(/labels: .*/, with: "labels: \(labels)"), file: "gloss.yaml")
  }

  @Test("The rule is read with its threshold, and misplaced ones are refused")
  func rule() throws {
    #expect(
      try project("{rule: posterior, at-least: 2, above: 0.9}").labelRule
        == LabelRule(rule: .posterior, atLeast: 2, above: 0.9))
    #expect(try project("{rule: posterior}").labelRule == LabelRule(rule: .posterior, atLeast: 1, above: 0.9))
    #expect(try project("{rule: posterior, above: 75%}").labelRule.above == 0.75)
    for wrong in ["{rule: majority, above: 0.9}", "{rule: posterior, above: 1}", "{rule: posterior, above: 0.2}"] {
      #expect(throws: EngineError.self) { try project(wrong) }
    }
  }

  @Test("A row of a posterior is read as it was written, and is no decision")
  func row() throws {
    let row = LabelRow(answer: .choice("positive"), origin: .posterior(Share(953_001, of: 1_000_000)), reason: nil)
    #expect(LabelRow(encoded: row.encoded) == row)
    #expect(row.by == "posterior" && row.confidence == 0.953001)
    #expect(LabelRow.isPosterior(row.encoded) && !LabelRow.isDecided(row.encoded))
  }

  private func votes(_ table: [(sample: String, values: [String: String])], _ project: Project) throws
    -> PosteriorLabels
  {
    var posterior = try #require(PosteriorLabels(project))
    for (sample, values) in table {
      for (annotator, value) in values.sorted(by: { $0.key < $1.key }) {
        posterior.add(["sentiment": .choice(value)], of: sample, by: annotator)
      }
    }
    return posterior
  }

  private let table: [(sample: String, values: [String: String])] = (0..<12).map { number in
    let value = ["negative", "neutral", "positive"][number % 3]
    let other = ["negative", "neutral", "positive"][(number + 1) % 3]
    var values = ["ann": value, "bea": value]
    if number != 3 { values["cid"] = other }
    if number == 4 { values = ["ann": value] }
    return ("s\(number + 10)", values)
  }

  @Test("A label has a posterior above the threshold and enough answers; a decision stands above it")
  func labels() throws {
    let project = try project("{rule: posterior, at-least: 2, above: 0.9}")
    var posterior = try votes(table, project)
    posterior.decide(PartKey.bytes(sample: "s10", part: "sentiment"))
    let rows = posterior.rows()
    #expect(rows.map(\.key) == rows.map(\.key).sorted { byteOrder($0, $1) < 0 })
    let labels = try Dictionary(
      uniqueKeysWithValues: rows.map { row in
        (try #require(PartKey.split(row.key)).sample, try #require(LabelRow(encoded: row.value)))
      })
    #expect(labels["s10"] == nil, "a reviewer decided it")
    #expect(labels["s14"] == nil, "one answer only")
    #expect(labels["s11"]?.answer == .choice("neutral") && labels["s13"]?.answer == .choice("negative"))
    #expect(labels.values.allSatisfy { ($0.confidence ?? 0) > 0.9 })
    #expect(PosteriorLabels(try self.project("{rule: majority}")) == nil)
  }

  @Test("What a merge makes over edits is what a commit of everything makes")
  func overEdits() throws {
    let project = try project("{rule: posterior, at-least: 2, above: 0.9}")
    let scratch = try MergeScratch()
    func edits(_ table: some Sequence<(sample: String, values: [String: String])>) -> [Edit] {
      table.flatMap { sample, values in
        values.map { annotator, value in
          Edit(
            key: PartKey.bytes(sample: sample, part: annotator),
            value: AnnotationRow(
              status: .submitted, answers: ["sentiment": .choice(value)], flagged: false, milliseconds: 1, revision: 1
            ).encoded)
        }
      }.sorted { byteOrder($0.key, $1.key) < 0 }
    }
    let pack = try scratch.store.newPack()
    let empty = try Tree.empty(in: pack)
    try pack.finish()
    let none = Tree(root: empty, in: scratch.store)
    // Half of the answers are in the store with the labels that they give; the rest comes as edits.
    let half = try scratch.store.newPack()
    let first = table.prefix(6)
    let firstLabels = try PosteriorLabels.edits(
      project, over: LabelTables(annotations: none, labels: none), annotations: edits(first), labels: [])
    let annotations = try none.applying(edits(first), pack: half)
    let labels = try none.applying(firstLabels, pack: half)
    try half.finish()
    let base = LabelTables(
      annotations: Tree(root: annotations, in: scratch.store), labels: Tree(root: labels, in: scratch.store))
    let rest = try PosteriorLabels.edits(project, over: base, annotations: edits(table.dropFirst(6)), labels: [])
    let whole = try scratch.store.newPack()
    let merged = try base.labels.applying(rest, pack: whole)
    let anew = try none.applying(
      try votes(table, project).rows().map { Edit(key: $0.key, value: $0.value) }, pack: whole)
    #expect(merged == anew)
    whole.abandon()
  }
}
