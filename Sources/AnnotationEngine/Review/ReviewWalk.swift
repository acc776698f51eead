/// Where the review screen goes.
struct ReviewWalk {
  let list: ReviewList
  let waiting: Waiting
  let lastSeen: String?

  /// The sample to show after an action, and what to say; nil where the filter has none.
  func place(after action: ReviewAction, _ outcome: ReviewOutcome) throws -> (place: QueuePlace?, remark: String?) {
    if case .leave = action { return (nil, nil) }
    if let sample = outcome.sample {
      let place = try waiting.place(of: sample)
      guard outcome.advance else { return (place, outcome.remark) }
      if case .settle = action, let next = list.conflict(behind: place.rank) {
        return (try waiting.place(rank: next), outcome.remark)
      }
      let (next, remark) = try advance(from: place)
      return (next, outcome.remark ?? remark)
    }
    switch action {
    case .start: return (try beginning(), outcome.remark ?? emptyRemark)
    case .next(let sample, _): return try neighbour(of: sample, step: 1)
    case .previous(let sample, _): return try neighbour(of: sample, step: -1)
    case .nextWaiting(let sample, _): return try waitingNeighbour(of: sample, backwards: false)
    case .previousWaiting(let sample, _): return try waitingNeighbour(of: sample, backwards: true)
    case .jump(.id(let sample), _): return (try waiting.place(of: sample), nil)
    case .jump(.place(let place), _):
      guard (1...max(1, list.keys.count)).contains(place), !list.keys.isEmpty else {
        throw EngineError.unknownPlace(place, last: list.keys.count)
      }
      return (try waiting.place(rank: list.rank(at: place - 1)), nil)
    case .undo, .redo: return (try beginning(), outcome.remark)
    case .find, .resolve, .settle, .sendBack, .comment, .leave: return (nil, outcome.remark)
    }
  }

  /// What waits, in a word.
  private var waitingWord: String {
    switch list.filter.scope {
    case .suspects: "suspect"
    case .unlabeled: "unlabeled sample"
    case .disagreements, .conflicts, .flagged, .resolved, .annotated: "disagreement"
    }
  }

  private var emptyRemark: String? {
    guard list.keys.isEmpty else { return nil }
    if list.filter.isSearch, let order = list.order {
      return order.version == 0 ? "looking for \(waitingWord)s …" : "no \(waitingWord)s"
    }
    return list.filter.scope == .disagreements && list.filter.isPlain ? "no disagreements" : "nothing matches"
  }

  /// The sample looked at last, else the first.
  private func beginning() throws -> QueuePlace? {
    // It may be gone by now.
    if let lastSeen, let place = try? waiting.place(of: lastSeen) {
      if list.index(of: place.rank) != nil { return place }
    }
    return list.keys.isEmpty ? nil : try waiting.place(rank: list.rank(at: 0))
  }

  /// The next that waits behind, else from the front; stays where none is left.
  private func advance(from place: QueuePlace) throws -> (place: QueuePlace?, remark: String?) {
    let next =
      list.waiting(near: place.rank, backwards: false) ?? list.firstWaiting
    guard let next else { return (place, "no \(waitingWord) is left") }
    return (try waiting.place(rank: next), nil)
  }

  private func neighbour(of sample: String, step: Int) throws -> (place: QueuePlace?, remark: String?) {
    let place = try waiting.place(of: sample)
    // A sample that fell out of the filter goes on from where it would stand.
    let index =
      list.index(of: place.rank).map { $0 + step }
      ?? list.waitingIndex(of: place.rank) - (step < 0 ? 1 : 0)
    guard list.keys.indices.contains(index) else {
      return (place, list.keys.isEmpty ? emptyRemark : step < 0 ? "this is the first" : "this is the last")
    }
    return (try waiting.place(rank: list.rank(at: index)), nil)
  }

  private func waitingNeighbour(of sample: String, backwards: Bool) throws -> (place: QueuePlace?, remark: String?) {
    let place = try waiting.place(of: sample)
    if let rank = list.waiting(near: place.rank, backwards: backwards) {
      return (try waiting.place(rank: rank), nil)
    }
    let what = waitingWord
    return (place, backwards ? "no earlier \(what)" : "no later \(what)")
  }
}
