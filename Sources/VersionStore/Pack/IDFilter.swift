/// Says of most ids that a pack does not have, without looking into the pack: a Bloom filter of 16 bits an id, which is
/// wrong once in about 200 times at most. With hundreds of packs it is what keeps a lookup from touching a page of each.
struct IDFilter: Sendable {
  private let words: [UInt64]
  private let mask: UInt64

  init(of ids: some Sequence<ObjectID>, count: Int) {
    var bits = 64
    while bits < 16 * count { bits *= 2 }
    mask = UInt64(bits - 1)
    var words = [UInt64](repeating: 0, count: bits / 64)
    for id in ids {
      for hash in [id.words.1, id.words.2, id.words.3] { words[Int(hash & mask) >> 6] |= 1 << (hash & 63) }
    }
    self.words = words
  }

  /// False only where `id` is not among the ids. An id is a hash already: its words serve as three hashes.
  @inline(__always)
  func mayContain(_ id: ObjectID) -> Bool {
    has(id.words.1) && has(id.words.2) && has(id.words.3)
  }

  @inline(__always)
  private func has(_ hash: UInt64) -> Bool {
    words[Int(hash & mask) >> 6] & 1 << (hash & 63) != 0
  }
}
