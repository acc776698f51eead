import VersionStore

extension Workspace {
  /// As whoever may see all of it sees it: see `diff(_:_:_:rowLimit:filter:)`.
  func diff(
    _ a: String, _ b: String?, rowLimit: Int, filter: DiffFilter = DiffFilter()
  ) throws(EngineError) -> DiffReport {
    try onlyEngineErrors {
      let old = try Snapshot(try store.resolve(a), in: store)
      let new = try Snapshot(try commitID(of: b), in: store)
      return try diff(from: old, to: new, rowLimit: rowLimit, filter)
    }
  }

  /// As whoever may see all of it sees it.
  func show(_ revision: String?) throws(EngineError) -> ShowReport {
    try onlyEngineErrors {
      let id = try commitID(of: revision)
      let snapshot = try Snapshot(id, in: store)
      let parent = try snapshot.commit.parents.first.map { try Snapshot($0, in: store) }
      return ShowReport(
        entry: LogEntry(id, snapshot.commit, refs: try refNames()[id] ?? []), samples: try snapshot.samples.count(),
        annotations: try snapshot.annotations.count(), labels: try snapshot.labels.count(),
        labelCounts: try labelCounts(of: snapshot),
        changes: try diff(from: parent, to: snapshot, rowLimit: Self.shownRows))
    }
  }

  /// Changed rows that `show` gives.
  private static let shownRows = 100

  private func labelCounts(of snapshot: Snapshot) throws -> [String: [String: Int]] {
    let project = try snapshot.project()
    var counts = Dictionary(uniqueKeysWithValues: project.questions.map { ($0.name, [String: Int]()) })
    try snapshot.labels.forEach(from: nil) { row in
      guard let label = LabelRow(encoded: row.value), let key = PartKey.split(row.key) else {
        throw EngineError.damagedRow(table: TableName.labels, key: row.key)
      }
      let question = project.questions.first { $0.name == key.part }
      let answer = question?.ordered(label.answer) ?? label.answer
      counts[key.part, default: [:]][answer.countName, default: 0] += 1
      return true
    }
    return counts
  }

  /// `old` is nil for the first commit: everything is added.
  private func diff(
    from old: Snapshot?, to new: Snapshot, rowLimit: Int, _ filter: DiffFilter = DiffFilter()
  ) throws -> DiffReport {
    let words = DiffWords(store: store)
    var confusion = Confusion(try new.project())
    var rows: [(key: [UInt8], row: DiffRow)] = []
    let samples = try changes(old?.samples, new.samples, rowLimit, filter.matches(sample:)) {
      rows.append(($0.key, try words.sample($0)))
    }
    let annotations = try changes(old?.annotations, new.annotations, rowLimit, filter.matches(annotation:)) {
      rows.append(($0.key, try words.annotation($0)))
    }
    let isCounted = { (change: RowChange) throws -> Bool in
      guard filter.matches(label: change) else { return false }
      try confusion.add(change)
      return true
    }
    let labels = try changes(old?.labels, new.labels, rowLimit, isCounted) {
      rows.append(($0.key, try words.label($0)))
    }
    // Each table gave its first rows; among these are the first of all.
    let order = rows.indices.sorted { a, b in
      let order = byteOrder(rows[a].key.prefix(to: 0), rows[b].key.prefix(to: 0))
      return order < 0 || (order == 0 && a < b)
    }
    return DiffReport(
      samples: samples, annotations: annotations, labels: labels, rows: order.prefix(rowLimit).map { rows[$0].row },
      confusion: confusion.counts)
  }

  /// `matches` is asked of every change but those of the first commit.
  private func changes(
    _ old: Tree?, _ new: Tree, _ limit: Int, _ matches: (RowChange) throws -> Bool, _ row: (Change) throws -> Void
  ) throws -> DiffReport.Counts {
    var counts = DiffReport.Counts(added: 0, removed: 0, changed: 0)
    guard let old else {
      counts.added = try new.count()
      var given = 0
      try new.forEach(from: nil) {
        if given == limit { return false }
        try row(Change(key: $0.key, old: nil, new: $0.value))
        given += 1
        return true
      }
      return counts
    }
    try old.forEachChange(to: new) { change in
      guard try matches(change) else { return true }
      if counts.added + counts.removed + counts.changed < limit { try row(Change(change)) }
      switch (change.old, change.new) {
      case (nil, _): counts.added += 1
      case (_, nil): counts.removed += 1
      default: counts.changed += 1
      }
      return true
    }
    return counts
  }
}

