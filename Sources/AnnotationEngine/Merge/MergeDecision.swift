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
  /// "sentiment: positive, ours", or "alice: nothing, theirs".
  func words(in project: Project) -> String {
    let choice =
      switch decision.choice {
      case .ours: "\(words(of: conflict.ours, in: project)), ours"
      case .theirs: "\(words(of: conflict.theirs, in: project)), theirs"
      case .answer(let answer): answer.words
      }
    return "\(conflict.key.part): \(choice)"
  }

  private func words(of row: [UInt8]?, in project: Project) -> String {
    guard let row else { return "nothing" }
    switch conflict.cell {
    case .label: return LabelRow(encoded: row)?.answer.words ?? "nothing"
    case .annotation:
      guard let annotation = AnnotationRow(encoded: row) else { return "nothing" }
      return annotation.status == .submitted ? project.summary(of: project.ordered(annotation.answers)) : "skipped"
    }
  }
}
