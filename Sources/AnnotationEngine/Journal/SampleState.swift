import VersionStore

/// All that people did to one sample: the fold of its events. Pure, so that undo is "fold again without that act".
struct SampleState: Equatable, Sendable {
  /// In ascending order of annotators.
  var annotations: [AnnotationState] = []
  /// In ascending order of questions.
  var resolutions: [ResolutionState] = []
  /// Second answers to samples that were asked again silently: they tell of the annotator, and never count as annotations.
  /// In ascending order of annotators.
  var repeats: [AnnotationState] = []

  subscript(annotator: String) -> AnnotationState? { annotations.first { $0.annotator == annotator } }
  func resolution(of question: String) -> ResolutionState? { resolutions.first { $0.question == question } }

  /// The second answer of `annotator`.
  func secondAnswer(of annotator: String) -> AnnotationState? { repeats.first { $0.annotator == annotator } }

  var submitted: [AnnotationState] { annotations.filter { $0.status == .submitted } }

  /// Whether `annotator` has answered or skipped it.
  func isDone(by annotator: String) -> Bool { self[annotator]?.isDone ?? false }
}

/// One row of `annotations`. Prose stands by its hash.
struct AnnotationState: Equatable, Sendable {
  var annotator: String
  var status = Annotation.Status.draft
  var answers = Answers()
  var comment: ObjectID?
  var reason: ObjectID?
  var flagged = false
  var seconds = 0.0
  var revision = 0
  var sentBackBy: String?
  var sentBackNote: ObjectID?
  /// Unfinished changes beside a submitted or skipped annotation.
  var draft: Answers?
  var draftSeconds: Double?
  /// Came out of a file.
  var imported = false
  /// When its answers last changed, in milliseconds since 1970.
  var at: Int64 = 0

  var isDone: Bool { status != .draft }
  /// Whether there is unfinished work in it.
  var isDraft: Bool { status == .draft && !answers.isEmpty && sentBackBy == nil }
}

/// One row of `resolutions`.
struct ResolutionState: Equatable, Sendable {
  var question: String
  var answer: Answer
  var how: Resolution.How
  var reviewer: String
  var reason: ObjectID?
  var at: Int64
}

extension SampleState {
  /// Takes one act into account. Kinds that do not concern annotations or resolutions change nothing.
  mutating func apply(_ event: Event) throws(EngineError) {
    let payload = EventPayload(event)
    switch event.kind {
    case .submit, .annotationImported: try submit(event, payload)
    case .draft: try draft(event, payload)
    case .skip: try skip(event, payload)
    case .comment, .reviewComment:
      let comment = try payload.object("comment")
      change(event.actor, event) { $0.comment = comment }
    case .flag:
      let flagged = try payload.bool("flagged")
      change(event.actor, event) { $0.flagged = flagged }
    case .resolve: try resolve(event, payload)
    case .sendBack: try sendBack(event, payload)
    case .adopt: try adopt(payload)
    case .sampleRemoved: self = SampleState()
    case .schema, .samplesImported, .samplesUpdated, .lease, .release, .undo, .redo, .commit, .tag, .export, .checkout,
      .followed,
      .mergeStarted, .conflictSettled, .mergeEnded, .samplesAdopted, .sampleMoved, .plan, .gold, .pause, .resume:
      break
    }
  }

  private mutating func submit(_ event: Event, _ payload: EventPayload) throws(EngineError) {
    let answers = try payload.answers("answers")
    let seconds = try payload.double("seconds")
    let imported = event.kind == .annotationImported
    let comment = imported ? try payload.object("comment") : nil
    change(imported ? try payload.string("annotator") : event.actor, event) {
      $0.status = .submitted
      $0.answers = answers
      $0.seconds = seconds
      $0.imported = imported
      if let comment { $0.comment = comment }
      $0.finish(at: event.at)
      $0.reason = nil
    }
  }

  /// Beside what is submitted or skipped, never over it.
  private mutating func draft(_ event: Event, _ payload: EventPayload) throws(EngineError) {
    let answers = try payload.answers("answers")
    let seconds = try payload.double("seconds")
    change(event.actor, event) {
      if $0.isDone {
        let isChange = answers != $0.answers
        $0.draft = isChange ? answers : nil
        $0.draftSeconds = isChange ? seconds : nil
      } else {
        $0.answers = answers
        $0.seconds = seconds
        $0.revision += 1
        $0.at = event.at
      }
    }
  }

