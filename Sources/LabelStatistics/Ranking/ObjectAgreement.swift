/// How far annotators agree on where one object stands among the others.
public struct ObjectAgreement: Equatable, Sendable {
  /// Its number among the objects.
  public var object: Int
  /// Rankings that hold it.
  public var rankings: Int
  /// Of the pairs that it makes with another object, the share that two annotators order the same way, or both tie.
  public var sameOrder: Figure
  /// Somers' d of these pairs, the mean of both directions (Somers 1962): 2·(concordant − discordant)/(untied in one + untied
  /// in the other). 1 by definition where everyone ties everything with it.
  public var somersD: Figure
}

/// Agreement on each object over all pairs of annotators of a task, summed over tasks; with intervals over the tasks where two
/// annotators ranked it. By object, those that nobody ranked are left out.
///
/// O(Σ over tasks of the pairs of their annotators · objects², and samples · tasks of each object).
public func objectAgreements(_ rankings: Rankings, _ options: BootstrapOptions?) -> [ObjectAgreement] {
  var held: [Int32: Int] = [:]
  var sums: [Int32: [OrderSums]] = [:]
  for task in rankings.byTask {
    let places = task.map(\.placeByObject)
    for object in places.joined().map(\.object) { held[object, default: 0] += 1 }
    var ofTask: [Int32: OrderSums] = [:]
    for (index, one) in places.enumerated() {
      for other in places[(index + 1)...] { add(one, other, to: &ofTask) }
    }
    for (object, one) in ofTask { sums[object, default: []].append(one) }
  }
  return held.keys.sorted().map { object in
    let figures = resampledFigures(of: sums[object] ?? [], options) { [$0.sameOrder, $0.somersD] }
    return ObjectAgreement(
      object: Int(object), rankings: held[object] ?? 0, sameOrder: figures[0], somersD: figures[1])
  }
}

/// Adds the pairs of objects that two rankings have in common, to both objects of each. Both rankings ascend by object.
private func add(
  _ one: [(object: Int32, place: Int)], _ other: [(object: Int32, place: Int)], to sums: inout [Int32: OrderSums]
) {
  let places = Dictionary(uniqueKeysWithValues: other.map { ($0.object, $0.place) })
  let common = one.compactMap { mine in places[mine.object].map { (object: mine.object, a: mine.place, b: $0) } }
  for (index, x) in common.enumerated() {
    for y in common[(index + 1)...] {
      let pair = OrderSums((x.a - y.a).signum(), (x.b - y.b).signum())
      sums[x.object, default: OrderSums()].add(pair, times: 1)
      sums[y.object, default: OrderSums()].add(pair, times: 1)
    }
  }
  for object in common.map(\.object) { sums[object]?.items = 1 }
}

/// How two annotators order pairs of objects.
private struct OrderSums: ItemSums {
  var items = 0
  private var pairs = 0
  private var same = 0
  /// Concordant less discordant pairs.
  private var difference = 0
  /// Pairs that are not tied, in the one and in the other ranking.
  private var untied = 0

  init() {}

  init(_ a: Int, _ b: Int) {
    pairs = 1
    same = a == b ? 1 : 0
    difference = a * b
    untied = abs(a) + abs(b)
  }

  mutating func add(_ other: OrderSums, times: Int) {
    items += times * other.items
    pairs += times * other.pairs
    same += times * other.same
    difference += times * other.difference
    untied += times * other.untied
  }

  var sameOrder: Figure {
    pairs == 0
      ? Figure(value: nil, why: .tooFewObjects, items: 0) : Figure(value: Double(same) / Double(pairs), items: items)
  }

  var somersD: Figure {
    if pairs == 0 { return Figure(value: nil, why: .tooFewObjects, items: 0) }
    return untied == 0
      ? Figure(value: 1, why: .noVariation, items: items)
      : Figure(value: Double(2 * difference) / Double(untied), items: items)
  }
}
