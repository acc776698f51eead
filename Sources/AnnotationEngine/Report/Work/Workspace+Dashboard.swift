extension Workspace {
  /// What the dashboard shows, as this person may see it (`Sight`).
  ///
  /// The first call reads every annotation (about 2 µs each) and counts; later ones read what changed. Meant to be asked
  /// beside the keys.
  public func dashboard(_ session: Session) throws(EngineError) -> DashboardReport {
    _ = try project().role(of: session)
    let sight = try journal.read { try $0.sight(of: session) }
    let status = try status(session)
    let (work, count) = try dashboards.dashboard(for: self)
    let now = clock()
    let annotators = try reports(work.annotators, sight)
    // Of pauses a lead is told, who can lift them.
    let told = sight.seesGold ? annotators : annotators.map { $0.notPaused }
    let progress = sight.guardsQueue ? work.progress.inTens : work.progress
    return sight.seen(
      DashboardReport(
        project: status.project, branch: status.branch, at: now,
        progress: ProgressReport(status, progress, now: now), throughput: work.progress.throughput,
        throughputWhy: work.progress.throughput.isEmpty
          ? "no annotation was made in Gloss yet; imported ones have no day" : nil,
        questions: count.questions, annotators: annotators,
        messages: DashboardMessages(told).all + count.messages))
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
      let repeated = try db.count(person, CountName.repeated)
      let paused = try db.isPaused(person) ? try db.project().pausedWords : nil
      return reports.map { report in
        var report = sight.seen(report, repeated: repeated)
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
