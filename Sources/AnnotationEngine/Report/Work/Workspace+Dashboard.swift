extension Workspace {
  /// What the dashboard shows. Reviewers and leads see everything; an annotator sees the project as a whole and their own
  /// work, but no gold and no repeats, which they must not know about.
  ///
  /// The first call reads every annotation (about 2 µs each) and counts; later ones read what changed. Meant to be asked
  /// beside the keys.
  public func dashboard(_ session: Session) throws(EngineError) -> DashboardReport {
    let role = try project().role(of: session)
    let status = try status()
    let count = try dashboards.current(for: self)
    let now = clock()
    let report = DashboardReport(
      project: status.project, branch: status.branch, at: now,
      progress: ProgressReport(status, count.progress, now: now), throughput: count.progress.throughput,
      throughputWhy: count.progress.throughput.isEmpty
        ? "no annotation was made in Gloss yet; imported ones have no day" : nil,
      questions: count.questions, annotators: count.annotators, messages: [])
    return role == .annotator ? report.seen(by: session.person) : report
  }

  /// The report on every annotator, or on the one called `name`.
  ///
  /// - Throws: `unknownPerson` where nobody of that name works here or, for an annotator, it is somebody else.
  public func annotators(_ session: Session, named name: String? = nil) throws(EngineError) -> [AnnotatorReport] {
    let reports = try dashboard(session).annotators
    guard let name else { return reports }
    let found = reports.filter { $0.name == name }
    if found.isEmpty { throw .unknownPerson(name, known: reports.map(\.name)) }
    return found
  }
}

extension DashboardReport {
  /// What an annotator may see of it.
  func seen(by person: String) -> DashboardReport {
    var report = self
    report.messages = []
    report.annotators = annotators.filter { $0.name == person }
    for index in report.annotators.indices {
      report.annotators[index].gold = .none("shown to reviewers and leads")
      report.annotators[index].consistency = .none("shown to reviewers and leads")
    }
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
