import AnnotationEngine

extension BadRecord {
  static func tooLong(line: Int, _ beginning: [UInt8], limit: Int) -> BadRecord {
    BadRecord(
      line: line, reason: "the record is longer than \(limit >> 20) MiB; only its beginning is kept here",
      raw: beginning)
  }

  static func json(_ error: JSONError, line: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> BadRecord {
    BadRecord(
      line: line, column: column(of: error.offset, in: bytes), reason: "this is not JSON: \(error.problem)",
      raw: Array(bytes))
  }

  static func encoding(line: Int, at offset: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> BadRecord {
    BadRecord(
      line: line, column: column(of: offset, in: bytes), reason: "these bytes are not UTF-8; save the file as UTF-8",
      raw: Array(bytes))
  }

  /// Of a whole text the first line that is not UTF-8; nil where all of it is.
  static func encoding(in text: UnsafeBufferPointer<UInt8>) -> BadRecord? {
    guard let offset = UTF8Check.firstInvalid(text) else { return nil }
    let line = text.prefix(offset).count { $0 == 0x0A } + 1
    let start = text.prefix(offset).lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let rest = UnsafeBufferPointer(rebasing: text[start...])
    return .encoding(line: line, at: offset - start, UnsafeBufferPointer(rebasing: rest.prefix(4096)))
  }

  /// The column of a byte, in characters from 1, as editors count.
  static func column(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    bytes.prefix(offset).count { $0 & 0xC0 != 0x80 } + 1
  }
}
