import AnnotationEngine
import Foundation
import Testing

@testable import Interchange

@Suite("Writing snapshots")
struct SnapshotTests {
  func write(
    _ rows: [ExportedRow], _ format: SnapshotFormat, withAnnotations: Bool = false, project: Project? = nil
  ) throws -> String {
    let scratch = try Scratch()
    let path = scratch.path + "/out.\(format.rawValue)"
    let writer = try format.writer(to: path, withAnnotations: withAnnotations)
    try writer.begin(project ?? Fixture.project)
    for row in rows { try writer.write(row) }
    #expect(!scratch.names.contains("out.\(format.rawValue)"), "nothing under the name before the end")
    try writer.finish()
    #expect(scratch.names == ["out.\(format.rawValue)"])
    return String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  }

  static let rows = [
    ExportedRow(
      id: "s1", fields: [JSONMember("text", .string("a, \"b\"\n")), JSONMember("note", .string(""))],
      metadata: [JSONMember("likes", .number("1.50")), JSONMember("mood", .string("x"))],
      labels: [
        ("mood", Label(answer: .choice("good"), by: "majority", confidence: 0.75)),
        ("topics", Label(answer: .choices(["money", "sport"]), by: "resolution", reviewer: "rita", reason: "both")),
      ],
      annotations: [
        Annotation(
          sample: "s1", annotator: "al", status: .submitted,
          answers: ["topics": .choices([]), "mood": .choice("good")],
          comment: "hm", flagged: true, seconds: 2.5),
        Annotation(sample: "s1", annotator: "bo", status: .skipped, answers: [:], reason: "unclear", seconds: 1),
      ]),
    ExportedRow(
      id: "s2", fields: [JSONMember("text", .string("t")), JSONMember("note", .string("n"))],
      metadata: [JSONMember("id", .null), JSONMember("likes", .bool(true)), JSONMember("z", .array([.number("1")]))],
      labels: [("mood", Label()), ("topics", Label(answer: .choices([]), by: "unanimous", confidence: 1))],
      annotations: []),
  ]

