import AnnotationEngine

/// The objects of a JSON Lines file, one a line; blank lines are passed over.
struct ObjectLines {
  private let input: InputFile
  /// Line of the object, from 1.
  private(set) var line = 0
  /// The line as it stands in the file, until the next one is read.
  private var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)

  init(_ input: InputFile) { self.input = input }

  /// The next object and its members; nil at the end.
  ///
  /// - Throws: `badRecords` with the line and what is wrong with it: too long, no JSON, no object; `io`.
  mutating func next() throws(EngineError) -> (value: JSONValue, members: [JSONMember])? {
    while let next = try input.nextLine() {
      line += 1
      guard case .bytes(let bytes) = next else {
        var beginning: [UInt8] = []
        if case .tooLong(let found) = next { beginning = Array(found) }
        throw failure(.tooLong(line: line, beginning, limit: input.recordLimit))
      }
      self.bytes = bytes
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      let value: JSONValue
      do { value = try JSONValue(parsing: bytes) } catch { throw failure(.json(error, line: line, bytes)) }
      guard let members = value.members else { throw failure("this is no JSON object") }
      return (value, members)
    }
    return nil
  }

  /// The object as a bad record.
  func failure(_ reason: String) -> EngineError {
    failure(BadRecord(line: line, reason: reason, raw: Array(bytes.prefix(4096))))
  }

  private func failure(_ record: BadRecord) -> EngineError { .badRecords(file: input.name, first: record, count: 1) }
}
