/// How far annotators agree on which of two objects is the better one: an item is a pair of objects, its values are those of
/// ``Comparisons/ratings``.
public struct ComparisonAgreement: Equatable, Sendable {
  /// Figures of all comparisons.
  public struct Overall: Equatable, Sendable {
    /// The mean over pairs of objects of the share of annotators who agree.
    public var percent: Figure
    /// Krippendorff's nominal alpha.
    public var alpha: Figure
    /// Alpha of every pair both ways: ``Comparisons/mirroredRatings``.
    public var mirrored: Figure
  }

  /// Figures of the pairs that one object is in: did it win, lose or tie?
  public struct Object: Equatable, Sendable {
    /// Its number among the objects.
    public var object: Int
    /// Answers about it, each annotator's about each pair once.
    public var answers: Int
    public var percent: Figure
    public var alpha: Figure
  }

  /// What everything is measured on.
  public let ratings: Ratings
  /// The two objects of each item.
  private let low: [Int32]
  private let high: [Int32]

  /// O(n log n).
  public init(_ comparisons: Comparisons) {
    let rated = comparisons.ratedPairs
    ratings = rated.ratings
    (low, high) = (rated.objects.map(\.low), rated.objects.map(\.high))
  }

  /// With intervals over pairs of objects. O(samples · pairs of objects).
  public func overall(_ options: BootstrapOptions?) -> Overall {
    let figures = AgreementCounts.withoutPairs(ratings).figures([.percent, .alpha(.nominal)], options)
    let mirrored = resampledFigures(of: mirrorSums, options) { [$0.alpha(figures[1].why)] }
    return Overall(percent: figures[0], alpha: figures[1], mirrored: mirrored[0])
  }

  /// Percent and kappa of each pair of annotators, with intervals over the pairs of objects that both compared, and the
  /// resamples of each: fewer than asked for in a large crowd.
  public func pairs(_ options: BootstrapOptions?) -> (pairs: [PairAgreement], samples: Int?) {
    let counts = AgreementCounts(ratings)
    return (counts.pairAgreements(options), options.map { counts.pairSamples($0) })
  }

  /// Ascending; objects that nobody compared are left out. O(samples · pairs of objects).
  public func objects(_ options: BootstrapOptions?) -> [Object] {
    var rows: [Int32: [Int]] = [:]
    for row in ratings.items.indices {
      let item = Int(ratings.items[row])
      rows[low[item], default: []].append(row)
      rows[high[item], default: []].append(row)
    }
    return rows.keys.sorted().map { object in
      let own = seen(from: object, rows[object] ?? [])
      let figures = AgreementCounts.withoutPairs(own).figures([.percent, .alpha(.nominal)], options)
      return Object(object: Int(object), answers: own.items.count, percent: figures[0], alpha: figures[1])
    }
  }

  /// Ratings of the items that one object is in: 0 where it won, 1 where it lost, 2 for a tie.
  private func seen(from object: Int32, _ rows: [Int]) -> Ratings {
    var own = ratings
    (own.items, own.annotators, own.values, own.itemCount) = ([], [], [], 0)
    var last: Int32 = -1
    for row in rows {
      let item = ratings.items[row]
      if item != last { own.itemCount += 1 }
      last = item
      let value = ratings.values[row]
      own.items.append(Int32(own.itemCount - 1))
      own.annotators.append(ratings.annotators[row])
      own.values.append(value == 2 || low[Int(item)] == object ? value : 1 - value)
    }
    return own
  }

  private var mirrorSums: [MirrorSums] {
    var counts = [[Int]](repeating: [0, 0, 0], count: ratings.itemCount)
    for row in ratings.items.indices { counts[Int(ratings.items[row])][Int(ratings.values[row])] += 1 }
    return counts.map { MirrorSums($0) }
  }
}

/// What alpha of pairs both ways is made of, pair by pair. The mirror image has as many ratings and disagrees as much, and
/// in both together either object wins as often as anyone won.
private struct MirrorSums: ItemSums {
  private var items = 0
  private var pairable = 0
  /// Σ of ordered pairs of ratings that differ, over the pair's ratings less one.
  private var disagreement = 0.0
  /// Ratings that name a winner, and those that do not.
  private var wins = 0
  private var ties = 0

  init() {}

  /// How often each of the values 0, 1 and 2 was given.
  init(_ counts: [Int]) {
    let size = counts.reduce(0, +)
    if size < 2 { return }
    items = 2
    pairable = size
    disagreement = Double(size * size - counts.reduce(0) { $0 + $1 * $1 }) / Double(size - 1)
    (wins, ties) = (counts[0] + counts[1], counts[2])
  }

  mutating func add(_ other: MirrorSums, times: Int) {
    items += times * other.items
    pairable += times * other.pairable
    disagreement += Double(times) * other.disagreement
    wins += times * other.wins
    ties += times * other.ties
  }

  /// `why`: the reason for there being no alpha, where no item has two ratings.
  func alpha(_ why: Degenerate?) -> Figure {
    if items == 0 { return Figure(value: nil, why: why ?? .noOverlap, items: 0) }
    let all = 2 * pairable
    let differing = all * all - 2 * wins * wins - 4 * ties * ties
    if differing == 0 { return Figure(value: 1, why: .noVariation, items: items) }
    return Figure(value: 1 - Double(all - 1) * 2 * disagreement / Double(differing), items: items)
  }
}