/// How one key differs: as `RowChange`, and for the first commit, which has nothing to compare with.
private struct Change {
  var key: [UInt8]
  var old: [UInt8]?
  var new: [UInt8]?

  init(key: [UInt8], old: [UInt8]?, new: [UInt8]?) {
    self.key = key
    self.old = old
    self.new = new
  }

  init(_ change: RowChange) { self.init(key: change.key, old: change.old, new: change.new) }
}

extension [UInt8] {
  /// What stands before the first `end`; all of it where there is none.
  fileprivate func prefix(to end: UInt8) -> [UInt8] { firstIndex(of: end).map { Array(self[..<$0]) } ?? self }
}

extension Answer {
  /// How counts name it: "a", "a+b" for several, "none" for none of them.
  var countName: String { isEmpty ? "none" : names.joined(separator: "+") }
}

/// Says changed rows in words.
private struct DiffWords {
  let store: Store

  private static let excerptCount = 60

  func sample(_ change: Change) throws -> DiffRow {
    let words = { (value: [UInt8]) throws -> String in
      guard let row = SampleRow(encoded: value) else {
        throw EngineError.damagedRow(table: TableName.samples, key: change.key)
      }
      return try excerpt(of: row.blob)
    }
    return DiffRow(
      table: TableName.samples, sample: String(decoding: change.key, as: UTF8.self), part: nil,
      old: try change.old.map(words), new: try change.new.map(words))
  }

  /// The beginning of the first field.
  private func excerpt(of blob: ObjectID) throws -> String {
    let stored: [UInt8]
    do {
      stored = try store.read(blob, .blob)
    } catch .erased {
      return "(erased)"
    }
    guard case .object(let fields)? = (try? JSONValue(parsing: Blob.content(of: stored)))?["fields"],
      let first = fields.first
    else { return "" }
    let text = if case .string(let text) = first.value { text } else { first.value.text }
    return text.count > Self.excerptCount ? text.prefix(Self.excerptCount - 1) + "…" : text
  }

  func annotation(_ change: Change) throws -> DiffRow {
    var row = try part(change, table: TableName.annotations) { AnnotationRow(encoded: $0)?.words }
    if let old = row.old, old == row.new {
      // The same answers: what changed is the time, the comment's text, or that they were saved again.
      row.old = old + revision(change.old)
      row.new = old + revision(change.new)
    }
    return row
  }

  private func revision(_ value: [UInt8]?) -> String {
    guard let row = value.flatMap(AnnotationRow.init(encoded:)) else { return "" }
    return " (revision \(row.revision))"
  }

  func label(_ change: Change) throws -> DiffRow {
    try part(change, table: TableName.labels) { LabelRow(encoded: $0)?.words }
  }

  private func part(_ change: Change, table: String, _ words: ([UInt8]) -> String?) throws -> DiffRow {
    let required = { (value: [UInt8]) throws -> String in
      guard let words = words(value) else { throw EngineError.damagedRow(table: table, key: change.key) }
      return words
    }
    guard let key = PartKey.split(change.key) else { throw EngineError.damagedRow(table: table, key: change.key) }
    return DiffRow(
      table: table, sample: key.sample, part: key.part, old: try change.old.map(required),
      new: try change.new.map(required))
  }
}

extension AnnotationRow {
  /// "sentiment positive · topics news, sport · flagged · comment", or "skipped".
  var words: String {
    var parts = status == .skipped ? ["skipped"] : []
    parts += answers.sorted { precedesInBytes($0.key, $1.key) }.map { "\($0.key) \($0.value.words)" }
    if flagged { parts.append("flagged") }
    if comment != nil { parts.append("comment") }
    return parts.isEmpty ? "no answers" : parts.joined(separator: " · ")
  }
}

extension LabelRow {
  /// "positive, by majority of 2 in 3", or "positive, resolved by rita".
  var words: String {
    switch origin {
    case .majority(let share) where answer.isNumber:
      "\(answer.words), the median, given by \(share.numerator) in \(share.denominator)"
    case .majority(let share):
      "\(answer.words), by majority of \(share.numerator) in \(share.denominator)"
    case .unanimous: "\(answer.words), unanimous"
    case .posterior(let share): "\(answer.words), with a posterior of \(share.value)"
    case .resolution(_, let reviewer): "\(answer.words), resolved by \(reviewer)"
    }
  }
}
