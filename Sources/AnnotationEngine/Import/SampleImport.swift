import VersionStore

/// Brings the new samples of an intake into the workspace: drops repeats, builds the batch's order tree and the new
/// `samples` tree, and makes both live with one event. Where another import was faster, it builds on that one's tree.
final class SampleImport {
  private let store: Store
  private let journal: Journal
  private let intake: SampleIntake
  private let temporary: String

  /// Repeats of what is there: in the file, or from another import that ended meanwhile.
  private(set) var unchanged = 0
  /// Samples that were there and have other content now.
  private(set) var updated = 0
  private(set) var newBytes = 0
  private(set) var states: ImportReport.States?
  private var dropped: PlaceSet
  /// Bad records that only sorting has shown, by line: blob → reason.
  private var late: RecordSorter
  private var lateCount = 0

  init(store: Store, journal: Journal, intake: SampleIntake, temporary: String) {
    self.store = store
    self.journal = journal
    self.intake = intake
    self.temporary = temporary
    dropped = PlaceSet(count: intake.taken)
    late = RecordSorter(directory: temporary, memory: 1 << 20)
  }

  /// Samples that are new in the workspace.
  var imported: Int { intake.taken - dropped.count }

  /// Gives the number of imported samples after they are live. `base` is the root that the intake compared with.
  func land(
    base: ObjectID?, file: String, actor: String, clock: () -> Int64, step: @escaping (_ phase: String) throws -> Void
  ) throws {
    try dropRepeats(step)
    try settleReplacements()
    try late.finish()
    var root = base
    var seen = base
    var pack = intake.pack
    while true {
      try checkBad(file: file)
      if imported == 0, updated == 0 {
        // The other import may have had all that is new here, and some of it with other content.
        try quarantineLate(pack)
        if root == base { states = ImportReport.States(before: base?.hex, after: base?.hex) }
        return pack.abandon()
      }
      let order = imported == 0 ? nil : try buildOrder(in: pack, step)
      let samples = try buildSamples(on: root, order: order, in: pack, step)
      newBytes += try pack.finish()
      try quarantineLate(pack)
      let landed = try journal.write { db in
        guard try db.liveSamples() == root else { return false }
        let payload = try payload(order: order, samples: samples, file: file, total: db.sampleCount() + imported)
        try db.append(
          order == nil ? .samplesUpdated : .samplesImported, actor: actor, at: clock(), payload: payload)
        return true
      }
      if landed {
        if root == base { states = ImportReport.States(before: base?.hex, after: samples.hex) }
        return
      }
      root = try journal.read { try $0.liveSamples() }
      try dropKnown(from: seen, to: root)
      seen = root
      pack = try store.newPack()
    }
  }

  private func payload(order: ObjectID?, samples: ObjectID, file: String, total: Int) -> JSONValue {
    var members: [JSONMember] = []
    if let order {
      members.append(JSONMember("batch", .string(String(order.hex.prefix(2 * SampleRow.batchByteCount)))))
      members.append(JSONMember("order", .string(order.hex)))
    }
    members.append(JSONMember("samples", .string(samples.hex)))
    if order != nil {
      members.append(JSONMember("count", .number(String(imported))))
      members.append(JSONMember("total", .number(String(total))))
    }
    if updated > 0 { members.append(JSONMember("updated", .number(String(updated)))) }
    return .object(
      members + [
        JSONMember("file", .string(file)), JSONMember("read", .number(String(intake.read))),
        JSONMember("unchanged", .number(String(intake.unchanged + unchanged))),
      ])
  }

  // MARK: Repeats

  /// Of several records with one id the first in the file stays.
  private func dropRepeats(_ step: (String) throws -> Void) throws {
    if intake.sorter.isStrictlyAscending { return }
    var records = try intake.sorter.records()
    var kept: (key: [UInt8], sample: NewSample)?
    var count = 0
    while let record = try records.next() {
      let sample = try NewSample(encoded: record.value)
      if let kept, kept.key == record.key {
        try drop(
          sample, id: record.key, isSame: sample.fingerprint == kept.sample.fingerprint,
          otherwise: "stands in line \(kept.sample.line) with other content")
      } else {
        kept = (record.key, sample)
      }
      count += 1
      if count.isMultiple(of: 8_192) { try step("sorting") }
    }
  }

