import Workstation

// Testable, for the memberwise initialisers of the engine's values.
@testable import AnnotationEngine

/// Values as the engine gives them, made by hand.
enum Fixture {
  static let sentiment = Question(
    name: "sentiment", kind: .choice, title: "What does the writer feel?", required: true,
    values: [
      .init(name: "negative", title: nil, key: "1", colour: "red", description: "Anger, sadness, fear."),
      .init(name: "neutral", title: nil, key: "2", colour: nil, description: nil),
      .init(name: "positive", title: nil, key: "3", colour: "green", description: nil),
    ])

  static let topics = Question(
    name: "topics", kind: .choices, title: "What is it about?", required: true,
    values: [
      .init(name: "work", title: "Work", key: "w", colour: nil, description: nil),
      .init(name: "home", title: "Home", key: "h", colour: nil, description: nil),
      .init(name: "play", title: nil, key: "p", colour: nil, description: nil),
    ])

  static let helpful = rating("helpful", 1, 5, titles: [1: "not at all", 5: "fully"])
  static let sure = rating("sure", 0, 100, titles: [0: "guess", 100: "certain"])

  static func rating(
    _ name: String, _ min: Int, _ max: Int, titles: [Int: String] = [:], required: Bool = true
  ) -> Question {
    let number = { (whole: Int) in DecimalNumber(whole) ?? DecimalNumber(millionths: 0)! }
    let scale = Scale(min: number(min), max: number(max), step: number(1))
    let values = titles.sorted { $0.key < $1.key }.map { value(String($0.key), $0.value) }
    return Question(
      name: name, kind: .rating, title: nil, required: required, values: scale.values(given: values), scale: scale)
  }

  static func number(_ whole: Int) -> AnnotationEngine.Answer { .number(DecimalNumber(whole)!) }

  static func value(
    _ name: String, _ title: String? = nil, key: String? = nil, colour: String? = nil, description: String? = nil
  ) -> Question.Value {
    .init(name: name, title: title, key: key, colour: colour, description: description)
  }

  static let tone = Question(
    name: "tone", kind: .choice, title: nil, required: false,
    values: [
      .init(name: "calm", title: nil, key: "c", colour: nil, description: nil),
      .init(name: "loud", title: nil, key: "l", colour: nil, description: nil),
    ])

  static func project(
    _ questions: [Question] = [sentiment], guidelines: String? = "guidelines.md", advances: Bool = true,
    overlap: Int = 3, lease: Int = 600
  ) -> Project {
    Project(
      name: "tweets", fields: [Field(name: "text", kind: .text, title: nil)], questions: questions,
      guidelines: guidelines, round: Round(overlap: overlap, order: .imported, lease: lease, seed: 1),
      labelRule: LabelRule(rule: .majority, atLeast: 1),
      people: [Person(name: "alice", role: .annotator), Person(name: "rita", role: .reviewer)],
      advancesOnAnswer: advances, reviewersMayResolveOwn: false)
  }

  static func workplace(_ project: Project = project(), person: String = "alice") -> Workplace {
    let role = project.people.first { $0.name == person }?.role ?? .lead
    return Workplace(path: "/w", project: project, session: Session(person: person, role: role, since: 0))
  }

  static func sample(_ number: Int, _ text: String? = nil) -> Sample {
    Sample(
      id: "s\(number)", position: number - 1,
      fields: [.init(name: "text", text: text ?? "The text of sample \(number).")],
      metadata: [.init(name: "source", text: "\"twitter\""), .init(name: "lang", text: "\"en\"")])
  }

  static func annotation(
    _ sample: String = "s1", by annotator: String = "alice", _ answers: Answers = [:],
    status: Annotation.Status = .submitted, comment: String? = nil, reason: String? = nil, flagged: Bool = false,
    seconds: Double = 0, sentBack: Annotation.SentBack? = nil
  ) -> Annotation {
    Annotation(
      sample: sample, annotator: annotator, status: status, answers: answers, comment: comment, reason: reason,
      flagged: flagged, seconds: seconds, revision: 1, sentBack: sentBack)
  }

  static func sentBack(_ note: String) -> Annotation.SentBack { .init(reviewer: "rita", note: note) }

  static func item(
    _ number: Int, _ text: String? = nil, annotation: Annotation? = nil, closed: String? = nil
  ) -> LabelItem {
    LabelItem(sample: sample(number, text), place: number, annotation: annotation, closed: closed)
  }

