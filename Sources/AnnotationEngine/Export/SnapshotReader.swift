import VersionStore

/// Walks a snapshot's samples in order, each with its labels and annotations.
///
/// Rows come in chunks: the contents of a chunk are read in the order in which they were imported, so that a block of
/// a pack is unpacked once for all samples of it, however the ids are ordered.
struct SnapshotReader {
  private let snapshot: Snapshot
  private let store: Store
  private let project: Project
  private let withAnnotations: Bool
  private let questions: [String: Question]

  /// Samples whose contents are read ahead, and the bytes that these may have.
  private static let chunkCount = 65_536
  private static let chunkByteCount = 32 << 20
  /// Samples whose labels and annotations are read at a time.
  private static let joinCount = 1_024

  private typealias Item = (key: [UInt8], row: SampleRow)

  init(_ snapshot: Snapshot, store: Store, project: Project, withAnnotations: Bool) {
    self.snapshot = snapshot
    self.store = store
    self.project = project
    self.withAnnotations = withAnnotations
    questions = Dictionary(project.questions.map { ($0.name, $0) }) { first, _ in first }
  }

  func visit(_ body: (ExportedRow) throws -> Void) throws {
    try bringPromised()
    var start: [UInt8]?
    while true {
      let chunk = try items(from: start)
      guard let last = chunk.last else { return }
      let contents = try readAhead(chunk)
      for first in stride(from: 0, to: chunk.count, by: Self.joinCount) {
        try join(chunk, contents, first..<min(first + Self.joinCount, chunk.count), body)
      }
      // The least key after the last.
      start = last.key + [0]
    }
  }

  /// In a partial clone, brings all contents at once: a pack at the remote holds samples of many chunks.
  private func bringPromised() throws {
    guard store.promises != nil else { return }
    var blobs: [ObjectID] = []
    try snapshot.samples.forEach(from: nil) { row in
      if let sample = SampleRow(encoded: row.value) { blobs.append(sample.blob) }
      return true
    }
    try store.fetchPromised(blobs)
  }

  /// One sample; `row` is nil where its content was erased. nil where the snapshot has no sample of that id.
  func sample(_ id: String) throws -> (place: UInt32, row: ExportedRow?)? {
    let key = Array(id.utf8)
    guard let value = try snapshot.samples.value(for: key) else { return nil }
    guard let sample = SampleRow(encoded: value) else {
      throw EngineError.damagedRow(table: TableName.samples, key: key)
    }
    guard let stored = try stored((key, sample)) else { return (sample.place, nil) }
    let prefix = PartKey.prefix(sample: id)
    return (
      sample.place,
      try row(
        (key, sample), stored, labels: try snapshot.labels.rows(withPrefix: prefix),
        annotations: try snapshot.annotations.rows(withPrefix: prefix))
    )
  }

  private func items(from start: [UInt8]?) throws -> [Item] {
    var items: [Item] = []
    try snapshot.samples.forEach(from: start) { row in
      guard let sample = SampleRow(encoded: row.value) else {
        throw EngineError.damagedRow(table: TableName.samples, key: row.key)
      }
      items.append((row.key, sample))
      return items.count < Self.chunkCount
    }
    return items
  }

  /// Contents by place in the chunk, where reading in another order than that of the ids saves work; the rest is read
  /// when its turn comes.
  private func readAhead(_ chunk: [Item]) throws -> [Int: [UInt8]] {
    let precedes = { (a: Int, b: Int) -> Bool in
      let (a, b) = (chunk[a].row, chunk[b].row)
      return a.batch == b.batch ? a.place < b.place : a.batch.lexicographicallyPrecedes(b.batch)
    }
    if zip(chunk.indices, chunk.indices.dropFirst()).allSatisfy(precedes) { return [:] }
    var contents: [Int: [UInt8]] = [:]
    var byteCount = 0
    for index in chunk.indices.sorted(by: precedes) where byteCount < Self.chunkByteCount {
      guard let stored = try stored(chunk[index]) else { continue }
      byteCount += stored.count
      contents[index] = stored
    }
    return contents
  }

  /// nil where it was erased.
  private func stored(_ item: Item) throws -> [UInt8]? {
    try stored(item.row.blob, what: "the sample \(String(decoding: item.key, as: UTF8.self))")
  }

  private func stored(_ blob: ObjectID, what: String) throws -> [UInt8]? {
    do {
      return try store.read(blob, .blob)
    } catch .erased {
      return nil
    } catch .missing {
      throw EngineError.journal(
        problem: "\(what) of the commit \(snapshot.id.hex.prefix(12)) is not in the store any more",
        remedy: "Run gloss fsck, which lists all that is missing, and put the pack files back from a backup.")
    }
  }

  // MARK: Rows

