import GRDB
import VersionStore

/// The rows that a sample has in a commit, from what people did to it.
struct CommittedRows {
  var annotations: [Edit] = []
  var labels: [Edit] = []
  /// Prose that the rows name.
  var prose: Set<ObjectID> = []

  /// Rows in ascending order of keys. Drafts are left out.
  init(of sample: String, _ state: SampleState, project: Project) {
    for annotation in state.annotations {
      guard let row = AnnotationRow(annotation) else { continue }
      prose.formUnion([row.comment, row.reason].compactMap { $0 })
      annotations.append(
        Edit(key: PartKey.bytes(sample: sample, part: annotation.annotator), value: row.encoded))
    }
    for question in project.questions {
      guard let row = LabelRow(of: question, state, rule: project.labelRule) else { continue }
      if let reason = row.reason { prose.insert(reason) }
      labels.append(Edit(key: PartKey.bytes(sample: sample, part: question.name), value: row.encoded))
    }
    annotations.sort { byteOrder($0.key, $1.key) < 0 }
    labels.sort { byteOrder($0.key, $1.key) < 0 }
  }
}

extension AnnotationRow {
  /// nil for a draft.
  init?(_ annotation: AnnotationState) {
    let status: Status
    switch annotation.status {
    case .draft: return nil
    case .submitted: status = .submitted
    case .skipped: status = .skipped
    }
    self.init(
      status: status, answers: annotation.answers, flagged: annotation.flagged,
      milliseconds: Self.milliseconds(annotation.seconds), revision: UInt64(max(0, annotation.revision)),
      comment: annotation.comment, reason: annotation.reason)
  }
}

extension LabelRow {
  /// The label of one question: a reviewer's decision where there is one, else what the rule makes of the submitted
  /// answers; nil where that is nothing.
  init?(of question: Question, _ state: SampleState, rule: LabelRule) {
    if let resolution = state.resolution(of: question.name) {
      self.init(
        answer: resolution.answer, origin: .resolution(resolution.how, reviewer: resolution.reviewer),
        reason: resolution.reason)
      return
    }
    self.init(of: question, votes: state.submitted.compactMap { $0.answers[question.name] }, rule: rule)
  }

  /// What a rule makes of votes; nil where that is nothing.
  init?(of question: Question, votes: [Answer], rule: LabelRule) {
    guard let (answer, confidence) = rule.label(of: votes, to: question) else { return nil }
    let origin: Origin =
      switch rule.rule {
      case .majority, .posterior: .majority(confidence)
      case .unanimous: .unanimous(confidence)
      }
    self.init(answer: answer, origin: origin, reason: nil)
  }
}
