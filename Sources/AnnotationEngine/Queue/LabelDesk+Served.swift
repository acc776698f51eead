import GRDB

/// Gold and silent repeats: what is put in an annotator's queue on purpose, and nothing on the screen tells it.
///
/// Such a sample takes the place of the one that would come next, which in turn takes its place in this annotator's queue:
/// places, neighbours, jumps and undo are those of any other sample. A repeat is shown without the first answer; what is
/// done to it is kept apart (`SampleState.repeats`). Chance is by the round's seed, the person and the number of samples
/// that they have answered (`disguised`).
extension LabelDesk {
  static let repeatMark = JSONMember("repeat", .bool(true))
  /// Of an act that was done at another place than the sample's own: the position that has this place.
  static let shownName = "shown"

  // MARK: - Repeats

  /// Whether the person is asked a second time.
  func isRepeat(_ sample: String, _ state: SampleState) throws -> Bool {
    try db.served(sample, to: person)?.isRepeat(of: state, person) ?? false
  }

  /// What the person has answered, as the screen shows it: of a repeat, the second answer.
  func own(_ sample: String, _ state: SampleState) throws -> AnnotationState? {
    try isRepeat(sample, state) ? state.secondAnswer(of: person) : state[person]
  }

  /// The rank of the repeat that the person saw first at a place (as ranks count) where by now the sample stands that
  /// gave its own place to it; nil at all other places, and once that sample has come. So whoever goes back finds what was
  /// there: the repeat with the answer that they see of it, the second, or before that the first.
  func firstShowing(at shown: Int) throws -> Int? {
    let standing = try waiting.rank(shownAt: shown)
    guard standing != shown, let place = try waiting.place(rank: standing),
      try db.state(of: place.sample)[person] == nil
    else { return nil }
    let rows = try SQLRow.fetchAll(
      db.cachedStatement(
        sql: "SELECT sample, seq FROM served WHERE annotator = ? AND kind = 'repeat' ORDER BY seq DESC"),
      arguments: [person])
    for row in rows {
      guard let event = try db.event(row[1]), event.payload["stand"]?.int == place.position else { continue }
      let sample: String = row[0]
      return try isRepeat(sample, db.state(of: sample)) ? waiting.place(of: sample).rank : nil
    }
    return nil
  }

  /// Positions of the samples that gave their places to repeats and stand where these were first shown. Until nothing else
  /// waits the person finds the repeat there. Reads two rows a repeat.
  func hidden() throws -> Set<Int> {
    let rows = try SQLRow.fetchAll(
      db.cachedStatement(sql: "SELECT sample, seq FROM served WHERE annotator = ? AND kind = 'repeat'"),
      arguments: [person])
    var positions: Set<Int> = []
    for row in rows {
      let sample: String = row[0]
      guard let stand = try db.event(row[1])?.payload["stand"]?.int, try isRepeat(sample, db.state(of: sample))
      else { continue }
      positions.insert(stand)
    }
    return positions
  }

  /// The seat of a sample that is on the screen as that of a place, as people count.
  func seat(of sample: String, at number: Int?) throws -> Seat {
    let place = try waiting.place(of: sample)
    guard let number, number >= 1, number <= waiting.samples else { return Seat(place: place) }
    return try seat(at: place, shown: waiting.holes.rank(ofPlace: number))
  }

  /// The seat where an act was done, if the sample is still found there.
  func seat(of act: Event) throws -> Seat {
    let place = try waiting.place(of: act.sample ?? "")
    guard let position = act.payload[Self.shownName]?.int else { return Seat(place: place) }
    return try seat(at: place, shown: waiting.order.rank(of: position))
  }

  private func seat(at place: QueuePlace, shown rank: Int) throws -> Seat {
    Seat(place: place, shown: try firstShowing(at: rank) == place.rank ? rank : nil)
  }

  /// What a seat is called, from 1.
  func number(of seat: Seat) throws -> Int {
    try seat.shown.map(waiting.holes.place) ?? waiting.number(of: seat.place.rank)
  }

  /// What the screen shows of the person's work: where a repeat was first shown, the first answer until there is a second.
  func seen(_ seat: Seat, _ state: SampleState) throws -> AnnotationState? {
    let own = try own(seat.place.sample, state)
    return seat.shown != nil && own?.isDone != true ? state[person] : own
  }

  // MARK: - Pausing

  /// As `Waiting.closedReason`; besides, nothing new can be answered while the queue is paused.
  func closedReason(_ sample: String, _ state: SampleState) throws -> String? {
    try waiting.closedReason(sample, state) ?? pausedWords(at: sample, state)
  }

  /// `closedReason` as the beginning of a sentence.
  func refusal(_ seat: Seat, _ state: SampleState) throws -> String? {
    // By the place: an id that is counted would tell where the sample stood before.
    if let closed = try waiting.closedReason(seat.place.sample, state) {
      return "place \(try number(of: seat)) \(closed) by now"
    }
    return try pausedWords(at: seat.place.sample, state)
  }

  /// nil where the queue is not paused.
  func pausedWords() throws -> String? { try db.isPaused(person) ? project.pausedWords : nil }

  /// nil where the queue is not paused, or what the person has submitted, or was sent back, is gone on with.
  func pausedWords(at sample: String, _ state: SampleState) throws -> String? {
    let own = try own(sample, state)
    return own?.status != .submitted && own?.sentBackBy == nil ? try pausedWords() : nil
  }

  /// Pauses the queue where the answer just given makes it due.
  func pauseWhereDue(after sample: String) throws {
    guard let rule = project.round.pause, try db.gold(of: sample) != nil, try !db.isPaused(person) else { return }
    let before = try db.pauseRow(of: person)
    let answered = try db.count(person, CountName.goldAnswered) - (before?.answered ?? 0)
    let right = try db.count(person, CountName.goldRight) - (before?.correct ?? 0)
    guard answered >= rule.after, Double(right) < rule.goldBelow * Double(answered) else { return }
    try db.append(
      .pause, actor: "gloss", at: now,
      payload: .object([
        JSONMember("annotator", .string(person)), JSONMember("answered", JSONValue(answered)),
        JSONMember("right", JSONValue(right)),
      ]))
  }
}

extension Project {
  /// What somebody is told whose queue is paused: not why, which would tell of gold.
  public var pausedWords: String {
    let leads = people.filter { $0.role == .lead }.map(\.name)
    return "your queue is paused: please talk to \(leads.isEmpty ? "whoever leads the project" : list(leads))"
  }
}

extension Database.Served {
  /// Whether the sample, as it stands, is one that the person is asked a second time: only as long as their annotation is
  /// the one that is repeated.
  func isRepeat(of state: SampleState, _ person: String) -> Bool {
    guard kind == .repeat, let own = state[person] else { return false }
    return own.status == .submitted && own.sentBackBy == nil && own.revision == revision
  }
}
