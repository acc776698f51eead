import VersionStore

/// The merge of what two sides did to one sample: pure, and symmetric but for what a decision or a preference says.
///
/// Cells are what people did: an annotation, and a reviewer's decision on a question. A cell that one side changed is
/// that side's; two changes that say the same are one; else it is a conflict. Labels that nobody decided are made anew by
/// the project's rule from the merged annotations. Rows of all sides must be under the names of `project`.
struct SampleMerge {
  let project: Project
  var policy = MergePolicy()
  /// Whether two texts that people wrote are the same, by their blobs: equal texts have different ids.
  let sameText: (ObjectID, ObjectID) throws -> Bool

  struct Result: Equatable {
    var rows = SampleRows()
    /// Cells that wait for somebody, in the order of annotators, then questions.
    var conflicts: [CellConflict] = []
  }

  /// What was decided about a cell; nil where nobody did.
  typealias Decisions = (CellConflict) throws -> MergeDecision?

  func merge(
    base: SampleRows, ours: SampleRows, theirs: SampleRows, decided: Decisions = { _ in nil }
  ) throws -> Result {
    var result = Result()
    let isStrict =
      try policy.isStrict && ours.differsInActs(from: base) && theirs.differsInActs(from: base)
      && !saysSame(ours, theirs)
    for annotator in keys(base.annotations, ours.annotations, theirs.annotations) {
      let cell = (base.annotations[annotator], ours.annotations[annotator], theirs.annotations[annotator])
      let conflict = CellConflict(
        cell: .annotation(annotator: annotator), base: cell.0?.encoded, ours: cell.1?.encoded,
        theirs: cell.2?.encoded)
      if let agreed = try agreed(cell, isStrict: isStrict, combine) {
        result.rows.annotations[annotator] = agreed
      } else {
        switch try choice(of: conflict, decided) {
        case .ours?: result.rows.annotations[annotator] = cell.1
        case .theirs?: result.rows.annotations[annotator] = cell.2
        default: result.conflicts.append(conflict)
        }
      }
    }
    // Labels rest on annotations: those are settled first.
    guard result.conflicts.isEmpty else { return result }
    for question in project.questions {
      try mergeLabel(of: question, base, ours, theirs, isStrict: isStrict, decided, &result)
    }
    return result
  }

  private func mergeLabel(
    of question: Question, _ base: SampleRows, _ ours: SampleRows, _ theirs: SampleRows, isStrict: Bool,
    _ decided: Decisions, _ result: inout Result
  ) throws {
    let name = question.name
    let cell = (base.resolution(of: name), ours.resolution(of: name), theirs.resolution(of: name))
    var conflict = CellConflict(
      cell: .label(question: name), base: cell.0?.encoded, ours: cell.1?.encoded, theirs: cell.2?.encoded)
    if let agreed = try agreed(cell, isStrict: isStrict, combine) {
      if let resolution = agreed {
        result.rows.labels[name] = resolution
        return
      }
      let derived = label(of: question, result.rows)
      let sides = (base.labels[name], ours.labels[name], theirs.labels[name])
      guard derived == nil, !question.takesPosterior(project.labelRule), let our = sides.1, let their = sides.2,
        our.answer != their.answer,
        sides.0?.answer != our.answer, sides.0?.answer != their.answer
      else {
        result.rows.labels[name] = derived
        return
      }
      conflict = CellConflict(
        cell: .label(question: name), base: sides.0?.encoded, ours: our.encoded, theirs: their.encoded)
    }
    switch try choice(of: conflict, decided) {
    case .ours?: result.rows.labels[name] = try chosen(conflict.ours, question, decided(conflict), result.rows)
    case .theirs?: result.rows.labels[name] = try chosen(conflict.theirs, question, decided(conflict), result.rows)
    case .answer(let answer)?:
      guard let decision = try decided(conflict) else { return }
      result.rows.labels[name] = decision.resolution(answer)
    case nil: result.conflicts.append(conflict)
    }
  }

