import VersionStore

/// A mapping as it can be applied: with the table that says what split values became in each sample.
struct SchemaStep: AnswerRenaming {
  /// The commit that brought it; nil while none has.
  let commit: ObjectID?
  let mapping: SchemaMapping
  /// Key: the sample, 00, the question, 00, the value that was split. Value: the name that it has since.
  let splits: Tree?

  init(_ mapping: SchemaMapping, splits: Tree? = nil, commit: ObjectID? = nil) {
    self.commit = commit
    self.mapping = mapping
    self.splits = splits
  }

  /// That of a commit; nil where the commit changed no names.
  init?(_ id: ObjectID, _ commit: Commit, in store: Store) throws {
    guard let blob = commit.blobs[TableName.mapping] else { return nil }
    let text = Blob.content(of: try store.read(blob, .blob))
    guard let mapping = (try? JSONValue(parsing: text)).flatMap(SchemaMapping.init(json:)) else {
      throw EngineError.journal(
        problem: "the mapping of a schema change cannot be read",
        remedy: "If a newer Gloss has written it, use that. Else run gloss fsck, which says what is damaged.")
    }
    self.init(mapping, splits: commit.trees[TableName.splits].map { Tree(root: $0, in: store) }, commit: id)
  }

  static func key(sample: String, question: String, value: String) -> [UInt8] {
    PartKey.bytes(sample: sample, part: question + "\0" + value)
  }

  /// Answers to a sample under the names that they have since. One point look-up for each value that was split.
  ///
  /// - Throws: `unsplitValue` where a sample has a split value and nobody said what it became.
  func apply(to answers: Answers, of sample: String) throws -> Answers {
    if mapping.splits.isEmpty { return mapping.renames.apply(to: answers) }
    var split = answers
    for one in mapping.splits {
      guard let answer = answers[one.question], answer.names.contains(one.value) else { continue }
      let new = try name(of: one, in: sample)
      split[one.question] = (split[one.question] ?? answer).renaming { $0 == one.value ? new : $0 }
    }
    return mapping.renames.apply(to: split)
  }

  private func name(of split: ValueSplit, in sample: String) throws -> String {
    let key = Self.key(sample: sample, question: split.question, value: split.value)
    if let name = try splits?.value(for: key) { return String(decoding: name, as: UTF8.self) }
    guard let rest = split.rest else {
      throw EngineError.unsplitValue(question: split.question, value: split.value, sample: sample)
    }
    return rest
  }
}

extension SchemaStep {
  func apply(to row: AnnotationRow, of sample: String) throws -> AnnotationRow {
    var row = row
    row.answers = try apply(to: row.answers, of: sample).mapValues(\.asInRows)
    return row
  }

  /// The row and the name of its question.
  func apply(to row: LabelRow, question: String, of sample: String) throws -> (question: String, row: LabelRow) {
    var row = row
    guard let (name, answer) = try apply(to: [question: row.answer], of: sample).first else { return (question, row) }
    row.answer = answer.asInRows
    return (name, row)
  }
}
