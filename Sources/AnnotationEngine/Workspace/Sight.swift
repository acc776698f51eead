import GRDB

/// How much of the work a person may see. Reports and histories ask it, and nothing else decides.
///
/// - Leads see everything.
/// - Reviewers see all but gold, silent repeats and pauses: they may label, too.
/// - Annotators see totals, and of people themselves alone. Whom the project does not know sees totals.
///
/// Where the queue has gold or silent repeats, an annotator must not be able to tell them by comparing what is shown
/// before an answer and after it: `guardsQueue`. Then they see no figure that rests on others' answers, versions without
/// their rows, of a sample their own answer as the label screen has it, and totals in tens.
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

  /// Gold that this person has answered or skipped though it had all its annotations without them: nothing of the queue
  /// was left over for it. It may have been asked again since.
  fileprivate func answeredBeyond(_ person: String, least: Int) throws -> Int {
    try Int.fetchOne(
      cachedStatement(
        sql: """
          SELECT count(*) FROM served s
          JOIN annotations a ON a.sample = s.sample AND a.annotator = s.annotator AND a.status <> 'draft'
          JOIN touched t ON t.sample = s.sample AND t.complete = 1
          WHERE s.annotator = ? AND ? <= (
            SELECT count(*) FROM annotations o WHERE o.sample = s.sample AND o.annotator <> s.annotator
              AND o.status = 'submitted' AND o.at <= a.at)
          """), arguments: [person, least]) ?? 0
  }
}

// MARK: - Status

extension Sight {
  /// The status as this person sees it. Their own repeats are answers as any other, and take one from what waits.
  func seen(_ report: StatusReport, _ db: Database) throws -> StatusReport {
    if seesGold { return report }
    var report = report
    let repeated = try person.map { try db.count($0, CountName.repeated) } ?? 0
    let beyond = try guardsQueue ? person.map { try db.answeredBeyond($0, least: report.round.least) } ?? 0 : 0
    for index in report.annotators.indices {
      if report.annotators[index].name == person {
        report.annotators[index].submitted += repeated
        report.annotators[index].waiting = lessened(report.annotators[index].waiting, by: repeated + beyond)
      } else {
        report.annotators[index].pausedSince = nil
      }
    }
    report.submitted += repeated
    if seesPeople { return report }
    report.annotators.removeAll { $0.name != person }
    return guardsQueue ? report.inTens(acts: repeated) : report
  }
}

/// What waits less what was answered beside it, and never nothing where something waits still.
func lessened(_ waiting: Int, by answered: Int) -> Int { max(waiting - answered, min(waiting, 1)) }

extension StatusReport {
  /// `acts`: those that count nowhere else.
  fileprivate func inTens(acts: Int) -> StatusReport {
    func tens(_ number: Int) -> Int { number / Sight.step * Sight.step }
    var report = self
    if complete < samples {
      report.complete = tens(complete)
      report.started = tens(started)
      report.untouched = samples - report.complete - report.started
    }
    report.disagreements = tens(disagreements)
    report.flagged = tens(flagged)
    report.uncommitted = tens(uncommitted + acts + Sight.step - 1)
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

  /// A report on an annotator. `repeated`: repeats that the person has answered.
  func seen(_ report: AnnotatorReport, repeated: Int) -> AnnotatorReport {
    if seesGold { return report }
    var report = report
    report.gold = .none("shown to leads alone")
    report.consistency = .none("shown to leads alone")
    if report.name == person { report.submitted += repeated }
    if guardsQueue { report.withholdComparisons() }
    return report
  }
}

extension AnnotatorReport {
  /// Leaves what follows from their own answers alone.
  fileprivate mutating func withholdComparisons() {
    (agreement, skill) = (.none(Sight.guarded), .none(Sight.guarded))
    (drift, driftFinding) = ([], nil)
    (fatigue, fatigueFinding) = ([], nil)
    (bias, ratings, confusion) = ([:], [:], [:])
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
