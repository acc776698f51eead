import AnnotationEngine
import Foundation
import LabelStatistics
import Testing

@testable import Interchange

@Suite("Answers of a crowd")
struct CrowdTableTests {
  private func table(
    _ text: String, as ending: String = "csv", _ columns: CrowdColumns = CrowdColumns()
  ) throws -> CrowdTable {
    let path = FileManager.default.temporaryDirectory.path + "/crowd-\(UUID().uuidString).\(ending)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return try CrowdTable(path: path, columns: columns)
  }

  @Test("Names stand in the order of their bytes and ratings in theirs, whatever order the rows have")
  func order() throws {
    let rows = ["t10,w2,yes", "t2,w1,no", "t10,w1,a long name of a value", "t2,w10,yes"]
    let first = try table("task,worker,label\n" + rows.joined(separator: "\n"))
    let second = try table("task,worker,label\n" + rows.reversed().joined(separator: "\r\n") + "\r\n")
    #expect(Array(first.items) == ["t10", "t2"])
    #expect(Array(first.annotators) == ["w1", "w10", "w2"])
    #expect(Array(first.values) == ["a long name of a value", "no", "yes"])
    #expect(first.ratings == second.ratings)
    #expect(first.ratings.items == [0, 0, 1, 1])
    #expect(first.ratings.annotators == [0, 2, 0, 1])
    #expect(first.ratings.values == [0, 2, 1, 2])
    #expect(first.values.number(of: "no") == 1)
    #expect(first.values.number(of: "maybe") == nil)
  }

  @Test("Columns are found by their usual names, or by what --map says")
  func columns() throws {
    let usual = try table("rater,when,item,answer\nann,1,x,5\n")
    #expect(usual.items[0] == "x" && usual.annotators[0] == "ann" && usual.values[0] == "5")
    let mapped = try table(
      "a,b,c\nx,ann,5\n", CrowdColumns(map: ["sample": "a", "annotator": "b", "value": "c"]))
    #expect(mapped.items[0] == "x")
    #expect(throws: EngineError.self) { try table("a,b,c\nx,ann,5\n") }
    #expect(throws: EngineError.self) { try CrowdColumns(map: ["smaple": "a"]) }
  }

