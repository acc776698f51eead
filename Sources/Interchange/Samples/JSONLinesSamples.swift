import AnnotationEngine

/// Samples from JSON Lines: an object a line. Empty lines are passed over.
///
/// Fields that are no strings are taken as their JSON text, null as "". What is neither field nor id becomes metadata
/// as it stands, in its order.
struct JSONLinesSamples: RecordSource {
  private let input: InputFile
  private let layout: SampleLayout
  private var members: KnownMembers
  private var line = 0
  private var isFirst = true
  /// Values of the record being read.
  private var slots: [Slot] = []
  /// Arrays and objects of the record being read, in canonical form.
  private var containers: [UInt8] = []

  /// One member of the record: where its name and value stand in the line.
  private struct Slot {
    enum Kind { case string, null, other, container }
    var name: JSONScanner.StringLiteral
    /// nil where the name is not among the known ones.
    var member: Int?
    var kind: Kind
    /// Of a string, its inside; of a container, its place in `containers`.
    var value: JSONScanner.StringLiteral
  }

  init(_ input: InputFile, _ layout: SampleLayout) {
    self.input = input
    self.layout = layout
    members = KnownMembers(layout)
  }

  var name: String { input.name }
  var bytesRead: Int { input.bytesRead }
  var byteCount: Int? { input.byteCount }

  mutating func next() throws(EngineError) -> Incoming<IncomingSample>? {
    while let next = try input.nextLine() {
      line += 1
      switch next {
      case .tooLong(let beginning): return .bad(.tooLong(line: line, beginning, limit: input.recordLimit))
      case .bytes(let bytes):
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
        return try read(bytes)
      }
    }
    if let missing = layout.mappedColumns.first(where: { !members.wasSeen($0) }), !isFirst {
      throw .unknownColumn(missing, known: members.names, file: name)
    }
    return nil
  }

  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(EngineError) -> Incoming<IncomingSample> {
    var scanner = JSONScanner(bytes)
    do {
      try readMembers(&scanner)
    } catch {
      return .bad(.json(error, line: line, bytes))
    }
    if isFirst {
      isFirst = false
      if !members.hasField { throw layout.missingField(known: members.names, file: name) }
      if layout.idIsRequired && members.id == nil {
        throw .unknownColumn(layout.idColumn, known: members.names, file: name)
      }
    }
    if !members.hasField {
      return bad("it has none of the fields \(layout.fieldColumns.quotedList(joinedBy: "and"))", bytes)
    }
    var id: String?
    if let slot = members.id {
      id = self.id(slots[slot], scanner)
      if id == nil { return bad("the id is neither text nor a number", bytes) }
    } else if layout.idIsRequired {
      return bad("it has no \"\(layout.idColumn)\" for the id", bytes)
    }
    return .record(IncomingSample(id: id, content: content(scanner, bytes.count), line: line))
  }

  private func bad(_ reason: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Incoming<IncomingSample> {
    .bad(BadRecord(line: line, reason: reason, raw: Array(bytes)))
  }

  // MARK: Reading

  private mutating func readMembers(_ scanner: inout JSONScanner) throws(JSONError) {
    slots.removeAll(keepingCapacity: true)
    containers.removeAll(keepingCapacity: true)
    members.beginRecord()
    scanner.skipSpace()
    try scanner.expect(0x7B, "a line of JSON Lines must be an object: {\"text\": …}")
    scanner.skipSpace()
    if scanner.peek == 0x7D {
      scanner.offset += 1
    } else {
      repeat {
        scanner.skipSpace()
        let name = try scanner.name()
        let member = try members.note(name, slot: slots.count, scanner)
        scanner.skipSpace()
        slots.append(try value(of: name, member, &scanner))
        scanner.skipSpace()
      } while try another(&scanner)
    }
    try scanner.expectEnd()
  }

  /// Whether another member follows.
  private func another(_ scanner: inout JSONScanner) throws(JSONError) -> Bool {
    if scanner.peek == 0x2C {
      scanner.offset += 1
      return true
    }
    try scanner.expect(0x7D, "expected a comma or }")
    return false
  }

  private mutating func value(
    of name: JSONScanner.StringLiteral, _ member: Int?, _ scanner: inout JSONScanner
  ) throws(JSONError) -> Slot {
    let start = scanner.offset
    var slot = Slot(
      name: name, member: member, kind: .other, value: .init(start: start, end: start, hasEscapes: false))
    switch scanner.peek {
    case .some(0x22):
      slot.kind = .string
      slot.value = try scanner.string()
      return slot
    case .some(0x7B), .some(0x5B):
      slot.kind = .container
      slot.value.start = containers.count
      try scanner.copyCanonical(to: &containers)
      slot.value.end = containers.count
      return slot
    case .some(0x2D), .some(0x30...0x39): _ = try scanner.number()
    default: if try scanner.word() == .null { slot.kind = .null }
    }
    slot.value.end = scanner.offset
    return slot
  }

  private func id(_ slot: Slot, _ scanner: JSONScanner) -> String? {
    switch slot.kind {
    case .string: return scanner.text(slot.value)
    case .other:
      let literal = scanner.bytes(slot.value)
      // true and false are no ids.
      return literal.first.map { $0 < 0x3A } == true ? String(decoding: literal, as: UTF8.self) : nil
    case .null, .container: return nil
    }
  }

  // MARK: Writing

  private func content(_ scanner: JSONScanner, _ length: Int) -> [UInt8] {
    var content: [UInt8] = []
    content.reserveCapacity(length + members.overhead)
    for field in layout.prefixes.indices {
      content.append(contentsOf: layout.prefixes[field])
      if let slot = members.slot(ofField: field) {
        appendText(slots[slot], scanner, to: &content)
      } else {
        content.append(0x22)
        content.append(0x22)
      }
    }
    content.append(contentsOf: SampleLayout.afterFields)
    var isFirst = true
    for slot in slots where !members.isPart(slot.member) {
      if !isFirst { content.append(0x2C) }
      isFirst = false
      appendName(slot, scanner, to: &content)
      content.append(0x3A)
      appendValue(slot, scanner, to: &content)
    }
    content.append(contentsOf: SampleLayout.afterMetadata)
    return content
  }

  /// A field's value, as a string whatever it is.
  private func appendText(_ slot: Slot, _ scanner: JSONScanner, to content: inout [UInt8]) {
    switch slot.kind {
    case .string: scanner.appendCanonical(slot.value, to: &content)
    case .null:
      content.append(0x22)
      content.append(0x22)
    case .other, .container:
      var text: [UInt8] = []
      appendValue(slot, scanner, to: &text)
      text.withUnsafeBufferPointer { JSONText.append(utf8: $0, to: &content) }
    }
  }

  private func appendValue(_ slot: Slot, _ scanner: JSONScanner, to content: inout [UInt8]) {
    switch slot.kind {
    case .string: scanner.appendCanonical(slot.value, to: &content)
    case .null, .other: content.append(contentsOf: scanner.bytes(slot.value))
    case .container: content.append(contentsOf: containers[slot.value.start..<slot.value.end])
    }
  }

  private func appendName(_ slot: Slot, _ scanner: JSONScanner, to content: inout [UInt8]) {
    if let renamed = members.renamed(slot.member) {
      content.append(contentsOf: renamed)
    } else if slot.member == nil {
      JSONText.append(layout.metadataName(scanner.text(slot.name)), to: &content)
    } else {
      scanner.appendCanonical(slot.name, to: &content)
    }
  }
}
