/// What a reviewer does on the review screen.
public enum ReviewAction: Codable, Equatable, Sendable {
  /// The first sample of the filter (disagreements first), or the one last looked at.
  case start(filter: ReviewFilter)
  case next(of: String, filter: ReviewFilter)
  case previous(of: String, filter: ReviewFilter)
  /// Neighbours that wait: in disagreement and unresolved, matching the filter.
  case nextWaiting(of: String, filter: ReviewFilter)
  case previousWaiting(of: String, filter: ReviewFilter)
  case jump(to: SampleReference, filter: ReviewFilter)
  case find(text: String, of: String, backwards: Bool, filter: ReviewFilter)
  /// Decides one question of a sample; `advance` moves to the next waiting one when the sample has no question open.
  case resolve(
    sample: String, question: String, answer: Answer, how: Resolution.How, reason: String?, advance: Bool,
    filter: ReviewFilter)
  /// Asks an annotator to look again, with a note. Their annotation waits for them as a draft.
  case sendBack(sample: String, annotator: String, note: String, filter: ReviewFilter)
  case comment(sample: String, text: String, filter: ReviewFilter)
  /// Decides one conflict of the merge that is under way; the last decision ends the merge. `advance` moves to the next
  /// sample with a conflict when this one has no other left.
  case settle(
    sample: String, cell: MergeConflict.Cell, choice: MergeConflict.Choice, reason: String?, advance: Bool,
    filter: ReviewFilter)
  case undo(filter: ReviewFilter)
  case redo(filter: ReviewFilter)
  case leave
}

/// Which samples the review screen walks. All parts must hold.
public struct ReviewFilter: Codable, Hashable, Sendable {
  /// Which samples the review screen walks.
  public enum Scope: String, Codable, Sendable, CaseIterable {
    /// Two or more submitted annotations that differ; resolved ones come after unresolved ones. Samples about which a
    /// merge is in conflict come before all of them.
    case disagreements
    /// Cells that two branches changed in different ways, while a merge waits for them.
    case conflicts
    case flagged
    case resolved
    case annotated
    /// Labels that are probably wrong, the most doubtful first (`Workspace.refreshSuspects`); resolved ones after the
    /// others.
    case suspects
    /// Samples that have all their annotations and no label to some question, as the rule for labels asks for more
    /// (`Workspace.refreshUnlabeled`); resolved ones after the others.
    case unlabeled
  }
  /// In which order the samples of a scope stand; suspects have their own, and unlabeled ones the queue's.
  public enum Order: String, Codable, Sendable, CaseIterable {
    /// As the queue has them.
    case queue
    /// The most wrong labels set right in a reviewer's second first: see `ReviewWorth`.
    case value
  }
  public var scope: Scope
  public var question: String?
  /// Samples where one annotator said `a` and another `b` to the question.
  public var pair: LabelPair?
  public var annotator: String?
  public var order: Order
  public init(
    scope: Scope = .disagreements, question: String? = nil, pair: LabelPair? = nil, annotator: String? = nil,
    order: Order = .queue
  ) {
    self.scope = scope
    self.question = question
    self.pair = pair
    self.annotator = annotator
    self.order = order
  }

  /// Whether samples stand in the order of what a look at them is worth.
  public var isByValue: Bool { order == .value && !isSearch }

  /// Whether its samples are looked for beside the keys.
  public var isSearch: Bool { scope == .suspects || scope == .unlabeled }
}

/// Two answers to one question that annotators gave to the same sample.
public struct LabelPair: Codable, Hashable, Sendable {
  public var a: String
  public var b: String
  public init(a: String, b: String) {
    self.a = a
    self.b = b
  }
}

/// A reviewer's decision on one question of a sample.
public struct Resolution: Codable, Equatable, Sendable {
  /// How a reviewer came to a decision.
  public enum How: Codable, Equatable, Sendable {
    case accepted(annotator: String)
    case majority
    case set
  }
  public var question: String
  public var answer: Answer
  public var how: How
  public var reviewer: String
  public var reason: String?
}

/// What the review screen shows after an action.
public struct ReviewStep: Codable, Equatable, Sendable {
  /// nil when the filter matches nothing.
  public var item: ReviewItem?
  public var act: SavedAct?
  public var undoable: SavedAct?
  public var redoable: SavedAct?
  /// Samples that match the filter, and of those the unresolved disagreements.
  public var matching: Int
  public var waiting: Int
  public var agreement: AgreementReport
  public var remark: String?
  /// Set when a search stopped at its time limit without a match: the same call goes on from there.
  public var goesOn = false
  /// In the scopes `suspects` and `unlabeled` and in the order `value`, the version of the order that the step was made
  /// with: 0 where nothing was looked for yet.
  public var orderVersion: Int?
}

/// The sample on the review screen, with everybody's answers.
public struct ReviewItem: Codable, Equatable, Sendable {
  public var sample: Sample
  /// Place among the samples of the filter, from 1; 0 where the filter does not have it (any more).
  public var place: Int
  /// Submitted, skipped and sent-back annotations, and comments of people who answered nothing, by annotator name.
  public var annotations: [Annotation]
  /// By question name, the questions that have been resolved.
  public var resolutions: [String: Resolution]
  /// The project's questions that this sample's annotators answer differently and nobody resolved.
  public var open: [String]
  /// By question, each annotator of this sample with each other: percent and kappa over the whole project.
  public var pairs: [String: [PairFigures]]
  /// By question, the answer with the most votes; absent on a tie.
  public var majority: Answers
  /// What the merge under way asks about this sample, decided or not.
  public var conflicts: [MergeConflict] = []
  /// In the scope `suspects`, why its label is doubted.
  public var suspicion: Suspect?
  /// In the order `value`, what a look at it is worth; nil where that was not weighed yet, or nothing is open.
  public var worth: ReviewWorth?
  /// Why this reviewer cannot resolve it ("you annotated it yourself"); nil when they can.
  public var closed: String?
}
