import AnnotationEngine
import Testing

@testable import Interchange

@Suite("Samples from CSV and TSV")
struct DelimitedSamplesTests {
  func texts(_ text: String, _ format: SampleFormat = .csv, table: TableLayout = TableLayout()) throws -> [String] {
    try Read.samples(text, format, table: table).samples
  }

  @Test("RFC 4180: quotes, doubled quotes, line ends and delimiters within quotes, CR LF")
  func quoting() throws {
    let read = try Read.samples(
      "id,text,note,extra\r\n1,\"a,\r\nb\",\"say \"\"hi\"\"\",x\r\n2,,\"\",\"\"\"\"\r\n3,plain \"q\" 5\",n,é\r\n", .csv)
    #expect(
      read.samples == [
        #"2 1 {"fields":{"text":"a,\r\nb","note":"say \"hi\""},"metadata":{"extra":"x"}}"#,
        #"4 2 {"fields":{"text":"","note":""},"metadata":{"extra":"\""}}"#,
        #"5 3 {"fields":{"text":"plain \"q\" 5\"","note":"n"},"metadata":{"extra":"é"}}"#,
      ])
    #expect(read.bad.isEmpty)
  }

  @Test("LF, CR LF and CR all end a record; empty lines are passed over; the last end may be missing")
  func lineEnds() throws {
    let expected = [
      #"{"fields":{"text":"a","note":"b"},"metadata":{}}"#, #"{"fields":{"text":"c","note":"d"},"metadata":{}}"#,
    ]
    for end in ["\n", "\r\n", "\r"] {
      let text = ["text,note", "a,b", "", "c,d"].joined(separator: end)
      #expect(try texts(text).map { String($0.dropFirst(4)) } == expected)
      #expect(try texts(text + end + end).map { String($0.dropFirst(4)) } == expected)
      #expect(try texts(text).map { $0.prefix(1) } == ["2", "4"])
    }
  }

  @Test("The delimiter is told from the header, with or without a byte order mark", arguments: [",", ";", "\t", "|"])
  func sniffing(delimiter: String) throws {
    // The other signs occur too, and split off fewer of the columns that are looked for.
    let others = [",", ";", "\t", "|"].filter { $0 != delimiter }.joined()
    let header = ["id", "text", "\(others)x\(others)"].joined(separator: delimiter)
    let row = ["1", "t", "y"].joined(separator: delimiter)
    let read = try Read.samples("\u{FEFF}\(header)\n\(row)", .csv)
    #expect(read.samples.count == 1)
    #expect(read.samples.first?.hasPrefix(#"2 1 {"fields":{"text":"t","note":""},"metadata":"#) == true)
  }

  @Test("A given delimiter is taken, and a file without header has numbered columns")
  func layout() throws {
    let table = TableLayout(delimiter: try TableLayout.delimiter("^"), hasHeader: false)
    let read = try Read.samples(
      "7^t^x\n8^u^y", .csv, map: ColumnMap(columns: ["text": "2"], id: "1"), table: table)
    #expect(
      read.samples == [
        #"1 7 {"fields":{"text":"t","note":""},"metadata":{"3":"x"}}"#,
        #"2 8 {"fields":{"text":"u","note":""},"metadata":{"3":"y"}}"#,
      ])
    #expect(try TableLayout.delimiter("tab") == 9)
    #expect(throws: EngineError.self) { try TableLayout.delimiter("ab") }
    #expect(throws: EngineError.self) { try TableLayout.delimiter("\"") }
    #expect(throws: EngineError.self) { try TableLayout.delimiter("é") }
  }

  @Test("Rows with too few or too many cells are bad, with their line and text")
  func ragged() throws {
    let read = try Read.samples("id,text\n1,\"a\nb\"\n2\n3,c,d\n4,e\n", .csv)
    #expect(read.samples.map { $0.prefix(3) } == ["2 1", "6 4"])
    #expect(read.bad.map { $0.prefix(21) } == ["4 this row has 1 cell", "5 this row has 3 cell"])
    #expect(read.raw == ["2", "3,c,d"])
  }

  @Test("In CSV a quote that is not closed, or closed too early, is bad with line and column; reading goes on")
  func strayQuotes() throws {
    let early = try Read.samples("id,text\n1,\"a\"b\n2,c\n", .csv)
    #expect(early.samples.map { $0.prefix(3) } == ["3 2"])
    #expect(early.bad.first?.hasPrefix("2:6 there is text after the closing quote") == true)
    #expect(early.raw == ["1,\"a\"b"])
    let open = try Read.samples("id,text\n1,\"a\n2,c\n3,d", .csv)
    #expect(open.samples.map { $0.prefix(3) } == ["3 2", "4 3"])
    #expect(open.bad == ["2:3 the quote that begins here is never closed"])
    #expect(open.raw == ["1,\"a"])
    let later = try Read.samples("id,text\n1,\"a\nb\"c\n2,d", .csv)
    #expect(later.bad.first?.hasPrefix("2 line 3, column 3: there is text") == true)
  }

  @Test("In TSV quotes that do not enclose a cell stand for themselves")
  func strayQuotesInTSV() throws {
    let read = try Read.samples("id\ttext\n1\t\"a\" b\n2\t\"open\n3\t\"whole \"\"x\"\"\ty\"\n4\tc\"d\n", .tsv)
    #expect(
      read.samples == [
        #"2 1 {"fields":{"text":"\"a\" b","note":""},"metadata":{}}"#,
        #"3 2 {"fields":{"text":"\"open","note":""},"metadata":{}}"#,
        #"4 3 {"fields":{"text":"whole \"x\"\ty","note":""},"metadata":{}}"#,
        #"5 4 {"fields":{"text":"c\"d","note":""},"metadata":{}}"#,
      ])
  }

  @Test("What the file lacks is said before a row is read")
  func missing() throws {
    func unknown(_ text: String, _ map: ColumnMap = ColumnMap()) -> String? {
      guard case .unknownColumn(let name, let known, _) = engineError({ _ = try Read.samples(text, .csv, map: map) })
      else { return nil }
      return "\(name): \(known.joined(separator: " "))"
    }
    #expect(unknown("tweet,id\na,1") == "text: tweet id")
    #expect(unknown("text,id\na,1", ColumnMap(columns: ["note": "remark"])) == "remark: text id")
    #expect(unknown("text,id\na,1", ColumnMap(id: "key")) == "key: text id")
    #expect(unknown("text,id\na,1") == nil)
    #expect(try Read.samples("", .csv) == Read())
    guard case .badRecords(_, let first, _) = engineError({ _ = try Read.samples("text,a,a\n", .csv) }) else {
      Issue.record("accepted")
      return
    }
    #expect(first.reason.contains("names the column \"a\" twice"))
  }

  @Test("Bytes that are not UTF-8 and empty ids make bad rows")
  func badRows() throws {
    let read = try Read.samples(Array("id,text\n1,é".utf8) + [0xC3] + Array("\n,b\n3,c".utf8), .csv)
    #expect(read.samples.map { $0.prefix(3) } == ["4 3"])
    #expect(
      read.bad == [
        "2:4 these bytes are not UTF-8; save the file as UTF-8", "3 the id, in column \"id\", is empty",
      ])
  }

  @Test("A row beyond the limit is bad and the rest is read")
  func tooLong() throws {
    let long = String(repeating: "x", count: 9_000)
    let plain = try Read.samples("id,text\n1,a\n2,\(long)\n3,b\n", .csv, chunk: 64, limit: 1 << 12)
    #expect(plain.samples.map { $0.prefix(3) } == ["2 1", "4 3"])
    #expect(plain.bad.count == 1)
    let open = try Read.samples(
      "id,text\n1,\"a\n" + String(repeating: "2,x\n", count: 3_000), .csv, chunk: 64, limit: 1 << 12)
    #expect(open.samples.count == 3_000)
    #expect(open.bad == ["2:3 the quote that begins here is never closed"])
  }

  @Test("Where the file is cut into chunks changes nothing")
  func chunks() throws {
    var text = "id,text,note\r\n"
    for row in 0..<30 { text += "\(row),\"é, \"\"\r\n\(row)\",x\r\n" + (row == 9 ? "\"q\"x,1\r\n\r\n" : "") }
    let whole = try Read.samples(text, .csv)
    #expect(whole.samples.count == 30)
    #expect(whole.bad.count == 1)
    for chunk in [1, 2, 3, 5, 64, 100] { #expect(try Read.samples(text, .csv, chunk: chunk) == whole) }
  }

  @Test("Cells written with quotes are read back, whatever is in them")
  func roundTrip() throws {
    var random = SplitMix(state: 17)
    let pieces = ["a", ",", "\t", "\"", "\"\"", "\n", "\r\n", "\r", "", "é", "\u{0}", "\\", ";", " "]
    for format in [SampleFormat.csv, .tsv] {
      for _ in 0..<300 {
        let rows = (0..<4).map { _ in
          (0..<3).map { _ in (0..<random.below(5)).map { _ in pieces[random.below(pieces.count)] }.joined() }
        }
        let quoted = { (cell: String) in
          "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }
        let text = ([["text", "note", "x"]] + rows)
          .map { $0.map(quoted).joined(separator: format == .csv ? "," : "\t") + "\n" }.joined()
        let expected = rows.map { row in
          JSONValue.object([
            .init("fields", .object([.init("text", .string(row[0])), .init("note", .string(row[1]))])),
            .init("metadata", .object([.init("x", .string(row[2]))])),
          ]).text
        }
        let read = try Read.samples(text, format)
        #expect(read.samples.map { String($0.split(separator: " ", maxSplits: 2)[2]) } == expected)
      }
    }
  }
}
