/// Cuts UTF-8 into what goes into cells, and turns hostile characters into visible glyphs on the way.
///
/// Terminals agree on the width of a single code point far more often than on that of a cluster: one draws 👍🏽 in two
/// columns, another in four. So a cluster is given the sum of its parts, which is the most that any terminal takes, and
/// is marked doubtful. What a terminal leaves free stays blank, and the columns after it line up everywhere.
struct ClusterScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  /// The offset of the next byte to be read.
  private(set) var position: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, from position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// The next cluster; nil at the end.
  mutating func next() -> Cluster? {
    guard let (scalar, length) = decode(at: position) else { return nil }
    position += length
    if scalar < 0x7F && scalar >= 0x20 {
      var cluster = Cluster(scalar, width: 1)
      if position < bytes.count && bytes[position] >= 0x80 { extend(&cluster, base: .narrow, keycap: isKeycap(scalar)) }
      return cluster
    }
    return begin(scalar)
  }

  private mutating func begin(_ scalar: UInt32) -> Cluster {
    let base = WidthClass(scalar)
    var cluster: Cluster
    switch base {
    case .hidden, .tag, .joiner, .selector: return .glyph(HostileText.glyph(for: scalar))
    case .narrow, .pictograph: cluster = Cluster(scalar, width: 1)
    case .prepend: cluster = Cluster(scalar, width: 1, doubtful: true)
    case .wide: cluster = Cluster(scalar, width: 2)
    case .emoji, .modifier: cluster = Cluster(scalar, width: 2, doubtful: true)
    case .mark, .spacingMark:
      cluster = Cluster(HostileText.dottedCircle, width: base == .mark ? 1 : 2, doubtful: base == .spacingMark)
      cluster.append(scalar)
    case .regional:
      cluster = Cluster(scalar, width: 2, doubtful: true)
      if let (next, length) = decode(at: position), WidthClass(next) == .regional {
        cluster.append(next)
        position += length
      }
    }
    extend(&cluster, base: base, keycap: false)
    return cluster
  }

  /// Takes what belongs to the base: marks, a variation selector, a skin tone, joined emoji.
  private mutating func extend(_ cluster: inout Cluster, base: WidthClass, keycap: Bool) {
    var base = base
    var selectorSeen = false
    while let (scalar, length) = decode(at: position) {
      switch WidthClass(scalar) {
      case .mark:
        cluster.append(scalar)  // A mark too many is dropped; it takes no column.
        if scalar == 0x20E3 && keycap { widen(&cluster, to: 2) }
      case .spacingMark where !cluster.isFull:
        cluster.append(scalar)
        widen(&cluster, to: cluster.width + 1)
      case .selector where !selectorSeen && takesSelector(base, cluster: cluster, keycap: keycap):
        selectorSeen = true
        if scalar == 0xFE0F && (base == .pictograph || keycap) {
          cluster.append(scalar)
          widen(&cluster, to: cluster.width + 1)
        }
      case .modifier where !cluster.isFull && (base == .emoji || base == .pictograph):
        cluster.append(scalar)
        widen(&cluster, to: cluster.width + 2)
        base = .emoji
      case .joiner where base == .emoji || base == .pictograph:
        guard let (next, nextLength) = decode(at: position + length) else { return }
        let nextClass = WidthClass(next)
        guard nextClass == .emoji || nextClass == .pictograph else { return }
        position += length
        guard cluster.count + 2 <= Cluster.capacity else { return }  // The next picture stands on its own.
        cluster.append(scalar)
        cluster.append(next)
        widen(&cluster, to: cluster.width + (nextClass == .emoji ? 2 : 1))
        base = nextClass
        selectorSeen = false
        position += nextLength
        continue
      default: return
      }
      position += length
    }
  }

  private func widen(_ cluster: inout Cluster, to width: Int) {
    cluster.width = max(cluster.width, width)
    cluster.isDoubtful = true
  }

  /// Variation selectors can smuggle hidden bytes; they are taken in silence only where they have a meaning.
  private func takesSelector(_ base: WidthClass, cluster: Cluster, keycap: Bool) -> Bool {
    switch base {
    case .wide, .emoji, .pictograph: true
    default: keycap || (0x1820...0x18AA).contains(cluster.scalars.0)
    }
  }

  private func isKeycap(_ scalar: UInt32) -> Bool {
    scalar == 0x23 || scalar == 0x2A || (0x30...0x39).contains(scalar)
  }

  /// The code point at `offset` and its length in bytes. Broken UTF-8 counts as U+FFFD, a byte at a time.
  private func decode(at offset: Int) -> (UInt32, Int)? {
    guard offset < bytes.count else { return nil }
    let first = UInt32(bytes[offset])
    if first < 0x80 { return (first, 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first < 0xF5, offset + length <= bytes.count else { return (0xFFFD, 1) }
    var scalar = first & (0x7F >> UInt32(length))
    for index in 1..<length {
      let next = UInt32(bytes[offset + index])
      guard next & 0xC0 == 0x80 else { return (0xFFFD, 1) }
      scalar = scalar << 6 | next & 0x3F
    }
    return (scalar, length)
  }
}

extension String {
  /// Runs `body` on the UTF-8 of the string, without a copy where that is possible.
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
    return Array(utf8).withUnsafeBufferPointer(body)
  }
}
