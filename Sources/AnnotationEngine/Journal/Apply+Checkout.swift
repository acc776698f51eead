import Foundation
import GRDB

/// A journal that begins with a commit: every table is filled in one pass over `base_rows`.
extension Database {
  func applyCheckout(_ event: Event) throws { try applyCheckout(event, step: { _ in }) }

  /// `step` is called with the number of samples done.
  func applyCheckout(_ event: Event, step: (Int) throws -> Void) throws {
    let payload = EventPayload(event)
    for table in JournalSchema.derived { try execute(sql: "DELETE FROM \(table.name)") }
    try execute(sql: "DELETE FROM cursors")
    let seq = String(event.seq)
    try setFact(FactName.schema, payload.string("yaml"))
    for name in [
      FactName.schemaSeq, FactName.adoptedSchemaSeq, FactName.committedSeq, FactName.baseSeq, FactName.layoutSeq,
    ] {
      try setFact(name, seq)
    }
    try setFact(FactName.committed, payload.string("commit"))
    try setFact(FactName.baseTime, String(payload.int("time")))
    for batch in try payload.batches() { try add(batch) }
    try setSamples(payload)
    try noteReplacedSamples(event)
    try setHoles(queueOrder().mapped(payload.holes()))

    let filling = try BaseFilling(self, time: Int64(payload.int("time")))
    let isLarge = try Bool.fetchOne(self, sql: "SELECT count(*) > 20000 FROM base_rows") ?? false
    // Building an index once is far less work than keeping it in order row by row.
    let indexes = isLarge ? JournalSchema.indexes.filter { $0.hasPrefix("CREATE INDEX") } : []
    for index in indexes { try execute(sql: "DROP INDEX \(index.split(separator: " ")[2])") }
    try filling.run(step: step)
    for index in indexes { try execute(sql: index) }
    try rebuildRuns()
  }
}

/// Fills `annotations`, `resolutions`, `touched` and `counts` from `base_rows`.
private struct BaseFilling {
  private let db: Database
  private let project: Project
  private let order: QueueOrder
  private let rule: OverlapRule
  private let time: Int64

  init(_ db: Database, time: Int64) throws {
    self.db = db
    self.time = time
    project = try db.project()
    order = try db.queueOrder()
    rule = try db.overlapRule()
  }

  func run(step: (Int) throws -> Void) throws {
    var counts: [CountKey: Int] = [:]
    let touch = try db.cachedStatement(
      sql: """
        INSERT INTO touched (
          position, rank, sample, submitted, skipped, complete, disagreement, unresolved, resolved, flagged)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    let rows = try SQLRow.fetchCursor(db, sql: "SELECT sample, position, value FROM base_rows ORDER BY sample")
    var done = 0
    while let row = try rows.next() {
      let (sample, position, value): (String, Int, Data) = (row[0], row[1], row[2])
      guard let base = BaseSample(encoded: Array(value)) else { throw EngineError.damagedTable("base_rows") }
      let state = try base.state(at: time, project: project)
      for annotation in state.annotations { try db.write(annotation, of: sample, at: position) }
      for resolution in state.resolutions { try db.write(resolution, of: sample) }
      let tally = SampleTally(state, isComplete: rule.isComplete(state))
      counts.merge(tally.counts, uniquingKeysWith: +)
      try touch.execute(arguments: [
        position, order.rank(of: position), sample, tally.submitted, tally.skipped, tally.isComplete, tally.disagrees,
        tally.isUnresolved, tally.isResolved, tally.isFlagged,
      ])
      done += 1
      if done.isMultiple(of: 4_096) { try step(done) }
    }
    let all = Array(counts)
    for start in stride(from: 0, to: all.count, by: 1_000) {
      let part = all[start..<min(start + 1_000, all.count)]
      try db.count(by: Dictionary(uniqueKeysWithValues: part.map { ($0.key, $0.value) }))
    }
  }
}
