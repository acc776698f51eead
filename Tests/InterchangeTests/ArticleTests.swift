import AnnotationEngine
import Foundation
import Testing

@testable import Interchange

@Suite("The article")
struct ArticleTests {
  @Test("Its example runs")
  func example() throws {
    let scratch = try Scratch()
    let input = try scratch.file("in.csv", Array("id,text,likes\n1,\"So, so\",3\n2,Fine,0\n".utf8))
    let project = try Fixture.project
    let output = scratch.path + "/out.jsonl"
    // snippet: convert
    // From CSV to the rows of a snapshot, without a label yet.
    var samples = try SampleReader.open(path: input, format: .choose(nil, path: input), project: project)
    let writer = try SnapshotFormat.choose(nil, path: output).writer(to: output, withAnnotations: false)
    try writer.begin(project)
    while let next = try samples.next() {
      guard case .record(let sample) = next else { continue }  // or keep it: .bad says line, column and reason
      let content = try JSONValue(parsing: sample.content)
      try writer.write(
        ExportedRow(
          id: sample.id ?? "", fields: content["fields"]?.members ?? [], metadata: content["metadata"]?.members ?? [],
          labels: project.questions.map { ($0.name, Label()) }, annotations: []))
    }
    try writer.finish()
    // end
    #expect(
      try String(contentsOfFile: output, encoding: .utf8) == """
        {"id":"1","text":"So, so","note":"","likes":"3","mood":null,"topics":null}
        {"id":"2","text":"Fine","note":"","likes":"0","mood":null,"topics":null}

        """)
  }

  @Test("It shows the example that is run here")
  func article() throws {
    let here = URL(fileURLWithPath: #filePath)
    let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let article = try String(
      contentsOf: root.appending(path: "Sources/Interchange/Interchange.docc/Interchange.md"), encoding: .utf8)
    let lines = try String(contentsOf: here, encoding: .utf8).components(separatedBy: "\n")
    let start = try #require(lines.firstIndex(of: "    // snippet: convert"))
    let snippet = lines[(start + 1)...].prefix { $0 != "    // end" }
    #expect(snippet.count > 5)
    #expect(article.contains(snippet.map { $0.replacing(/^ {4}/, with: "") }.joined(separator: "\n")))
  }
}
