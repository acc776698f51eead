extension UnsafeBufferPointer<UInt8> {
  /// The first place from `start` on where a delimiter or a line end stands; `count` where none does. Eight bytes at a time.
  @inline(__always)
  func endOfPlainCell(from start: Int, delimiter: UInt8) -> Int {
    guard let base = baseAddress else { return start }
    let ones: UInt64 = 0x0101_0101_0101_0101
    let separator = ones &* UInt64(delimiter)
    var at = start
    while at &+ 8 <= count {
      let word = UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self).littleEndian
      let a = word ^ separator
      let b = word ^ (ones &* 0x0A)
      let c = word ^ (ones &* 0x0D)
      let marks = ((a &- ones) & ~a | (b &- ones) & ~b | (c &- ones) & ~c) & (ones &* 0x80)
      if marks != 0 { return at &+ marks.trailingZeroBitCount / 8 }
      at &+= 8
    }
    while at < count, base[at] != delimiter, base[at] != 0x0A, base[at] != 0x0D { at &+= 1 }
    return at
  }
}
