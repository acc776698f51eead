/// A span that many annotators make together.
public struct AggregatedSpan: Equatable, Sendable {
  public var span: Span
  /// The mean over its tokens of how sure the method is of the type; for whole spans the share of annotators.
  public var confidence: Double
}

/// One list of spans a document, out of all annotators' lists.
public struct SpanAggregation: Equatable, Sendable {
  /// Document by document, ascending; none where nobody answered.
  public var spans: [[AggregatedSpan]]
  /// Tokens (or, by whole spans, spans) on which the annotators are split evenly; a tie with "no span" is none.
  public var ties: Int
  /// What the tokens' aggregation says of annotators, steps and likelihood; nil for whole spans.
  public var tokens: Aggregation?
}

/// ROVER's vote (Fiscus 1997) on tokens: each token gets the type that most annotators gave it (none among equals, then
/// the type with the smaller number), and neighbours of one type make one span unless most of those who gave it to both
/// put a boundary between them. O(tokens · answers).
public func rover(_ corpus: SpanCorpus) -> SpanAggregation {
  joined(corpus, TokenRatings(corpus)) { majority($0) }
}

/// Dawid and Skene's model (1979) of the types of tokens, "none" being one of them; spans are put together as ``rover(_:)``
/// does.
public func dawidSkeneTokens(_ corpus: SpanCorpus, options: EMOptions) -> SpanAggregation {
  joined(corpus, TokenRatings(corpus)) { dawidSkene($0, options: options) }
}

/// Whole spans by vote: those that more than half of a document's annotators marked, with the same start, end and type.
/// O(spans · log spans).
public func spanMajority(_ corpus: SpanCorpus) -> SpanAggregation {
  var result = SpanAggregation(spans: [], ties: 0, tokens: nil)
  for document in corpus.documents {
    let all = document.answers.flatMap(\.spans).sorted()
    var kept: [AggregatedSpan] = []
    var start = 0
    while start < all.count {
      var end = start
      while end < all.count && all[end] == all[start] { end += 1 }
      let (votes, voters) = (end - start, document.answers.count)
      if 2 * votes > voters {
        kept.append(AggregatedSpan(span: all[start], confidence: Double(votes) / Double(voters)))
      }
      if 2 * votes == voters { result.ties += 1 }
      start = end
    }
    result.spans.append(kept)
  }
  return result
}

private func joined(
  _ corpus: SpanCorpus, _ tokens: TokenRatings, _ aggregate: (Ratings) -> Aggregation
) -> SpanAggregation {
  let labels = aggregate(tokens.ratings)
  let spans = corpus.documents.enumerated().map { number, document in
    spansOfTokens(document, labels, first: tokens.starts[number])
  }
  return SpanAggregation(spans: spans, ties: labels.ties.count { $0 }, tokens: labels)
}

private func spansOfTokens(_ document: SpanDocument, _ labels: Aggregation, first: Int) -> [AggregatedSpan] {
  let covering = document.answers.map { coveringSpans($0.spans, document.tokens) }
  /// Whether most of those who gave both tokens this type put a boundary between them.
  func isSplit(before token: Int, type: Int32) -> Bool {
    var (boundaries, voters) = (0, 0)
    for (answer, covering) in zip(document.answers, covering) {
      let (one, next) = (covering[token - 1], covering[token])
      if one >= 0 && next >= 0 && answer.spans[one].type == type && answer.spans[next].type == type {
        voters += 1
        boundaries += one == next ? 0 : 1
      }
    }
    return 2 * boundaries > voters
  }
  var spans: [AggregatedSpan] = []
  var lengths: [Int] = []
  var isOpen = false
  for (token, range) in document.tokens.enumerated() {
    let type = labels.labels[first + token] - 1
    let confidence = labels.confidence[first + token]
    if isOpen, let last = spans.last, last.span.type == type, !isSplit(before: token, type: type) {
      spans[spans.count - 1].span.end = range.upperBound
      spans[spans.count - 1].confidence += confidence
      lengths[spans.count - 1] += 1
    } else if type >= 0 {
      let span = Span(start: range.lowerBound, end: range.upperBound, type: type)
      spans.append(AggregatedSpan(span: span, confidence: confidence))
      lengths.append(1)
    }
    isOpen = type >= 0
  }
  for index in spans.indices { spans[index].confidence /= Double(lengths[index]) }
  return spans
}
