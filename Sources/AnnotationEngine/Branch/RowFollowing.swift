import GRDB
import VersionStore

/// Adopts the head's annotations and resolutions, but where the journal's are newer.
struct RowFollowing {
  /// One annotation or resolution.
  struct Cell: Hashable {
    var sample: String
    var part: String
    var isResolution: Bool
  }

  private let following: Following
  private let layout: SampleLayout?
  /// Where renames changed the journal's names since: the cells that were newer before.
  private let newer: Set<Cell>?

  private var db: Database { following.db }

  init(_ following: Following, layout: SampleLayout? = nil, newer: Set<Cell>? = nil) {
    self.following = following
    self.layout = layout
    self.newer = newer
  }

  /// What changed of one sample.
  private struct Changes {
    var sample: String
    var annotations: [RowChange] = []
    var resolutions: [RowChange] = []
  }

  /// Gives the numbers of samples that took something, and of cells that stay.
  func run() throws -> (adopted: Int, kept: Int) {
    let positions = PositionFinder(following, layout)
    var (adopted, kept) = (0, 0)
    try visit { changes in
      let state = try db.state(of: changes.sample)
      let annotations = changes.annotations.filter { decide($0, state, changes.sample, false, &kept) }
      let resolutions = changes.resolutions.filter { decide($0, state, changes.sample, true, &kept) }
      if annotations.isEmpty, resolutions.isEmpty { return }
      // Its sample is gone with the head, and with it what was done to it.
      guard let position = try positions.position(of: changes.sample) else { return }
      try adopt(annotations, resolutions, of: changes.sample, at: position)
      for change in annotations { try keepRemarks(change, state, of: changes.sample, at: position) }
      adopted += 1
    }
    return (adopted, kept)
  }

  /// The cells whose rows are neither the base's nor the head's; under the names that `steps` give, too.
  func newerCells(_ steps: [SchemaStep]) throws -> Set<Cell> {
    var cells: Set<Cell> = []
    try visit { changes in
      let state = try db.state(of: changes.sample)
      for (parts, isResolution) in [(changes.annotations, false), (changes.resolutions, true)] {
        for change in parts {
          let cell = Self.cell(change, changes.sample, isResolution)
          let live = Self.live(cell, state)
          guard live != change.old, live != change.new else { continue }
          cells.insert(cell)
          guard isResolution else { continue }
          let name = steps.reduce(cell.part) { $1.mapping.newName(of: $0) }
          cells.insert(Cell(sample: cell.sample, part: name, isResolution: true))
        }
      }
    }
    return cells
  }

  /// Whether the head's row is to be taken.
  private func decide(
    _ change: RowChange, _ state: SampleState, _ sample: String, _ isResolution: Bool, _ kept: inout Int
  ) -> Bool {
    let cell = Self.cell(change, sample, isResolution)
    let live = Self.live(cell, state)
    if live == change.new { return false }
    let isNewer = newer.map { $0.contains(cell) } ?? (live != change.old)
    if isNewer { kept += 1 }
    return !isNewer
  }

  private func adopt(_ annotations: [RowChange], _ resolutions: [RowChange], of sample: String, at position: Int) throws
  {
    func damaged(_ table: String, _ change: RowChange) -> EngineError { .damagedRow(table: table, key: change.key) }
    let annotations = try annotations.map { change in
      guard let value = change.new else { return JSONMember(Self.part(of: change), .null) }
      guard let row = AnnotationRow(encoded: value) else { throw damaged(TableName.annotations, change) }
      try db.keepProse([row.comment, row.reason].compactMap { $0 }, from: following.store)
      return JSONMember(Self.part(of: change), row.json)
    }
    let time = following.head.commit.time
    let resolutions = try resolutions.map { change in
      let part = Self.part(of: change)
      guard let value = change.new else { return JSONMember(part, .null) }
      guard let row = LabelRow(encoded: value), let resolution = ResolutionState(row, of: part, at: time) else {
        throw damaged(TableName.labels, change)
      }
      try db.keepProse([row.reason].compactMap { $0 }, from: following.store)
      return JSONMember(part, resolution.json)
    }
    try following.append(
      .adopt, sample: sample,
      payload: .object([
        JSONMember("position", JSONValue(position)), JSONMember("time", .number(String(time))),
        JSONMember("annotations", .object(annotations)), JSONMember("resolutions", .object(resolutions)),
      ]))
  }

