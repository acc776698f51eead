/// What annotators wrote: at most one text an (item, annotator).
public struct Texts: Equatable, Sendable {
  /// One text of one annotator.
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
  /// Items and annotators are numbered below these.
  public var itemCount: Int
  public var annotatorCount: Int

  /// Texts in any order. O(n log n).
  public init(_ texts: [Text], itemCount: Int, annotatorCount: Int) {
    self.texts = texts.sorted { ($0.item, $0.annotator) < ($1.item, $1.annotator) }
    self.itemCount = itemCount
    self.annotatorCount = annotatorCount
  }
}

/// Sums over pairs of texts, which add up over items.
public struct TextCounts: Equatable, ItemSums {
  /// Pairs of texts, and those of them that are the same.
  public var pairs = 0
  public var same = 0
  /// Σ over pairs of the edit distance in code points.
  public var distance = 0
  /// Code points of both texts.
  public var length = 0
  /// Σ over pairs of the mean of chrF in both directions.
  public var chrF = 0.0
  /// Items with a pair.
  public var items = 0

  public init() {}

  /// Adds one pair of texts. O(what the edit distance and chrF of both take).
  public mutating func add(_ a: [UInt32], _ b: [UInt32]) {
    pairs += 1
    length += a.count + b.count
    if a == b {
      same += 1
      chrF += 100
    } else {
      distance += editDistance(a, b)
      chrF += (characterF(a, b) + characterF(b, a)) / 2
    }
  }

  /// Adds `other` as often as `times` says.
  public mutating func add(_ other: TextCounts, times: Int = 1) {
    pairs += times * other.pairs
    same += times * other.same
    distance += times * other.distance
    length += times * other.length
    chrF += Double(times) * other.chrF
    items += times * other.items
  }

  /// The share of pairs that are the same, code point by code point.
  public var exact: Figure { mean(Double(same)) }
  /// The character error rate, each text of a pair once the reference of the other: 2·Σ distance / Σ of both lengths. Where
  /// all texts are empty there is nothing to get wrong: 0 by definition.
  public var errorRate: Figure {
    if pairs > 0 && length == 0 { return Figure(value: 0, why: .noText, items: items) }
    return pairs == 0 ? mean(0) : Figure(value: Double(2 * distance) / Double(length), items: items)
  }
  /// The mean of chrF over pairs, from 0 to 100; each pair is the mean of both directions. Two empty texts have 100.
  public var meanChrF: Figure { mean(chrF) }

  private func mean(_ sum: Double) -> Figure {
    pairs == 0 ? Figure(value: nil, why: .noOverlap, items: items) : Figure(value: sum / Double(pairs), items: items)
  }
}

/// One pair of annotators over the items that both wrote on.
public struct TextPair: Equatable, Sendable {
  /// The two annotators, a < b.
  public var a: Int
  public var b: Int
  public var counts: TextCounts
}

/// The figures of texts, of all of them or of one pair of annotators.
public struct TextFigures: Equatable, Sendable {
  /// The share of pairs that are the same.
  public var exact: Figure
  /// The character error rate.
  public var errorRate: Figure
  /// The mean of chrF, from 0 to 100.
  public var meanChrF: Figure
}

/// Agreement of texts, by item and by pair of annotators.
public struct TextAgreement: Equatable, Sendable {
  /// One pair of texts of an item.
  private struct Compared: Equatable {
    var item: Int
    /// Annotators, and the texts' places among all.
    var a: Int32
    var b: Int32
    var first: Int
    var second: Int
    var counts: TextCounts
  }

  private var compared: [Compared] = []
  /// Whether anybody wrote on an item.
  private var isAnswered: [Bool]
  private var annotators: Set<Int32>

  /// Compares each pair of texts of an item, on all processors. O(Σ over items of the pairs of their texts · what a pair
  /// takes).
  public init(_ texts: Texts) {
    annotators = Set(texts.texts.map(\.annotator))
    isAnswered = [Bool](repeating: false, count: texts.itemCount)
    for text in texts.texts { isAnswered[Int(text.item)] = true }
    for (index, one) in texts.texts.enumerated() {
      let rest = texts.texts[(index + 1)...].prefix { $0.item == one.item }
      for (offset, other) in rest.enumerated() {
        compared.append(
          Compared(
            item: Int(one.item), a: one.annotator, b: other.annotator, first: index, second: index + 1 + offset,
            counts: TextCounts()))
      }
    }
    fillCounts(texts)
  }

