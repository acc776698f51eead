import Foundation
import Testing

@testable import AnnotationEngine

@Suite("A number of a rating")
struct DecimalNumberTests {
  @Test(
    "However it is written, one number is one value with one text.",
    arguments: [
      ("3", ["3", "3.0", "03", "+3", "3.", "0.3e1", "30E-1", "3.0000000000000000"]),
      ("0", ["0", "-0", "0.0", ".0", "0e9", "-0.000"]), ("-0.25", ["-0.25", "-.25", "-2.5e-1", "-00.250"]),
      ("1000000000", ["1e9", "1000000000.000000"]), ("0.000001", ["1e-6", "0.000001", "1E-06"]),
    ])
  func forms(text: String, written: [String]) throws {
    for form in written { #expect(DecimalNumber(form)?.text == text, "\(form)") }
  }

  @Test(
    "What is no number, out of range or too fine is refused.",
    arguments: [
      "", "-", ".", "e1", "3e", "3e+", "1,5", "0x1", "1 ", " 1", "1000000000.1", "1e10", "0.0000001", "1e-7", "nan",
      "inf",
      "1e99999999999", "--1", "1.2.3", "٣",
    ])
  func refused(text: String) { #expect(DecimalNumber(text) == nil) }

  @Test("Numbers are ordered as numbers, and text and JSON give them back.")
  func journeys() throws {
    var random = FixedRandom(seed: 3)
    var last: DecimalNumber?
    for _ in 0..<2_000 {
      let coarse = ([1, 1000, 1_000_000] as [Int64]).randomElement(using: &random) ?? 1
      let number = try #require(
        DecimalNumber(
          millionths: Int64.random(in: -1_000_000_000_000_000...1_000_000_000_000_000, using: &random) / coarse * coarse
        ))
      #expect(DecimalNumber(number.text) == number)
      #expect(DecimalNumber(coefficient: number.parts.coefficient, places: number.parts.places) == number)
      let answer = Answer.number(number)
      #expect(try JSONDecoder().decode(Answer.self, from: JSONEncoder().encode(answer)) == answer)
      #expect(Answer(json: try JSONValue(parsing: answer.json.text.utf8)) == answer)
      if let last { #expect((last < number) == (last.double < number.double)) }
      last = number
    }
  }

  @Test("The bytes of a row are those of the tables' page, and there are no others of the same number.")
  func bytes() throws {
    for (text, bytes) in [("3", [2, 6, 0]), ("-0.25", [2, 0x31, 2]), ("0", [2, 0, 0]), ("-1", [2, 1, 0])]
      as [(String, [UInt8])]
    {
      var row = RowWriter()
      row.answer(.number(try #require(DecimalNumber(text))))
      #expect(row.bytes == bytes)
      var reader = RowReader(bytes)
      #expect(reader.answer() == DecimalNumber(text).map(Answer.number))
    }
    for bytes in [[2, 60, 1], [2, 0, 1], [2, 6, 7], [2, 6], [2, 0x86, 0, 0]] as [[UInt8]] {
      var reader = RowReader(bytes)
      #expect(reader.answer() == nil, "\(bytes)")
    }
  }
}
