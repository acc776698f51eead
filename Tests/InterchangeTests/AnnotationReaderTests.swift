import AnnotationEngine
import Testing

@testable import Interchange

@Suite("Annotations from files")
struct AnnotationReaderTests {
  func read(
    _ text: String, _ format: SampleFormat, map: [String: String] = [:], id: String? = nil
  ) throws -> (annotations: [String], bad: [String]) {
    let scratch = try Scratch()
    let path = try scratch.file("input", Array(text.utf8))
    var reader = try AnnotationReader.open(
      path: path, format: format, project: Fixture.project, map: ColumnMap(columns: map, id: id))
    var given: [String] = []
    var read = Read()
    while let next = try reader.next() {
      switch next {
      case .bad(let record): read.add(record)
      case .record(let annotation):
        let answers = annotation.answers.sorted { $0.key < $1.key }.map { "\($0.key)=\(AnswerText.cell($0.value))" }
        let rest = [annotation.seconds.map { "\($0)s" }, annotation.comment].compactMap { $0 }
        given.append(
          (["\(annotation.line)", annotation.sample, annotation.annotator] + answers + rest).joined(separator: " "))
      }
    }
    return (given, read.bad)
  }

  @Test("A row of a table is an annotation, found by the names of its columns")
  func tables() throws {
    let rows = [
      ["annotator", "sample", "topics", "mood", "comment", "seconds", "other"],
      ["al", "s1", "sport|money", "good", "hm, well", "2.5", "x"],
      ["bo", "s1", "money; sport ;money", " bad ", "", "", ""],
      ["al", "s2", "a; b", "", "", "0", ""], ["al", "s3", #"["a; b","money"]"#, "good", "", "", ""],
      ["al", "s4", "[]", "good", "", "", ""],
    ]
    let expected = [
      "2 s1 al mood=good topics=money|sport 2.5s hm, well", "3 s1 bo mood=bad topics=money|sport",
      "4 s2 al topics=a; b 0.0s",
      "5 s3 al mood=good topics=money|a; b", "6 s4 al mood=good topics=[]",
    ]
    for (format, delimiter) in [(SampleFormat.csv, ","), (.tsv, "\t")] {
      let quoted = { (cell: String) in
        "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
      }
      let read = try read(rows.map { $0.map(quoted).joined(separator: delimiter) }.joined(separator: "\n"), format)
      #expect(read.annotations == expected)
      #expect(read.bad.isEmpty)
    }
  }

  @Test("An object a line is an annotation; numbers may be ids, names and answers")
  func lines() throws {
    let read = try read(
      """
      {"sample":"s1","annotator":"al","mood":"good","topics":["sport","money"],"seconds":1.5,"comment":"so"}
      {"id":7,"annotator":8,"mood":["bad"],"topics":"sport","comment":null,"seconds":null}

      {"sample":"s2","annotator":"al","topics":[],"mood":null}
      """, .jsonl)
    #expect(
      read.annotations == [
        "1 s1 al mood=good topics=money|sport 1.5s so", "2 7 8 mood=bad topics=sport", "4 s2 al topics=[]",
      ])
    #expect(read.bad.isEmpty)
  }

  @Test("Columns of other names are mapped")
  func mapped() throws {
    let map = ["sample": "task", "annotator": "worker", "mood": "label"]
    #expect(try read("task,worker,label\n1,r0,good", .csv, map: map).annotations == ["2 1 r0 mood=good"])
    #expect(try read("task,annotator,mood\n1,r0,good", .csv, id: "task").annotations == ["2 1 r0 mood=good"])
    #expect(try read("id,annotator,mood\n1,r0,good", .csv).annotations == ["2 1 r0 mood=good"])
    let json = "{\"task\":1,\"worker\":\"r0\",\"label\":\"good\"}"
    #expect(try read(json, .jsonl, map: map).annotations == ["1 1 r0 mood=good"])
  }

  @Test("What the file lacks is named with what it has")
  func missing() throws {
    func unknown(_ text: String, _ format: SampleFormat, _ map: [String: String] = [:]) -> String? {
      switch engineError({ _ = try read(text, format, map: map) }) {
      case .unknownColumn(let name, let known, _): "\(name): \(known.joined(separator: " "))"
      case .invalidName(let name, let problem): "\(name): \(problem)"
      case .unknownFormat(let name, _): name
      default: nil
      }
    }
    #expect(unknown("task,annotator,mood\n1,r0,good", .csv) == "sample: task annotator mood")
    #expect(unknown("sample,worker,mood\n1,r0,good", .csv) == "annotator: sample worker mood")
    #expect(unknown("sample,annotator,x\n1,r0,good", .csv) == "mood: sample annotator x")
    #expect(unknown("sample,annotator,mood\n", .csv, ["topics": "t"]) == "t: sample annotator mood")
    #expect(unknown("{\"sample\":1,\"mood\":\"good\"}", .jsonl) == "annotator: sample mood")
    #expect(unknown("", .csv, ["moood": "x"])?.contains("did you mean \"mood\"?") == true)
    #expect(unknown("x", .lines) == "lines for annotations")
  }

