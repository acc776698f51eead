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
  /// "sentiment: ours", or "alice: theirs".
  func words(in project: Project) -> String {
    let choice =
      switch decision.choice {
      case .ours: "ours"
      case .theirs: "theirs"
      case .answer(let answer): answer.words
      }
    return "\(conflict.key.part): \(choice)"
  }
}
