import AnnotationEngine
import Testing

@testable import Interchange

@Suite("Ratings in files")
struct RatingFileTests {
  private func project() throws -> Project {
    try Project.parse(
      yaml: """
        name: a
        fields: [text]
        questions:
          - {name: helpful, kind: rating, min: 1, max: 5}
          - {name: warm, kind: rating, required: false, min: -1, max: 1, step: 0.25}
        """, file: "gloss.yaml")
  }

  private func read(_ text: String, _ format: SampleFormat) throws -> (answers: [String], bad: [String]) {
    let scratch = try Scratch()
    let path = try scratch.file("input", Array(text.utf8))
    var reader = try AnnotationReader.open(path: path, format: format, project: project())
    var (answers, bad): ([String], [String]) = ([], [])
    while let next = try reader.next() {
      switch next {
      case .bad(let record): bad.append("\(record.line): \(record.reason)")
      case .record(let annotation):
        answers.append(
          annotation.answers.sorted { $0.key < $1.key }.map { "\($0.key)=\(AnswerText.cell($0.value))" }
            .joined(separator: " "))
      }
    }
    return (answers, bad)
  }

  @Test("However a number is written, in a table or in JSON, it is one answer.")
  func forms() throws {
    let table = "sample,annotator,helpful,warm\na,x,3,0.5\nb,x,3.0,+.50\nc,x,\"03\", 5e-1 \nd,x,3,\n"
    let same = "helpful=3 warm=0.5"
    #expect(try read(table, .csv).answers == [same, same, same, "helpful=3"])
    #expect(try read(table.replacing(",", with: "\t"), .tsv).answers == [same, same, same, "helpful=3"])
    let lines = """
      {"sample": "a", "annotator": "x", "helpful": 3, "warm": 0.50}
      {"sample": "b", "annotator": "x", "helpful": "3.0", "warm": 5e-1}
      {"sample": "c", "annotator": "x", "helpful": 3.000, "warm": null}
      """
    #expect(try read(lines, .jsonl).answers == [same, same, "helpful=3"])
  }

  @Test("What is no number of the scale is refused with its line and the allowed ones.")
  func refused() throws {
    #expect(
      try read("sample,annotator,helpful,warm\na,x,6,\nb,x,2.5,\nc,x,good,\nd,x,3,0.3\n", .csv).bad == [
        "2: helpful is 6, and it takes a number from 1 to 5", "3: helpful is 2.5, and it takes a number from 1 to 5",
        "4: helpful is \"good\", and it takes a number from 1 to 5",
        "5: warm is 0.3, and it takes a number from -1 to 1 by steps of 0.25",
      ])
    #expect(
      try read(#"{"sample": "a", "annotator": "x", "helpful": [3]}"#, .jsonl).bad == [
        "1: helpful is [3], and it takes a number"
      ])
  }

  @Test("An answer is a plain number in a cell and in JSON.")
  func written() throws {
    let answer = Answer.number(try #require(DecimalNumber("-0.250")))
    #expect(AnswerText.cell(answer) == "-0.25")
    #expect(AnswerText.json(answer).text == "-0.25")
  }
}
