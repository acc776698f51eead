import Foundation

/// The project that is measured, and the files of annotations that are imported into it.
enum ProjectFiles {
  static let annotator = "bench"
  static let values = ["negative", "neutral", "positive"]

  /// Two annotations a sample, so that the queue still holds every sample for `annotator` after another annotated all.
  static let project = """
    name: bench
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
    round: {overlap: 2, order: imported, lease: 10m, seed: 1}
    labels: {rule: majority, at-least: 1}

    """

  /// One annotation of each of these samples, by `annotator`; `turn` moves the values on, so that a second turn edits
  /// every one of the first.
  static func writeAnnotations(
    of samples: some Sequence<Int>, by annotator: String, turn: Int, to path: String
  ) throws {
    let file = try OutputFile(path)
    file.buffer += "sample,annotator,sentiment\n".utf8
    var random = SplitMix64(seed: 7)
    for sample in samples {
      let value = (random.below(values.count) + turn) % values.count
      file.buffer += "\(SampleFile.identifier(sample)),\(annotator),\(values[value])\n".utf8
      try file.flushWhenFull()
    }
    try file.close()
  }
}
