import LabelStatistics

extension Workspace {
  /// What the dashboard shows, as this person may see it (`Sight`).
  ///
  /// The first call reads every annotation (about 1 µs each) and counts; later ones read what changed, and count again what
  /// that touches. Meant to be asked beside the keys, for a large project in steps: see `DashboardDepth`.
  public func dashboard(
    _ session: Session, upTo depth: DashboardDepth = .all
  ) throws(EngineError) -> DashboardReport {
    let project = try project()
    _ = try project.role(of: session)
    let sight = try journal.read { try $0.sight(of: session) }
    var report = DashboardReport(try status(session), project, sight, now: clock(), depth)
    switch depth {
    // As leads see it: own repeats are added below.
    case .progress: report.annotators = try status().annotators.compactMap(AnnotatorReport.init)
    case .people: report.take(try dashboards.work(for: self), try status(session), sight)
    case .all:
      let (work, count) = try dashboards.dashboard(for: self)
      report.take(work, try status(session), sight)
      report.questions = count.questions
      report.messages = count.messages
    }
    report.annotators = try reports(report.annotators, sight)
    // Of pauses a lead is told, who can lift them.
    let told = sight.seesGold ? report.annotators : report.annotators.map { $0.notPaused }
    report.messages = DashboardMessages(told).all + report.messages
    return sight.seen(report)
  }

  /// The report on every annotator, or on the one called `name`; for an annotator, on themselves. Cost as of `dashboard`.
  ///
  /// - Throws: `unknownPerson` where nobody of that name works here; `notPermitted` where an annotator asks about others.
  public func annotators(_ session: Session, named name: String? = nil) throws(EngineError) -> [AnnotatorReport] {
    let role = try project().role(of: session)
    let sight = try journal.read { try $0.sight(of: session) }
    var reports = try reports(dashboards.work(for: self).annotators, sight)
    if !sight.seesPeople {
      if let name, name != session.person {
        throw .notPermitted(person: session.person, role: role, act: "see how others work", needs: .reviewer)
      }
      reports.removeAll { $0.name != session.person }
    }
    guard let name else { return reports }
    let found = reports.filter { $0.name == name }
    if found.isEmpty { throw .unknownPerson(name, known: reports.map(\.name)) }
    return found
  }

  /// With what gold and repeats say where the person may see it, and their own pause.
  private func reports(_ reports: [AnnotatorReport], _ sight: Sight) throws(EngineError) -> [AnnotatorReport] {
    try journal.read { db in
      if sight.seesGold { return reports.adding(try db.goldReport()) }
      let person = sight.person ?? ""
      let paused = try db.isPaused(person) ? try db.project().pausedWords : nil
      return try reports.map { report in
        var report = try sight.seen(report, db)
        if report.name == person { report.paused = paused }
        return report
      }
    }
  }
}

extension AnnotatorReport {
  fileprivate var notPaused: AnnotatorReport {
    var report = self
    report.paused = nil
    return report
  }
}

extension AnnotatorReport {
  /// Before answers were counted; nil for who neither annotates nor did.
  fileprivate init?(_ status: StatusReport.AnnotatorStatus) {
    guard status.role == .annotator || status.submitted + status.skipped > 0 else { return nil }
    self.init(status.name, submitted: status.submitted, skipped: status.skipped)
  }
}

extension DashboardReport {
  /// What counters say, without a look at annotations.
  fileprivate init(_ status: StatusReport, _ project: Project, _ sight: Sight, now: Int64, _ depth: DashboardDepth) {
    self.init(
      project: status.project, branch: status.branch, at: now, progress: ProgressReport(status), throughput: [],
      questions: project.questions.map { question in
        QuestionDashboard(
          name: question.name, kind: question.kind, agreement: .none,
          alpha: .none(Degenerate.noRatings.explanation), overTime: [],
          confusion: ConfusionReport(values: [], counts: []), balance: [:], slices: [])
      },
      annotators: [], messages: [], depth: depth)
  }

  fileprivate mutating func take(_ work: WorkCount, _ status: StatusReport, _ sight: Sight) {
    progress = ProgressReport(status, sight.guardsQueue ? work.progress.inTens(now: at) : work.progress, now: at)
    throughput = work.progress.throughput
    if throughput.isEmpty { throughputWhy = "no annotation was made in Gloss yet; imported ones have no day" }
    questions = work.questions
    annotators = work.annotators
  }
}