  @Test("The same annotator twice on one item is found, and the last row counts")
  func repeats() throws {
    let read = try table("task,worker,label\n1,a,x\n1,b,x\n1,a,y\n2,a,z\n2,a,z\n")
    #expect(read.ratings.values.map { read.values[Int($0)] } == ["y", "x", "z"])
    #expect(
      read.repeats == [
        CrowdTable.Repeat(item: 0, annotator: 0, rows: 2, differ: true),
        CrowdTable.Repeat(item: 1, annotator: 0, rows: 2, differ: false),
      ])
  }

  @Test("Quotes, doubled quotes and line ends within them are taken as RFC 4180 has them; a BOM is no part of a name")
  func quotes() throws {
    let read = try table("\u{FEFF}task,worker,label\n\"a,b\",w,\"say \"\"no\"\"\"\n\"two\nlines\",w,x\n")
    #expect(Array(read.items) == ["a,b", "two\nlines"])
    #expect(Array(read.values) == ["say \"no\"", "x"])
    #expect(read.columns.sample == "task")
  }

  @Test("A row without a value is no answer, and is counted")
  func empty() throws {
    let read = try table("task,worker,label\n1,a,\n1,b,x\n\n")
    #expect(read.withoutValue == 1)
    #expect(read.ratings.values.count == 1)
  }

  @Test("Further columns come along with each rating")
  func others() throws {
    let read = try table(
      "task,worker,label,lang,time\n2,a,x,de,9\n1,a,x,en,8\n", CrowdColumns(others: ["lang", "task"]))
    let lang = try #require(read.others["lang"])
    #expect(lang.numbers.map { lang.names[Int($0)] } == ["en", "de"])
    #expect(read.others["time"] != nil && read.others["task"] != nil)
  }

  @Test("JSON Lines give what the same table gives")
  func jsonLines() throws {
    let read = try table(
      "{\"task\": 2, \"worker\": \"a\", \"label\": [\"x\", \"y\"]}\n{\"task\": \"1\", \"worker\": \"a\", \"label\": 1.50}\n{\"task\": 1, \"worker\": \"b\", \"label\": null}\n",
      as: "jsonl")
    #expect(Array(read.values) == ["1.50", "x|y"])
    #expect(read.ratings.values == [0, 1])
    #expect(read.withoutValue == 1)
  }

  @Test(
    "A row that cannot be read says its line",
    arguments: [
      ("task,worker,label\n1,a,x\n1,b\n", 3), ("task,worker,label\n1,a,x,y\n", 2), ("task,worker,label\n\n,a,x\n", 3),
      ("task,worker,label\n\"a\nb\",w,x\n1,\"b\"c,x\n", 4),
    ])
  func bad(text: String, line: Int) throws {
    do {
      _ = try table(text)
      Issue.record("it was read")
    } catch {
      guard case EngineError.badRecords(_, let first, _) = error else { throw error }
      #expect(first.line == line, "\(first.reason)")
    }
  }

  @Test("A file that is read in parts gives what its rows say, and a bad row has its line")
  func many() throws {
    let count = 50_000
    var rows = (0..<count).map { "item-\($0)-with-a-long-name,w\($0 % 7),v\($0 % 3)" }
    let read = try table("task,worker,label\n" + rows.joined(separator: "\n"))
    #expect(read.items.count == count && read.ratings.values.count == count)
    for index in [0, 1, 999, 4999, 25_000, 49_999] {
      let item = try #require(read.items.number(of: "item-\(index)-with-a-long-name"))
      #expect(read.annotators[Int(read.ratings.annotators[item])] == "w\(index % 7)")
      #expect(read.values[Int(read.ratings.values[item])] == "v\(index % 3)")
    }
    rows[40_000] = "item,w"
    do {
      _ = try table("task,worker,label\n" + rows.joined(separator: "\n"))
      Issue.record("it was read")
    } catch {
      guard case EngineError.badRecords(_, let first, _) = error else { throw error }
      #expect(first.line == 40_002)
    }
  }

  @Test("A large file gives its last answers in order, be its items large, its annotators many, its last cell quoted")
  func large() throws {
    var rows = (0..<60_000).map { index in
      (
        item: "item-\(index % 7 == 0 ? index % 70 : index % 20_011)-with-a-long-name",
        annotator: "w\(index * 31 % 997)",
        value: "v\(index % 5)"
      )
    }
    for isQuoted in [false, true] {
      if isQuoted { rows.append((item: "two\nlines", annotator: "w1", value: "v1")) }
      var text = "task,worker,label,place\n"
      var first: [String: Int] = [:]
      var last: [String: (value: String, place: Int)] = [:]
      var counts: [String: Int] = [:]
      for (place, row) in rows.enumerated() {
        text += "\(row.item.contains("\n") ? "\"\(row.item)\"" : row.item),\(row.annotator),\(row.value),\(place)\n"
        if first[row.item] == nil { first[row.item] = place + 2 }
        last["\(row.item)\0\(row.annotator)"] = (row.value, place)
        counts["\(row.item)\0\(row.annotator)", default: 0] += 1
      }
      let read = try table(text, CrowdColumns(others: ["place"]))
      let ratings = read.ratings
      let places = try #require(read.others["place"])
      let keys = last.keys.sorted()
      #expect(
        ratings.items.indices.map {
          "\(read.items[Int(ratings.items[$0])])\0\(read.annotators[Int(ratings.annotators[$0])])"
        } == keys)
      #expect(ratings.values.map { read.values[Int($0)] } == keys.map { last[$0]?.value })
      #expect(places.numbers.map { Int(places.names[Int($0)]) } == keys.map { last[$0]?.place })
      #expect(read.repeats.map(\.rows) == keys.compactMap { counts[$0] }.filter { $0 > 1 })
      #expect(read.items.indices.map { read.items.line($0) } == read.items.map { first[$0] })
    }
  }
}
