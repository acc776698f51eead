/// Exact and overlap F1, each micro-averaged: hits and spans are summed over documents (and pairs) before dividing.
public struct SpanF1: Equatable, ItemSums {
  /// By the same start, end and type, and by the same type and a code point in common.
  public var exact: SpanCounts
  public var overlap: SpanCounts

  public init() {
    exact = SpanCounts()
    overlap = SpanCounts()
  }

  /// Counts the spans of two answers; precision is that of `a`.
  public mutating func add(_ a: [Span], _ b: [Span]) {
    exact.add(a, b, .exact)
    overlap.add(a, b, .overlap)
  }

  /// Adds `other` as often as `times` says.
  public mutating func add(_ other: SpanF1, times: Int = 1) {
    exact.add(other.exact, times: times)
    overlap.add(other.overlap, times: times)
  }
}

/// One pair of annotators over the documents that both answered.
public struct SpanPair: Equatable, Sendable {
  /// The two annotators, a < b.
  public var a: Int
  public var b: Int
  /// Over all of these documents.
  public var f1: SpanF1
  /// Document by document.
  public var byDocument: [SpanF1]

  /// Exact and overlap F1 with their intervals over the documents.
  public func figures(_ options: BootstrapOptions?) -> (exact: Figure, overlap: Figure) {
    f1Figures(of: byDocument, options)
  }
}

/// Exact and overlap F1 of what some documents add up to, with their intervals over these.
func f1Figures(of documents: [SpanF1], _ options: BootstrapOptions?) -> (exact: Figure, overlap: Figure) {
  let figures = resampledFigures(of: documents, options) { [$0.exact.f1, $0.overlap.f1] }
  return (figures[0], figures[1])
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
  /// The same, document by document.
  private var goldByAnnotator: [[SpanF1]]

  /// O(Σ over documents of the pairs of their answers · spans).
  public init(_ corpus: SpanCorpus) {
    pairwise = []
    againstGold = []
    goldByAnnotator = [[SpanF1]](repeating: [], count: corpus.annotatorCount)
    pairs = []
    annotators = []
    var found: [FoundPair] = []
    for document in corpus.documents { add(document, &found) }
    pairs = summedByPair(found)
    annotators = goldByAnnotator.map { sum($0) }
  }

  private mutating func add(_ document: SpanDocument, _ found: inout [FoundPair]) {
    var ofPairs = SpanF1()
    var ofGold = SpanF1()
    for (index, mine) in document.answers.enumerated() {
      for theirs in document.answers[(index + 1)...] {
        var one = SpanF1()
        one.add(mine.spans, theirs.spans)
        ofPairs.add(one)
        found.append(FoundPair(a: Int(mine.annotator), b: Int(theirs.annotator), document: pairwise.count, f1: one))
      }
      if let gold = document.gold {
        var one = SpanF1()
        one.add(mine.spans, gold)
        ofGold.add(one)
        goldByAnnotator[Int(mine.annotator)].append(one)
      }
    }
    pairwise.append(ofPairs)
    againstGold.append(ofGold)
  }

  /// Exact and overlap F1 of an annotator against gold, with intervals over the documents with gold that they answered.
  public func goldFigures(of annotator: Int, _ options: BootstrapOptions?) -> (exact: Figure, overlap: Figure) {
    f1Figures(of: goldByAnnotator[annotator], options)
  }

  /// What pairs are resampled with: what is asked for, or fewer resamples where there are many pairs.
  public func pairOptions(_ options: BootstrapOptions?) -> BootstrapOptions? {
    options?.forParts(cells: pairs.reduce(0) { $0 + $1.byDocument.count })
  }

  /// Over all pairs of annotators; `documents` counts pairs of answers.
  public var allPairs: SpanF1 { sum(pairwise) }
  /// All answers against gold; `documents` counts answers.
  public var allAgainstGold: SpanF1 { sum(againstGold) }

}

private func sum(_ parts: [SpanF1]) -> SpanF1 {
  var total = SpanF1()
  for part in parts { total.add(part) }
  return total
}

private struct FoundPair {
  var a: Int
  var b: Int
  var document: Int
  var f1: SpanF1
}

private func summedByPair(_ found: [FoundPair]) -> [SpanPair] {
  var pairs: [SpanPair] = []
  for pair in found.sorted(by: { ($0.a, $0.b, $0.document) < ($1.a, $1.b, $1.document) }) {
    if let last = pairs.last, (last.a, last.b) == (pair.a, pair.b) {
      pairs[pairs.count - 1].byDocument.append(pair.f1)
    } else {
      pairs.append(SpanPair(a: pair.a, b: pair.b, f1: SpanF1(), byDocument: [pair.f1]))
    }
  }
  for index in pairs.indices { pairs[index].f1 = sum(pairs[index].byDocument) }
  return pairs
}