  /// As `dropRepeats`, of samples that are there: the first record of an id says what its content is to be.
  private func settleReplacements() throws {
    try intake.replacements?.visit { id, record, first in
      if let first, first.fingerprint != record.fingerprint {
        try refuse(
          record.blob, line: record.line, id: id, "stands in line \(first.line) with other content")
      } else if first == nil, record.isNew {
        updated += 1
      } else {
        unchanged += 1
      }
    }
  }

  /// Drops what another import has brought between two roots: a walk over its samples and over ours, in step.
  private func dropKnown(from seen: ObjectID?, to root: ObjectID?) throws {
    guard let root else { return }
    late = RecordSorter(directory: temporary, memory: 1 << 20)
    lateCount = 0
    var records = try intake.sorter.records()
    var ours = try records.next()
    let compare = { (key: [UInt8], value: [UInt8]) throws -> Bool in
      while let record = ours, byteOrder(record.key, key) < 0 { ours = try records.next() }
      while let record = ours, record.key == key {
        let sample = try NewSample(encoded: record.value)
        if !self.dropped.contains(sample.place) { try self.dropIfKnown(sample, id: key, row: value) }
        ours = try records.next()
      }
      return ours != nil
    }
    let tree = Tree(root: root, in: store)
    if let seen {
      try Tree(root: seen, in: store).forEachChange(to: tree) { change in
        guard let value = change.new else { return true }
        return try compare(change.key, value)
      }
    } else {
      try tree.forEach(from: nil) { try compare($0.key, $0.value) }
    }
    try late.finish()
  }

  private func dropIfKnown(_ sample: NewSample, id: [UInt8], row value: [UInt8]) throws {
    guard let row = SampleRow(encoded: value) else { throw EngineError.damagedRow(table: "samples", key: id) }
    let stored = try store.read(row.blob, .blob)
    try drop(
      sample, id: id, isSame: NewSample.fingerprint(of: Blob.content(of: stored)) == sample.fingerprint,
      otherwise: BadRecord.otherContent)
  }

  private func drop(_ sample: NewSample, id: [UInt8], isSame: Bool, otherwise reason: String) throws {
    dropped.insert(sample.place)
    if isSame {
      unchanged += 1
    } else {
      try refuse(sample.blob, line: sample.line, id: id, reason)
    }
  }

  private func refuse(_ blob: ObjectID, line: Int, id: [UInt8], _ reason: String) throws {
    lateCount += 1
    var key: [UInt8] = []
    for shift in stride(from: 56, through: 0, by: -8) { key.append(UInt8(truncatingIfNeeded: line >> shift)) }
    var note = RowWriter()
    note.id(blob)
    note.name(String(decoding: id, as: UTF8.self))
    note.name(reason)
    try late.add(key: key, value: note.bytes)
  }

  // MARK: Bad records that only sorting has shown

  /// Ends an import without quarantine.
  private func checkBad(file: String) throws {
    if lateCount == 0 || intake.bad.areTolerated { return }
    try forEachLate { line, _, id, reason in
      throw EngineError.badRecords(
        file: file, first: BadRecord(line: line, reason: "id \(id) \(reason)", raw: []), count: lateCount)
    }
  }

  /// Hands them over with their content, which is in the pack or in the store.
  private func quarantineLate(_ pack: PackWriter) throws {
    if lateCount == 0 { return }
    try forEachLate { line, blob, id, reason in
      let content = Array(Blob.content(of: try pack.pending(blob) ?? store.read(blob, .blob)))
      let raw = IncomingSample(id: id, content: content, line: line).asJSONLine(id: id)
      try intake.bad.add(BadRecord(line: line, reason: "id \(id) \(reason)", raw: raw))
    }
    lateCount = 0
  }

