import AnnotationEngine
import Testing

@testable import Interchange

@Suite("Samples from JSON Lines")
struct JSONLinesSamplesTests {
  @Test("Fields come first in the project's order, the rest is metadata in the file's order, space is dropped")
  func content() throws {
    let read = try Read.samples(
      """
      {"z": [1, {"a" : 2.50}], "note": "n", "text": "t", "id": "s1", "k": null}
      { "text":"only text" }\r

        \t
      {"note":"\\u00e9\\/","id":12}
      """, .jsonl)
    #expect(
      read.samples == [
        #"1 s1 {"fields":{"text":"t","note":"n"},"metadata":{"z":[1,{"a":2.50}],"k":null}}"#,
        #"2 - {"fields":{"text":"only text","note":""},"metadata":{}}"#,
        #"5 12 {"fields":{"text":"","note":"é/"},"metadata":{}}"#,
      ])
    #expect(read.bad.isEmpty)
  }

  @Test("A field that is no string is taken as its JSON text, null as nothing")
  func otherFields() throws {
    let read = try Read.samples(
      #"""
      {"text":{"a": ["x\u0041", 1]},"note":null}
      {"text":1.50,"note":true}
      """#, .jsonl)
    #expect(
      read.samples == [
        #"1 - {"fields":{"text":"{\"a\":[\"xA\",1]}","note":""},"metadata":{}}"#,
        #"2 - {"fields":{"text":"1.50","note":"true"},"metadata":{}}"#,
      ])
  }

  @Test("Answers stay out of the sample, and metadata loses the prefix that kept it apart from another column")
  func answers() throws {
    let read = try Read.samples(
      #"{"text":"t","mood":"good","annotations":[{}],"_labels":{},"meta.mood":1,"meta.meta.id":2,"meta.x":3}"#, .jsonl)
    #expect(
      read.samples == [#"1 - {"fields":{"text":"t","note":""},"metadata":{"mood":1,"meta.id":2,"meta.x":3}}"#])
  }

  @Test("Columns are mapped, and then the field's own name is nothing special")
  func mapped() throws {
    let map = ColumnMap(columns: ["text": "tweet"], id: "key")
    let read = try Read.samples(
      """
      {"tweet":"t","text":"x","key":7,"id":"i"}
      {"tweet":"t","key":true}
      {"tweet":"t"}
      """, .jsonl, map: map)
    #expect(read.samples == [#"1 7 {"fields":{"text":"t","note":""},"metadata":{"text":"x","id":"i"}}"#])
    #expect(read.bad == ["2 the id is neither text nor a number", "3 it has no \"key\" for the id"])
  }

  @Test("Names with escapes are the names that they stand for")
  func escapedNames() throws {
    let read = try Read.samples(#"{"te\u0078t":"t","a\tb":1,"\u0069d":"x"}"#, .jsonl)
    #expect(read.samples == [#"1 x {"fields":{"text":"t","note":""},"metadata":{"a\tb":1}}"#])
  }

  @Test(
    "A bad line says where and why, and the lines after it are read",
    arguments: [
      (#"{"text":"a" "note":1}"#, "1:13 this is not JSON: expected a comma or }"),
      (#"{"text":"é😀x","note":}"#, "1:22 this is not JSON: expected a value"),
      (#"{"text":"a""#, "1:12 this is not JSON: expected a comma or }"),
      (#"{"text":"a"} x"#, "1:14 this is not JSON: there is more text after the value"),
      (#"["a"]"#, "1:1 this is not JSON: a line of JSON Lines must be an object"),
      (#""a""#, "1:1 this is not JSON: a line of JSON Lines must be an object"),
      (#"{"text":"a","text":"b"}"#, "1:13 this is not JSON: the member \"text\" stands twice"),
      (#"{"text":"a","x":1,"\u0078":2}"#, "1:19 this is not JSON: the member \"x\" stands twice"),
      (#"{"text":"a","x":{"y":1,"y":2}}"#, "1:24 this is not JSON: the member \"y\" stands twice"),
      (#"{"text":"\ud800"}"#, "1:10 this is not JSON: a lone surrogate"),
      (#"{"text":"a","id":null}"#, "1 the id is neither text nor a number"),
      (#"{"text":"a","id":[1]}"#, "1 the id is neither text nor a number"),
    ])
  func badLines(line: String, reason: String) throws {
    let read = try Read.samples(line + "\n{\"text\":\"fine\"}", .jsonl)
    #expect(read.samples == [#"2 - {"fields":{"text":"fine","note":""},"metadata":{}}"#])
    #expect(read.bad.count == 1)
    #expect(read.bad.first?.hasPrefix(reason) == true, "\(read.bad)")
    #expect(read.raw == [line])
  }

  @Test("A later line with none of the fields is bad; a first line without them refuses the file with its columns")
  func noFields() throws {
    let read = try Read.samples("{\"text\":\"a\"}\n{\"other\":\"b\"}", .jsonl)
    #expect(read.bad == ["2 it has none of the fields \"text\" and \"note\""])
    let error = engineError { _ = try Read.samples("{\"tweet\":\"a\",\"id\":1,\"mood\":2}", .jsonl) }
    guard case .unknownColumn("text", let known, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(known == ["tweet", "id", "mood"])
  }

  @Test("A mapped column that no record has is an error")
  func missingMapped() throws {
    let map = ColumnMap(columns: ["note": "remark"])
    #expect(try Read.samples("{\"text\":\"a\"}\n{\"remark\":\"b\"}", .jsonl, map: map).samples.count == 2)
    let error = engineError { _ = try Read.samples("{\"text\":\"a\"}\n", .jsonl, map: map) }
    guard case .unknownColumn("remark", ["text"], _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let unknown = engineError { _ = try Read.samples("", .jsonl, map: ColumnMap(columns: ["nope": "x"])) }
    guard case .invalidName("nope", let problem) = unknown else {
      Issue.record("\(String(describing: unknown))")
      return
    }
    #expect(problem.contains("\"text\" and \"note\""))
  }

  @Test("Bytes that are not UTF-8 make a bad line, not a changed one")
  func encoding() throws {
    let bytes = Array("{\"text\":\"ok\"}\n{\"text\":\"é".utf8) + [0xFF] + Array("\"}\n{\"text\":\"ok\"}".utf8)
    let read = try Read.samples(bytes, .jsonl)
    #expect(read.samples.count == 2)
    #expect(read.bad == ["2:11 this is not JSON: these bytes are not UTF-8"])
    let utf16 = engineError { _ = try Read.samples([0xFF, 0xFE, 0x7B, 0x00], .jsonl) }
    guard case .badRecords(_, let first, _) = utf16 else {
      Issue.record("\(String(describing: utf16))")
      return
    }
    #expect(first.reason.contains("UTF-16"))
  }

  @Test("A byte order mark and a missing last line end are nothing special; an empty file has no samples")
  func ends() throws {
    #expect(try Read.samples("\u{FEFF}{\"text\":\"a\"}", .jsonl).samples.count == 1)
    #expect(try Read.samples("", .jsonl) == Read())
    #expect(try Read.samples("\n\n", .jsonl) == Read())
  }

  @Test("A line beyond the limit is bad, and the next is read, in memory that stays small")
  func tooLong() throws {
    let long = "{\"text\":\"" + String(repeating: "x", count: 9_000) + "\"}"
    let read = try Read.samples(
      "{\"text\":\"a\"}\n\(long)\n{\"text\":\"b\"}\n\(long)", .jsonl, chunk: 64, limit: 1 << 12)
    #expect(read.samples.count == 2)
    #expect(read.bad.count == 2)
    #expect(read.bad.allSatisfy { $0.contains("longer than") })
    #expect(read.bad.first?.hasPrefix("2 ") == true)
    #expect(read.raw.allSatisfy { $0.utf8.count == 4096 })
  }

  @Test("Where the file is cut into chunks changes nothing")
  func chunks() throws {
    let text = (0..<40).map { #"{"text":"é\#($0)\n","n":[\#($0)],"id":"s\#($0)"}"# + ($0 == 20 ? "\nbroken" : "") }
      .joined(separator: "\n")
    let whole = try Read.samples(text, .jsonl)
    #expect(whole.samples.count == 40)
    for chunk in [1, 2, 3, 7, 64, 100] { #expect(try Read.samples(text, .jsonl, chunk: chunk) == whole) }
  }

  @Test("More names than are remembered are read all the same, and doubles among them found")
  func manyNames() throws {
    let names = (0..<600).map { "\"m\($0)\":\($0)" }.joined(separator: ",")
    let read = try Read.samples(
      "{\"text\":\"a\",\(names)}\n{\(names),\"text\":\"a\"}\n{\"text\":\"a\",\(names),\"m599\":1}", .jsonl)
    #expect(read.samples.count == 2)
    #expect(read.samples[0].dropFirst(2) == read.samples[1].dropFirst(2))
    #expect(read.bad.count == 1)
    let metadata = try #require(read.samples.first).split(separator: "\"metadata\":").last
    #expect(metadata == "{\(names)}}")
  }
}
