extension TweetsProject {
  /// Three annotators: t1 unanimous, t2 two to one, t3 split three ways, t4 by one only.
  static let annotations = """
    sample,annotator,sentiment,comment
    t1,alice,positive,
    t1,bob,positive,
    t1,chen,positive,
    t2,alice,negative,irony
    t2,bob,negative,
    t2,chen,positive,
    t3,alice,negative,
    t3,bob,neutral,
    t3,chen,positive,
    t4,alice,negative,

    """

  /// The workspace with those annotations.
  static func annotated() throws -> Scratch {
    let scratch = try begin()
    try scratch.write(annotations, to: "annotations.csv")
    let finished = try BuiltProgram.run(["import", "annotations.csv", "--annotations"], in: scratch)
    guard finished.status == 0 else { throw Unexpected(finished: finished) }
    return scratch
  }
}
