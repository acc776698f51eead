import Foundation
import GRDB
import VersionStore

/// Loads a commit into a journal: the journal begins with it. Reads the commit's tables side by side, in order; memory
/// does not grow with them.
struct CheckOut {
  let snapshot: Snapshot
  let store: Store

  /// `known`: batches to look in where the commit names none, because an older Gloss made it. `progress` is told how far
  /// it is, in annotations.
  func run(
    in db: Database, actor: String, at time: Int64, known: () throws -> [JournalBatch],
    progress: (_ done: Int, _ total: Int) -> Void
  ) throws {
    guard let yaml = try snapshot.text(TableName.project) else { throw snapshot.isForeign("project file") }
    let batches = try snapshot.batchRows()?.inJournal ?? known()
    let layout: SampleLayout
    do {
      layout = try SampleLayout(of: snapshot.samples.root, in: store, batches: batches)
    } catch EngineError.journal where snapshot.batches == nil {
      throw EngineError.journal(
        problem: "the commit \(snapshot.id.hex.prefix(12)) does not say in which order its samples came",
        remedy: "An older Gloss made it. Commit once more on the branch that it is of, and use that commit.")
    }
    let total = try snapshot.annotations.count()
    try copyRows(to: db, layout) { progress($0 / 2, total) }
    let payload = JSONValue.object(
      [
        JSONMember("commit", .string(snapshot.id.hex)), JSONMember("time", .number(String(snapshot.commit.time))),
        JSONMember("yaml", .string(yaml)),
      ] + layout.members)
    let event = try db.insertEvent(.checkout, actor: actor, at: time, payload: payload)
    try db.applyCheckout(event) { progress(total / 2 + min($0, total) / 2, total) }
    progress(total, total)
  }

  /// Fills `base_rows`.
  private func copyRows(to db: Database, _ layout: SampleLayout, step: (Int) -> Void) throws {
    try db.execute(sql: "DELETE FROM base_rows")
    let insert = try db.cachedStatement(sql: "INSERT INTO base_rows (sample, position, value) VALUES (?, ?, ?)")
    var annotations = TreeWalk(snapshot.annotations)
    var labels = TreeWalk(snapshot.labels)
    var samples = try SampleWalk(snapshot)
    let firsts = Dictionary(uniqueKeysWithValues: layout.batches.map { (Array($0.id), $0.first) })
    var done = 0
    while let key = try Self.next(&annotations, &labels) {
      var base = BaseSample()
      while let row = try annotations.peek(), row.key.starts(with: key) {
        base.annotations.append((Self.part(of: row.key, behind: key), row.value))
        try db.keepProse(AnnotationRow.prose(in: row.value), from: store)
        _ = try annotations.next()
        done += 1
        if done.isMultiple(of: 4_096) { step(done) }
      }
      while let row = try labels.peek(), row.key.starts(with: key) {
        if LabelRow.isDecided(row.value) {
          base.resolutions.append((Self.part(of: row.key, behind: key), row.value))
          if let reason = LabelRow(encoded: row.value)?.reason { try db.keepProse([reason], from: store) }
        }
        _ = try labels.next()
      }
      if base.isEmpty { continue }
      let id = Array(key.dropLast())
      guard let row = try samples.row(of: id), let first = firsts[row.batch] else {
        throw EngineError.damagedRow(table: TableName.annotations, key: key)
      }
      try insert.execute(arguments: [
        String(decoding: id, as: UTF8.self), first + Int(row.place), Data(base.encoded),
      ])
    }
  }

  /// What the keys of the next sample begin with that has rows in one of the two.
  private static func next(_ a: inout TreeWalk, _ b: inout TreeWalk) throws -> [UInt8]? {
    let keys = [try a.peek(), try b.peek()].compactMap { row in
      row.flatMap { row in row.key.firstIndex(of: 0).map { Array(row.key[...$0]) } }
    }
    return keys.min { byteOrder($0, $1) < 0 }
  }

  private static func part(of key: [UInt8], behind prefix: [UInt8]) -> String {
    String(decoding: key[prefix.count...], as: UTF8.self)
  }
}

/// Rows of samples, asked for in order: walked where many are wanted, else looked up.
private struct SampleWalk {
  private let tree: Tree
  private var walk: TreeWalk?

  init(_ snapshot: Snapshot) throws {
    tree = snapshot.samples
    // A look-up costs about as much as passing over ten rows.
    walk = try snapshot.annotations.count() > snapshot.samples.count() / 10 ? TreeWalk(tree) : nil
  }

  mutating func row(of id: [UInt8]) throws -> SampleRow? {
    let value = try walk == nil ? tree.value(for: id) : walk?.row(of: id)?.value
    return value.flatMap(SampleRow.init(encoded:))
  }
}
