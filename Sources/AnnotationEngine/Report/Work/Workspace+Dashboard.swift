extension Workspace {
  /// What the dashboard shows. Leads see everything; reviewers see all but gold, repeats and pauses, which they must not
  /// know about as they may label, too; an annotator sees of that the project as a whole and their own work.
  ///
  /// The first call reads every annotation (about 2 µs each) and counts; later ones read what changed. Meant to be asked
  /// beside the keys.
  public func dashboard(_ session: Session) throws(EngineError) -> DashboardReport {
    let role = try project().role(of: session)
    let status = try status()
    let (work, count) = try dashboards.dashboard(for: self)
    let now = clock()
    let annotators = try reports(work.annotators, to: session, role)
    // Of pauses a lead is told, who can lift them.
    let told = role == .lead ? annotators : annotators.map { $0.notPaused }
    let report = DashboardReport(
      project: status.project, branch: status.branch, at: now,
      progress: ProgressReport(status, work.progress, now: now), throughput: work.progress.throughput,
      throughputWhy: work.progress.throughput.isEmpty
        ? "no annotation was made in Gloss yet; imported ones have no day" : nil,
      questions: count.questions, annotators: annotators,
      messages: DashboardMessages(told).all + count.messages)
    return role == .annotator ? report.seen(by: session.person) : report
  }

  /// The report on every annotator, or on the one called `name`; for an annotator, on themselves. Cost as of `dashboard`.
  ///
  /// - Throws: `unknownPerson` where nobody of that name works here; `notPermitted` where an annotator asks about others.
  public func annotators(_ session: Session, named name: String? = nil) throws(EngineError) -> [AnnotatorReport] {
    let role = try project().role(of: session)
    var reports = try reports(dashboards.work(for: self).annotators, to: session, role)
    if role == .annotator {
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

  /// With what gold and repeats say, to leads alone. To others the own repeats are answers as any other, as the label
  /// screen counts them: so they cannot be told by counting.
  private func reports(
    _ reports: [AnnotatorReport], to session: Session, _ role: Role
  ) throws(EngineError) -> [AnnotatorReport] {
    try journal.read { db in
      if role == .lead { return reports.adding(try db.goldReport()) }
      let repeated = try db.count(session.person, CountName.repeated)
      let paused = try db.isPaused(session.person) ? try db.project().pausedWords : nil
      return reports.map { report in
        var report = report.withoutGold
        if report.name == session.person {
          report.submitted += repeated
          report.paused = paused
        }
        return report
      }
    }
  }
}

extension AnnotatorReport {
  fileprivate var withoutGold: AnnotatorReport {
    var report = self
    report.gold = .none("shown to leads alone")
    report.consistency = .none("shown to leads alone")
    return report
  }

  fileprivate var notPaused: AnnotatorReport {
    var report = self
    report.paused = nil
    return report
  }
}

extension DashboardReport {
  /// What an annotator may see of it.
  func seen(by person: String) -> DashboardReport {
    var report = self
    report.messages = []
    report.annotators.removeAll { $0.name != person }
    for index in report.throughput.indices {
      report.throughput[index].counts = report.throughput[index].counts.filter { $0.key == person }
    }
    report.throughput.removeAll { $0.counts.isEmpty }
    if report.throughput.isEmpty { report.throughputWhy = "you have submitted nothing in Gloss yet" }
    for index in report.questions.indices {
      report.questions[index].agreement.pairs.removeAll { $0.a != person && $0.b != person }
    }
    return report
  }
}