  /// A side's label as it stands after the merge. A label made of votes that the merged votes do not give any more
  /// becomes the decision of the one who chose it.
  private func chosen(
    _ row: [UInt8]?, _ question: Question, _ decision: MergeDecision?, _ rows: SampleRows
  ) throws -> LabelRow? {
    guard let row else { return label(of: question, rows) }
    guard let label = LabelRow(encoded: row) else {
      throw EngineError.damagedRow(table: TableName.labels, key: Array(question.name.utf8))
    }
    if label.isResolution { return label }
    return (decision ?? MergeDecision(choice: .ours, person: policy.person)).resolution(label.answer)
  }

  /// What the rule makes of the submitted annotations of the sample alone.
  private func label(of question: Question, _ rows: SampleRows) -> LabelRow? {
    LabelRow(of: question, votes: rows.annotations.values, rule: project.labelRule)
  }

  private func choice(of conflict: CellConflict, _ decided: Decisions) throws -> MergeConflict.Choice? {
    if let side = policy.side { return side == .ours ? .ours : .theirs }
    return try decided(conflict)?.choice
  }

  private func keys<Row>(_ a: [String: Row], _ b: [String: Row], _ c: [String: Row]) -> [String] {
    Set(a.keys).union(b.keys).union(c.keys).sorted(by: precedesInBytes)
  }
}

extension SampleMerge {
  /// The cell after the merge (`.some(nil)`: it is empty), or nil where the sides are in conflict.
  private func agreed<Row: Equatable>(
    _ cell: (base: Row?, ours: Row?, theirs: Row?), isStrict: Bool, _ combine: (Row, Row) throws -> Row?
  ) throws -> Row?? {
    if cell.ours == cell.theirs { return .some(cell.ours) }
    if !isStrict {
      if cell.ours == cell.base { return .some(cell.theirs) }
      if cell.theirs == cell.base { return .some(cell.ours) }
    }
    if let ours = cell.ours, let theirs = cell.theirs, !isStrict || cell.ours != cell.base && cell.theirs != cell.base,
      let both = try combine(ours, theirs)
    {
      return .some(both)
    }
    return nil
  }

  /// Two annotations that say the same: the one that was saved more often, on which more time was spent.
  private func combine(_ a: AnnotationRow, _ b: AnnotationRow) throws -> AnnotationRow? {
    guard a.status == b.status, a.answers == b.answers, a.flagged == b.flagged,
      try isSameText(a.comment, b.comment), try isSameText(a.reason, b.reason)
    else { return nil }
    if a.revision != b.revision { return a.revision > b.revision ? a : b }
    if a.milliseconds != b.milliseconds { return a.milliseconds > b.milliseconds ? a : b }
    return byteOrder(a.encoded, b.encoded) < 0 ? a : b
  }

  /// Two decisions for the same answer are one, whoever made them.
  private func combine(_ a: LabelRow, _ b: LabelRow) -> LabelRow? {
    guard a.answer == b.answer else { return nil }
    return byteOrder(a.encoded, b.encoded) < 0 ? a : b
  }

  private func isSameText(_ a: ObjectID?, _ b: ObjectID?) throws -> Bool {
    guard let a, let b else { return a == b }
    return try a == b || sameText(a, b)
  }

  /// Whether people did the same on both sides.
  private func saysSame(_ a: SampleRows, _ b: SampleRows) throws -> Bool {
    guard a.annotations.count == b.annotations.count else { return false }
    for (annotator, row) in a.annotations {
      guard let other = b.annotations[annotator] else { return false }
      if try row != other && combine(row, other) == nil { return false }
    }
    return project.questions.allSatisfy { question in
      switch (a.resolution(of: question.name), b.resolution(of: question.name)) {
      case (nil, nil): true
      case (let one?, let other?): one == other || combine(one, other) != nil
      default: false
      }
    }
  }
}

extension LabelRow {
  /// The label that the submitted annotations among `annotations` give by a rule.
  init?(of question: Question, votes annotations: some Sequence<AnnotationRow>, rule: LabelRule) {
    let votes = annotations.filter { $0.status == .submitted }.compactMap { $0.answers[question.name] }
    self.init(of: question, votes: votes, rule: rule)
    answer = answer.asInRows
  }
}