  /// A comment or a flag beside no finished answer was in no commit. It is its annotator's newer work upon what is
  /// adopted.
  private func keepRemarks(_ change: RowChange, _ before: SampleState, of sample: String, at position: Int) throws {
    guard let old = before[Self.part(of: change)], !old.isDone else { return }
    let row = change.new.flatMap { AnnotationRow(encoded: $0) }
    func append(_ kind: EventKind, _ member: JSONMember) throws {
      let payload = JSONValue.object([JSONMember("position", JSONValue(position)), member])
      try db.append(kind, actor: old.annotator, at: following.now, sample: sample, payload: payload)
    }
    if let comment = old.comment, row?.comment == nil {
      try append(.comment, JSONMember("comment", JSONValue(comment)))
    }
    if old.flagged, row?.flagged != true { try append(.flag, JSONMember("flagged", .bool(true))) }
  }

  // MARK: Cells

  private static func part(of change: RowChange) -> String { PartKey.split(change.key)?.part ?? "" }

  private static func cell(_ change: RowChange, _ sample: String, _ isResolution: Bool) -> Cell {
    Cell(sample: sample, part: part(of: change), isResolution: isResolution)
  }

  /// The row that a commit would have of the cell as it is now.
  private static func live(_ cell: Cell, _ state: SampleState) -> [UInt8]? {
    cell.isResolution
      ? state.resolution(of: cell.part)?.row.encoded : state[cell.part].flatMap { AnnotationRow($0) }?.encoded
  }

  // MARK: Changes

  /// Calls `body` with what changed of each sample, in order. Labels that no reviewer decided follow from the rest.
  private func visit(_ body: (Changes) throws -> Void) throws {
    let aside = RecordSorter(directory: following.workspace.temporaryPath, memory: 4 << 20)
    try following.changes(\.labels) { change in
      let old = change.old.flatMap { LabelRow.isDecided($0) ? $0 : nil }
      let new = change.new.flatMap { LabelRow.isDecided($0) ? $0 : nil }
      if old != new { try aside.add(key: change.key, value: Self.encoded(old, new)) }
    }
    try aside.finish()
    var records = try aside.records()
    var label = try records.next()
    var current: Changes?

    func next(_ key: [UInt8]) throws -> Changes {
      guard let sample = PartKey.split(key)?.sample else {
        throw EngineError.damagedRow(table: TableName.annotations, key: key)
      }
      if let current, current.sample == sample { return current }
      if let current { try body(current) }
      return Changes(sample: sample)
    }
    func takeLabels(before key: [UInt8]?) throws {
      while let record = label, key.map({ byteOrder(record.key, $0) < 0 }) ?? true {
        var changes = try next(record.key)
        changes.resolutions.append(try Self.decoded(record))
        current = changes
        label = try records.next()
      }
    }
    try following.changes(\.annotations) { change in
      guard let sample = PartKey.split(change.key)?.sample else {
        throw EngineError.damagedRow(table: TableName.annotations, key: change.key)
      }
      if current?.sample != sample { try takeLabels(before: PartKey.prefix(sample: sample)) }
      var changes = try next(change.key)
      changes.annotations.append(change)
      current = changes
    }
    try takeLabels(before: nil)
    if let current { try body(current) }
  }

  /// Two rows as one value of the sorter.
  private static func encoded(_ old: [UInt8]?, _ new: [UInt8]?) -> [UInt8] {
    var writer = RowWriter()
    writer.byte((old == nil ? 0 : 1) | (new == nil ? 0 : 2))
    for row in [old, new].compactMap({ $0 }) { writer.row(row) }
    return writer.bytes
  }

  private static func decoded(_ record: SortedRecord) throws -> RowChange {
    var reader = RowReader(record.value)
    guard let head = reader.byte() else { throw EngineError.damagedRow(table: TableName.labels, key: record.key) }
    let old = head & 1 == 0 ? nil : reader.row()
    return RowChange(key: record.key, old: old, new: head & 2 == 0 ? nil : reader.row())
  }
}

/// Where samples stand once the head's samples are adopted.
private struct PositionFinder {
  private let following: Following
  private let tree: Tree?
  private let firsts: [[UInt8]: Int]

  init(_ following: Following, _ layout: SampleLayout?) {
    self.following = following
    tree = layout?.root.map { Tree(root: $0, in: following.store) }
    firsts = Dictionary(uniqueKeysWithValues: (layout?.batches ?? []).map { (Array($0.id), $0.first) })
  }

  /// nil where the sample is not there.
  func position(of sample: String) throws -> Int? {
    let known = try Int.fetchOne(
      following.db.cachedStatement(sql: "SELECT position FROM touched WHERE sample = ?"), arguments: [sample])
    if let known { return known }
    guard let value = try tree?.value(for: Array(sample.utf8)) else { return nil }
    guard let row = SampleRow(encoded: value), let first = firsts[row.batch] else {
      throw EngineError.damagedRow(table: TableName.samples, key: Array(sample.utf8))
    }
    return first + Int(row.place)
  }
}
