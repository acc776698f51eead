import GRDB
import LabelStatistics

/// One annotator at work in one transaction.
struct LabelDesk {
  let db: Database
  let person: String
  let project: Project
  let now: Int64
  let waiting: Waiting
  let directory: SampleDirectory

  init(db: Database, person: String, project: Project, now: Int64, directory: SampleDirectory) throws {
    self.db = db
    self.person = person
    self.project = project
    self.now = now
    self.directory = directory
    waiting = try Waiting(
      db: db, person: person, project: project, now: now, directory: directory, isOwn: true)
  }

  /// What an action leads to: where to sit, what was saved, what to say.
  struct Outcome {
    var rank: Int?
    /// Where that is shown, where it is not at its own place: see `firstShowing`.
    var shown: Int?
    var act: SavedAct?
    var remark: String?
  }

  /// A sample on the screen.
  struct Seat {
    var place: QueuePlace
    /// As that of an outcome.
    var shown: Int?
  }

  func step(_ action: LabelAction) throws -> LabelStepDraft {
    var outcome = try perform(action)
    var item: LabelStepDraft.Item?
    let paused = try pausedWords()
    if paused != nil && action.asksForMore { outcome.rank = nil }
    if let rank = outcome.rank, let place = try waiting.place(rank: rank) {
      item = try sit(at: action.asksForMore ? disguised(place) : place, shownAt: outcome.shown)
    } else if case .leave = action {
      try leave()
    } else {
      try leave()
      outcome.remark = outcome.remark ?? paused ?? nothingWaits()
    }
    var draft = LabelStepDraft(
      item: item, act: outcome.act, progress: try progress(isOpen: item != nil), remark: outcome.remark)
    draft.paused = paused
    draft.wantsPlan = try action.asksForMore && db.wantsPlan(for: person)
    if let act = outcome.act, !act.undone, act.kind != .drafted, action.isNewAct {
      // What was just done is what undo takes back, and nothing is left to do again: no need to look.
      draft.undoable = act
    } else {
      draft.undoable = try undoable().map { try saved($0, undone: false) }
      draft.redoable = try db.redoable(by: person, on: .label).map { try saved($0, undone: true) }
    }
    return draft
  }

  private func perform(_ action: LabelAction) throws -> Outcome {
    switch action {
    case .start: try start()
    case .submit(let sample, let answers, let seconds, let advance, let number):
      try submit(seat(of: sample, at: number), answers, seconds: seconds, advance: advance)
    case .draft(let sample, let answers, let seconds, let number):
      try draft(seat(of: sample, at: number), answers, seconds: seconds)
    case .skip(let sample, let reason, let seconds, let number):
      try skip(seat(of: sample, at: number), reason: reason, seconds: seconds)
    case .comment(let sample, let text, let number): try comment(seat(of: sample, at: number), text)
    case .flag(let sample, let flagged, let number): try flag(seat(of: sample, at: number), flagged)
    case .undo: try undo()
    case .redo: try redo()
    case .previous(let sample, let number): try neighbour(of: sample, at: number, step: -1)
    case .next(let sample, let number): try neighbour(of: sample, at: number, step: 1)
    case .previousWaiting(let sample, let number):
      try waitingNeighbour(of: seat(of: sample, at: number), backwards: true)
    case .nextWaiting(let sample, let number):
      try waitingNeighbour(of: seat(of: sample, at: number), backwards: false)
    case .jump(let reference): try jump(to: reference)
    case .find(_, let sample, _, _), .renewLease(let sample): Outcome(rank: try waiting.place(of: sample).rank)
    case .leave: Outcome()
    }
  }

  /// Shows a sample, and claims it where it can be answered.
  private func sit(at place: QueuePlace, shownAt shown: Int?) throws -> LabelStepDraft.Item {
    let state = try db.state(of: place.sample)
    let current = try seen(Seat(place: place, shown: shown), state)
    let closed = try closedReason(place.sample, state)
    if closed == nil && current?.isDone != true { try claim(place) }
    let own = try current.map { try db.annotation($0, of: place.sample) }
    return try LabelStepDraft.Item(
      place: place, number: number(of: Seat(place: place, shown: shown)), annotation: own, closed: closed)
  }

  /// A claim is written when it is new or half used up, not at every sign of life.
  private func claim(_ place: QueuePlace) throws {
    let duration = Int64(project.round.lease) * 1000
    if let lease = try db.lease(of: person), lease.sample == place.sample, lease.expires - now > duration / 2 { return }
    try db.append(
      .lease, actor: person, at: now, sample: place.sample,
      payload: .object([
        JSONMember("position", JSONValue(place.position)), JSONMember("expires", JSONValue(Int(now + duration))),
      ]))
  }

  private func leave() throws {
    guard let lease = try db.lease(of: person), lease.expires > 0 else { return }
    try db.append(.release, actor: person, at: now, payload: .object([]))
  }

  private func nothingWaits() -> String {
    if waiting.samples == 0 { return "there are no samples yet" }
    let busy = waiting.busyOthers
    return busy.isEmpty ? "everything is labeled" : "all that is left is open with \(list(busy))"
  }

  // MARK: - Going about

