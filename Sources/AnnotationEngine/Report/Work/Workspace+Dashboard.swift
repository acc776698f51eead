extension Workspace {
  /// What the dashboard shows. Reviewers and leads see everything; an annotator sees the project as a whole and their own
  /// work, but no gold and no repeats, which they must not know about.
  ///
  /// The first call reads every annotation (about 2 µs each) and counts; later ones read what changed. Meant to be asked
  /// beside the keys.
  public func dashboard(_ session: Session) throws(EngineError) -> DashboardReport {
    let role = try project().role(of: session)
    let status = try status()
    let (work, count) = try dashboards.dashboard(for: self)
    let now = clock()
    let annotators = work.annotators.adding(try journal.read { try $0.goldReport() })
    let report = DashboardReport(
      project: status.project, branch: status.branch, at: now,
      progress: ProgressReport(status, work.progress, now: now), throughput: work.progress.throughput,
      throughputWhy: work.progress.throughput.isEmpty
        ? "no annotation was made in Gloss yet; imported ones have no day" : nil,
      questions: count.questions, annotators: annotators,
      messages: DashboardMessages(annotators).all + count.messages)
    return role == .annotator ? report.seen(by: session.person) : report
  }

  /// The report on every annotator, or on the one called `name`; for an annotator, on themselves. Cost as of `dashboard`.
  ///
  /// - Throws: `unknownPerson` where nobody of that name works here; `notPermitted` where an annotator asks about others.
  public func annotators(_ session: Session, named name: String? = nil) throws(EngineError) -> [AnnotatorReport] {
    let role = try project().role(of: session)
    var reports = try dashboards.work(for: self).annotators.adding(try journal.read { try $0.goldReport() })
    if role == .annotator {
      if let name, name != session.person {
        throw .notPermitted(person: session.person, role: role, act: "see how others work", needs: .reviewer)
      }
      reports = reports.seen(by: session.person)
    }
    guard let name else { return reports }
    let found = reports.filter { $0.name == name }
    if found.isEmpty { throw .unknownPerson(name, known: reports.map(\.name)) }
    return found
  }
}

extension [AnnotatorReport] {
  /// A person's own, without what would tell them of gold and repeats.
  fileprivate func seen(by person: String) -> [AnnotatorReport] {
    filter { $0.name == person }.map { report in
      var report = report
      report.gold = .none("shown to reviewers and leads")
      report.consistency = .none("shown to reviewers and leads")
      (report.goldDrift, report.goldFinding) = ([], nil)
      (report.consistencyDrift, report.consistencyFinding) = ([], nil)
      return report
    }
  }
}

extension DashboardReport {
  /// What an annotator may see of it.
  func seen(by person: String) -> DashboardReport {
    var report = self
    report.messages = []
    report.annotators = annotators.seen(by: person)
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
