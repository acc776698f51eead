/// When two spans count as the same.
public enum SpanMatching: String, CaseIterable, Sendable {
  /// Same start, end and type.
  case exact
  /// Same type and at least one code point in common; each span counts once.
  case overlap

  /// How many spans of `a` have a partner in `b`; both ascending without duplicates. O(|a| + |b|) but for spans that
  /// overlap others of the same list.
  ///
  /// By overlap, each span of `a` in its order takes the first partner of `b` that is still free. Where spans of a list
  /// overlap one another, this may find one less than the largest matching, and depend on which list is `a`.
  public func hits(_ a: [Span], _ b: [Span]) -> Int {
    switch self {
    case .exact: exactHits(a, b)
    case .overlap: overlapHits(a, b)
    }
  }
}

private func exactHits(_ a: [Span], _ b: [Span]) -> Int {
  var (i, j, hits) = (0, 0, 0)
  while i < a.count && j < b.count {
    if a[i] == b[j] {
      hits += 1
      i += 1
      j += 1
    } else if a[i] < b[j] {
      i += 1
    } else {
      j += 1
    }
  }
  return hits
}

private func overlapHits(_ a: [Span], _ b: [Span]) -> Int {
  var used = [Bool](repeating: false, count: b.count)
  var (hits, first) = (0, 0)
  for x in a {
    // Those that end before this one starts end before every later one starts.
    while first < b.count && b[first].end <= x.start { first += 1 }
    var j = first
    while j < b.count && b[j].start < x.end {
      if !used[j] && b[j].type == x.type && b[j].end > x.start {
        used[j] = true
        hits += 1
        break
      }
      j += 1
    }
  }
  return hits
}

/// Spans found by both, and spans of each: sums that add up over documents.
public struct SpanCounts: Equatable, Sendable {
  /// Spans of one list with a partner in the other.
  public var hits = 0
  /// Spans of either list.
  public var mine = 0
  public var theirs = 0
  /// Documents counted.
  public var documents = 0

  public init() {}

  /// Counts one document; both lists ascending, without duplicates.
  public mutating func add(_ a: [Span], _ b: [Span], _ matching: SpanMatching) {
    hits += matching.hits(a, b)
    mine += a.count
    theirs += b.count
    documents += 1
  }

  /// Adds `other` as often as `times` says.
  public mutating func add(_ other: SpanCounts, times: Int = 1) {
    hits += times * other.hits
    mine += times * other.mine
    theirs += times * other.theirs
    documents += times * other.documents
  }

  /// 2·hits / (mine + theirs): the harmonic mean of precision and recall, the same from both sides. Not defined where
  /// neither marked anything.
  public var f1: Figure { share(2 * hits, mine + theirs) }
  /// Of `mine`, the share that is in `theirs`.
  public var precision: Figure { share(hits, mine) }
  /// Of `theirs`, the share that is in `mine`.
  public var recall: Figure { share(hits, theirs) }

  private func share(_ part: Int, _ whole: Int) -> Figure {
    if documents == 0 { return Figure(value: nil, why: .noOverlap, items: 0) }
    if whole == 0 { return Figure(value: nil, why: .noSpans, items: documents) }
    return Figure(value: Double(part) / Double(whole), items: documents)
  }
}