  private func join(
    _ chunk: [Item], _ contents: [Int: [UInt8]], _ range: Range<Int>, _ body: (ExportedRow) throws -> Void
  ) throws {
    var labels = try Parts(of: snapshot.labels, chunk[range.lowerBound].key, chunk[range.upperBound - 1].key)
    var annotations =
      withAnnotations
      ? try Parts(of: snapshot.annotations, chunk[range.lowerBound].key, chunk[range.upperBound - 1].key) : nil
    for index in range {
      let item = chunk[index]
      let labels = labels.take(item.key)
      let annotations = annotations?.take(item.key) ?? []
      guard let stored = try contents[index] ?? stored(item) else { continue }
      try body(try row(item, stored, labels: labels, annotations: annotations))
    }
  }

  private func row(_ item: Item, _ stored: [UInt8], labels: [VersionStore.Row], annotations: [VersionStore.Row]) throws
    -> ExportedRow
  {
    let id = String(decoding: item.key, as: UTF8.self)
    let content: JSONValue
    do {
      content = try JSONValue(parsing: Blob.content(of: stored))
    } catch {
      throw EngineError.journal(
        problem: "the content of the sample \(id) cannot be read: \(error.problem)", remedy: "Run gloss fsck.")
    }
    var (fields, metadata) = (content.members("fields"), content.members("metadata"))
    let known = Set(project.fields.map(\.name))
    metadata = fields.filter { !known.contains($0.name) } + metadata
    fields = project.fields.map { field in fields.first { $0.name == field.name } ?? JSONMember(field.name, .string(""))
    }
    return ExportedRow(
      id: id, fields: fields, metadata: metadata, labels: try self.labels(labels, of: id),
      annotations: try annotations.map { try annotation($0, of: id) })
  }

  private func labels(_ rows: [VersionStore.Row], of id: String) throws -> [(question: String, label: Label)] {
    var found: [String: LabelRow] = [:]
    for row in rows {
      guard let label = LabelRow(encoded: row.value), let key = PartKey.split(row.key) else {
        throw EngineError.damagedRow(table: TableName.labels, key: row.key)
      }
      found[key.part] = label
    }
    return try project.questions.map { question in
      guard let row = found[question.name] else { return (question.name, Label()) }
      var label = Label(answer: question.ordered(row.answer), by: row.by, confidence: row.confidence)
      if case .resolution(_, let reviewer) = row.origin { label.reviewer = reviewer }
      // Prose is a blob each: read only where it is asked for.
      if withAnnotations { label.reason = try text(row.reason, of: id) }
      return (question.name, label)
    }
  }

  private func annotation(_ row: VersionStore.Row, of id: String) throws -> Annotation {
    guard let annotation = AnnotationRow(encoded: row.value), let key = PartKey.split(row.key) else {
      throw EngineError.damagedRow(table: TableName.annotations, key: row.key)
    }
    var answers = annotation.answers
    for (name, answer) in answers { answers[name] = questions[name]?.ordered(answer) ?? answer }
    return Annotation(
      sample: id, annotator: key.part, status: annotation.status == .submitted ? .submitted : .skipped,
      answers: answers, comment: try text(annotation.comment, of: id), reason: try text(annotation.reason, of: id),
      flagged: annotation.flagged, seconds: Double(annotation.milliseconds) / 1000,
      revision: Int(clamping: annotation.revision), sentBack: nil)
  }

  private func text(_ blob: ObjectID?, of id: String) throws -> String? {
    guard let blob, let stored = try stored(blob, what: "a comment on the sample \(id)") else { return nil }
    return String(decoding: Blob.content(of: stored), as: UTF8.self)
  }
}

extension JSONValue {
  /// The members of an object that is a member of this one; none where there is no such object.
  fileprivate func members(_ name: String) -> [JSONMember] {
    if case .object(let members)? = self[name] { members } else { [] }
  }
}

/// The rows that a range of samples has in a table of parts, given out sample by sample in order.
private struct Parts {
  private var rows: [VersionStore.Row] = []
  private var next = 0

  init(of tree: Tree, _ first: [UInt8], _ last: [UInt8]) throws {
    let end = last + [0]
    try tree.forEach(from: first + [0]) { row in
      guard byteOrder(row.key, end) < 0 || row.key.starts(with: end) else { return false }
      rows.append(row)
      return true
    }
  }

  /// The rows of a sample; those of samples before it are passed over.
  mutating func take(_ sample: [UInt8]) -> [VersionStore.Row] {
    let prefix = sample + [0]
    while next < rows.count, byteOrder(rows[next].key, prefix) < 0 { next += 1 }
    let start = next
    while next < rows.count, rows[next].key.starts(with: prefix) { next += 1 }
    return Array(rows[start..<next])
  }
}
