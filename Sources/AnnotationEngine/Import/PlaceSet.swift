/// A set of places in 0..<count, a bit each, and what the other places are called when these are left out.
struct PlaceSet {
  private var words: [UInt64] = []
  private let capacity: Int
  private(set) var count = 0

  /// Takes no memory until the first place goes in.
  init(count: Int) { capacity = count }

  func contains(_ place: UInt32) -> Bool {
    if words.isEmpty { return false }
    return words[Int(place >> 6)] >> UInt64(place & 63) & 1 == 1
  }

  mutating func insert(_ place: UInt32) {
    if words.isEmpty { words = Array(repeating: 0, count: capacity / 64 + 1) }
    if contains(place) { return }
    words[Int(place >> 6)] |= 1 << UInt64(place & 63)
    count += 1
  }

  /// The runs of places that are not in the set.
  var gaps: [ClosedRange<Int>] {
    var gaps = Runs()
    for place in 0..<capacity where !contains(UInt32(place)) { gaps.add(place...place) }
    return gaps.all
  }

  /// New places for those that are not in the set: dense, in the same order.
  func ranks() -> Ranks { Ranks(words: words) }

  struct Ranks {
    private let words: [UInt64]
    /// Members before each word.
    private let before: [UInt32]

    fileprivate init(words: [UInt64]) {
      self.words = words
      var sum: UInt32 = 0
      before = words.map { word in
        defer { sum += UInt32(word.nonzeroBitCount) }
        return sum
      }
    }

    func newPlace(of place: UInt32) -> UInt32 {
      if words.isEmpty { return place }
      let word = Int(place >> 6)
      let mask = (UInt64(1) << UInt64(place & 63)) - 1
      return place - before[word] - UInt32((words[word] & mask).nonzeroBitCount)
    }
  }
}
