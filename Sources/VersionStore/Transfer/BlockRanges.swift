/// Blocks of a pack at a remote, joined into few large reads.
struct BlockRanges {
  /// What lies between two blocks is read with them up to this size: another request would cost more.
  static let gapLimit = 256 * 1024
  /// One read has at most this much, unless a single block has more.
  static let readLimit = 8 << 20

  /// A read, and where in it each of its blocks is.
  struct Read {
    var range: Range<Int>
    var blocks: [Range<Int>]
  }

  private(set) var reads: [Read] = []

  /// `blocks` are places in the pack, in ascending order.
  init(_ blocks: [Range<Int>]) {
    for block in blocks {
      if let last = reads.last, block.lowerBound - last.range.upperBound <= BlockRanges.gapLimit,
        block.upperBound - last.range.lowerBound <= BlockRanges.readLimit
      {
        reads[reads.count - 1].range = last.range.lowerBound..<block.upperBound
        reads[reads.count - 1].blocks.append(block)
      } else {
        reads.append(Read(range: block, blocks: [block]))
      }
    }
  }
}
