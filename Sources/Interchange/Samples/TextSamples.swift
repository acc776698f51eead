import AnnotationEngine

/// A sample a line of a text file: the line is the first field. Lines of nothing but space are passed over.
struct LineSamples: RecordSource {
  private let input: InputFile
  private let content: TextContent
  private var line = 0

  init(_ input: InputFile, _ layout: SampleLayout) {
    self.input = input
    content = TextContent(layout)
  }

  var name: String { input.name }
  var bytesRead: Int { input.bytesRead }
  var byteCount: Int? { input.byteCount }

  mutating func next() throws(EngineError) -> Incoming<IncomingSample>? {
    while let next = try input.nextLine() {
      line += 1
      switch next {
      case .tooLong(let beginning): return .bad(.tooLong(line: line, beginning, limit: input.recordLimit))
      case .bytes(var bytes):
        if bytes.last == 0x0D { bytes = UnsafeBufferPointer(rebasing: bytes.dropLast()) }
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
        if let offset = UTF8Check.firstInvalid(bytes) { return .bad(.encoding(line: line, at: offset, bytes)) }
        return .record(IncomingSample(id: nil, content: content.of(bytes), line: line))
      }
    }
    return nil
  }
}

/// A sample a file: its whole text is the first field, its name the id.
struct TextSamples: RecordSource {
  private let input: InputFile
  private let content: TextContent
  private let id: String?
  private var isRead = false

  init(_ input: InputFile, path: String, _ layout: SampleLayout) {
    self.input = input
    content = TextContent(layout)
    id = path == "-" ? nil : path.split(separator: "/").last.map(String.init)
  }

  var name: String { input.name }
  var bytesRead: Int { input.bytesRead }
  var byteCount: Int? { input.byteCount }

  mutating func next() throws(EngineError) -> Incoming<IncomingSample>? {
    if isRead { return nil }
    isRead = true
    while try input.fill() {
      if input.pending.count > input.recordLimit {
        return .bad(.tooLong(line: 1, Array(input.pending.prefix(4096)), limit: input.recordLimit))
      }
    }
    let text = input.pending
    if let invalid = BadRecord.encoding(in: text) { return .bad(invalid) }
    return .record(IncomingSample(id: id, content: content.of(text), line: 1))
  }
}

/// Content with one field of text and nothing else.
struct TextContent {
  private let before: [UInt8]
  private var after: [UInt8] = []

  init(_ layout: SampleLayout) {
    before = layout.prefixes.first ?? []
    for prefix in layout.prefixes.dropFirst() { after += prefix + [0x22, 0x22] }
    after += SampleLayout.afterFields + SampleLayout.afterMetadata
  }

  func of(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var content: [UInt8] = []
    content.reserveCapacity(before.count + text.count + text.count / 8 + after.count + 2)
    content += before
    JSONText.append(utf8: text, to: &content)
    content += after
    return content
  }
}
