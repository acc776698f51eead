import AnnotationEngine
import Testing

@testable import Interchange

@Suite("Samples from plain text, and formats by name")
struct TextSamplesTests {
  @Test("A line is a sample; lines of nothing but space are none")
  func lines() throws {
    let read = try Read.samples("\u{FEFF}one\r\n\n \t\n two \"q\"\\\n\u{1}", .lines)
    #expect(
      read.samples == [
        #"1 - {"fields":{"text":"one","note":""},"metadata":{}}"#,
        #"4 - {"fields":{"text":" two \"q\"\\","note":""},"metadata":{}}"#,
        #"5 - {"fields":{"text":"\u0001","note":""},"metadata":{}}"#,
      ])
    let bad = try Read.samples([0x61, 0xFF, 0x0A, 0x62], .lines)
    #expect(bad.bad == ["1:2 these bytes are not UTF-8; save the file as UTF-8"])
    #expect(bad.samples.count == 1)
  }

  @Test("A file is a sample, its name the id")
  func whole() throws {
    #expect(
      try Read.samples("a\nb\n", .text).samples == [#"1 input {"fields":{"text":"a\nb\n","note":""},"metadata":{}}"#])
    #expect(
      try Read.samples([0x61, 0x0A, 0xC3, 0xA9, 0xFF], .text).bad == [
        "2:2 these bytes are not UTF-8; save the file as UTF-8"
      ])
    #expect(try Read.samples(String(repeating: "x", count: 9_000), .text, chunk: 16, limit: 4_096).bad.count == 1)
  }

  @Test("The format is told from the name of the file")
  func formats() throws {
    #expect(try SampleFormat.choose(nil, path: "dir.csv/a.JSONL") == .jsonl)
    #expect(try SampleFormat.choose(nil, path: "a.ndjson") == .jsonl)
    #expect(try SampleFormat.choose(nil, path: "a.b.csv") == .csv)
    #expect(try SampleFormat.choose(nil, path: "a.tab") == .tsv)
    #expect(try SampleFormat.choose(nil, path: "a.txt") == .lines)
    #expect(try SampleFormat.choose("text", path: "a.csv") == .text)
    for (name, path) in [(nil, "a.parquet"), (nil, "-"), (nil, "jsonl"), ("xml", "a.csv")] as [(String?, String)] {
      guard case .unknownFormat(_, let known) = engineError({ _ = try SampleFormat.choose(name, path: path) }) else {
        Issue.record("\(path) has a format")
        continue
      }
      #expect(known == ["jsonl", "csv", "tsv", "lines", "text"])
    }
  }

  @Test("A file that is not there is an error with its path")
  func missing() throws {
    let error = engineError {
      _ = try SampleReader.open(path: "/no/such/file.csv", format: .csv, project: Fixture.project)
    }
    guard case .io(_, "open", "/no/such/file.csv") = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
