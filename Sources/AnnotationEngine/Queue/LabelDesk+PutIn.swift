import GRDB
import LabelStatistics

/// What comes next instead of what would: gold and repeats at their rates, and no gold beyond its rate.
///
/// One draw decides each time whether gold is asked. If so, gold comes: what would come next where that is gold, else some
/// that is put in. If not, gold that would come next is put off: a sample further on that is no gold changes places with it. So the
/// rate counts all gold that an annotator meets, as long as the tries find other samples.
extension LabelDesk {
  /// A sample is repeated only when so many others were answered after it.
  static let repeatDistance = 10
  /// How often a draw is tried again that hit something unfit. Bounds what a key costs.
  private static let tries = 12

  /// The place to sit at instead of `next`, which would come next.
  func disguised(_ next: QueuePlace) throws -> QueuePlace {
    let round = project.round
    guard round.gold + round.repeats > 0 else { return next }
    let nextState = try db.state(of: next.sample)
    // What was begun, or was sent back, is gone on with.
    guard nextState[person] == nil, try db.served(next.sample, to: person) == nil else { return next }
    // Where a repeat was first shown stays what gave its place to it.
    if try waiting.shown(next.rank) != next.rank, try hidden().contains(next.position) { return next }
    let answered = try db.counts(person).answered
    var chance = SplitMix64(seed: round.seed ^ FNV1a.hash(person.utf8), stream: UInt64(max(0, answered)))
    let draw = chance.uniform()
    let isGoldDrawn = draw < round.gold
    let isGoldNext = try round.gold > 0 && db.gold(of: next.sample) != nil
    if isGoldDrawn && isGoldNext { return next }
    if draw < round.gold + round.repeats, try waiting.isAnythingWaiting(besides: next.rank),
      let sample = isGoldDrawn ? try drawGold() : try drawRepeat(&chance), sample != next.sample
    {
      return try seat(sample, insteadOf: next, as: isGoldDrawn ? "gold" : "repeat")
    }
    guard isGoldNext else { return next }
    if let planned = try plannedOrdinary() { return planned }
    return try drawOrdinary(behind: next, &chance).map { try seat($0.sample, insteadOf: next, as: nil) } ?? next
  }

  /// Lets a sample change places with what would come next. `kind`: how it is put in; nil where it only comes before gold.
  private func seat(_ sample: String, insteadOf next: QueuePlace, as kind: String?) throws -> QueuePlace {
    let place = try waiting.place(of: sample)
    let revision = try db.state(of: sample)[person]?.revision ?? 0
    let put = kind.map { [JSONMember("as", .string($0)), JSONMember("revision", JSONValue(revision))] } ?? []
    try db.append(
      .lease, actor: person, at: now, sample: sample,
      payload: .object(
        [
          JSONMember("position", JSONValue(place.position)),
          JSONMember("expires", JSONValue(Int(now) + project.round.lease * 1000)),
          JSONMember("stand", JSONValue(next.position)),
        ] + put))
    return place
  }

  // MARK: - Samples that are no gold

  /// Whether a sample can come before gold: one that is none, and new to the person.
  private func isOrdinary(_ place: QueuePlace) throws -> Bool {
    try db.gold(of: place.sample) == nil && db.state(of: place.sample)[person] == nil
      && db.served(place.sample, to: person) == nil
  }

  /// The first of the plan that is no gold. No place tells where in a plan one is, so that gold need not change places.
  private func plannedOrdinary() throws -> QueuePlace? {
    var from = 0
    while waiting.isPlanned, let planned = try waiting.firstPlanned(from: from) {
      if let place = try waiting.place(rank: planned.rank), try isOrdinary(place) { return place }
      from = planned.place + 1
    }
    return nil
  }

  /// A waiting sample that is no gold and stands behind `next`: one by chance, so that gold which is put off does not
  /// gather right behind; where few are left, the next.
  private func drawOrdinary(behind next: QueuePlace, _ chance: inout SplitMix64) throws -> QueuePlace? {
    let first = try waiting.shown(next.rank) + 1
    guard first < waiting.count else { return nil }
    for _ in 0..<Self.tries {
      let rank = first + chance.below(waiting.count - first)
      guard try waiting.shown(rank) == rank, try waiting.waits(rank), let place = try waiting.place(rank: rank),
        try isOrdinary(place)
      else { continue }
      return place
    }
    var from = first
    for _ in 0..<Self.tries {
      guard let rank = try waiting.firstStanding(from: from, but: hidden) else { return nil }
      if let place = try waiting.place(rank: rank), try isOrdinary(place) { return place }
      from = try waiting.shown(rank) + 1
    }
    return nil
  }

  // MARK: - Gold and repeats

  /// Gold that the person has not answered.
  private func drawGold() throws -> String? {
    let count = try Int.fetchOne(db.cachedStatement(sql: "SELECT max(number) + 1 FROM gold")) ?? 0
    guard count > 0 else { return nil }
    // In an order of the person's own, from where they may be.
    let order = SeededPermutation(count: count, seed: project.round.seed, stream: FNV1a.hash(person.utf8))
    let start = try db.count(person, CountName.goldAnswered) % count
    for offset in 0..<min(count, Self.tries) {
      let sample = try String.fetchOne(
        db.cachedStatement(sql: "SELECT sample FROM gold WHERE number = ?"),
        arguments: [order.value(at: (start + offset) % count)])
      guard let sample, try db.state(of: sample)[person] == nil, try directory.row(id: sample) != nil else { continue }
      return sample
    }
    return nil
  }

  /// A sample that the person answered a while ago, and was not asked again.
  private func drawRepeat(_ chance: inout SplitMix64) throws -> String? {
    let acts = "FROM events WHERE actor = ? AND \(UndoScreen.label.condition) AND seq > ?"
    let base = try db.seqFact(FactName.baseSeq)
    let first = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT seq \(acts) ORDER BY seq LIMIT 1"), arguments: [person, base])
    let last = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT seq \(acts) ORDER BY seq DESC LIMIT 1 OFFSET \(Self.repeatDistance)"),
      arguments: [person, base])
    guard let first, let last else { return nil }
    for _ in 0..<Self.tries {
      let from = first + Int64(chance.below(Int(last - first) + 1))
      let sample = try String.fetchOne(
        db.cachedStatement(sql: "SELECT sample \(acts) AND seq <= ? ORDER BY seq LIMIT 1"),
        arguments: [person, from - 1, last])
      guard let sample, try db.served(sample, to: person)?.kind != .repeat, try directory.row(id: sample) != nil,
        let own = try db.state(of: sample)[person]
      else { continue }
      if own.status == .submitted && !own.imported && own.draft == nil { return sample }
    }
    return nil
  }
}
