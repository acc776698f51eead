import GRDB
import Synchronization

/// What the review screen would not want to read anew at each key: the lists of the filters used last, and where each
/// reviewer was.
final class ReviewMemory: Sendable {
  private static let capacity = 4

  private struct Seat: Hashable {
    var person: String
    var filter: ReviewFilter
  }
  /// The sample on a reviewer's screen, with its resolutions as they stand there.
  private struct Shown {
    var sample: String
    var resolutions: [ResolutionState]
  }
  private struct State {
    /// The latest last.
    var lists: [ReviewList] = []
    var seats: [Seat: String] = [:]
    var shown: [String: Shown] = [:]
  }
  private let state = Mutex(State())

  /// The filter's samples as `db` sees them. Must not be called from a transaction that may still be undone.
  /// `order` stands in place of the queue's.
  func list(_ filter: ReviewFilter, _ db: Database, order: ReviewOrder? = nil) throws -> ReviewList {
    // A list is large; it is taken out so that it changes in place.
    let known = state.withLock { state -> ReviewList? in
      state.lists.firstIndex { $0.filter == filter }.map { state.lists.remove(at: $0) }
    }
    var list: ReviewList
    if var known, known.order?.version == order?.version, try known.follow(db) {
      list = known
    } else {
      list = try ReviewList(filter, db, order: order)
    }
    state.withLock {
      $0.lists.removeAll { $0.filter == filter }
      $0.lists.append(list)
      if $0.lists.count > Self.capacity { $0.lists.removeFirst() }
    }
    return list
  }

  func lastSeen(by person: String, _ filter: ReviewFilter) -> String? {
    state.withLock { $0.seats[Seat(person: person, filter: filter)] }
  }

  /// `keepsPlace`: whether the walk begins there when the filter is opened again. What was shown before the filter's order
  /// was made is no place in it.
  func see(
    _ sample: String, _ resolutions: [ResolutionState], by person: String, _ filter: ReviewFilter, keepsPlace: Bool
  ) {
    state.withLock {
      if keepsPlace { $0.seats[Seat(person: person, filter: filter)] = sample }
      $0.shown[person] = Shown(sample: sample, resolutions: resolutions)
    }
  }

  /// The resolutions of a sample as they stand on this person's screen; nil where it shows another sample or nothing.
  func shown(_ sample: String, to person: String) -> [ResolutionState]? {
    state.withLock { state in
      state.shown[person].flatMap { $0.sample == sample ? $0.resolutions : nil }
    }
  }
}
