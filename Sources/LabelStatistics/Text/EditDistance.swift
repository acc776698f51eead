/// The Levenshtein distance of two strings of code points: the fewest insertions, deletions and substitutions that make the
/// one the other. Bit-parallel in blocks of 64 (Myers 1999, in the form of Hyyrö 2003). O(⌈shorter/64⌉ · longer).
public func editDistance(_ a: [UInt32], _ b: [UInt32]) -> Int {
  // What both begin or end with never needs an edit.
  var start = 0
  while start < min(a.count, b.count) && a[start] == b[start] { start += 1 }
  var end = 0
  while end < min(a.count, b.count) - start && a[a.count - 1 - end] == b[b.count - 1 - end] { end += 1 }
  let one = a[start..<a.count - end]
  let other = b[start..<b.count - end]
  let (pattern, text) = one.count <= other.count ? (one, other) : (other, one)
  return pattern.isEmpty ? text.count : bitParallel(Array(pattern), text)
}

private func bitParallel(_ pattern: [UInt32], _ text: ArraySlice<UInt32>) -> Int {
  let blocks = (pattern.count + 63) / 64
  let masks = MatchMasks(pattern, blocks: blocks)
  // Vertical differences: where one row down costs one more, one less.
  var more = [UInt64](repeating: .max, count: blocks)
  var less = [UInt64](repeating: 0, count: blocks)
  let last = UInt64(1) << UInt64((pattern.count - 1) % 64)
  var distance = pattern.count
  for point in text {
    let row = masks.row(point)
    // The top row grows by one a column.
    var (moreIn, lessIn): (UInt64, UInt64) = (1, 0)
    for block in 0..<blocks {
      let (vp, vn) = (more[block], less[block])
      let x = (row < 0 ? 0 : masks.bits[row + block]) | lessIn
      let d0 = (((x & vp) &+ vp) ^ vp) | x | vn
      let hp = vn | ~(d0 | vp)
      let hn = d0 & vp
      if block == blocks - 1 {
        if hp & last != 0 { distance += 1 }
        if hn & last != 0 { distance -= 1 }
      }
      let (hpShifted, hnShifted) = (hp << 1 | moreIn, hn << 1 | lessIn)
      (moreIn, lessIn) = (hp >> 63, hn >> 63)
      more[block] = hnShifted | ~(d0 | hpShifted)
      less[block] = hpShifted & d0
    }
  }
  return distance
}

/// Where in the pattern each of its code points stands.
private struct MatchMasks {
  /// The distinct code points of the pattern, ascending; point i has bits[i · blocks..<(i + 1) · blocks].
  private let points: [UInt32]
  private let blocks: Int
  /// The row of each code point below 128.
  private var ascii = [Int](repeating: -1, count: 128)
  private(set) var bits: [UInt64]

  init(_ pattern: [UInt32], blocks: Int) {
    self.blocks = blocks
    points = Set(pattern).sorted()
    bits = [UInt64](repeating: 0, count: points.count * blocks)
    for (index, point) in points.enumerated() where point < 128 { ascii[Int(point)] = index * blocks }
    for (place, point) in pattern.enumerated() {
      bits[row(point) + place / 64] |= UInt64(1) << UInt64(place % 64)
    }
  }

  /// Where the masks of a code point begin; −1 where the pattern does not hold it.
  func row(_ point: UInt32) -> Int {
    if point < 128 { return ascii[Int(point)] }
    let index = points.partitioningIndex { $0 >= point }
    return index < points.count && points[index] == point ? index * blocks : -1
  }
}
