/// Kendall's tau-b of one pair of annotators.
public struct RankingPair: Equatable, Sendable {
  /// The two annotators, a < b.
  public var a: Int
  public var b: Int
  /// The mean over the tasks that both ranked and that define it; its items are those tasks.
  public var tau: Figure
  /// Task by task.
  public var taus: [Figure]
}

/// Agreement of rankings, by task.
public struct RankingAgreement: Equatable, Sendable {
  /// Kendall's W of each task, over the objects that all its annotators ranked; its items are those objects.
  public private(set) var w: [Figure] = []
  /// The mean of tau-b over the pairs of annotators of each task; its items are the pairs that define it.
  public private(set) var tau: [Figure] = []
  /// Pairs with a task in common, ascending.
  public private(set) var pairs: [RankingPair] = []
  /// Tasks where not all annotators ranked the same objects, and the objects so left out of W there.
  public private(set) var incompleteTasks = 0
  public private(set) var objectsLeftOut = 0

  /// O(Σ over tasks of the pairs of their annotators · objects · log objects).
  ///
  /// Incomplete rankings: tau-b of a pair is over the objects that both ranked, W over those that all ranked.
  public init(_ rankings: Rankings) {
    var found: [PairTau] = []
    for task in rankings.byTask {
      let places = task.map(\.placeByObject)
      let common = CommonPlaces(places)
      incompleteTasks += common.leftOut > 0 ? 1 : 0
      objectsLeftOut += common.leftOut
      w.append(kendallW(common.places))
      var taus: [Figure] = []
      for (i, one) in task.enumerated() {
        for (j, other) in task.enumerated().dropFirst(i + 1) {
          let both = CommonPlaces([places[i], places[j]]).places
          let figure = kendallTauB(both[0], both[1])
          taus.append(figure)
          found.append(PairTau(a: Int(one.annotator), b: Int(other.annotator), tau: figure))
        }
      }
      tau.append(
        taus.isEmpty ? Figure(value: nil, why: task.isEmpty ? .noRatings : .oneAnnotator, items: 0) : meanFigure(taus))
    }
    pairs = meansByPair(found)
  }

  /// The mean of W, and that of tau-b (of each task the mean of its pairs), over the tasks that define it, with their
  /// intervals over the tasks that anybody ranked. O(samples · tasks).
  public func overall(_ options: BootstrapOptions?) -> (w: Figure, tau: Figure) {
    let tasks = w.indices.filter { w[$0].why != .noRatings }
    return (mean(tasks.map { w[$0] }, options), mean(tasks.map { tau[$0] }, options))
  }

  /// `pairs`, each with its interval over the tasks that both ranked, by as many resamples as `pairOptions` has.
  public func pairs(_ options: BootstrapOptions?) -> [RankingPair] {
    pairs.map { pair in
      var pair = pair
      pair.tau = mean(pair.taus, pairOptions(options))
      return pair
    }
  }

  /// What pairs are resampled with: what is asked for, or fewer resamples where there are many pairs.
  public func pairOptions(_ options: BootstrapOptions?) -> BootstrapOptions? {
    options?.forParts(cells: pairs.reduce(0) { $0 + $1.taus.count })
  }

  private func mean(_ figures: [Figure], _ options: BootstrapOptions?) -> Figure {
    resampledFigures(of: figures.map { MeanSums($0) }, options) { [$0.mean] }[0]
  }
}

/// The mean of those figures that have a value; its items are their number.
public func meanFigure(_ figures: [Figure]) -> Figure {
  let values = figures.compactMap(\.value)
  if values.isEmpty { return Figure(value: nil, why: figures.compactMap(\.why).last ?? .noRatings, items: 0) }
  return Figure(value: values.reduce(0, +) / Double(values.count), items: values.count)
}

/// Places over the objects that all rankings hold.
private struct CommonPlaces {
  var places: [[Int]]
  /// Objects that some but not all hold.
  var leftOut: Int

  init(_ rankings: [[(object: Int32, place: Int)]]) {
    var counts: [Int32: Int] = [:]
    for object in rankings.joined().map(\.object) { counts[object, default: 0] += 1 }
    places = rankings.map { ranking in
      ranking.filter { counts[$0.object] == rankings.count }.map(\.place)
    }
    leftOut = counts.values.count { $0 < rankings.count }
  }
}

private struct PairTau {
  var a: Int
  var b: Int
  var tau: Figure
}

/// Tasks keep their order within a pair, so that a sum is always taken in the same one.
private func meansByPair(_ found: [PairTau]) -> [RankingPair] {
  let order = found.indices.sorted { (found[$0].a, found[$0].b, $0) < (found[$1].a, found[$1].b, $1) }
  var pairs: [RankingPair] = []
  var start = 0
  while start < order.count {
    let first = found[order[start]]
    var end = start
    while end < order.count && (found[order[end]].a, found[order[end]].b) == (first.a, first.b) { end += 1 }
    let taus = order[start..<end].map { found[$0].tau }
    pairs.append(RankingPair(a: first.a, b: first.b, tau: meanFigure(taus), taus: taus))
    start = end
  }
  return pairs
}
