/// Numbers for things, from 0, in the order in which they were first seen.
struct Interned<Thing: Hashable> {
  private(set) var all: [Thing] = []
  private var numbers: [Thing: Int32] = [:]

  init(_ things: [Thing] = []) {
    for thing in things { _ = number(of: thing) }
  }

  mutating func number(of thing: Thing) -> Int32 {
    if let number = numbers[thing] { return number }
    let number = Int32(all.count)
    numbers[thing] = number
    all.append(thing)
    return number
  }
}

/// Interned things in an order of their own, and their new numbers by the old.
struct Renumbered<Thing: Hashable> {
  let things: [Thing]
  /// -1 for what is left out.
  let numbers: [Int32]

  /// Those that `isUsed` says, by number; what was taken back by everybody must not show.
  init(_ interned: Interned<Thing>, isUsed: [Bool], by precedes: (Thing, Thing) -> Bool) {
    let order = interned.all.indices.filter { isUsed[$0] }.sorted { precedes(interned.all[$0], interned.all[$1]) }
    var numbers = [Int32](repeating: -1, count: interned.all.count)
    for (new, old) in order.enumerated() { numbers[old] = Int32(new) }
    self.numbers = numbers
    things = order.map { interned.all[$0] }
  }
}
