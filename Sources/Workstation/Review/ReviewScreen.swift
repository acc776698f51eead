import AnnotationEngine
import Terminal

/// The review screen: one sample, what every annotator answered, and the reviewer's decision.
struct ReviewScreen: Sendable {
  let workplace: Workplace
  /// Digits for values; letters accept annotators here.
  let answerKeys: AnswerKeys

  // What the engine said last.
  private(set) var item: ReviewItem?
  var agreement = AgreementReport()
  var act: SavedAct?
  var undoable: SavedAct?
  /// The last act ended a merge, and so is not undone by a key.
  var hasEndedMerge = false
  var redoable: SavedAct?
  var matching = 0
  var waiting = 0
  var isStarted = false

  // What the reviewer is about to do.
  var filter: ReviewFilter
  /// The question that keys decide: a place in the project's questions.
  private(set) var focus = 0
  /// The conflict of a merge that keys decide instead: a place in the sample's conflicts.
  private(set) var conflictPlace: Int?
  /// Values chosen for a question of several, until Enter.
  private(set) var composing: [String]?
  /// What stands there so far of a number that is typed.
  var typed = "" { didSet { if typed != oldValue { layOut() } } }
  /// Reasons typed before the decision, by question.
  private(set) var reasons: [String: String] = [:]

  // What is under way outside.
  var inFlight: ReviewAction?
  var then: [ReviewAction] = []
  var failed: ReviewAction?
  var failure: Notice?
  var seeking: ReviewAction?
  var held = HeldKeys()
  var isLeaving = false

  // What is remembered from sample to sample.
  var search: String?
  var notice: Notice?
  var lastSample: String?
  var lastDecision: ReviewAction?
  var recentReasons: [String] = []
  var changes: Int?
  /// The order that the screen walks, of suspects, of unlabeled ones or by value; 0 before there was one.
  var orderVersion: Int?
  /// The start that shows a new order: it does not ask for one again.
  var refreshing: ReviewAction?

  // What is laid out for the window.
  private(set) var pane: SamplePane?
  private(set) var region = ReviewRegion()
  private(set) var layout: SampleLayout
  private var size: Size
  /// When the screen last heard from outside, for "2 days ago".
  var now: Int64
  private var isBeside = false

  init(workplace: Workplace, size: Size, now: Int64, filter: ReviewFilter = ReviewFilter()) {
    self.workplace = workplace
    self.now = now
    self.size = size
    self.filter = filter
    answerKeys = AnswerKeys(reviewing: workplace.project.questions)
    layout = SampleLayout(size, regionRows: 1, isBeside: false)
    layOut()
  }

  var questions: [Question] { workplace.project.questions }
  var question: Question? { questions.indices.contains(focus) ? questions[focus] : nil }
  var isHolding: Bool { inFlight != nil }

  /// Annotations that a letter accepts, in the order of the letters.
  var voters: [Annotation] { item?.annotations ?? [] }

  static func letter(_ place: Int) -> Character? {
    guard (0..<26).contains(place) else { return nil }
    return Character(UnicodeScalar(UInt8(0x61 + place)))
  }

  // MARK: Changes

  mutating func show(_ new: ReviewItem?) {
    if let sample = item?.sample.id, sample != new?.sample.id { lastSample = sample }
    if new?.sample != item?.sample { pane = nil }
    if new?.sample.id != item?.sample.id { reasons = [:] }
    let isSame = new != nil && new?.sample.id == item?.sample.id
    item = new
    composing = nil
    typed = ""
    if let new {
      focus = firstFocus(new, keepsOpen: isSame)
      focusConflict(Self.firstConflict(new))
    }
    layOut()
  }

  /// News of the sample on the screen: what the reviewer has begun stays.
  mutating func refresh(_ new: ReviewItem) {
    item = new
    if conflictPlace.map({ $0 >= new.conflicts.count }) == true { focusConflict(nil) }
    layOut()
  }

  /// The first that nobody decided; else what was decided of the only thing that waits here: until the merge ends, the
  /// answers of this branch do not say it. Labels rest on annotations.
  private static func firstConflict(_ item: ReviewItem) -> Int? {
    if let open = item.conflicts.firstIndex(where: { $0.choice == nil }) { return open }
    let isElsewhere = item.open.contains { question in
      item.conflicts.allSatisfy { $0.cell != .label(question: question) }
    }
    let isOfAnswers = item.conflicts.contains { if case .annotation = $0.cell { true } else { false } }
    return item.conflicts.isEmpty || (isElsewhere && !isOfAnswers) ? nil : 0
  }

  /// On a label in conflict the keys of its question hold.
  private mutating func focusConflict(_ place: Int?) {
    conflictPlace = place
    guard let conflict, case .label(let name) = conflict.cell,
      let question = questions.firstIndex(where: { $0.name == name })
    else { return }
    focus = question
  }

  /// The filter's question, else the first that waits for a decision. A question that is still open keeps the focus.
  private func firstFocus(_ item: ReviewItem, keepsOpen: Bool) -> Int {
    if keepsOpen, let question, item.open.contains(question.name) || item.open.isEmpty { return focus }
    if let wanted = filter.question, let place = questions.firstIndex(where: { $0.name == wanted }) { return place }
    return questions.firstIndex { item.open.contains($0.name) } ?? 0
  }

  mutating func moveFocus(by steps: Int) {
    // Conflicts of a merge come before the questions.
    let conflicts = item?.conflicts.count ?? 0
    let count = conflicts + questions.count
    guard count > 1 else { return }
    let place = (((conflictPlace ?? conflicts + focus) + steps) % count + count) % count
    if place < conflicts {
      focusConflict(place)
    } else {
      conflictPlace = nil
      focus = place - conflicts
    }
    composing = nil
    typed = ""
    layOut()
  }

  mutating func compose(_ values: [String]?) {
    composing = values
    layOut()
  }

  mutating func setReason(_ reason: String?, question: String) {
    reasons[question] = reason
    layOut()
  }

  // MARK: Layout

  mutating func fit(_ size: Size, isBeside: Bool) {
    guard size != self.size || isBeside != self.isBeside else { return }
    self.size = size
    self.isBeside = isBeside
    layOut()
  }

  private mutating func layOut() {
    if let item, let place = conflictPlace, item.conflicts.indices.contains(place) {
      region = ReviewRegion(
        questions, item: item, conflict: place, keys: answerKeys, composing: begun, reasons: reasons, now: now,
        width: size.columns, budget: SampleLayout.budget(size))
    } else {
      region = questionRegion
    }
    layout = SampleLayout(size, regionRows: region.rows.count, isBeside: isBeside)
    layOutText()
  }

  /// What is chosen or typed and not decided yet.
  var begun: [String]? { typed.isEmpty ? composing : [typed] }

  private var questionRegion: ReviewRegion {
    ReviewRegion(
      questions, item: item, focus: focus, keys: answerKeys, composing: begun, reasons: reasons,
      least: workplace.project.round.overlap, width: size.columns, budget: SampleLayout.budget(size))
  }

  private mutating func layOutText() {
    guard let item else {
      pane = nil
      return
    }
    if pane == nil {
      pane = SamplePane(
        item.sample, project: workplace.project, showsMetadata: !layout.isCompact, width: layout.textWidth,
        height: layout.textRows)
      if let search { pane?.find(search) }
    } else {
      pane?.fit(showsMetadata: !layout.isCompact, width: layout.textWidth, height: layout.textRows)
    }
  }

  mutating func scroll(_ key: Key) { _ = pane?.scroll(key) }

  mutating func mark(_ query: String?) {
    search = query
    pane?.find(query ?? "")
  }
}
