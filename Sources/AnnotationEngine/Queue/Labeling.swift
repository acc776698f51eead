/// What an annotator does on the label screen. One call does it, durably, and says what stands on the screen next.
///
/// `at`: the place where the sample is on the screen; nil: where it stands. What is said of an act names that place.
public enum LabelAction: Codable, Equatable, Sendable {
  /// Opens the session: resumes at the leased or drafted sample, else the next that waits.
  case start
  /// Saves answers as submitted and, when `advance`, moves to the next sample that waits: one that was sent back, else
  /// the next behind this one, else the first. `seconds`: all that this annotation has cost so far.
  case submit(sample: String, answers: Answers, seconds: Double, advance: Bool, at: Int? = nil)
  /// Saves unfinished answers (several questions, leaving, a dropped line). Never changes a submitted annotation: the
  /// draft stands beside it (`Annotation.draft`).
  case draft(sample: String, answers: Answers, seconds: Double, at: Int? = nil)
  case skip(sample: String, reason: String, seconds: Double, at: Int? = nil)
  /// Sets or (nil) removes the comment.
  case comment(sample: String, text: String?, at: Int? = nil)
  case flag(sample: String, Bool, at: Int? = nil)
  /// Takes back this person's last act (across samples and restarts), and shows its sample.
  case undo
  case redo
  /// Neighbours in queue order, whatever their state.
  case previous(of: String, at: Int? = nil)
  case next(of: String, at: Int? = nil)
  /// Neighbours in queue order that still wait for this annotator.
  case previousWaiting(of: String, at: Int? = nil)
  case nextWaiting(of: String, at: Int? = nil)
  case jump(to: SampleReference)
  /// Next sample in queue order, after `of`, with `text` in a field (case-insensitive); `backwards` for the previous.
  /// Stops at a time limit and says how far it came (`LabelStep.goesOn`); the same call goes on.
  case find(text: String, of: String, backwards: Bool, at: Int? = nil)
  /// Keeps the lease alive while a person reads.
  case renewLease(sample: String)
  /// Gives up leases: leaving.
  case leave
}

/// How a person names a sample to go to.
public enum SampleReference: Codable, Equatable, Sendable {
  /// Not for annotators where the queue has gold or repeats.
  case id(String)
  /// Place in this annotator's queue order, from 1, as the screen shows it.
  case place(Int)
}

/// What the label screen shows after an action.
public struct LabelStep: Codable, Equatable, Sendable {
  /// nil when nothing waits and nothing was asked for.
  public var item: LabelItem?
  /// The act that was saved, undone or redone by this call.
  public var act: SavedAct?
  /// What Backspace would take back, and Ctrl-R bring back.
  public var undoable: SavedAct?
  public var redoable: SavedAct?
  public var progress: LabelProgress
  /// Said when the call did nothing or not all: "no later match", "nothing to undo", "everything is labeled".
  public var remark: String?
  /// Set when a search stopped at its time limit without a match: the same call goes on from there.
  public var goesOn = false
  /// Why nothing more is served to this annotator, and whom to talk to; nil where their queue is not paused.
  public var paused: String? = nil
  /// Whether `Workspace.replan` has something to do: meant to be called beside the keys.
  public var wantsPlan = false
}

/// The sample on the label screen.
public struct LabelItem: Codable, Equatable, Sendable {
  public var sample: Sample
  /// Place in this annotator's queue order, from 1.
  public var place: Int
  /// This annotator's annotation, if any.
  public var annotation: Annotation?
  /// Why it cannot be answered now ("has its 3 annotations", "alice and bob have it open"); nil when it can.
  public var closed: String?
  /// By question, what is suggested as its answer; none where they are withheld from this annotator.
  public var suggestions: [String: Suggestion] = [:]
}

/// One durable act, in words for the status line.
public struct SavedAct: Codable, Equatable, Sendable {
  public enum Kind: String, Codable, Sendable {
    case submitted, drafted, skipped, commented, flagged, unflagged, resolved, sentBack
  }
  public var kind: Kind
  public var sample: String
  public var place: Int
  /// "neutral", or "sentiment neutral" where there are several questions; the reason of a skip.
  public var summary: String
  public var undone: Bool
}

/// How far the project and the annotator are.
public struct LabelProgress: Codable, Equatable, Sendable {
  /// Samples in the project.
  public var samples: Int
  /// Samples this annotator submitted or skipped, as often as they were asked.
  public var mine: Int
  /// Samples that have all annotations of the round.
  public var complete: Int
  /// Samples that still wait for this annotator, as `StatusReport` has it for them; nil while a sample is on the screen,
  /// where nobody asks.
  public var waiting: Int?
  /// Samples that this annotator flagged.
  public var flagged: Int
  /// Median seconds of this annotator's last 50 submitted annotations, repeats among them; nil when there are none.
  public var secondsPerSample: Double?
  public var round: Int
}