  /// Where this person sat last, if that is not finished; else where work begins.
  private func start() throws -> Outcome {
    if let seat = try db.lease(of: person) {
      let state = try db.state(of: seat.sample)
      let own = try own(seat.sample, state)
      let isUnfinished = own?.isDone != true || own?.draft != nil
      if try isUnfinished && closedReason(seat.sample, state) == nil {
        return Outcome(rank: try waiting.place(of: seat.sample).rank)
      }
    }
    return Outcome(rank: try waiting.beginning(but: hidden))
  }

  private func neighbour(of sample: String, at number: Int?, step: Int) throws -> Outcome {
    let place = try waiting.place(of: sample)
    let known = number.flatMap { (1...max(1, waiting.samples)).contains($0) ? $0 : nil }
    let here = try known.map(waiting.holes.rank) ?? waiting.shown(place.rank)
    let rank = try waiting.holes.passed(here + step, backwards: step < 0)
    if rank < 0 || rank >= waiting.count {
      let remark = rank < 0 ? "this is the first sample" : "this is the last sample"
      return Outcome(rank: place.rank, shown: here == (try waiting.shown(place.rank)) ? nil : here, remark: remark)
    }
    return try outcome(shownAt: rank)
  }

  /// What the person finds at a place.
  private func outcome(shownAt rank: Int) throws -> Outcome {
    if let repeated = try firstShowing(at: rank) { return Outcome(rank: repeated, shown: rank) }
    return Outcome(rank: try waiting.rank(shownAt: rank))
  }

  private func waitingNeighbour(of seat: Seat, backwards: Bool) throws -> Outcome {
    let here = try seat.shown ?? waiting.shown(seat.place.rank)
    // What gave its place to another comes where it stands now.
    let found =
      try backwards
      ? waiting.lastStanding(upTo: here - 1, but: hidden) : waiting.firstStanding(from: here + 1, but: hidden)
    if let found { return Outcome(rank: found) }
    return seat.outcome(
      nil, remark: backwards ? "nothing before this waits for you" : "nothing after this waits for you")
  }

  private func jump(to reference: SampleReference) throws -> Outcome {
    switch reference {
    case .id(let id): return Outcome(rank: try waiting.place(of: id).rank)
    case .place(let place):
      guard (1...max(1, waiting.samples)).contains(place), waiting.samples > 0 else {
        throw EngineError.unknownPlace(place, last: waiting.samples)
      }
      return try outcome(shownAt: waiting.holes.rank(ofPlace: place))
    }
  }

  // MARK: - Progress

  private func progress(isOpen: Bool) throws -> LabelProgress {
    let mine = try db.counts(person)
    let complete = try db.count("", CountName.complete)
    return LabelProgress(
      samples: waiting.samples, mine: mine.answered,
      complete: complete,
      waiting: isOpen
        ? nil
        : try db.ownWaiting(
          mine.waiting(samples: waiting.samples, complete: complete), of: person, in: project.round),
      flagged: mine[CountName.flagged, default: 0], secondsPerSample: try db.medianSeconds(of: person),
      round: 1)
  }
}

extension LabelAction {
  /// Whether the queue is asked what comes next.
  fileprivate var asksForMore: Bool {
    switch self {
    case .start, .skip: true
    case .submit(_, _, _, let advance, _): advance
    case .draft, .comment, .flag, .undo, .redo, .previous, .next, .previousWaiting, .nextWaiting, .jump, .find,
      .renewLease, .leave:
      false
    }
  }

  /// Whether it does something that can be undone, and that makes an end of what could be done again.
  fileprivate var isNewAct: Bool {
    switch self {
    case .submit, .skip, .comment, .flag: true
    case .start, .draft, .undo, .redo, .previous, .next, .previousWaiting, .nextWaiting, .jump, .find, .renewLease,
      .leave:
      false
    }
  }
}

extension [String: Int] {
  /// Samples that the person of these counts answered or skipped, each as often as they were asked.
  var answered: Int {
    self[CountName.submitted, default: 0] + self[CountName.skipped, default: 0] + self[CountName.repeated, default: 0]
  }

  /// Samples that wait for the person of these counts, whoever has them open: neither complete nor done by them, and
  /// what was sent back to them.
  func waiting(samples: Int, complete: Int) -> Int {
    samples - complete - self[CountName.doneOpen, default: 0] + self[CountName.sentBackComplete, default: 0]
  }
}

extension Database {
  /// The median over a person's last 50 submitted annotations whose time is known, second answers to repeats among them:
  /// index only.
  func medianSeconds(of person: String) throws -> Double? {
    let seconds = try Double.fetchAll(
      cachedStatement(
        sql: """
          SELECT seconds FROM (
            SELECT * FROM (
              SELECT at, seconds FROM annotations WHERE annotator = ?1 AND status = 'submitted' AND seconds > 0
              ORDER BY at DESC, seconds DESC LIMIT 50) AS mine
            UNION ALL SELECT * FROM (
              SELECT at, seconds FROM repeats WHERE annotator = ?1 AND status = 'submitted' AND seconds > 0
              ORDER BY at DESC, seconds DESC LIMIT 50) AS again) AS recent
          ORDER BY at DESC, seconds DESC LIMIT 50
          """), arguments: [person]
    ).sorted()
    return median(ofSorted: seconds)
  }
}
