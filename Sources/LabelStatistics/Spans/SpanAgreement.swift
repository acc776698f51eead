/// Exact and overlap F1, each micro-averaged: hits and spans are summed over documents (and pairs) before dividing.
public struct SpanF1: Equatable, Sendable {
  public var exact: SpanCounts
  public var overlap: SpanCounts

  public init() {
    exact = SpanCounts()
    overlap = SpanCounts()
  }

  public mutating func add(_ a: [Span], _ b: [Span]) {
    exact.add(a, b, .exact)
    overlap.add(a, b, .overlap)
  }

  mutating func add(_ other: SpanF1, times: Int = 1) {
    exact.add(other.exact, times: times)
    overlap.add(other.overlap, times: times)
  }
}

/// One pair of annotators over the documents that both answered.
public struct SpanPair: Equatable, Sendable {
  public var a: Int
  public var b: Int
  public var f1: SpanF1
}

/// F1 of annotators with one another and with gold, by document, so that sums over any choice of documents are cheap.
public struct SpanAgreement: Equatable, Sendable {
  /// Over all pairs of annotators, document by document. Documents with one answer have no pairs.
  public var pairwise: [SpanF1]
  /// All answers against gold (mine: the answer; theirs: gold), document by document.
  public var againstGold: [SpanF1]
  /// Pairs with a document in common, ascending by (a, b).
  public var pairs: [SpanPair]
  /// Each annotator against gold, by annotator.
  public var annotators: [SpanF1]

  /// O(Σ over documents of the pairs of their answers · spans).
  public init(_ corpus: SpanCorpus) {
    pairwise = []
    againstGold = []
    annotators = [SpanF1](repeating: SpanF1(), count: corpus.annotatorCount)
    var found: [SpanPair] = []
    for document in corpus.documents {
      var ofPairs = SpanF1()
      var ofGold = SpanF1()
      for (index, mine) in document.answers.enumerated() {
        for theirs in document.answers[(index + 1)...] {
          var one = SpanF1()
          one.add(mine.spans, theirs.spans)
          ofPairs.add(one)
          found.append(SpanPair(a: Int(mine.annotator), b: Int(theirs.annotator), f1: one))
        }
        if let gold = document.gold {
          var one = SpanF1()
          one.add(mine.spans, gold)
          ofGold.add(one)
          annotators[Int(mine.annotator)].add(one)
        }
      }
      pairwise.append(ofPairs)
      againstGold.append(ofGold)
    }
    pairs = summedByPair(found)
  }

  /// Over all pairs of annotators; `documents` counts pairs of answers.
  public var allPairs: SpanF1 { sum(pairwise) }
  /// All answers against gold; `documents` counts answers.
  public var allAgainstGold: SpanF1 { sum(againstGold) }

  private func sum(_ parts: [SpanF1]) -> SpanF1 {
    var total = SpanF1()
    for part in parts { total.add(part) }
    return total
  }
}

private func summedByPair(_ found: [SpanPair]) -> [SpanPair] {
  var pairs: [SpanPair] = []
  for pair in found.sorted(by: { ($0.a, $0.b) < ($1.a, $1.b) }) {
    if let last = pairs.last, (last.a, last.b) == (pair.a, pair.b) {
      pairs[pairs.count - 1].f1.add(pair.f1)
    } else {
      pairs.append(pair)
    }
  }
  return pairs
}
