import GRDB
import VersionStore

extension Workspace {
  /// The conflicts of a sample as the review screen shows them: both sides with who put it there. A walk down the history
  /// of each cell.
  func conflicts(of sample: String) throws(EngineError) -> [MergeConflict] {
    try onlyEngineErrors {
      let (pending, rows) = try journal.read { db in
        // Most samples have none: then the merge, which names all its conflicts, is not read at a key.
        let rows = try db.conflicts(of: sample)
        return (
          rows.isEmpty ? nil : try db.pendingMerge(),
          try rows.map { row in (row, try row.settled.flatMap { try db.decision($0) }?.decision) }
        )
      }
      guard let pending else { return [] }
      return try rows.map { row, decision in
        let conflict = row.conflict
        let base = pending.base.map { String($0.hex.prefix(10)) } ?? ""
        return MergeConflict(
          sample: sample, cell: conflict.cell,
          base: try side(base, conflict.base, conflict.cell, sample, at: pending.base),
          ours: try side(branch, conflict.ours, conflict.cell, sample, at: pending.ours),
          theirs: try side(pending.branch, conflict.theirs, conflict.cell, sample, at: pending.theirs),
          choice: decision?.choice)
      }
    }
  }

  private func side(
    _ branch: String, _ row: [UInt8]?, _ cell: MergeConflict.Cell, _ sample: String, at head: ObjectID?
  ) throws -> MergeConflict.Side {
    var side = MergeConflict.Side(branch: branch)
    let (table, part): (CellHistory.Table, String) =
      switch cell {
      case .annotation(let annotator): (.annotations, annotator)
      case .label(let question): (.labels, question)
      }
    if let head,
      let change = try CellHistory(store: store, table: table, sample: sample)
        .changes(of: part, from: head, limit: 1).first
    {
      side.commit = change.id.hex
      side.author = change.commit.author
      side.time = change.commit.time
    }
    guard let row else { return side }
    switch cell {
    case .annotation:
      guard let annotation = AnnotationRow(encoded: row) else {
        throw EngineError.damagedRow(table: TableName.annotations, key: PartKey.bytes(sample: sample, part: part))
      }
      side.answers = try project().ordered(annotation.answers)
      side.status = annotation.status == .submitted ? .submitted : .skipped
      side.comment = try text(annotation.comment ?? annotation.reason)
    case .label(let question):
      guard let label = LabelRow(encoded: row) else {
        throw EngineError.damagedRow(table: TableName.labels, key: PartKey.bytes(sample: sample, part: part))
      }
      side.answers = try project().ordered([question: label.answer])
      side.by = label.by
      side.reviewer = label.reviewer
      side.comment = try text(label.reason)
    }
    return side
  }

  private func text(_ blob: ObjectID?) throws -> String? {
    guard let blob else { return nil }
    do {
      return String(decoding: Blob.content(of: try store.read(blob, .blob)), as: UTF8.self)
    } catch .erased {
      return nil
    }
  }
}
