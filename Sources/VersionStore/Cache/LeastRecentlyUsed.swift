/// A cache bounded by what its values cost (bytes): the value that was not asked for the longest goes first.
/// Finding, adding and dropping are O(1).
struct LeastRecentlyUsed<Key: Hashable, Value> {
  private struct Slot {
    var key: Key
    var value: Value?
    var cost: Int
    var newer: Int
    var older: Int
  }

  /// The most that all values together may cost. A value that alone costs more is not kept.
  var limit: Int {
    didSet { while cost > limit { drop(oldest) } }
  }
  private(set) var cost = 0
  private var slots: [Slot] = []
  private var free: [Int] = []
  private var places: [Key: Int] = [:]
  private var newest = -1
  private var oldest = -1

  init(limit: Int) { self.limit = limit }

  var count: Int { places.count }

  mutating func value(for key: Key) -> Value? {
    guard let place = places[key] else { return nil }
    if place != newest {
      unlink(place)
      linkAsNewest(place)
    }
    return slots[place].value
  }

  mutating func insert(_ value: Value, for key: Key, cost: Int) {
    guard cost <= limit else { return }
    if let place = places[key] { drop(place) }
    while self.cost + cost > limit { drop(oldest) }
    let slot = Slot(key: key, value: value, cost: cost, newer: -1, older: -1)
    let place: Int
    if let reused = free.popLast() {
      slots[reused] = slot
      place = reused
    } else {
      place = slots.count
      slots.append(slot)
    }
    places[key] = place
    self.cost += cost
    linkAsNewest(place)
  }

  private mutating func drop(_ place: Int) {
    unlink(place)
    cost -= slots[place].cost
    places[slots[place].key] = nil
    slots[place].value = nil
    free.append(place)
  }

  private mutating func unlink(_ place: Int) {
    let (newer, older) = (slots[place].newer, slots[place].older)
    if newer >= 0 { slots[newer].older = older } else { newest = older }
    if older >= 0 { slots[older].newer = newer } else { oldest = newer }
  }

  private mutating func linkAsNewest(_ place: Int) {
    slots[place].newer = -1
    slots[place].older = newest
    if newest >= 0 { slots[newest].newer = place } else { oldest = place }
    newest = place
  }
}
