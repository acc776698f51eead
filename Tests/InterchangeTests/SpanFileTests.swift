import AnnotationEngine
import Foundation
import LabelStatistics
import Testing

@testable import Interchange

@Suite("Files of spans and of comparisons")
struct SpanFileTests {
  private func path(_ text: String, _ name: String) throws -> String {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let file = directory.appendingPathComponent(name)
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file.path
  }

  private func spans(_ text: String) throws -> SpanFile {
    let path = try path(text, "spans.jsonl")
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try SpanFile(path: path)
  }

  private func comparisons(_ text: String, _ map: [String: String] = [:]) throws -> ComparisonFile {
    let path = try path(text, "comparisons.csv")
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try ComparisonFile(path: path, map: map)
  }

  private func failure(_ body: () throws -> Void) -> String {
    do {
      try body()
    } catch {
      return (error as? EngineError).map { "\($0)" } ?? "another error"
    }
    return "no error"
  }

  @Test("Annotators and types are numbered by name, whatever the order of the lines and members")
  func names() throws {
    let file = try spans(
      """
      {"doc": "a", "text": "one two", "tokens": [[0, 3], [4, 7]], "gold": [[0, 3, "X"]], "ann": {"zoe": [[4, 7, "B"]], "al": []}}
      {"ann": {"al": [{"start": 0, "end": 1, "label": "A"}, [0, 1, "A"]]}}
      """)
    #expect(Array(file.annotators) == ["al", "zoe"])
    #expect(Array(file.types) == ["A", "B", "X"])
    #expect(file.documents == ["a", "line 2"])
    #expect(file.corpus.documents[0].answers.map(\.spans) == [[], [Span(start: 4, end: 7, type: 1)]])
    #expect(file.corpus.documents[0].gold == [Span(start: 0, end: 3, type: 2)])
    #expect(file.corpus.documents[1].tokens == [0..<1])
    #expect(!file.hasTokens)
    #expect(file.repeatedSpans == 1)
  }

