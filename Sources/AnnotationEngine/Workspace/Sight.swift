import GRDB

/// How much of the work a person may see. Reports and histories ask it, and nothing else decides.
///
/// - Leads see everything.
/// - Reviewers see all but gold, silent repeats and pauses: they may label, too.
/// - Annotators see totals, and of people themselves alone. Whom the project does not know sees totals.
///
/// Where the queue has gold or silent repeats, an annotator must not be able to tell them by comparing what is shown
/// before an answer and after it: `guardsQueue`. Then they see no figure that rests on others' answers, versions without
/// their rows, of a sample their own answer as the label screen has it, totals in tens, and of their own figures those
/// that a repeat moves as any other sample does.
struct Sight {
  /// nil for whom the project does not know.
  let role: Role?
  let person: String?
  let guardsQueue: Bool

  var seesGold: Bool { role == .lead }
  /// How others work: their speed, pairs, confusion.
  var seesPeople: Bool { role == .lead || role == .reviewer }

  /// Said instead of a figure that could tell gold.
  static let guarded = "shown to reviewers and leads, as the queue has gold or repeats"
  /// A total of samples or acts in steps too wide for one answer to show; all of them stays all.
  static let step = 10
}

extension Database {
  /// nil is somebody whom nothing is known of. A handful of look-ups.
  func sight(of session: Session?) throws -> Sight {
    let project = try project()
    let role = session.flatMap { try? project.role(of: $0) }
    var guards = project.round.gold + project.round.repeats > 0
    if !guards { guards = try Bool.fetchOne(self, sql: "SELECT EXISTS (SELECT 1 FROM served)") ?? false }
    return Sight(
      role: role, person: role == nil ? nil : session?.person,
      guardsQueue: guards && (role == nil || role == .annotator))
  }
}

// MARK: - Status

extension Sight {
  /// The status as this person sees it. Their own repeats are answers as any other, and take one from what waits.
  func seen(_ report: StatusReport, _ db: Database) throws -> StatusReport {
    if seesGold { return report }
    var report = report
    let again = try db.ownRepeats(of: person)
    for index in report.annotators.indices {
      if let person, report.annotators[index].name == person {
        report.annotators[index].submitted += again.submitted
        report.annotators[index].skipped += again.skipped
        report.annotators[index].drafts += again.drafts
        report.annotators[index].waiting = try db.ownWaiting(
          report.annotators[index].waiting, of: person, in: report.round)
      } else {
        report.annotators[index].pausedSince = nil
      }
    }
    report.submitted += again.submitted
    report.skipped += again.skipped
    report.drafts += again.drafts
    if seesPeople { return report }
    report.annotators.removeAll { $0.name != person }
    guard guardsQueue else { return report }
    report.uncommitted = try seen(uncommitted: report.uncommitted, db)
    return report.totalsInTens
  }

  /// Acts that are not committed. In tens rounded up, so that none is told from some; then what this person did to repeats
  /// since the last commit counts as any act.
  func seen(uncommitted: Int, _ db: Database) throws -> Int {
    guard guardsQueue else { return uncommitted }
    return Self.tens(uncommitted + (try db.ownRepeats(of: person).acts) + Self.step - 1)
  }

  static func tens(_ number: Int) -> Int { number / step * step }
}

extension StatusReport {
  fileprivate var totalsInTens: StatusReport {
    var report = self
    report.inTens = true
    if complete < samples {
      report.complete = Sight.tens(complete)
      report.started = Sight.tens(started)
      report.untouched = samples - report.complete - report.started
    }
    report.disagreements = Sight.tens(disagreements)
    report.flagged = Sight.tens(flagged)
    report.submitted = Sight.tens(submitted)
    report.skipped = Sight.tens(skipped)
    report.drafts = Sight.tens(drafts)
    return report
  }
}

// MARK: - Figures

extension Sight {
  /// Agreement as this person sees it: of pairs their own, and none where gold must not be told.
  func seen(_ report: AgreementReport) -> AgreementReport {
    if seesPeople { return report }
    return AgreementReport(questions: report.questions.mapValues(seen))
  }

  func seen(_ agreement: QuestionAgreement) -> QuestionAgreement {
    if seesPeople { return agreement }
    if guardsQueue {
      return QuestionAgreement(
        items: 0, annotators: 0, percent: nil, percentWhy: Self.guarded, alpha: nil, alphaWhy: Self.guarded, pairs: [],
        labels: [:])
    }
    var agreement = agreement
    agreement.pairs.removeAll { $0.a != person && $0.b != person }
    return agreement
  }

  /// A report on an annotator.
  func seen(_ report: AnnotatorReport, _ db: Database) throws -> AnnotatorReport {
    if seesGold { return report }
    var report = report
    report.gold = .none("shown to leads alone")
    report.consistency = .none("shown to leads alone")
    if let person, report.name == person {
      let again = try db.ownRepeats(of: person)
      report.submitted += again.submitted
      report.skipped += again.skipped
      // That of all annotations leaves repeats out.
      if guardsQueue { report.seconds = try db.medianSeconds(of: person) }
    }
    if guardsQueue { report.withholdComparisons() }
    return report
  }
}

extension AnnotatorReport {
  /// Leaves how many answers they gave, and how fast: all else rests on others' answers, or stands still at a repeat.
  fileprivate mutating func withholdComparisons() {
    (agreement, skill) = (.none(Sight.guarded), .none(Sight.guarded))
    (drift, driftFinding) = ([], nil)
    (fatigue, fatigueFinding) = ([], nil)
    (bias, ratings, confusion) = ([:], [:], [:])
    (suggestions, pull) = (.none(Sight.guarded), .none(Sight.guarded))
  }
}

// MARK: - The dashboard

extension Sight {
  func seen(_ report: DashboardReport) -> DashboardReport {
    if seesPeople { return report }
    var report = report
    report.messages = []
    report.annotators.removeAll { $0.name != person }
    for index in report.throughput.indices {
      report.throughput[index].counts = report.throughput[index].counts.filter { $0.key == person }
    }
    report.throughput.removeAll { $0.counts.isEmpty }
    if report.throughput.isEmpty { report.throughputWhy = "you have submitted nothing in Gloss yet" }
    if guardsQueue { (report.throughput, report.throughputWhy) = ([], Self.guarded) }
    report.questions = report.questions.map { question in
      var question = question
      question.agreement = seen(question.agreement)
      if guardsQueue { question.withholdComparisons() }
      return question
    }
    return report
  }
}

extension QuestionDashboard {
  fileprivate mutating func withholdComparisons() {
    withheld = Sight.guarded
    alpha = .none(Sight.guarded)
    (overTime, overTimeWhy, overTimeNote) = ([], Sight.guarded, nil)
    confusion = ConfusionReport(values: confusion.values, counts: confusion.counts.map { $0.map { _ in 0 } })
    basis = ConsensusBasis()
    balance = balance.mapValues { _ in 0 }
    (slices, slicesWhy) = ([], Sight.guarded)
    learning = nil
  }
}
