import Foundation
import Testing

@testable import AnnotationEngine

@Suite("Sorting records in bounded memory")
struct RecordSorterTests {
  private let directory = NSTemporaryDirectory() + "gloss-sorter-" + UUID().uuidString

  private func sorted(_ records: [SortedRecord], memory: Int) throws -> (RecordSorter, [SortedRecord]) {
    let sorter = RecordSorter(directory: directory, memory: memory)
    for record in records { try sorter.add(key: record.key, value: record.value) }
    try sorter.finish()
    return (sorter, try all(sorter))
  }

  private func all(_ sorter: RecordSorter) throws -> [SortedRecord] {
    var cursor = try sorter.records()
    var found: [SortedRecord] = []
    while let record = try cursor.next() { found.append(record) }
    return found
  }

  private func isBefore(_ a: SortedRecord, _ b: SortedRecord) -> Bool { byteOrder(a.key, b.key) < 0 }

  @Test("Records come in the order of their keys, whatever the memory, and equal keys in order of arrival.")
  func sorts() throws {
    var random = FixedRandom(seed: 7)
    for round in 0..<60 {
      let records = (0..<Int.random(in: 0...400, using: &random)).map { index in
        SortedRecord(
          key: (0..<Int.random(in: 0...10, using: &random)).map { _ in UInt8.random(in: 0...3, using: &random) },
          value: Array(repeating: UInt8(round), count: Int.random(in: 0...40, using: &random))
            + withUnsafeBytes(of: index) { Array($0) })
      }
      // A sort by key that keeps the order of arrival: the order of a list of pairs.
      let expected = records.enumerated()
        .sorted { isBefore($0.element, $1.element) || ($0.element.key == $1.element.key && $0.offset < $1.offset) }
        .map(\.element)
      for memory in [64, 700, 5_000, 1 << 20] {
        let (sorter, found) = try sorted(records, memory: memory)
        #expect(found == expected, "round \(round), memory \(memory)")
        #expect(try all(sorter) == expected, "reading twice gives the same")
        let strict = zip(records, records.dropFirst()).allSatisfy { isBefore($0, $1) }
        #expect(sorter.isStrictlyAscending == strict)
        #expect(sorter.count == records.count)
      }
    }
  }

  @Test("Records in order stay one run however many they are, and are known to be in order.")
  func oneRun() throws {
    let records = (0..<5_000).map { SortedRecord(key: Array("key-\(100_000 + $0)".utf8), value: [1, 2, 3]) }
    let (sorter, found) = try sorted(records, memory: 4_096)
    #expect(found == records)
    #expect(sorter.isStrictlyAscending)
    #expect(sorter.runCount == 1)
    let (mixed, _) = try sorted(records.reversed(), memory: 4_096)
    #expect(mixed.runCount > 1)
    #expect(!mixed.isStrictlyAscending)
  }

  @Test("A record larger than the memory is sorted like any other.")
  func large() throws {
    let records = [9, 3, 7].map { SortedRecord(key: [$0], value: Array(repeating: $0, count: 900_000)) }
    let (_, found) = try sorted(records, memory: 1_000)
    #expect(found.map(\.key) == [[3], [7], [9]])
    #expect(found.map(\.value.count) == [900_000, 900_000, 900_000])
  }

  @Test("Nothing is left in the directory, not even while sorting.")
  func leavesNothing() throws {
    let (sorter, _) = try sorted((0..<1_000).map { SortedRecord(key: [UInt8($0 % 251)], value: []) }, memory: 512)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
    _ = sorter
  }
}

@Suite("Places that are given up")
struct PlaceSetTests {
  @Test("The places that stay are dense and in the same order.")
  func ranks() {
    var random = FixedRandom(seed: 3)
    for count in [1, 63, 64, 65, 1_000] {
      var set = PlaceSet(count: count)
      let gone = Set((0..<count).filter { _ in Bool.random(using: &random) })
      for place in gone { set.insert(UInt32(place)) }
      for place in gone { set.insert(UInt32(place)) }
      #expect(set.count == gone.count)
      let ranks = set.ranks()
      let kept = (0..<count).filter { !gone.contains($0) }
      #expect(kept.map { ranks.newPlace(of: UInt32($0)) } == kept.indices.map { UInt32($0) })
      #expect((0..<count).allSatisfy { set.contains(UInt32($0)) == gone.contains($0) })
    }
  }
}

@Suite("Ids of samples")
struct SampleIdentifierTests {
  @Test(
    "Ids have 1 to 512 bytes and no control character.",
    arguments: [
      ("a", nil), ("é", nil), (String(repeating: "x", count: 512), nil), ("tweet 17 / 2", nil),
      ("", "the id is empty"),
      (String(repeating: "x", count: 513), "the id has 513 bytes; at most 512 are allowed"),
      ("a\tb", "the id has a control character, U+0009"), ("a\u{7F}", "the id has a control character, U+007F"),
      ("\u{85}", "the id has a control character, U+0085"), ("a\0", "the id has a control character, U+0000"),
    ] as [(String, String?)])
  func rule(id: String, problem: String?) {
    #expect(SampleIdentifier.problem(with: id) == problem)
  }

  @Test("An id from content is the beginning of its SHA-256.")
  func fromContent() {
    // printf abc | sha256sum
    #expect(SampleIdentifier.of(content: Array("abc".utf8)) == "ba7816bf8f01cfea")
  }
}
