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

  /// By number, the thing's place among all in the order of `precedes`.
  func ranks(by precedes: (Thing, Thing) -> Bool) -> [Int32] {
    var ranks = [Int32](repeating: 0, count: all.count)
    for (rank, number) in all.indices.sorted(by: { precedes(all[$0], all[$1]) }).enumerated() {
      ranks[number] = Int32(rank)
    }
    return ranks
  }
}
