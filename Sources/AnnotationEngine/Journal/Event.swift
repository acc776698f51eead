import VersionStore

/// What kind of act an event records. The raw values are stored; never rename one.
///
/// Payloads (all that belong to a sample hold its "position" too):
/// - schema: "yaml", "renames" {"questions": {old: new}, "values": {question: {old: new}}}
/// - samples-imported: "batch" (hex), "order" (hex root), "samples" (hex root), "count", "total", "file" …, and
///   "updated" where samples that were there got other content
/// - samples-updated: "samples" (hex root), "updated", "file" …: other content alone
/// - lease: "expires"; release: nothing
/// - submit, draft: "answers", "seconds"
/// - annotation-imported: "annotator", "answers", "seconds", "comment" (hex or null)
/// - skip: "reason" (hex), "seconds"
/// - comment, review-comment: "comment" (hex or null); flag: "flagged"
/// - resolve: "question", "answer", "how" ("majority", "set" or {"accepted": annotator}), "reason" (hex or null)
/// - send-back: "annotator", "note" (hex)
/// - undo, redo: "seq" of the act
/// - commit: "commit" (hex; null where the branch has none any more), "upto" (the last event that it holds); tag and
///   export: theirs
/// - checkout: the journal begins anew with a commit: "commit" (hex), "time" (the commit's), "yaml", "samples" (hex root),
///   "count", "batches" [{"id", "order", "count", "samples", "ordinal"}], "holes" [[first, last]] in positions; the rows
///   are those of `base_rows`
/// - followed: the branch's head is another, and what it changed was adopted: "commit" (hex), "upto" (as before it)
/// - samples-adopted: "samples", "count", "batches" and "holes", as of checkout
/// - sample-moved: nothing but its "position"; sample-removed: nothing
/// - merge-started: a merge waits for reviewers: "branch" as it was named, "ours", "theirs" and "base" (hex), "strict",
///   "note" (the hex of its message, or null), "conflicts" [{"sample", "position", "annotator" or "question", and the rows
///   "base", "ours" and "theirs" in hexadecimal digits or null}]
/// - conflict-settled: a conflict as there, with "choice" ("ours", "theirs" or {"answer": answer}), "reason" (hex or null)
/// - merge-ended: "commit" (hex; null where it was given up)
/// - plan: what the queue serves next: "order", "seed", "positions" […] and what it learned from, see `QueuePlan`, and with
///   adaptive overlap "skills", see `QuestionSkills`
/// - gold: "sample", "answers" (null: it is none any more)
/// - pause: "annotator", "answered" and "right" (answers to gold since they last resumed); resume: "annotator"
/// - adopt: "time", "annotations" {annotator: row or null}, "resolutions" {question: row or null}, as the head has them
///
/// A lease of what is put in an annotator's queue on purpose says "as" ("gold" or "repeat"), "stand" (the position of
/// the sample whose place it takes) and "revision" (of the annotation that is repeated); a lease of what comes before gold
/// says "stand" alone. What is done to a repeat, and
/// its undo and redo, has "repeat": true.
enum EventKind: String, Sendable {
  case schema
  case samplesImported = "samples-imported"
  case samplesUpdated = "samples-updated"
  case lease, release
  case submit, draft, skip, comment, flag
  /// An annotation out of a file: nobody's live act, so nobody's to undo.
  case annotationImported = "annotation-imported"
  case resolve
  case sendBack = "send-back"
  case reviewComment = "review-comment"
  case undo, redo
  case commit, tag, export
  case checkout, followed, adopt
  case samplesAdopted = "samples-adopted"
  case sampleMoved = "sample-moved"
  case sampleRemoved = "sample-removed"
  case mergeStarted = "merge-started"
  case conflictSettled = "conflict-settled"
  case mergeEnded = "merge-ended"
  case plan, gold, pause, resume

  /// Those that are nobody's work, so that no commit waits for them.
  static let upkeep: [EventKind] = [
    .lease, .release, .draft, .commit, .tag, .export, .checkout, .followed, .adopt, .samplesAdopted, .sampleMoved,
    .sampleRemoved, .mergeStarted, .conflictSettled, .mergeEnded, .plan, .gold, .pause, .resume,
  ]

  /// Those that change no sample, no answer and no decision.
  static let idle: [EventKind] = [.lease, .release, .draft, .commit, .tag, .export, .plan, .gold, .pause, .resume]

  /// Kinds as a list in SQL.
  static func list(_ kinds: [EventKind]) -> String { kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ") }
}

/// One row of `events`.
struct Event: Equatable, Sendable {
  var seq: Int64
  /// Milliseconds since 1970, UTC.
  var at: Int64
  var actor: String
  var kind: EventKind
  var sample: String?
  /// Names prose by object id only.
  var payload: JSONValue

  /// What was done to a silent repeat: no commit holds it.
  var isRepeat: Bool { payload["repeat"] == .bool(true) }
}

/// The screens that have an undo of their own.
enum UndoScreen: String, Sendable {
  case label, review

  var kinds: [EventKind] {
    switch self {
    case .label: [.submit, .skip, .comment, .flag]
    case .review: [.resolve, .sendBack, .reviewComment, .conflictSettled]
    }
  }

  /// The words of the partial index, which a query must repeat to be served by it.
  var condition: String { "kind IN (\(EventKind.list(kinds)))" }

  /// The screen that an act can be undone on; nil for what cannot be undone.
  init?(of kind: EventKind) {
    if Self.label.kinds.contains(kind) {
      self = .label
    } else if Self.review.kinds.contains(kind) {
      self = .review
    } else {
      return nil
    }
  }
}
