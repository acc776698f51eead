import Foundation

@testable import LabelStatistics

/// The named entities that 47 people marked in 200 news texts, in the folder `data` beside the repository's, or where
/// GLOSS_DATA says.
enum ConllCrowd {
  static let path: String = {
    if let named = ProcessInfo.processInfo.environment["GLOSS_DATA"] {
      return named + "/spans/conll-amt-47-annotators.jsonl"
    }
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return repository.appendingPathComponent("../shared/data/spans/conll-amt-47-annotators.jsonl").standardizedFileURL
      .path
  }()

  static var isThere: Bool { FileManager.default.fileExists(atPath: path) }

  private struct Line: Decodable {
    var tokens: [[Int32]]
    var gold: [Mark]
    var ann: [String: [Mark]]
  }

  private struct Mark: Decodable {
    var start: Int32
    var end: Int32
    var type: String

    init(from decoder: any Decoder) throws {
      var members = try decoder.unkeyedContainer()
      start = try members.decode(Int32.self)
      end = try members.decode(Int32.self)
      type = try members.decode(String.self)
    }
  }

  static func corpus() throws -> SpanCorpus {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    let types = Set(lines.flatMap { ($0.gold + $0.ann.values.joined()).map(\.type) }).sorted()
    let people = Set(lines.flatMap(\.ann.keys)).sorted()
    func spans(_ marks: [Mark]) -> [Span] {
      marks.map { Span(start: $0.start, end: $0.end, type: Int32(types.firstIndex(of: $0.type) ?? -1)) }
    }
    let documents = lines.map { line in
      SpanDocument(
        tokens: line.tokens.map { $0[0]..<$0[1] },
        answers: line.ann.map {
          SpanAnswer(annotator: Int32(people.firstIndex(of: $0.key) ?? -1), spans: spans($0.value))
        },
        gold: spans(line.gold))
    }
    return SpanCorpus(documents: documents, annotatorCount: people.count, typeCount: types.count)
  }
}

extension SpanDocument {
  /// Annotator by annotator, their spans as (start, end, type).
  init(_ answers: [[(Int32, Int32, Int32)]], gold: [(Int32, Int32, Int32)]? = nil, tokens: [Range<Int32>] = []) {
    func spans(_ marks: [(Int32, Int32, Int32)]) -> [Span] {
      marks.map { Span(start: $0.0, end: $0.1, type: $0.2) }
    }
    self.init(
      tokens: tokens,
      answers: answers.enumerated().map { SpanAnswer(annotator: Int32($0.offset), spans: spans($0.element)) },
      gold: gold.map(spans))
  }

  static func random(_ random: inout SplitMix, annotators: Int, spans: Int, length: Int) -> SpanDocument {
    SpanDocument(
      (0..<annotators).map { _ in
        (0..<random.below(spans + 1)).map { _ in
          let start = Int32(random.below(length))
          return (start, start + 1 + Int32(random.below(6)), Int32(random.below(3)))
        }
      },
      tokens: (0..<Int32(length + 6)).map { $0..<$0 + 1 })
  }
}
