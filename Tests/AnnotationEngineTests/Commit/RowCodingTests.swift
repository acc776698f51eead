import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("The bytes of committed rows")
struct RowCodingTests {
  private var random = FixedRandom(seed: 11)

  private static let names = ["a", "b", "sentiment", "topic", "é", "e\u{301}x", "zz", "日本", "", "a b"]

  private mutating func id() -> ObjectID? {
    ObjectID(bytes: (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) })
  }

  private mutating func answer() -> Answer {
    if Bool.random(using: &random) { return .choice(Self.names.randomElement(using: &random) ?? "") }
    if Bool.random(using: &random) {
      let millionths = Int64.random(in: -1_000_000_000_000_000...1_000_000_000_000_000, using: &random)
      let coarse = ([1, 10, 1000, 1_000_000, 100_000_000] as [Int64]).randomElement(using: &random) ?? 1
      if let number = DecimalNumber(millionths: millionths / coarse * coarse) { return .number(number) }
    }
    let count = Int.random(in: 0...3, using: &random)
    return .choices(Self.names.shuffled(using: &random).prefix(count).sorted(by: precedesInBytes))
  }

  private mutating func annotation() -> AnnotationRow {
    var answers: Answers = [:]
    for name in Self.names.shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random)) {
      answers[name] = answer()
    }
    return AnnotationRow(
      status: Bool.random(using: &random) ? .submitted : .skipped, answers: answers,
      flagged: Bool.random(using: &random), milliseconds: number(), revision: number(),
      comment: Bool.random(using: &random) ? id() : nil, reason: Bool.random(using: &random) ? id() : nil)
  }

  private mutating func number() -> UInt64 {
    UInt64.random(in: 0...UInt64.max, using: &random) >> UInt64.random(in: 0...63, using: &random)
  }

  private mutating func label() -> LabelRow {
    let whole = UInt64.random(in: 1...40, using: &random)
    let share = Share(.random(in: 0...whole, using: &random), of: whole)
    let origins: [LabelRow.Origin] = [
      .majority(share), .unanimous(share), .resolution(.set, reviewer: "rita"),
      .resolution(.majority, reviewer: "é"), .resolution(.accepted(annotator: "alice"), reviewer: "rita"),
    ]
    return LabelRow(
      answer: answer(), origin: origins.randomElement(using: &random) ?? .majority(share),
      reason: Bool.random(using: &random) ? id() : nil)
  }

  @Test("Every annotation row comes back from its bytes.")
  mutating func annotations() {
    for _ in 0..<2_000 {
      let row = annotation()
      #expect(AnnotationRow(encoded: row.encoded) == row)
    }
  }

  @Test("Every label row comes back from its bytes.")
  mutating func labels() {
    for _ in 0..<2_000 {
      let row = label()
      #expect(LabelRow(encoded: row.encoded) == row)
    }
  }

  @Test("Bytes that are read are the bytes that are written: no row has two forms.")
  mutating func canonical() {
    var read = 0
    for _ in 0..<20_000 {
      var bytes = Bool.random(using: &random) ? annotation().encoded : label().encoded
      switch Int.random(in: 0...3, using: &random) {
      case 0: bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
      case 1: bytes.removeLast(.random(in: 1...bytes.count, using: &random))
      case 2: bytes.append(.random(in: 0...255, using: &random))
      default: bytes.insert(.random(in: 0...255, using: &random), at: .random(in: 0...bytes.count, using: &random))
      }
      if let row = AnnotationRow(encoded: bytes) {
        read += 1
        #expect(row.encoded == bytes)
      }
      if let row = LabelRow(encoded: bytes) {
        read += 1
        #expect(row.encoded == bytes)
      }
    }
    // Else the test would say nothing.
    #expect(read > 500)
  }

  @Test("The order in which values are given does not reach the bytes.")
  func setsHaveNoOrder() {
    let row = { (values: [String]) in
      LabelRow(answer: .choices(values), origin: .majority(Share(1, of: 2)), reason: nil).encoded
    }
    #expect(row(["b", "a", "c"]) == row(["c", "b", "a"]))
    #expect(row(["b", "a", "b"]) == row(["a", "b"]))
  }

  @Test("The layout is the one that is written down.")
  func layout() throws {
    let comment = try #require(ObjectID(bytes: Array(repeating: 7, count: 32)))
    let annotation = AnnotationRow(
      status: .submitted, answers: ["s": .choice("pos"), "t": .choices(["b", "a"])], flagged: true, milliseconds: 300,
      revision: 1, comment: comment, reason: nil)
    #expect(
      annotation.encoded
        == [0b01101, 0xAC, 0x02, 1, 2, 1, 0x73, 0, 3, 0x70, 0x6F, 0x73, 1, 0x74, 1, 2, 1, 0x61, 1, 0x62]
        + Array(repeating: 7, count: 32))
    let label = LabelRow(answer: .choice("pos"), origin: .majority(Share(4, of: 6)), reason: nil)
    #expect(label.encoded == [1, 0, 3, 0x70, 0x6F, 0x73, 2, 3])
    let resolved = LabelRow(
      answer: .choice("x"), origin: .resolution(.accepted(annotator: "al"), reviewer: "rita"), reason: comment)
    #expect(
      resolved.encoded
        == [0b10011, 0, 1, 0x78, 4, 0x72, 0x69, 0x74, 0x61, 2, 0x61, 0x6C] + Array(repeating: 7, count: 32))
  }

  @Test("A sample row has 44 bytes and comes back from them.")
  mutating func samples() throws {
    for _ in 0..<200 {
      let row = SampleRow(
        blob: try #require(id()), batch: (0..<8).map { _ in .random(in: 0...255, using: &random) },
        place: .random(in: 0...UInt32.max, using: &random))
      #expect(row.encoded.count == 44)
      #expect(SampleRow(encoded: row.encoded) == row)
    }
    #expect(SampleRow(encoded: Array(repeating: 0, count: 43)) == nil)
    #expect(SampleRow(encoded: Array(repeating: 0, count: 45)) == nil)
    #expect(SampleRow.key(ofPlace: 0x0102_0304) == [1, 2, 3, 4])
  }

  @Test("Keys of parts stand in the order of samples first, and come apart again.")
  func keys() throws {
    let key = PartKey.bytes(sample: "s1", part: "alice")
    #expect(key == Array("s1".utf8) + [0] + Array("alice".utf8))
    let split = try #require(PartKey.split(key))
    #expect(split == ("s1", "alice"))
    #expect(byteOrder(PartKey.bytes(sample: "s1", part: "z"), PartKey.bytes(sample: "s10", part: "a")) < 0)
    #expect(PartKey.split(Array("none".utf8)) == nil)
  }

  @Test("Seconds become whole milliseconds, and what is no duration becomes none.")
  func milliseconds() {
    #expect(AnnotationRow.milliseconds(1.2345) == 1235)
    #expect(AnnotationRow.milliseconds(0) == 0)
    #expect(AnnotationRow.milliseconds(-1) == 0)
    #expect(AnnotationRow.milliseconds(.nan) == 0)
    #expect(AnnotationRow.milliseconds(.infinity) == 0)
  }
}
