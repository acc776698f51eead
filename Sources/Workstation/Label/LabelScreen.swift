import AnnotationEngine
import Terminal

/// The label screen: one sample, its questions, and what this annotator has answered so far.
struct LabelScreen: Sendable {
  let workplace: Workplace
  let answerKeys: AnswerKeys

  // What the engine said last.
  private(set) var item: LabelItem?
  var progress: LabelProgress?
  var act: SavedAct?
  var undoable: SavedAct?
  var redoable: SavedAct?
  /// Why nothing more is served, and whom to talk to.
  var paused: String?
  /// What comes next is being planned, beside the keys.
  var isPlanning = false
  /// Answers of the person when planning failed last: it would fail at the next key, too.
  var planFailedAt: Int?
  /// False until the first sample, or the news that there is none, has come.
  var isStarted = false

  // What the person does on this sample and has not submitted.
  private(set) var answers: Answers = [:]
  /// Answers before each change, for Backspace, and those taken back, for Ctrl-R.
  private(set) var past: [Answers] = []
  private(set) var future: [Answers] = []
  var stopwatch = Stopwatch(now: 0)
  /// The question that the person went to; nil: the first that waits.
  var focus: Int?
  /// The rating that was answered last here.
  var lastRating: Int?
  /// What stands there so far of a number that is typed.
  var typed = ""

  // What is under way outside.
  /// The action whose answer is awaited; keys are held meanwhile.
  var inFlight: LabelAction?
  /// What follows once it has succeeded.
  var then: [LabelAction] = []
  /// What could not be done and can be tried again.
  var failed: LabelAction?
  var failure: Notice?
  /// A find that is under way; keys are not held for it.
  var seeking: LabelAction?
  var held = HeldKeys()
  var leaving = Leaving.no

  // What is remembered from sample to sample.
  var search: String?
  var reasons: [String] = LabelScreen.firstReasons
  var notice: Notice?
  var lastSample: String?
  var lastPlace: Int?
  var lastKey: Int64 = 0
  var lastClaim: Int64 = 0
  var changes: Int?

  // What is laid out for the window.
  private(set) var pane: SamplePane?
  private(set) var note: [String] = []
  private(set) var block: QuestionBlock
  private(set) var layout: SampleLayout
  private var size = Size(rows: 0, columns: 0)
  private var isBeside = false

  enum Leaving: Equatable, Sendable {
    case no, yes
    /// The draft could not be saved; the next attempt leaves without it.
    case failed
  }

  /// Offered before anybody has typed a reason.
  static let firstReasons = ["I cannot tell", "no answer fits", "the text is broken"]

  init(workplace: Workplace, size: Size, now: Int64) {
    self.workplace = workplace
    answerKeys = AnswerKeys(workplace.project.questions)
    block = QuestionBlock(
      workplace.project.questions, keys: answerKeys, width: size.columns, budget: SampleLayout.budget(size),
      prefersFolding: SampleLayout.isCompact(size))
    layout = SampleLayout(size, regionRows: block.rows, isBeside: false)
    lastKey = now
    lastClaim = now
    fit(size, isBeside: false)
  }

  var questions: [Question] { workplace.project.questions }

  /// One question with one answer: a key labels and goes on.
  var advancesAtOnce: Bool {
    workplace.project.advancesOnAnswer && questions.count == 1 && questions[0].kind != .choices
  }

  /// The question that the person went to, else the first that waits for an answer; a required one before an optional one.
  var current: Int? {
    guard item != nil else { return nil }
    return focus ?? questions.firstIndex { $0.required && answers[$0.name] == nil }
      ?? questions.firstIndex { answers[$0.name] == nil }
  }

  /// The answers differ from what is saved, be it as a draft.
  var isChanged: Bool { item != nil && answers != LabelScreen.saved(item?.annotation) }

  /// What stands on the screen is what is submitted, and nobody asks for more.
  var isAsSubmitted: Bool {
    guard let annotation = item?.annotation, annotation.status == .submitted, annotation.sentBack == nil else {
      return false
    }
    return annotation.draft == nil && !isChanged
  }

  /// The first required question without an answer.
  var missing: Question? { questions.first { $0.required && answers[$0.name] == nil } }

  var isHolding: Bool { inFlight != nil }

  // MARK: Answers on the screen

  /// Replaces the answers, so that Backspace brings the old ones back.
  mutating func change(_ new: Answers) {
    guard new != answers else { return }
    past.append(answers)
    future = []
    answers = new
  }

  mutating func stepBack() {
    guard let before = past.popLast() else { return }
    future.append(answers)
    answers = before
  }

  mutating func stepForward() {
    guard let after = future.popLast() else { return }
    past.append(answers)
    answers = after
  }

  // MARK: Showing a sample

  /// Puts a sample on the screen with the answers that are saved for it.
  mutating func show(_ new: LabelItem?, now: Int64) {
    if let item, item.sample.id != new?.sample.id { (lastSample, lastPlace) = (item.sample.id, item.place) }
    let isSame = new != nil && new?.sample == item?.sample
    item = new
    answers = LabelScreen.saved(new?.annotation)
    focus = nil
    lastRating = nil
    typed = ""
    past = []
    future = []
    stopwatch = Stopwatch(now: now, seconds: new?.annotation.map { $0.draftSeconds ?? $0.seconds } ?? 0)
    lastClaim = now
    if !isSame { pane = nil }
    note = []
    layOut()
  }

  /// Takes news of the sample on the screen and keeps what the person has answered meanwhile.
  mutating func refresh(_ new: LabelItem) {
    item = new
    layOut()
  }

  /// The answers that are saved: unfinished changes where there are any. No choices is the same as no answer.
  private static func saved(_ annotation: Annotation?) -> Answers {
    (annotation?.draft ?? annotation?.answers ?? [:]).filter { $0.value != .choices([]) }
  }

  // MARK: Layout

  /// Takes a window; costs nothing when it is the same.
  mutating func fit(_ size: Size, isBeside: Bool) {
    guard size != self.size || isBeside != self.isBeside else { return }
    self.size = size
    self.isBeside = isBeside
    block = QuestionBlock(
      questions, keys: answerKeys, width: size.columns, budget: SampleLayout.budget(size),
      prefersFolding: SampleLayout.isCompact(size))
    layout = SampleLayout(size, regionRows: block.rows, isBeside: isBeside)
    layOut()
  }

  /// The note of a reviewer stands above the text and takes rows from it.
  private mutating func layOut() {
    guard let item else {
      pane = nil
      note = []
      return
    }
    note = LabelScreen.note(on: item, width: layout.textWidth)
    if layout.textRows < 3 {
      note = []
    } else if note.count > layout.textRows - 2 {
      note = Array(note.prefix(layout.textRows - 2))
    }
    let height = layout.textRows - note.count - (note.isEmpty || layout.isCompact ? 0 : 1)
    if pane == nil {
      pane = SamplePane(
        item.sample, project: workplace.project, showsMetadata: !layout.isCompact, width: layout.textWidth,
        height: max(1, height))
      if let search { pane?.find(search) }
    } else {
      pane?.fit(showsMetadata: !layout.isCompact, width: layout.textWidth, height: max(1, height))
    }
  }

  private static func note(on item: LabelItem, width: Int) -> [String] {
    guard let sentBack = item.annotation?.sentBack else { return [] }
    return Array(wrap("@ \(sentBack.reviewer) sent this back: \(sentBack.note)", width: width).prefix(4))
  }

  mutating func scroll(_ key: Key) { _ = pane?.scroll(key) }

  mutating func mark(_ query: String?) {
    search = query
    pane?.find(query ?? "")
  }
}
