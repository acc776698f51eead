import Dispatch
import Synchronization

/// Items cut into runs of about as many votes each, for work on several processors.
///
/// Where the cuts are depends on the data alone, and what the runs give is put together in their order, so that no bit
/// of a result depends on how many processors there are or which was first.
///
/// - Parameters:
///   - starts: where each item's votes begin, and the end of the last.
///   - cells: how many numbers each run keeps for itself; where they are many, the runs are few.
func chunks(starts: [Int32], cells: Int) -> [Range<Int>] {
  let items = starts.count - 1
  let votes = Int(starts[items])
  let count = max(1, min(votes >> 13, 16, (1 << 21) / max(1, cells)))
  var chunks: [Range<Int>] = []
  var start = 0
  for chunk in 1...count {
    var end = chunk == count ? items : start
    while end < items, Int(starts[end]) < votes * chunk / count { end += 1 }
    chunks.append(start..<end)
    start = end
  }
  return chunks
}

/// Changes each of the states on its own, several at a time.
package func changeConcurrently<State: Sendable>(_ states: inout [State], _ change: @Sendable (inout State) -> Void) {
  changeConcurrently(&states) { change(&$1) }
}

/// The same, with the number of each.
package func changeConcurrently<State: Sendable>(
  _ states: inout [State], _ change: @Sendable (Int, inout State) -> Void
) {
  if states.count == 1 { return change(0, &states[0]) }
  let shelf = Mutex<[State?]>(states)
  states = []
  DispatchQueue.concurrentPerform(iterations: shelf.withLock { $0.count }) { index in
    // Taken from the shelf, so that it is nobody else's and changes in place.
    guard var state = shelf.withLock({ $0[index].take() }) else { return }
    change(index, &state)
    shelf.withLock { $0[index] = state }
  }
  states = shelf.withLock { $0.compactMap { $0 } }
}
