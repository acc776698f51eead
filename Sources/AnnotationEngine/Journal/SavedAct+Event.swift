import GRDB

extension Database {
  /// An act in words for the status line. Names are today's, whatever they were called then.
  func savedAct(_ event: Event, undone: Bool, project: Project, place: Int) throws -> SavedAct {
    let payload = EventPayload(event)
    var act = SavedAct(kind: .submitted, sample: event.sample ?? "", place: place, summary: "", undone: undone)
    switch event.kind {
    case .submit, .draft, .annotationImported:
      act.kind = event.kind == .draft ? .drafted : .submitted
      act.summary = project.summary(of: project.ordered(try renamed(payload.answers("answers"), since: event.seq)))
    case .skip:
      act.kind = .skipped
      act.summary = try prose(payload.object("reason")) ?? "no reason given"
    case .comment, .reviewComment:
      act.kind = .commented
      act.summary = try prose(payload.object("comment")) ?? "comment removed"
    case .flag:
      act.kind = try payload.bool("flagged") ? .flagged : .unflagged
    case .resolve:
      act.kind = .resolved
      act.summary = try resolved(event, payload, project)
    case .conflictSettled:
      act.kind = .resolved
      act.summary = try StandingDecision(event).words(in: project)
    case .sendBack:
      act.kind = .sentBack
      let note = try prose(payload.object("note"))
      act.summary = try payload.string("annotator") + (note.map { ": \($0)" } ?? "")
    case .schema, .samplesImported, .samplesUpdated, .lease, .release, .undo, .redo, .commit, .tag, .export, .checkout,
      .followed, .adopt,
      .mergeStarted, .mergeEnded, .samplesAdopted, .sampleMoved, .sampleRemoved, .plan, .gold, .pause, .resume:
      break
    }
    return act
  }

  /// "positive, majority", with the question before it where there are several.
  private func resolved(_ event: Event, _ payload: EventPayload, _ project: Project) throws -> String {
    let answers = try renamed(
      [payload.string("question"): payload.answer("answer")], since: event.seq)
    let how: String? =
      switch try payload.how("how") {
      case .accepted(let annotator): annotator
      case .majority: "majority"
      case .set: nil
      }
    return ([project.summary(of: project.ordered(answers))] + [how].compactMap { $0 }).joined(separator: ", ")
  }

  private func renamed(_ answers: Answers, since seq: Int64) throws -> Answers {
    let later = try String.fetchAll(
      cachedStatement(sql: "SELECT payload FROM renames WHERE seq > ? ORDER BY seq"), arguments: [seq])
    return later.reduce(answers) { answers, text in
      guard let renames = (try? JSONValue(parsing: text.utf8)).flatMap(Renames.init(json:)) else { return answers }
      return renames.apply(to: answers)
    }
  }
}
