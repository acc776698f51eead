import VersionStore

/// How a merge is to go about conflicts.
struct MergePolicy: Equatable, Sendable {
  enum Side: String, Sendable {
    case ours, theirs
  }

  /// The side that wins every conflict; nil: they wait for a reviewer.
  var side: Side?
  /// Any two different changes to one sample are in conflict, in every cell that either changed.
  var isStrict = false
  /// Who merges.
  var person = ""
}

/// One cell of a sample that both sides changed, with the rows that they have there; nil: none.
struct CellConflict: Equatable, Sendable {
  var cell: MergeConflict.Cell
  var base: [UInt8]?
  var ours: [UInt8]?
  var theirs: [UInt8]?
}

/// What somebody decided about a conflict.
struct MergeDecision: Equatable, Sendable {
  var choice: MergeConflict.Choice
  var person: String
  /// The blob of their reason.
  var reason: ObjectID?

  /// The decision as a label.
  func resolution(_ answer: Answer) -> LabelRow {
    LabelRow(answer: answer, origin: .resolution(.set, reviewer: person), reason: reason)
  }
}

extension StandingDecision {
  /// "positive, ours", with the question before it where there are several; of an annotation "alice: nothing, theirs".
  func words(in project: Project) -> String {
    switch decision.choice {
    case .ours: words(of: conflict.ours, in: project) + ", ours"
    case .theirs: words(of: conflict.theirs, in: project) + ", theirs"
    case .answer(let answer): project.summary(of: project.ordered([conflict.key.part: answer]))
    }
  }

  private func words(of row: [UInt8]?, in project: Project) -> String {
    switch conflict.cell {
    case .label(let question):
      guard let row = row.flatMap(LabelRow.init(encoded:)) else {
        return project.questions.count > 1 ? "\(question) nothing" : "nothing"
      }
      return project.summary(of: project.ordered([question: row.answer]))
    case .annotation(let annotator):
      guard let row = row.flatMap(AnnotationRow.init(encoded:)) else { return "\(annotator): nothing" }
      guard row.status == .submitted else { return "\(annotator): skipped" }
      return "\(annotator): " + project.summary(of: project.ordered(row.answers))
    }
  }
}
