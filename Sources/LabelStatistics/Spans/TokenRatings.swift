/// Spans as ratings of tokens: each token of each document is an item, and an annotator's rating of it is 1 + the type
/// of the span that covers the token's first code point, or 0 where none does. O(tokens · answers + spans).
///
/// Where spans of an annotator overlap, the later one in the order of reading counts. Krippendorff's alpha of these
/// ratings is the token alpha, that of `against(value: 1 + type)` the token alpha of one type.
public struct TokenRatings: Equatable, Sendable {
  /// Ascending by item, in each by annotator.
  public var ratings: Ratings
  /// Document d has the items starts[d]..<starts[d + 1].
  public var starts: [Int]

  public init(_ corpus: SpanCorpus) {
    var ratings = Ratings(
      items: [], annotators: [], values: [], itemCount: 0, annotatorCount: corpus.annotatorCount,
      valueCount: corpus.typeCount + 1)
    starts = [0]
    for document in corpus.documents {
      let values = document.answers.map { tokenValues($0.spans, document.tokens) }
      for token in document.tokens.indices {
        for (answer, values) in zip(document.answers, values) {
          ratings.items.append(Int32(ratings.itemCount + token))
          ratings.annotators.append(answer.annotator)
          ratings.values.append(values[token])
        }
      }
      ratings.itemCount += document.tokens.count
      starts.append(ratings.itemCount)
    }
    self.ratings = ratings
  }
}

/// Of each token, 1 + the type of the span over its first code point, or 0.
func tokenValues(_ spans: [Span], _ tokens: [Range<Int32>]) -> [Int32] {
  coveringSpans(spans, tokens).map { $0 < 0 ? 0 : spans[$0].type + 1 }
}

/// Of each token, which of the spans is over its first code point, the last one of several; −1 where none is.
func coveringSpans(_ spans: [Span], _ tokens: [Range<Int32>]) -> [Int] {
  var covering = [Int](repeating: -1, count: tokens.count)
  for (index, span) in spans.enumerated() {
    var token = tokens.partitioningIndex { $0.lowerBound >= span.start }
    while token < tokens.count && tokens[token].lowerBound < span.end {
      covering[token] = index
      token += 1
    }
  }
  return covering
}

extension Array {
  /// The first index whose element satisfies `predicate`, which is false for a prefix and true for the rest. O(log n).
  func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
