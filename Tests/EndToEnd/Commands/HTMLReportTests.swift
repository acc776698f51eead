import Foundation
import Testing

@Suite("gloss report", .timeLimit(.minutes(10)))
struct HTMLReportTests {
  /// Names that would be markup, if they were not escaped.
  private static let hostile = "<script>alert(1)</script>"

  private func annotated() throws -> Scratch {
    let scratch = try Scratch()
    let yaml = TweetsProject.yaml.components(separatedBy: "people:")[0]
    try scratch.write(
      yaml.replacing("{name: neutral,  key: \"2\"}", with: "{name: \"a<b&\\\"c\", key: \"2\"}"), to: "gloss.yaml")
    try scratch.write(TweetsProject.guidelines, to: "guidelines.md")
    var samples = ""
    var answers = "sample,annotator,sentiment,seconds\n"
    for number in 0..<24 {
      let language = number % 3 == 0 ? "<b>en</b>" : "fr\u{202E}"
      samples += "{\"id\": \"s\(number)\", \"text\": \"text \(number)\", \"lang\": \"\(language)\"}\n"
      for (place, name) in ["alice", "\(Self.hostile)", "O'Brien & \"co\""].enumerated() {
        let value = (number * (place + 1)) % 5 < 2 ? "positive" : "negative"
        answers += "s\(number),\"\(name.replacing("\"", with: "\"\""))\",\(value),\(2 + place)\n"
      }
    }
    try scratch.write(samples, to: "samples.jsonl")
    try scratch.write(answers, to: "answers.csv")
    for arguments in [["init", "."], ["import", "samples.jsonl"], ["import", "answers.csv", "--annotations"]] {
      let finished = try BuiltProgram.run(arguments, in: scratch)
      guard finished.status == 0 else { throw Unexpected(finished: finished) }
    }
    return scratch
  }

  private func page(_ scratch: Scratch, clock: String = PictureProject.clock) throws -> String {
    let finished = try BuiltProgram.run(["report", "-o", "-"], in: scratch, environment: ["GLOSS_CLOCK": clock])
    #expect(finished.status == 0, "\(finished.error)")
    return finished.output
  }

  @Test("The page needs nothing from elsewhere, runs nothing, and holds each plot with its title and its table.")
  func selfContained() throws {
    let page = try page(try annotated())
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
    let body = page.replacing(/<style>.*?<\/style>/.dotMatchesNewlines(), with: "")
    for word in ["<script", "<img", "<link", "src=", "url(", "@import"] { #expect(!body.contains(word), "\(word)") }
    #expect(!body.contains(/<[^>]* on[a-z]+=/))
    let addresses = page.replacing("http://www.w3.org/2000/svg", with: "")
    #expect(!addresses.contains("http://") && !addresses.contains("https://"))
    let svgs = page.ranges(of: "<svg ").count
    #expect(svgs >= 4 && page.ranges(of: "<desc id=").count == svgs && page.ranges(of: "<title id=").count == svgs)
    for title in ["progress and forecast", "agreement over time", "pairs of annotators", "confusion", "worker skill"] {
      #expect(page.contains("<h3>\(title)</h3>"), "\(title)")
    }
    #expect(page.contains("<summary>as a table</summary>"))
    #expect(page.contains("prefers-color-scheme: dark") && page.contains("@media print"))
  }

  @Test("Names are text, whatever they hold.")
  func escaped() throws {
    let page = try page(try annotated())
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(page.contains("a&lt;b&amp;&quot;c") && page.contains("O&#39;Brien &amp; &quot;co&quot;"))
    #expect(!page.contains(Self.hostile) && !page.contains("\u{202E}"))
  }

  @Test("The same figures give the same bytes, and the file is written in place of an older one.")
  func deterministic() throws {
    let scratch = try annotated()
    let first = try page(scratch)
    #expect(try page(scratch) == first)
    for _ in 0..<2 {
      let finished = try BuiltProgram.run(
        ["report", "-o", "report.html", "--json"], in: scratch, environment: ["GLOSS_CLOCK": PictureProject.clock])
      #expect(finished.status == 0, "\(finished.error)")
      #expect(try finished.json().bytes.int == first.utf8.count)
    }
    #expect(try String(contentsOfFile: scratch.path + "/report.html", encoding: .utf8) == first)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).allSatisfy { !$0.contains("partial") })
  }

  @Test("What the project needs is not written over, and a folder that is not there is named.")
  func targets() throws {
    let scratch = try annotated()
    for path in ["gloss.yaml", "nowhere/report.html", ".gloss/report.html"] {
      let finished = try BuiltProgram.run(["report", "-o", path], in: scratch)
      #expect(finished.status == 2 && finished.error.contains(path), "\(finished.error)")
    }
  }

  @Test("A project in which nothing has happened has a report that says so.")
  func empty() throws {
    let page = try page(try TweetsProject.begin())
    #expect(page.contains("0 of 4 samples complete") && !page.contains("nan"))
  }
}
