import GRDB
import VersionStore

extension Workspace {
  /// How far the work is, as this person may see it (`Sight`); nil for somebody whom nothing is known of. Reads counters,
  /// not annotations.
  public func status(_ session: Session?) throws(EngineError) -> StatusReport {
    let report = try status()
    return try journal.read { db in try db.sight(of: session).seen(report, db) }
  }

  /// As leads see it.
  func status() throws(EngineError) -> StatusReport {
    var report = try journal.read { db in try db.status() }
    report.branch = branch
    report.head = try headStatus()
    return report
  }

  /// What the home screen shows of this workspace to one person. To reviewers, a rule for labels that asks for more than one
  /// answer costs a look at all answers of complete samples where anything changed.
  public func home(_ session: Session) throws(EngineError) -> HomeReport {
    let status = try status(session)
    let own = status.annotators.first { $0.name == session.person }
    let role = try project().role(of: session)
    let nobody = status.samples - status.complete
    return HomeReport(
      path: path, status: status, agreement: try agreement(session), waitingToLabel: own?.waiting ?? nobody,
      sentBack: own?.sentBack ?? 0, waitingToReview: role == .annotator ? 0 : try waitingToReview())
  }

  /// What the review screen walks, each sample once: disagreements that nobody resolved, samples of a merge in conflict, and
  /// complete samples that have no label under the project's rule (`UnlabeledSamples`).
  private func waitingToReview() throws(EngineError) -> Int {
    let (rule, open) = try journal.read { db in
      (
        try db.project().labelRule,
        try Set(
          Int.fetchAll(
            db,
            sql: """
              SELECT rank FROM touched WHERE disagreement = 1 AND unresolved = 1
              UNION SELECT t.rank FROM conflicts c JOIN touched t ON t.sample = c.sample WHERE c.settled IS NULL
              """))
      )
    }
    if rule.leavesDisagreementsAlone { return open.count }
    return open.union(try unlabeledRanks()).count
  }

  private func headStatus() throws(EngineError) -> StatusReport.HeadStatus? {
    try asStoreReading { store throws(StoreError) in
      guard let head = try store.ref(place.ref) else { return nil }
      let commit = try store.commit(head)
      let tag = try store.commitRefs().filter { $0.key.hasPrefix("tags/") && $0.value == head }.map {
        $0.key.dropFirst(5)
      }
      .max()
      let labels = try commit.trees["labels"].map { root throws(StoreError) in try Tree(root: root, in: store).count() }
      return StatusReport.HeadStatus(
        commit: head.hex, tag: tag.map(String.init), time: commit.time, message: commit.message, labels: labels ?? 0)
    }
  }

  private func asStoreReading<T>(_ body: (Store) throws(StoreError) -> T) throws(EngineError) -> T {
    do throws(StoreError) { return try body(store) } catch { throw .store(error) }
  }
}

extension Database {
  /// The status but for the head, which the store knows.
  fileprivate func status() throws -> StatusReport {
    let project = try project()
    let samples = try sampleCount()
    let counts = try counts("")
    let (started, complete) = (counts[CountName.started, default: 0], counts[CountName.complete, default: 0])
    let annotators = try annotators(of: project, samples: samples, complete: complete)
    return StatusReport(
      project: project.name, samples: samples, untouched: samples - started - complete, started: started,
      complete: complete, disagreements: counts[CountName.unresolved, default: 0],
      resolved: counts[CountName.settled, default: 0], conflicts: try openConflicts().samples,
      flagged: counts[CountName.flagged, default: 0],
      annotators: annotators, submitted: annotators.reduce(0) { $0 + $1.submitted },
      skipped: annotators.reduce(0) { $0 + $1.skipped }, drafts: annotators.reduce(0) { $0 + $1.drafts },
      uncommitted: counts[CountName.uncommitted, default: 0], branch: "", head: nil, round: project.round)
  }

  /// The project's people in its order, then whoever else has annotations.
  private func annotators(
    of project: Project, samples: Int, complete: Int
  ) throws -> [StatusReport.AnnotatorStatus] {
    let counted = try String.fetchAll(
      cachedStatement(
        sql: """
          SELECT DISTINCT person FROM counts WHERE person <> '' AND name IN (?, ?, ?, ?) AND value > 0 ORDER BY person
          """), arguments: [CountName.submitted, CountName.skipped, CountName.drafts, CountName.sentBack])
    let people = project.people.map(\.name)
    return try (people + counted.filter { !people.contains($0) }).map { name in
      let mine = try counts(name)
      return StatusReport.AnnotatorStatus(
        name: name, role: project.people.first { $0.name == name }?.role,
        submitted: mine[CountName.submitted, default: 0], skipped: mine[CountName.skipped, default: 0],
        drafts: mine[CountName.drafts, default: 0], sentBack: mine[CountName.sentBack, default: 0],
        waiting: mine.waiting(samples: samples, complete: complete), secondsPerSample: try medianSeconds(of: name),
        throughput: try throughput(of: name),
        pausedSince: try pauseRow(of: name).flatMap { $0.isPaused ? $0.at : nil })
    }
  }

  /// Annotations submitted in each of the last 8 hours with any, oldest first.
  private func throughput(of person: String) throws -> [Int] {
    try Int.fetchAll(
      cachedStatement(
        sql: """
          SELECT value FROM counts WHERE person = ? AND name >= ? AND name < ? AND value > 0
          ORDER BY name DESC LIMIT 8
          """), arguments: [person, CountName.hourPrefix, CountName.afterHours]
    ).reversed()
  }
}
