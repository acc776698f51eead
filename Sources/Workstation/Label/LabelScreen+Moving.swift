import AnnotationEngine
import Terminal

extension LabelScreen {
  /// Hands an action to the engine. Keys are held until it is answered, but for a find and a renewed claim.
  mutating func send(_ action: LabelAction, _ desk: inout Desk) {
    switch action {
    case .find:
      seeking = action
      notice = .remark("looking for “\(search ?? "")” … Esc stops")
    case .renewLease: lastClaim = desk.now
    default:
      seeking = nil
      inFlight = action
      failed = nil
      failure = nil
    }
    desk.effects.append(.label(workspace: workplace.path, action))
  }

  /// Leaves the sample for another one, after what is answered but not submitted has been kept as a draft. Of a
  /// submitted annotation the draft is kept beside it.
  mutating func depart(_ action: LabelAction, _ desk: inout Desk) {
    guard let item, isChanged, item.closed == nil else {
      send(action, &desk)
      return
    }
    then = [action]
    send(
      .draft(
        sample: item.sample.id, answers: answers, seconds: stopwatch.seconds(now: desk.now), at: item.place), &desk)
  }

  mutating func retry(_ desk: inout Desk) {
    guard let failed else { return }
    send(failed, &desk)
  }

  // MARK: Neighbours

  mutating func previous(_ desk: inout Desk) {
    if let item {
      depart(.previous(of: item.sample.id, at: item.place), &desk)
    } else if let lastPlace {
      send(.jump(to: .place(lastPlace)), &desk)
    } else if let samples = progress?.samples, samples > 0 {
      // Nothing was open yet: back is the end of the queue.
      send(.jump(to: .place(samples)), &desk)
    }
  }

  mutating func next(_ desk: inout Desk) {
    guard let item else { return }
    depart(.next(of: item.sample.id, at: item.place), &desk)
  }

  /// With a search the next match, else the next sample that waits.
  mutating func nextWaiting(_ desk: inout Desk, backwards: Bool) {
    guard let id = item?.sample.id ?? lastSample else {
      send(.start, &desk)
      return
    }
    if let search {
      depart(.find(text: search, of: id, backwards: backwards, at: item?.place), &desk)
    } else {
      let place = item?.place
      depart(backwards ? .previousWaiting(of: id, at: place) : .nextWaiting(of: id, at: place), &desk)
    }
  }

  mutating func find(_ text: String, _ desk: inout Desk) {
    guard let id = item?.sample.id ?? lastSample else { return }
    mark(text)
    depart(.find(text: text, of: id, backwards: false, at: item?.place), &desk)
  }

  /// A number is a place, anything else an id; `=` before it makes a number an id.
  mutating func jump(_ text: String, _ desk: inout Desk) {
    guard let reference = SampleReference(typed: text) else { return }
    depart(.jump(to: reference), &desk)
  }

  // MARK: Leaving

  /// Gives up the claim, after what is unfinished has been saved.
  mutating func leave(_ desk: inout Desk) {
    let abandons = leaving == .failed
    leaving = .yes
    if abandons {
      then = []
      send(.leave, &desk)
    } else {
      depart(.leave, &desk)
    }
  }

  /// The line has dropped: everything at once, without waiting for answers.
  mutating func hangUp(_ overlay: Overlay?, _ desk: inout Desk) {
    let path = workplace.path
    if let item, item.closed == nil {
      let isOnItsWay = if case .submit(item.sample.id, _, _, _, _) = inFlight { true } else { false }
      if isChanged && !isOnItsWay {
        let seconds = stopwatch.seconds(now: desk.now)
        desk.effects.append(
          .label(
            workspace: path, .draft(sample: item.sample.id, answers: answers, seconds: seconds, at: item.place)))
      }
      if case .prompt(let prompt) = overlay, case .comment(item.sample.id) = prompt.purpose {
        let text = Prompt.trimmed(prompt.text)
        if !text.isEmpty && text != item.annotation?.comment {
          desk.effects.append(
            .label(workspace: path, .comment(sample: item.sample.id, text: text, at: item.place)))
        }
      }
    }
    desk.effects.append(.label(workspace: path, .leave))
  }

  // MARK: Time

  /// A key was pressed: a sign of life for the stopwatch and, now and then, for the claim on the sample.
  mutating func touch(_ desk: inout Desk) {
    stopwatch.tick(now: desk.now)
    lastKey = desk.now
    renewClaim(&desk)
  }

  /// Nothing happened for a while.
  mutating func idle(_ desk: inout Desk) {
    if lastKey > lastClaim { renewClaim(&desk) }
    if isStarted && !isHolding { desk.effects.append(.changeCount(workspace: workplace.path)) }
  }

  /// Every third of the lease, so that a claim never runs out under a person who works.
  private mutating func renewClaim(_ desk: inout Desk) {
    guard let item, item.closed == nil, !isHolding else { return }
    let third = Int64(max(3, workplace.project.round.lease)) * 1000 / 3
    if desk.now - lastClaim > third { send(.renewLease(sample: item.sample.id), &desk) }
  }

  /// Somebody changed the journal: where nothing waited, something may wait now.
  mutating func take(changeCount: Int, _ desk: inout Desk) {
    // The first count is news, too: what came since the last step may be in it already.
    let isNews = changes != changeCount
    changes = changeCount
    if isNews && item == nil && isStarted && !isHolding && leaving == .no { send(.start, &desk) }
  }
}

extension SampleReference {
  /// What a person types to go somewhere.
  init?(typed text: String) {
    if text.isEmpty { return nil }
    if text.hasPrefix("="), text.count > 1 {
      self = .id(String(text.dropFirst()))
    } else if let place = Int(text.filter { $0 != "," }), place > 0 {
      self = .place(place)
    } else {
      self = .id(text)
    }
  }
}
