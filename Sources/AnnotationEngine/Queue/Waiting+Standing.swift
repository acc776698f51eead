import GRDB

/// What waits for an annotator in the order of the places where they find it.
///
/// Samples that changed places come at the place that they have now, so that work goes from place to place without a gap.
/// Each search is that of `first` or `last`; only where these pass over places, what was put in the person's queue is read.
extension Waiting {
  /// Where work goes on after a sample: what was sent back, else the first that is planned, else the next that waits
  /// behind its place, else from the front. `hidden`: see `LabelDesk.hidden`; these samples come when nothing else waits.
  func following(_ place: QueuePlace, but hidden: () throws -> Set<Int>) throws -> Int? {
    let sentBack = try sentBack()
    if let first = sentBack.first(where: { $0 != place.rank }) { return first }
    if let planned = try planned(but: place.rank) { return planned }
    let here = try shown(place.rank)
    let cursor = try cursor()
    // From the cursor itself where that is the sample just done, so that the cursor moves on with the work.
    let known = place.rank == cursor ? try first(from: cursor, cursor: cursor, sentBack: sentBack) : nil
    let next =
      if let known, here == cursor, known > here {
        try firstStanding(from: here + 1, first: known, but: hidden)
      } else {
        try firstStanding(from: here + 1, but: hidden)
      }
    return try next ?? front(but: hidden)
  }

  /// Where work begins: what was sent back, else the first of the plan, else the first that waits.
  func beginning(but hidden: () throws -> Set<Int>) throws -> Int? {
    if let first = try sentBack().first { return first }
    if isPlanned, let planned = try firstPlanned(from: 0) { return planned.rank }
    return try front(but: hidden)
  }

  private func front(but hidden: () throws -> Set<Int>) throws -> Int? {
    try firstStanding(from: 0, but: hidden) ?? firstStanding(from: 0) { [] }
  }

  /// The rank of the waiting sample that stands first, at `rank` or behind; those of the positions `hidden` are passed over
  /// where they changed places.
  func firstStanding(from rank: Int, but hidden: () throws -> Set<Int>) throws -> Int? {
    try firstStanding(from: rank, first: first(from: rank), but: hidden)
  }

  private func firstStanding(from rank: Int, first: Int?, but hidden: () throws -> Set<Int>) throws -> Int? {
    var own = first
    while let found = own, try shown(found) != found { own = try self.first(from: found + 1) }
    let end = own ?? count
    guard rank < end else { return own }
    return try moved(in: rank..<end, but: hidden).min { $0.place < $1.place }?.rank ?? own
  }

  /// The rank of the waiting sample that stands last, at `rank` or before. `hidden` as above.
  func lastStanding(upTo rank: Int, but hidden: () throws -> Set<Int>) throws -> Int? {
    var own = try last(upTo: rank)
    while let found = own, try shown(found) != found { own = try last(upTo: found - 1) }
    let begin = own.map { $0 + 1 } ?? 0
    guard begin <= rank else { return own }
    return try moved(in: begin..<rank + 1, but: hidden).max { $0.place < $1.place }?.rank ?? own
  }

  /// The waiting samples that stand at others' places, as far as these are among `places`.
  private func moved(
    in places: Range<Int>, but hidden: () throws -> Set<Int>
  ) throws -> [(place: Int, rank: Int)] {
    var found: [(place: Int, rank: Int)] = []
    for (place, occupant) in try swaps.all() {
      let (place, rank) = (order.rank(of: place), order.rank(of: occupant))
      if try places.contains(place) && waits(rank) { found.append((place, rank)) }
    }
    if found.isEmpty { return [] }
    let hidden = try hidden()
    return found.filter { !hidden.contains(order.position(of: $0.rank)) }
  }

  /// Whether the sample of a rank waits for the person. A handful of index look-ups.
  func waits(_ rank: Int) throws -> Bool {
    guard let place = try place(rank: rank) else { return false }
    let touched = try SQLRow.fetchOne(
      db.cachedStatement(sql: "SELECT submitted, complete FROM touched WHERE sample = ?"), arguments: [place.sample])
    guard let touched else { return true }
    let isSentBack = try Bool.fetchOne(
      db.cachedStatement(sql: "SELECT sent_back_by IS NOT NULL FROM annotations WHERE sample = ? AND annotator = ?"),
      arguments: [place.sample, person])
    if isSentBack == true { return true }
    return try touched[1] == 0 && !isDone(place.sample, by: person) && hasRoom(place.sample, submitted: touched[0])
  }
}
