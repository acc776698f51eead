/// How many bytes of a pack belong to an object, about: a block's bytes are shared out among its objects, and each has
/// its line of the index.
struct PackShares {
  private let shares: [Double]

  init(of pack: PackReader) {
    var counts = [Int](repeating: 0, count: pack.footer.blockCount)
    for entry in 0..<pack.footer.entryCount {
      let position = pack.entry(at: entry).position
      if !position.isErased, position.block < counts.count { counts[position.block] += 1 }
    }
    shares = counts.indices.map { number in
      guard counts[number] > 0, let range = pack.index.block(number) else { return 0 }
      return Double(range.count) / Double(counts[number])
    }
  }

  func bytes(at position: PackPosition) -> Double {
    let content = !position.isErased && position.block < shares.count ? shares[position.block] : 0
    return content + Double(PackFormat.entrySize)
  }
}

extension CompactionPlan.Load {
  init(_ member: Marking.Member) {
    let pack = member.pack
    let shares = PackShares(of: pack)
    var (all, live) = (0.0, 0.0)
    var hasDeadVersions = false
    for entry in 0..<pack.footer.entryCount {
      let position = pack.entry(at: entry).position
      let bytes = shares.bytes(at: position)
      all += bytes
      if member.live.contains(entry) || position.isErased {
        live += bytes
      } else if position.kind == .commit || position.kind == .tag {
        hasDeadVersions = true
      }
    }
    self.init(
      name: pack.name, byteCount: pack.file.bytes.count, contentByteCount: Int(all), liveByteCount: Int(live),
      isSpare: member.live.count == 0 && pack.erasedCount == 0, hasDeadVersions: hasDeadVersions,
      largestBlock: (0..<pack.footer.blockCount).reduce(0) { max($0, pack.index.block($1)?.count ?? 0) })
  }
}