  @Test(
    "A bad row says what is wrong, and the next is read",
    arguments: [
      ("s1,al,goood,,", "mood has no value \"goood\"; did you mean \"good\"? (it has good, bad)"),
      ("s1,al,good|bad,,", "mood has no value \"good|bad\""),
      ("s1,al,good,sport|golf,", "topics has no value \"golf\""),
      ("s1,al,good,\"[1\",", "topics begins like a JSON array and is none"),
      (",al,good,,", "the sample, in column \"sample\", is empty"),
      ("s1,,good,,", "the annotator, in column \"annotator\", is empty"), ("s1,al,good,,fast", "seconds is \"fast\""),
      ("s1,al,good,,-1", "seconds is \"-1\""), ("s1,al,good,,nan", "seconds is \"nan\""),
      ("s1,al", "this row has 2 cells"),
    ])
  func badRows(row: String, reason: String) throws {
    let read = try read("sample,annotator,mood,topics,seconds\n\(row)\ns9,bo,bad,,\n", .csv)
    #expect(read.annotations == ["3 s9 bo mood=bad"])
    #expect(read.bad.count == 1)
    #expect(read.bad.first?.hasPrefix("2 \(reason)") == true, "\(read.bad)")
  }

  @Test(
    "A bad line says what is wrong, and the next is read",
    arguments: [
      (#"{"sample":"s1","annotator":"al","mood":"goood"}"#, "2 mood has no value \"goood\""),
      (#"{"sample":"s1","annotator":"al","mood":["good","bad"]}"#, "2 mood takes one value"),
      (#"{"sample":"s1","annotator":"al","mood":{}}"#, "2 mood is neither"),
      (#"{"sample":"s1","annotator":"al","mood":"good","seconds":"x"}"#, "2 seconds is \"x\""),
      (#"{"sample":"s1","annotator":"al","mood":"good","comment":[]}"#, "2 \"comment\" is neither text"),
      (#"{"sample":"s1","mood":"good"}"#, "2 it has no \"annotator\""),
      (#"{"annotator":"al"}"#, "2 it has no \"sample\""),
      (#"{"sample":null,"annotator":"al"}"#, "2 \"sample\" is neither text"), ("[]", "2:1 a line must be an object"),
      ("{", "2:2 this is not JSON"),
      (#"{"id":"s1","annotations":[{"answers":{}}]}"#, "2 an annotation has no annotator"),
      (
        #"{"id":"s1","annotations":[{"annotator":"al","answers":{"moood":1}}]}"#,
        "2 the project has no question \"moood\"; did you mean \"mood\"?"
      ),
    ])
  func badLines(line: String, reason: String) throws {
    let good = #"{"sample":"s9","annotator":"bo","mood":"bad"}"#
    let read = try read("\(good)\n\(line)\n\(good)", .jsonl)
    #expect(read.annotations == ["1 s9 bo mood=bad", "3 s9 bo mood=bad"])
    #expect(read.bad.count == 1)
    #expect(read.bad.first?.hasPrefix(reason) == true, "\(read.bad)")
  }

  @Test("Exported rows give back their submitted annotations")
  func exported() throws {
    let list =
      #"[{"annotator":"al","status":"submitted","answers":{"mood":"good","topics":["sport"]},"seconds":3,"comment":"c"},"#
      + #"{"annotator":"bo","status":"skipped","answers":{},"seconds":1,"comment":null},{"annotator":"cy","answers":{"mood":"bad"}}]"#
    let expected = ["s1 al mood=good topics=sport 3.0s c", "s1 cy mood=bad"]
    let lines = try read(
      "{\"id\":\"s1\",\"text\":\"t\",\"mood\":\"good\",\"annotations\":\(list),\"_labels\":{}}\n{\"id\":\"s2\",\"annotations\":[]}",
      .jsonl)
    #expect(lines.annotations == expected.map { "1 \($0)" })
    let cell = "\"" + list.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    let table = try read("id,text,mood,annotations,_labels\ns1,t,good,\(cell),{}\ns2,t,,[],{}\ns3,t,,x,{}", .csv)
    #expect(table.annotations == expected.map { "2 \($0)" })
    #expect(table.bad == ["4 the column \"annotations\" does not hold JSON"])
  }
}
