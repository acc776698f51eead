/// A marked part of a text: code points start..<end, of a type.
public struct Span: Hashable, Comparable, Sendable {
  /// The first code point, from 0.
  public var start: Int32
  /// After the last code point; greater than `start`.
  public var end: Int32
  /// Its number among the types.
  public var type: Int32

  /// `start` lies before `end`.
  public init(start: Int32, end: Int32, type: Int32) {
    precondition(start < end, "a span holds at least one code point")
    self.start = start
    self.end = end
    self.type = type
  }

  /// In the order of reading: by start, then end, then type.
  public static func < (a: Span, b: Span) -> Bool { (a.start, a.end, a.type) < (b.start, b.end, b.type) }
}

/// What one annotator marked in one document; no spans at all is an answer too.
public struct SpanAnswer: Equatable, Sendable {
  /// Their number among the annotators.
  public var annotator: Int32
  /// Ascending, each once.
  public let spans: [Span]

  /// Spans in any order; one that stands there twice counts once. O(spans · log spans).
  public init(annotator: Int32, spans: [Span]) {
    self.annotator = annotator
    self.spans = sortedOnce(spans)
  }
}

/// One document with what its annotators marked. O(spans · log spans) to make.
public struct SpanDocument: Equatable, Sendable {
  /// Code points of each token, ascending.
  public var tokens: [Range<Int32>]
  /// Ascending by annotator; at most one each.
  public let answers: [SpanAnswer]
  /// The resolution or the known answer, where there is one: ascending, each span once.
  public let gold: [Span]?

  /// Answers in any order, of an annotator one at most.
  public init(tokens: [Range<Int32>], answers: [SpanAnswer], gold: [Span]?) {
    self.tokens = tokens
    self.answers = answers.sorted { $0.annotator < $1.annotator }
    self.gold = gold.map(sortedOnce)
    precondition(
      zip(self.answers, self.answers.dropFirst()).allSatisfy { $0.annotator < $1.annotator },
      "an annotator answers once a document")
  }
}

/// Documents whose annotators and types are numbered together.
public struct SpanCorpus: Equatable, Sendable {
  /// In the order in which they are numbered.
  public var documents: [SpanDocument]
  /// Annotators and types are numbered below these.
  public var annotatorCount: Int
  public var typeCount: Int

  public init(documents: [SpanDocument], annotatorCount: Int, typeCount: Int) {
    self.documents = documents
    self.annotatorCount = annotatorCount
    self.typeCount = typeCount
  }

  /// The same documents with only the spans of one type. O(spans).
  public func only(type: Int) -> SpanCorpus {
    var only = self
    only.documents = documents.map { document in
      SpanDocument(
        tokens: document.tokens,
        answers: document.answers.map { answer in
          SpanAnswer(annotator: answer.annotator, spans: answer.spans.filter { $0.type == Int32(type) })
        },
        gold: document.gold?.filter { $0.type == Int32(type) })
    }
    return only
  }
}

private func sortedOnce(_ spans: [Span]) -> [Span] {
  var sorted = spans.sorted()
  var kept = 0
  for index in sorted.indices where kept == 0 || sorted[index] != sorted[kept - 1] {
    sorted[kept] = sorted[index]
    kept += 1
  }
  sorted.removeLast(sorted.count - kept)
  return sorted
}