  @Test("JSON Lines: flat, null without a label, metadata that clashes under another name")
  func jsonLines() throws {
    #expect(
      try write(Self.rows, .jsonl) == """
        {"id":"s1","text":"a, \\"b\\"\\n","note":"","likes":1.50,"meta.mood":"x","mood":"good","topics":["money","sport"]}
        {"id":"s2","text":"t","note":"n","meta.id":null,"likes":true,"z":[1],"mood":null,"topics":[]}

        """)
  }

  @Test("JSON Lines with annotations")
  func jsonLinesWithAnnotations() throws {
    let text = try write(Self.rows, .jsonl, withAnnotations: true)
    let row = try JSONValue(parsing: text.utf8.prefix { $0 != 0x0A })
    #expect(
      row["annotations"]?.text
        == #"[{"annotator":"al","status":"submitted","answers":{"mood":"good","topics":[]},"seconds":2.5,"comment":"hm","flagged":true},"#
        + #"{"annotator":"bo","status":"skipped","answers":{},"seconds":1,"comment":null,"reason":"unclear"}]"#)
    #expect(
      row["_labels"]?.text
        == #"{"mood":{"by":"majority","confidence":0.75},"topics":{"by":"resolution","confidence":null,"reviewer":"rita","reason":"both"}}"#
    )
    #expect(text.hasSuffix(#""annotations":[],"_labels":{"topics":{"by":"unanimous","confidence":1}}}"# + "\n"))
  }

  @Test("CSV: a column for every metadata of any row, in the order in which they came")
  func csv() throws {
    #expect(
      try write(Self.rows, .csv) == """
        id,text,note,likes,meta.mood,meta.id,z,mood,topics
        s1,"a, ""b""
        ",,1.50,x,,,good,money|sport
        s2,t,n,true,,,[1],,[]

        """)
    #expect(
      try write(Self.rows, .tsv).hasPrefix("id\ttext\tnote\tlikes\tmeta.mood\tmeta.id\tz\tmood\ttopics\ns1\t\"a, "))
    #expect(try write([], .csv) == "id,text,note,mood,topics\n")
    #expect(try write([], .csv, withAnnotations: true) == "id,text,note,mood,topics,annotations,_labels\n")
  }

  @Test("A writer that is given up leaves what was there, and nothing else")
  func givenUp() throws {
    let scratch = try Scratch()
    let path = try scratch.file("out.csv", Array("old".utf8))
    for format in SnapshotFormat.allCases {
      let writer = try format.writer(to: path, withAnnotations: true)
      try writer.begin(Fixture.project)
      try writer.write(Self.rows[0])
    }
    #expect(scratch.names == ["out.csv"])
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
  }

  @Test("A link stays a link, rights stay as they were, and what is no ordinary file is written to directly")
  func targets() throws {
    let scratch = try Scratch()
    let path = try scratch.file("out.csv", Array("old".utf8))
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    try FileManager.default.createSymbolicLink(atPath: scratch.path + "/link.csv", withDestinationPath: "out.csv")
    let writer = try SnapshotFormat.csv.writer(to: scratch.path + "/link.csv", withAnnotations: false)
    try writer.begin(Fixture.project)
    try writer.finish()
    #expect(scratch.names == ["link.csv", "out.csv"])
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "id,text,note,mood,topics\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path + "/link.csv") == "out.csv")
    let null = try SnapshotFormat.jsonl.writer(to: "/dev/null", withAnnotations: false)
    try null.begin(Fixture.project)
    try null.write(Self.rows[0])
    try null.finish()
  }

  @Test("Where the file cannot be, the error names it")
  func noPlace() throws {
    let error = engineError { _ = try SnapshotFormat.csv.writer(to: "/no/such/place/out.csv", withAnnotations: false) }
    guard case .io(_, "write", "/no/such/place/out.csv") = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try SnapshotFormat.choose(nil, path: "a.tsv") == .tsv)
    #expect(try SnapshotFormat.choose("jsonl", path: "a.tsv") == .jsonl)
    #expect(engineError { _ = try SnapshotFormat.choose(nil, path: "a.txt") } != nil)
    #expect(engineError { _ = try SnapshotFormat.choose("lines", path: "a.csv") } != nil)
  }

  // MARK: Export and import again

  static let pieces = [
    "", "a", "word ", "\"", "\"\"", ",", ";", "|", "\t", "\n", "\r\n", "\r", "\\", "\\n", "\\t", "é", "e\u{301}", "😀",
    "\u{0}",
    "\u{1B}[31m", "\u{202E}", "\u{FEFF}", "null", "[]", "{", "=1+1", "meta.", " ",
  ]

  func hostile(_ random: inout SplitMix) -> String {
    (0..<random.below(6)).map { _ in Self.pieces[random.below(Self.pieces.count)] }.joined()
  }

  static let names = [
    "a", "mood", "id", "meta.id", "meta.meta.text", "text", "_labels", "é", "e\u{301}", "", "x,\"y\"\n", "meta.z",
  ]

  /// A row with strings of every kind. `anyValue`: metadata that is no text, too.
  func row(_ number: Int, _ random: inout SplitMix, anyValue: Bool, names: [String]) -> ExportedRow {
    let values: [JSONValue] = [
      .null, .bool(true), .number("1.50"), .array([.string(hostile(&random)), .null]),
      .object([JSONMember(hostile(&random), .number("-0"))]),
    ]
    let metadata = names.map { name in
      JSONMember(
        name, anyValue && random.below(2) == 0 ? values[random.below(values.count)] : .string(hostile(&random)))
    }
    let answers: Answers = ["mood": .choice("bad"), "topics": .choices(random.below(2) == 0 ? [] : ["money", "a; b"])]
    return ExportedRow(
      id: "s\(number)\"\u{E9},", fields: ["text", "note"].map { JSONMember($0, .string(hostile(&random))) },
      metadata: metadata,
      labels: [
        ("mood", Label(answer: random.below(2) == 0 ? nil : .choice("good"), by: "majority")), ("topics", Label()),
      ],
      annotations: [
        Annotation(
          sample: "", annotator: "al\"", status: .submitted, answers: answers, comment: "c" + hostile(&random),
          seconds: Double(random.below(1000)) / 8)
      ])
  }

  func content(_ row: ExportedRow) -> [UInt8] {
    Array(
      JSONValue.object([JSONMember("fields", .object(row.fields)), JSONMember("metadata", .object(row.metadata))])
        .text.utf8)
  }

  @Test(
    "What is exported is imported with the same ids, content and annotations, byte for byte",
    arguments: SnapshotFormat.allCases)
  func roundTrip(format: SnapshotFormat) throws {
    var random = SplitMix(state: 23)
    for _ in 0..<60 {
      // A table has the same columns in every row; JSON Lines may have others in each.
      let shared = Self.names.shuffled(using: &random).prefix(random.below(Self.names.count))
      let rows = (0..<8).map { number in
        let names = format == .jsonl ? Self.names.shuffled(using: &random).prefix(4) : shared
        return row(number, &random, anyValue: format == .jsonl, names: Array(names))
      }
      let scratch = try Scratch()
      let path = try scratch.file("out", Array(try write(rows, format, withAnnotations: true).utf8))
      let source = try #require(SampleFormat(rawValue: format.rawValue))
      var samples = try SampleReader.open(path: path, format: source, project: Fixture.project)
      for row in rows {
        guard case .record(let sample) = try samples.next() else {
          Issue.record("not read: \(row.id)")
          return
        }
        #expect(sample.id.map { Array($0.utf8) } == Array(row.id.utf8))
        #expect(sample.content == content(row))
      }
      #expect(try samples.next() == nil)
      var annotations = try AnnotationReader.open(path: path, format: source, project: Fixture.project)
      for row in rows {
        guard case .record(let annotation) = try annotations.next() else {
          Issue.record("not read: \(row.id)")
          return
        }
        #expect(annotation.sample == row.id)
        #expect(annotation.annotator == "al\"")
        #expect(annotation.answers == row.annotations[0].answers)
        #expect(annotation.comment.map { Array($0.utf8) } == row.annotations[0].comment.map { Array($0.utf8) })
        #expect(annotation.seconds == row.annotations[0].seconds)
      }
    }
  }

  @Test("Rows with other metadata than those before fill their columns")
  func raggedMetadata() throws {
    var random = SplitMix(state: 31)
    for _ in 0..<40 {
      let rows = (0..<10).map { number in
        let names = Self.names.shuffled(using: &random).prefix(random.below(4))
        return row(number, &random, anyValue: false, names: Array(names))
      }
      let read = try Read.samples(try write(rows, .csv), .csv)
      #expect(read.bad.isEmpty)
      #expect(read.samples.count == rows.count)
      for (row, sample) in zip(rows, read.samples) {
        let parts = sample.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        let value = try JSONValue(parsing: String(try #require(parts.last)).utf8)
        for member in row.metadata {
          let found = value["metadata"]?.members?.first { $0.name.utf8.elementsEqual(member.name.utf8) }
          #expect(found?.value.string.map { Array($0.utf8) } == member.value.string.map { Array($0.utf8) })
        }
      }
    }
  }

  @Test("The same rows give the same bytes")
  func deterministic() throws {
    for format in SnapshotFormat.allCases {
      var random = SplitMix(state: 41)
      let rows = (0..<50).map { row($0, &random, anyValue: true, names: Self.names.shuffled(using: &random)) }
      #expect(
        try Array(write(rows, format, withAnnotations: true).utf8)
          == Array(write(rows, format, withAnnotations: true).utf8))
    }
  }
}
