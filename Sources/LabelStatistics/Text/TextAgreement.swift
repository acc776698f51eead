/// What annotators wrote: at most one text an (item, annotator).
public struct Texts: Equatable, Sendable {
  public struct Text: Equatable, Sendable {
    public var item: Int32
    public var annotator: Int32
    /// Code points.
    public var points: [UInt32]

    public init(item: Int32, annotator: Int32, points: [UInt32]) {
      self.item = item
      self.annotator = annotator
      self.points = points
    }
  }

  /// Ascending by item, then annotator.
  public let texts: [Text]
  public var itemCount: Int
  public var annotatorCount: Int

  public init(_ texts: [Text], itemCount: Int, annotatorCount: Int) {
    self.texts = texts.sorted { ($0.item, $0.annotator) < ($1.item, $1.annotator) }
    self.itemCount = itemCount
    self.annotatorCount = annotatorCount
  }
}

/// Sums over pairs of texts, which add up over items.
public struct TextCounts: Equatable, Sendable {
  public var pairs = 0
  public var same = 0
  public var distance = 0
  /// Code points of both texts.
  public var length = 0
  /// Σ of the mean of chrF in both directions, over the pairs that define it, and how many these are.
  public var chrF = 0.0
  public var chrFPairs = 0
  /// Items with a pair.
  public var items = 0

  public init() {}

  public mutating func add(_ a: [UInt32], _ b: [UInt32]) {
    pairs += 1
    length += a.count + b.count
    if a == b { same += 1 } else { distance += editDistance(a, b) }
    if let forth = characterF(a, b), let back = characterF(b, a) {
      chrF += (forth + back) / 2
      chrFPairs += 1
    }
  }

  /// Adds `other` as often as `times` says.
  public mutating func add(_ other: TextCounts, times: Int = 1) {
    pairs += times * other.pairs
    same += times * other.same
    distance += times * other.distance
    length += times * other.length
    chrF += Double(times) * other.chrF
    chrFPairs += times * other.chrFPairs
    items += times * other.items
  }

  /// The share of pairs that are the same, code point by code point.
  public var exact: Figure { share(Double(same), pairs, .noOverlap) }
  /// The character error rate, each text of a pair once the reference of the other: 2·Σ distance / Σ of both lengths.
  public var errorRate: Figure { share(Double(2 * distance), length, pairs == 0 ? .noOverlap : .noText) }
  /// The mean of chrF over pairs, from 0 to 100; each pair is the mean of both directions.
  public var meanChrF: Figure { share(chrF, chrFPairs, pairs == 0 ? .noOverlap : .noText) }

  private func share(_ part: Double, _ whole: Int, _ why: Degenerate) -> Figure {
    whole == 0 ? Figure(value: nil, why: why, items: items) : Figure(value: part / Double(whole), items: items)
  }
}

/// One pair of annotators over the items that both wrote on.
public struct TextPair: Equatable, Sendable {
  public var a: Int
  public var b: Int
  public var counts: TextCounts
}

/// Agreement of texts, by item and by pair of annotators. O(Σ over items of the pairs of their texts · what a pair takes).
public struct TextAgreement: Equatable, Sendable {
  public private(set) var byItem: [TextCounts]
  /// Pairs with an item in common, ascending.
  public private(set) var pairs: [TextPair]

  public init(_ texts: Texts) {
    byItem = [TextCounts](repeating: TextCounts(), count: texts.itemCount)
    var found = [TextCounts](repeating: TextCounts(), count: texts.annotatorCount * texts.annotatorCount)
    for (index, one) in texts.texts.enumerated() {
      for other in texts.texts[(index + 1)...].prefix(while: { $0.item == one.item }) {
        var counts = TextCounts()
        counts.add(one.points, other.points)
        byItem[Int(one.item)].add(counts)
        byItem[Int(one.item)].items = 1
        counts.items = 1
        found[Int(one.annotator) * texts.annotatorCount + Int(other.annotator)].add(counts)
      }
    }
    pairs = found.indices.filter { found[$0].pairs > 0 }.map {
      TextPair(a: $0 / texts.annotatorCount, b: $0 % texts.annotatorCount, counts: found[$0])
    }
  }

  /// Over all pairs of all items.
  public var all: TextCounts {
    var all = TextCounts()
    for item in byItem { all.add(item) }
    return all
  }
}
