import AnnotationEngine
import Terminal

extension ReviewScreen {
  /// The conflict of a merge that keys decide now; nil where they decide a question.
  var conflict: MergeConflict? {
    guard let item, let place = conflictPlace, item.conflicts.indices.contains(place) else { return nil }
    return item.conflicts[place]
  }

  /// `a` takes this branch's side of the conflict, `b` the other's.
  mutating func settle(_ character: Character, _ conflict: MergeConflict, _ desk: inout Desk) {
    switch character {
    case "a": settle(conflict, .ours, &desk)
    case "b": settle(conflict, .theirs, &desk)
    default:
      guard case .label(let name) = conflict.cell, let q = questions.firstIndex(where: { $0.name == name }) else {
        notice = .remark(Self.sides)
        return
      }
      guard let value = answerKeys.value(of: character, question: q) else {
        notice = .remark("no value has the key \(character): \(answerKeys.summary(question: q)) set another label")
        return
      }
      set(value, &desk)
    }
  }

  mutating func settle(_ conflict: MergeConflict, _ choice: MergeConflict.Choice, _ desk: inout Desk) {
    var reason: String?
    if case .label(let question) = conflict.cell { reason = reasons[question] }
    send(
      .settle(
        sample: conflict.sample, cell: conflict.cell, choice: choice, reason: reason, advance: true, filter: filter),
      &desk)
  }

  static let sides = "a takes ours, b theirs"

  static let mergeIsDone = "that ended the merge; gloss undo takes it back"

  /// Why nothing but a side can be taken now: of what an annotator answered no other answer can be made up.
  var whyOnlySides: String? { conflict == nil ? nil : Self.sides }
}

extension ReviewAction {
  /// It may be the decision that ends a merge.
  var isSettling: Bool {
    switch self {
    case .settle, .redo: true
    default: false
    }
  }
}