  private func forEachLate(_ body: (_ line: Int, _ blob: ObjectID, _ id: String, _ reason: String) throws -> Void)
    throws
  {
    var records = try late.records()
    while let record = try records.next() {
      var note = RowReader(record.value)
      guard let blob = note.id(), let id = note.name(), let reason = note.name() else { continue }
      try body(record.key.reduce(0) { $0 << 8 | Int($1) }, blob, id, reason)
    }
  }

  // MARK: Trees

  private func buildOrder(in pack: PackWriter, _ step: (String) throws -> Void) throws -> ObjectID {
    var builder = TreeBuilder(pack: pack)
    var place: UInt32 = 0
    var newPlace: UInt32 = 0
    try intake.ids.visit { id in
      if !dropped.contains(place) {
        try builder.add(key: SampleRow.key(ofPlace: newPlace), value: id)
        newPlace += 1
        if newPlace.isMultiple(of: 8_192) { try step("writing") }
      }
      place += 1
    }
    return try builder.finish()
  }

  /// The tree on `root` with the new samples, which stand in `order`, and with the other content of those that are there.
  private func buildSamples(
    on root: ObjectID?, order: ObjectID?, in pack: PackWriter, _ step: @escaping (String) throws -> Void
  ) throws -> ObjectID {
    let new = try newRows(batch: order.map { SampleRow.batch(ofOrder: $0) } ?? [], step)
    guard let root else {
      var builder = TreeBuilder(pack: pack)
      while let row = try new() { try builder.add(key: row.key, value: row.value) }
      return try builder.finish()
    }
    let tree = Tree(root: root, in: store)
    updated = 0
    let changed = try changedRows(of: tree)
    var (nextNew, nextChanged) = (try new(), try changed())
    let edits = ThrowingEdits {
      let takesNew = nextNew.map { new in nextChanged.map { byteOrder(new.key, $0.key) < 0 } ?? true } ?? false
      guard let row = takesNew ? nextNew : nextChanged else { return nil }
      if takesNew { nextNew = try new() } else { nextChanged = try changed() }
      return Edit(key: row.key, value: row.value)
    }
    let samples = try tree.applying(edits, pack: pack)
    try edits.check()
    return samples
  }

  /// The rows of new samples in order of id, one a call.
  private func newRows(batch: [UInt8], _ step: @escaping (String) throws -> Void) throws -> () throws -> Row? {
    let ranks = dropped.ranks()
    var records = try intake.sorter.records()
    var count = 0
    return {
      while let record = try records.next() {
        let place = NewSample.place(in: record.value)
        if self.dropped.contains(place) { continue }
        count += 1
        if count.isMultiple(of: 8_192) { try step("writing") }
        let blob = record.value.prefix(ObjectID.byteCount)
        return Row(
          key: record.key, value: SampleRow.encoded(blob: blob, batch: batch, place: ranks.newPlace(of: place)))
      }
      return nil
    }
  }

  /// The rows of samples with other content, where `tree` has them: all else in a row stays what it is there.
  private func changedRows(of tree: Tree) throws -> () throws -> Row? {
    guard var changed = try intake.replacements?.changed() else { return { nil } }
    return {
      while let (id, blob) = try changed.next() {
        guard let value = try tree.value(for: id) else { continue }
        guard var row = SampleRow(encoded: value) else {
          throw EngineError.damagedRow(table: TableName.samples, key: id)
        }
        row.blob = blob
        self.updated += 1
        return Row(key: id, value: row.encoded)
      }
      return nil
    }
  }
}

/// Edits that come out of files: a sequence cannot throw, so it ends at the first failure, which `check` then throws.
final class ThrowingEdits: Sequence, IteratorProtocol {
  private let source: () throws -> Edit?
  private var failure: (any Error)?

  init(_ source: @escaping () throws -> Edit?) { self.source = source }

  func next() -> Edit? {
    if failure != nil { return nil }
    do {
      return try source()
    } catch {
      failure = error
      return nil
    }
  }

  func check() throws { if let failure { throw failure } }
}