  private mutating func fillCounts(_ texts: Texts) {
    var parts = stride(from: 0, to: compared.count, by: 256).map {
      Array(compared[$0..<min($0 + 256, compared.count)])
    }
    if parts.isEmpty { return }
    changeConcurrently(&parts) { part in
      for index in part.indices {
        part[index].counts.add(texts.texts[part[index].first].points, texts.texts[part[index].second].points)
        part[index].counts.items = 1
      }
    }
    compared = Array(parts.joined())
  }

  /// The agreement of some of the texts, by their places among `Texts.texts`. What was compared is not compared again:
  /// O(texts · log + pairs).
  public func only(_ places: [Int], of texts: Texts) -> TextAgreement {
    var only = self
    let kept = Set(places)
    only.compared = compared.filter { kept.contains($0.first) && kept.contains($0.second) }
    only.annotators = Set(places.map { texts.texts[$0].annotator })
    only.isAnswered = [Bool](repeating: false, count: texts.itemCount)
    for place in places { only.isAnswered[Int(texts.texts[place].item)] = true }
    return only
  }

  /// Item by item, also those that nobody wrote on.
  public var byItem: [TextCounts] {
    var items = [TextCounts](repeating: TextCounts(), count: isAnswered.count)
    for pair in compared {
      items[pair.item].add(pair.counts)
      items[pair.item].items = 1
    }
    return items
  }

  /// Pairs with an item in common, ascending.
  public var pairs: [TextPair] {
    byPair.map { pair in
      var sum = TextCounts()
      for one in pair { sum.add(one.counts) }
      return TextPair(a: Int(pair[0].a), b: Int(pair[0].b), counts: sum)
    }
  }

  /// Over all pairs of all items.
  public var all: TextCounts {
    var all = TextCounts()
    for item in byItem { all.add(item) }
    return all
  }

  /// The figures of all texts, with intervals over the items that anybody wrote on. O(samples · items).
  public func overall(_ options: BootstrapOptions?) -> TextFigures {
    let items = zip(byItem, isAnswered).filter(\.1).map(\.0)
    var figures = Self.figures(items, options)
    if all.pairs == 0, annotators.count < 2 {
      let why = annotators.isEmpty ? Degenerate.noRatings : .oneAnnotator
      (figures.exact.why, figures.errorRate.why, figures.meanChrF.why) = (why, why, why)
    }
    return figures
  }

  /// The figures of each of `pairs`, in their order, with intervals over the items that both wrote on.
  public func pairFigures(_ options: BootstrapOptions?) -> [TextFigures] {
    byPair.map { Self.figures($0.map(\.counts), pairOptions(options)) }
  }

  /// What pairs are resampled with: what is asked for, or fewer resamples where there are many pairs.
  public func pairOptions(_ options: BootstrapOptions?) -> BootstrapOptions? {
    options?.forParts(cells: compared.count)
  }

  /// Items keep their order within a pair.
  private var byPair: [[Compared]] {
    var pairs: [[Compared]] = []
    let order = compared.indices.sorted {
      (compared[$0].a, compared[$0].b, $0) < (compared[$1].a, compared[$1].b, $1)
    }
    for place in order {
      let one = compared[place]
      if let last = pairs.last?.first, (last.a, last.b) == (one.a, one.b) {
        pairs[pairs.count - 1].append(one)
      } else {
        pairs.append([one])
      }
    }
    return pairs
  }

  private static func figures(_ items: [TextCounts], _ options: BootstrapOptions?) -> TextFigures {
    let figures = resampledFigures(of: items, options) { [$0.exact, $0.errorRate, $0.meanChrF] }
    return TextFigures(exact: figures[0], errorRate: figures[1], meanChrF: figures[2])
  }
}