  @Test(
    "A line that is no document names itself and what is wrong",
    arguments: [
      ("{\"ann\": {}}\n{\"doc\": 1}", "no member \\\"ann\\\""),
      ("{\"ann\": {\"a\": [[3, 3, \"X\"]]}}", "start before end"),
      ("{\"ann\": {}, \"tokens\": [[0, 4], [2, 5]]}", "ascending order"), ("nonsense", "not JSON"),
      ("{\"text\": \"ab\", \"ann\": {\"a\": [[0, 3, \"X\"]]}}", "after the text's 2 code points"),
    ])
  func badLines(text: String, problem: String) {
    let found = failure { _ = try spans(text) }
    #expect(
      found.contains(problem) || found.replacing("\\", with: "").contains(problem.replacing("\\", with: "")), "\(found)"
    )
  }

  @Test("The winner is named, or said by side, or there is none")
  func outcomes() throws {
    let file = try comparisons(
      """
      worker,left,right,label
      w2,b,a,b
      w1,a,b,right
      w1,a,c,tie
      w1,b,a,b
      """)
    #expect(Array(file.objects) == ["a", "b", "c"])
    #expect(
      file.comparisons.comparisons == [
        Comparison(annotator: 0, left: 0, right: 1, outcome: .right),
        Comparison(annotator: 0, left: 0, right: 2, outcome: .tie),
        Comparison(annotator: 0, left: 1, right: 0, outcome: .left),
        Comparison(annotator: 1, left: 1, right: 0, outcome: .left),
      ])
    #expect(file.rows.count == 4 && ComparisonAgreement(file.comparisons).ratings.items.count == 3)
  }

  @Test("Columns may be mapped; what is no comparison names its line")
  func columns() throws {
    let file = try comparisons(
      "who,x,y,best\nme,1,2,2\n", ["annotator": "who", "left": "x", "right": "y", "value": "best"])
    #expect(file.comparisons.comparisons.map(\.outcome) == [.right])
    #expect(failure { _ = try comparisons("worker,left,right,label\nw,a,b,c\n") }.contains("neither"))
    #expect(failure { _ = try comparisons("worker,left,right,label\nw,a,a,a\n") }.contains("compared with itself"))
    #expect(failure { _ = try comparisons("worker,left,label\nw,a,a\n") }.contains("unknownColumn"))
    #expect(failure { _ = try comparisons("worker,left,right,label\n", ["sample": "left"]) }.contains("invalidName"))
  }

  /// é as one code point, and as an e and an accent: equal strings, different bytes.
  private static let (composed, decomposed) = ("\u{E9}", "e\u{301}")

  @Test("Names that differ in nothing but their Unicode form are different names")
  func unicodeForms() throws {
    let (one, two) = (Self.composed, Self.decomposed)
    let file = try comparisons("worker,left,right,label\n\(one),\(one),\(two),\(two)\n\(two),\(one),\(two),left\n")
    #expect(file.objects.count == 2 && file.annotators.count == 2)
    #expect(
      file.comparisons.comparisons == [
        Comparison(annotator: 0, left: 1, right: 0, outcome: .left),
        Comparison(annotator: 1, left: 1, right: 0, outcome: .right),
      ])
    let spans = try spans("{\"ann\": {\"\(one)\": [[0, 1, \"\(two)\"]], \"\(two)\": [[0, 1, \"\(one)\"]]}}")
    #expect(spans.annotators.count == 2 && spans.types.count == 2)
    #expect(Set(spans.corpus.documents[0].answers.map { $0.spans[0].type }) == [0, 1])
    let path = try path("task,label\n\(one),a\n\(two),b\n", "gold.csv")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let gold = try GoldTable(path: path)
    #expect(gold.count == 2 && gold[one] == "a" && gold[two] == "b" && gold["e"] == nil)
  }

  @Test("A document that does not say how long it is has no span that ends beyond any document")
  func furthest() throws {
    let found = failure { _ = try spans("{\"ann\": {}}\n{\"ann\": {\"a\": [[0, 2147483646, \"X\"]]}}") }
    #expect(found.contains("line: 2") && found.contains("2147483646") && found.contains("give its text"), "\(found)")
    let tokens = try spans("{\"tokens\": [[0, 2147483646]], \"ann\": {\"a\": [[0, 2147483646, \"X\"]]}}")
    #expect(tokens.corpus.documents[0].tokens.count == 1)
  }

  @Test("Blank lines of gold are passed over; a line that cannot be read says what is wrong with it")
  func goldLines() throws {
    let path = try path("{\"task\": 1, \"label\": \"x\"}\n\n \t\r\n{\"task\": 2, \"label\": \"y\"}\n\n", "gold.jsonl")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let gold = try GoldTable(path: path)
    #expect(gold.count == 2 && gold["2"] == "y")
    func failure(_ text: String) -> String {
      self.failure {
        let path = try self.path(text, "gold.jsonl")
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try GoldTable(path: path)
      }
    }
    let list = failure("{\"task\": 1, \"label\": \"x\"}\n[1]")
    #expect(list.contains("line: 2") && list.contains("no JSON object") && !list.contains("raw: []"), "\(list)")
    let broken = failure("\n{\"task\": 1, \"label\": tru}")
    #expect(
      broken.contains("line: 2") && !broken.contains("no JSON object") && !broken.contains("raw: []"), "\(broken)")
    let file = try self.path(
      "{\"task\": 1}\n{\"task\": 2, \"label\": \"\(String(repeating: "x", count: 999))\"}\n", "gold.jsonl")
    defer { try? FileManager.default.removeItem(atPath: file) }
    var lines = ObjectLines(try InputFile(path: file, chunk: 16, recordLimit: 20))
    #expect(try lines.next()?.value["task"] != nil)
    let long = self.failure { _ = try lines.next() }
    #expect(long.contains("line: 2") && !long.contains("no JSON object") && !long.contains("raw: []"), "\(long)")
  }

  @Test("A list of values is the same value in gold and in answers")
  func lists() throws {
    let row = "{\"task\": 1, \"worker\": \"a\", \"label\": [\"x\", \"y\"]}\n"
    let path = try path(row, "answers.jsonl")
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try GoldTable(path: path)["1"] == CrowdTable(path: path).values[0])
  }
}