  static func act(
    _ number: Int, _ summary: String, kind: SavedAct.Kind = .submitted, undone: Bool = false
  ) -> SavedAct {
    SavedAct(kind: kind, sample: "s\(number)", place: number, summary: summary, undone: undone)
  }

  static func step(
    _ item: LabelItem?, act: SavedAct? = nil, undoable: SavedAct? = nil, redoable: SavedAct? = nil,
    remark: String? = nil, samples: Int = 1000, seconds: Double? = 3.1
  ) -> LabelStep {
    LabelStep(
      item: item, act: act, undoable: undoable ?? act, redoable: redoable,
      progress: LabelProgress(
        samples: samples, mine: 127, complete: 40, waiting: 800, flagged: 2, secondsPerSample: seconds, round: 1),
      remark: remark)
  }

  // MARK: Review

  static func reviewItem(
    _ number: Int = 1, _ annotations: [Annotation]? = nil, resolutions: [String: Resolution] = [:],
    open: [String] = ["sentiment"], majority: Answers = ["sentiment": .choice("negative")], closed: String? = nil,
    pairs: [String: [PairFigures]]? = nil
  ) -> ReviewItem {
    let id = "s\(number)"
    let all =
      annotations ?? [
        annotation(id, by: "alice", ["sentiment": .choice("negative")], seconds: 4.1),
        annotation(id, by: "bob", ["sentiment": .choice("negative")], seconds: 2.0),
        annotation(
          id, by: "chen", ["sentiment": .choice("positive")], comment: "takes it at its word?", seconds: 9.8),
      ]
    return ReviewItem(
      sample: sample(number, "Oh great, another phone interview."), place: number, annotations: all,
      resolutions: resolutions, open: open, pairs: pairs ?? ["sentiment": [pair("alice", "bob", 391, 0.72)]],
      majority: majority, closed: closed)
  }

  static func pair(_ a: String, _ b: String, _ items: Int, _ kappa: Double?) -> PairFigures {
    PairFigures(
      a: a, b: b, items: items, percent: kappa == nil ? nil : 0.8, percentWhy: nil, kappa: kappa,
      kappaWhy: kappa == nil ? "they share no sample" : nil)
  }

  static func resolution(_ value: String, reason: String? = nil) -> Resolution {
    Resolution(question: "sentiment", answer: .choice(value), how: .majority, reviewer: "rita", reason: reason)
  }

  static func reviewStep(
    _ item: ReviewItem?, act: SavedAct? = nil, redoable: SavedAct? = nil, remark: String? = nil
  ) -> ReviewStep {
    ReviewStep(
      item: item, act: act, undoable: act, redoable: redoable, matching: 120, waiting: 41, agreement: agreement(),
      remark: remark)
  }

  static func agreement(_ alpha: Double? = 0.61, why: String? = nil) -> AgreementReport {
    AgreementReport(questions: [
      "sentiment": QuestionAgreement(
        items: 812, annotators: 3, percent: 0.82, percentWhy: nil, alpha: alpha, alphaWhy: why,
        pairs: [pair("alice", "bob", 391, 0.72), pair("alice", "chen", 77, 0.41), pair("bob", "chen", 70, nil)],
        labels: [
          "negative": LabelFigures(
            items: 812, answers: 1204, percent: 0.9, percentWhy: nil, alpha: 0.7, alphaWhy: nil)
        ])
    ])
  }

  // MARK: Home

  static func home(
    _ name: String = "tweets", path: String = "/w", agreement: AgreementReport = agreement(), label: Int = 188,
    sentBack: Int = 0, review: Int = 41, disagreements: Int = 41
  ) -> HomeReport {
    HomeReport(
      path: path,
      status: StatusReport(
        project: name, samples: 1000, untouched: 100, started: 88, complete: 812, disagreements: disagreements,
        resolved: 12, conflicts: 0, flagged: 3,
        annotators: [
          .init(
            name: "alice", role: .annotator, submitted: 402, skipped: 1, drafts: 0, sentBack: 0, waiting: 100,
            secondsPerSample: 3.1, throughput: [10, 20, 50, 70, 60, 30]),
          .init(
            name: "bob", role: .annotator, submitted: 391, skipped: 0, drafts: 0, sentBack: 0, waiting: 100,
            secondsPerSample: nil, throughput: []),
        ],
        uncommitted: 172, branch: "main",
        head: .init(commit: "abc", tag: "v0.3", time: 0, message: "first", labels: 640),
        round: Round(overlap: 3, order: .imported, lease: 600, seed: 1)),
      agreement: agreement, waitingToLabel: label, sentBack: sentBack, waitingToReview: review)
  }
}
