import VersionStore

/// What a commit has of a sample, taken into the journal.
extension SampleState {
  /// An adopt event: rows as the branch's head has them.
  mutating func adopt(_ payload: EventPayload) throws(EngineError) {
    let time = Int64(try payload.int("time"))
    guard case .object(let annotations)? = payload.json["annotations"],
      case .object(let resolutions)? = payload.json["resolutions"]
    else { throw payload.damaged("annotations") }
    for member in annotations {
      let row = try member.value.row(AnnotationRow.init(json:), payload, "annotations")
      adopt(row, by: member.name, at: time)
    }
    for member in resolutions {
      let row = try member.value.row({ ResolutionState(json: $0, of: member.name, at: time) }, payload, "resolutions")
      self.resolutions.removeAll { $0.question == member.name }
      if let row { self.resolutions.append(row) }
    }
    self.resolutions.sort { $0.question < $1.question }
  }

  /// What is unfinished stays, beside or in place of what is adopted.
  private mutating func adopt(_ row: AnnotationRow?, by annotator: String, at time: Int64) {
    let old = self[annotator]
    let draft = old?.draft ?? (old?.isDone == false && old?.answers.isEmpty == false ? old?.answers : nil)
    let draftSeconds = old?.draft == nil ? old?.seconds : old?.draftSeconds
    annotations.removeAll { $0.annotator == annotator }
    var new: AnnotationState
    if let row {
      new = AnnotationState(row, by: annotator, at: time)
      // A commit does not hold it.
      if new.answers == old?.answers { new.offered = old?.offered ?? [:] }
      if let draft, draft != new.answers {
        new.draft = draft
        new.draftSeconds = draftSeconds
      }
    } else {
      guard let draft else { return }
      new = AnnotationState(annotator: annotator)
      new.answers = draft
      new.seconds = draftSeconds ?? 0
      new.revision = 1
      new.at = old?.at ?? time
    }
    let place = annotations.firstIndex { $0.annotator > annotator } ?? annotations.endIndex
    annotations.insert(new, at: place)
  }
}

extension AnnotationState {
  /// As the journal has a row that a commit brought: nobody's live work.
  init(_ row: AnnotationRow, by annotator: String, at time: Int64) {
    self.init(annotator: annotator)
    status = row.status == .submitted ? .submitted : .skipped
    answers = row.answers
    comment = row.comment
    reason = row.reason
    flagged = row.flagged
    seconds = Double(row.milliseconds) / 1000
    revision = Int(clamping: row.revision)
    imported = true
    at = time
  }
}

extension ResolutionState {
  /// nil for a label that no reviewer decided.
  init?(_ row: LabelRow, of question: String, at time: Int64) {
    guard case .resolution(let how, let reviewer) = row.origin else { return nil }
    self.init(question: question, answer: row.answer, how: how, reviewer: reviewer, reason: row.reason, at: time)
  }

  /// The row that a commit has of it.
  var row: LabelRow { LabelRow(answer: answer, origin: .resolution(how, reviewer: reviewer), reason: reason) }

  var json: JSONValue {
    .object([
      JSONMember("answer", answer.json), JSONMember("how", how.json), JSONMember("reviewer", .string(reviewer)),
      JSONMember("reason", JSONValue(reason)),
    ])
  }

  init?(json: JSONValue, of question: String, at time: Int64) {
    guard let answer = json["answer"].flatMap(Answer.init(json:)),
      let how = json["how"].flatMap(Resolution.How.init(json:)),
      case .string(let reviewer)? = json["reviewer"], let reason = json.prose("reason")
    else { return nil }
    self.init(question: question, answer: answer, how: how, reviewer: reviewer, reason: reason, at: time)
  }
}

extension AnnotationRow {
  var json: JSONValue {
    .object([
      JSONMember("status", .string(status == .submitted ? "submitted" : "skipped")),
      JSONMember("answers", JSONValue(answers: answers)), JSONMember("flagged", .bool(flagged)),
      JSONMember("milliseconds", .number(String(milliseconds))), JSONMember("revision", .number(String(revision))),
      JSONMember("comment", JSONValue(comment)), JSONMember("reason", JSONValue(reason)),
    ])
  }

  init?(json: JSONValue) {
    guard case .string(let status)? = json["status"], let answers = json["answers"]?.answers,
      case .bool(let flagged)? = json["flagged"], let milliseconds = json["milliseconds"]?.int,
      let revision = json["revision"]?.int, let comment = json.prose("comment"), let reason = json.prose("reason")
    else { return nil }
    self.init(
      status: status == "submitted" ? .submitted : .skipped, answers: answers, flagged: flagged,
      milliseconds: UInt64(max(0, milliseconds)), revision: UInt64(max(0, revision)), comment: comment, reason: reason)
  }
}

extension JSONValue {
  /// A row, or nil for null.
  fileprivate func row<Row>(_ read: (JSONValue) -> Row?, _ payload: EventPayload, _ name: String) throws(EngineError)
    -> Row?
  {
    if self == .null { return nil }
    guard let row = read(self) else { throw payload.damaged(name) }
    return row
  }

  /// An id or null; nil for anything else.
  fileprivate func prose(_ name: String) -> ObjectID?? {
    switch self[name] {
    case .null?: return .some(nil)
    case .string(let hex)?: return ObjectID(hex: hex).map { .some($0) }
    default: return nil
    }
  }
}
