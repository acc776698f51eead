/// The project of the design's example, as tests begin with.
enum TweetsProject {
  static let yaml = """
    name: tweets
    fields:
      - {name: text, kind: text}
    questions:
      - name: sentiment
        kind: choice
        title: What does the writer feel?
        values:
          - {name: negative, key: "1", title: Negative}
          - {name: neutral,  key: "2"}
          - {name: positive, key: "3"}
    guidelines: guidelines.md
    round: {overlap: 3, order: imported, lease: 10m, seed: 1}
    labels: {rule: majority, at-least: 2}
    people:
      - {name: alice, role: annotator}
      - {name: bob, role: annotator}
      - {name: rita, role: reviewer}

    """

  static let guidelines = """
    # Sentiment

    Judge what the writer feels, not what the reader should.

    1. Irony counts as what is meant.
    2. A question without a feeling is neutral.

    """

  static let samples = """
    {"id": "t1", "text": "What a lovely morning", "lang": "en"}
    {"id": "t2", "text": "Oh great, another phone interview.", "lang": "en"}
    {"id": "t3", "text": "The train leaves at nine.", "lang": "en"}
    {"id": "t4", "text": "I never want to see this again", "lang": "en"}

    """

  /// A workspace with the four samples in it.
  static func begin() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(yaml, to: "gloss.yaml")
    try scratch.write(guidelines, to: "guidelines.md")
    try scratch.write(samples, to: "samples.jsonl")
    for arguments in [["init", "."], ["import", "samples.jsonl"]] {
      let finished = try BuiltProgram.run(arguments, in: scratch)
      guard finished.status == 0 else { throw Unexpected(finished: finished) }
    }
    return scratch
  }
}

/// A step of a test's preparation that failed.
struct Unexpected: Error, CustomStringConvertible {
  var finished: Finished
  var description: String { "status \(finished.status): \(finished.error)\(finished.output)" }
}
