import GRDB

/// What the branch's head brings that is not one sample's annotations and resolutions.
extension Database {
  /// The journal has caught up with the head.
  func applyFollowed(_ event: Event) throws {
    try setFact(FactName.committed, to: try EventPayload(event).text("commit"))
  }

  /// Other samples and batches. Batches that were there keep their positions, new ones go behind them.
  func applySamplesAdopted(_ event: Event) throws {
    let payload = EventPayload(event)
    let oldOrder = try queueOrder()
    var known = try Dictionary(uniqueKeysWithValues: batches().map { ($0.id, $0) })
    var isOtherOrder = false
    for batch in try payload.batches() {
      if var there = known.removeValue(forKey: batch.id) {
        isOtherOrder = isOtherOrder || there.ordinal != batch.ordinal
        (there.ordinal, there.samples, there.isListed) = (batch.ordinal, batch.samples, true)
        try update(there)
      } else {
        var batch = batch
        batch.first = try Int.fetchOne(cachedStatement(sql: "SELECT max(first + count) FROM batches")) ?? 0
        try add(batch)
      }
    }
    for var gone in known.values {
      (gone.samples, gone.isListed) = (0, false)
      try update(gone)
    }
    try setSamples(payload)
    try noteReplacedSamples(event)
    let holes = try payload.holes()
    if isOtherOrder { try reorder(from: oldOrder) }
    let ranks = try queueOrder().mapped(holes)
    if try isOtherOrder || ranks != self.holes() {
      try setHoles(ranks)
      try rebuildRuns()
      // Where a sample stood that was swapped, there may be none any more.
      try execute(sql: "DELETE FROM swaps")
      try execute(sql: "DELETE FROM cursors")
      try setFact(FactName.layoutSeq, String(event.seq))
    }
  }

  /// Facts about all samples, as payloads name them; batches are written already.
  func setSamples(_ payload: EventPayload) throws {
    let count = try payload.int("count")
    let places = try Int.fetchOne(cachedStatement(sql: "SELECT max(first + count) FROM batches")) ?? 0
    try setFact(FactName.samplesRoot, to: try payload.text("samples"))
    try setFact(FactName.sampleCount, String(count))
    try setFact(FactName.placeCount, to: places == count ? nil : String(places))
  }

  /// A sample that somebody touched stands in another of its places.
  func applySampleMoved(_ event: Event) throws {
    guard let sample = event.sample else { throw EventPayload(event).damaged("sample") }
    let position = try EventPayload(event).int("position")
    let rank = try queueOrder().rank(of: position)
    try cachedStatement(sql: "UPDATE touched SET position = ?, rank = ? WHERE sample = ?")
      .execute(arguments: [position, rank, sample])
    for table in ["annotations", "repeats", "leases"] {
      try cachedStatement(sql: "UPDATE \(table) SET position = ? WHERE sample = ?").execute(arguments: [
        position, sample,
      ])
    }
    if try run(holding: rank) == nil { try addToRuns(rank) }
    try lowerCursors(to: rank)
    try execute(sql: "DELETE FROM swaps")
    try setFact(FactName.layoutSeq, String(event.seq))
  }

  /// A sample that somebody touched is not in the project any more. What was done to it cannot be undone.
  func applySampleRemoved(_ event: Event) throws {
    guard let sample = event.sample else { throw EventPayload(event).damaged("sample") }
    let known = try Int.fetchOne(
      cachedStatement(sql: "SELECT position FROM touched WHERE sample = ?"), arguments: [sample])
    guard let position = known else { return }
    try save(sample, at: position, from: state(of: sample), to: SampleState())
    for table in ["touched", "leases", "served", "gold"] {
      try cachedStatement(sql: "DELETE FROM \(table) WHERE sample = ?").execute(arguments: [sample])
    }
    try execute(sql: "DELETE FROM swaps")
    for screen in [UndoScreen.label, .review] {
      try cachedStatement(
        sql: """
          INSERT INTO undone (seq, actor, screen, redoable)
          SELECT seq, actor, ?, 0 FROM events
          WHERE sample = ? AND sample IS NOT NULL AND kind <> 'lease' AND \(screen.condition) AND seq < ?
          ON CONFLICT (seq) DO UPDATE SET redoable = 0
          """
      ).execute(arguments: [screen.rawValue, sample, event.seq])
    }
    try setFact(FactName.layoutSeq, String(event.seq))
  }
}