  private mutating func skip(_ event: Event, _ payload: EventPayload) throws(EngineError) {
    let reason = try payload.object("reason")
    let seconds = try payload.double("seconds")
    change(event.actor, event) {
      $0.status = .skipped
      $0.answers = [:]
      $0.seconds = seconds
      $0.imported = false
      $0.finish(at: event.at)
      $0.reason = reason
    }
  }

  private mutating func resolve(_ event: Event, _ payload: EventPayload) throws(EngineError) {
    let resolution = ResolutionState(
      question: try payload.string("question"), answer: try payload.answer("answer"), how: try payload.how("how"),
      reviewer: event.actor, reason: try payload.object("reason"), at: event.at)
    resolutions.removeAll { $0.question == resolution.question }
    let place = resolutions.firstIndex { $0.question > resolution.question } ?? resolutions.endIndex
    resolutions.insert(resolution, at: place)
  }

  /// The answers stay, as a draft that waits. Nothing to send back changes nothing: the annotator's act may have been
  /// taken back before this one.
  private mutating func sendBack(_ event: Event, _ payload: EventPayload) throws(EngineError) {
    let annotator = try payload.string("annotator")
    let note = try payload.object("note")
    guard self[annotator]?.isDone == true else { return }
    change(annotator, event) {
      $0.status = .draft
      $0.sentBackBy = event.actor
      $0.sentBackNote = note
    }
  }

  /// Changes the annotation of `annotator`, or their second answer where the event is about that; made where there is
  /// none.
  private mutating func change(_ annotator: String, _ event: Event, _ body: (inout AnnotationState) -> Void) {
    if event.isRepeat {
      Self.change(annotator, in: &repeats, body)
    } else {
      Self.change(annotator, in: &annotations, body)
    }
  }

  private static func change(
    _ annotator: String, in annotations: inout [AnnotationState], _ body: (inout AnnotationState) -> Void
  ) {
    if let index = annotations.firstIndex(where: { $0.annotator == annotator }) {
      body(&annotations[index])
    } else {
      var annotation = AnnotationState(annotator: annotator)
      body(&annotation)
      // Flags and comments alone count as the first revision.
      annotation.revision = max(1, annotation.revision)
      let place = annotations.firstIndex { $0.annotator > annotator } ?? annotations.endIndex
      annotations.insert(annotation, at: place)
    }
  }

  /// Every answer under the names that `renames` gives.
  mutating func rename(_ renames: Renames) {
    func renamed(_ annotation: AnnotationState) -> AnnotationState {
      var annotation = annotation
      annotation.answers = renames.apply(to: annotation.answers)
      annotation.draft = annotation.draft.map(renames.apply(to:))
      return annotation
    }
    annotations = annotations.map(renamed)
    repeats = repeats.map(renamed)
    for index in resolutions.indices {
      let old = resolutions[index]
      let renamed = renames.apply(to: [old.question: old.answer])
      guard let (question, answer) = renamed.first else { continue }
      resolutions[index].question = question
      resolutions[index].answer = answer
    }
    resolutions.sort { $0.question < $1.question }
  }

  /// Values of choices in the order of `project`.
  mutating func order(by project: Project) {
    func ordered(_ annotation: AnnotationState) -> AnnotationState {
      var annotation = annotation
      annotation.answers = project.ordered(annotation.answers)
      annotation.draft = annotation.draft.map(project.ordered)
      // A draft that differed in the order alone is no change any more.
      if annotation.draft == annotation.answers {
        annotation.draft = nil
        annotation.draftSeconds = nil
      }
      return annotation
    }
    annotations = annotations.map(ordered)
    repeats = repeats.map(ordered)
    for index in resolutions.indices {
      let question = resolutions[index].question
      if let answer = project.ordered([question: resolutions[index].answer])[question] {
        resolutions[index].answer = answer
      }
    }
  }
}

extension AnnotationState {
  /// What a submit and a skip have in common.
  fileprivate mutating func finish(at: Int64) {
    revision += 1
    sentBackBy = nil
    sentBackNote = nil
    draft = nil
    draftSeconds = nil
    self.at = at
  }
}
