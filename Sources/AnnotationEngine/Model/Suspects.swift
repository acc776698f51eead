import GRDB
import LabelStatistics

extension Workspace {
  /// Labels of a question (the first of the kind choice where none is named) that are probably wrong, the most doubtful
  /// first, by what the other answers or the other texts say.
  ///
  /// Judged are samples that have a label: a reviewer's decision, else what the project's label rule makes of the answers.
  /// `by` nil takes the text model where there are labels enough for one, else the crowd, else the votes. The model is
  /// trained on at most 20,000 labels, drawn by `seed`; `note` says so then. Equal journals and seeds give equal reports.
  ///
  /// Takes some seconds for many annotations or long texts: meant to be asked beside the keys.
  ///
  /// - Throws: `notPermitted` for an annotator; `unsuitedQuestion`.
  public func suspects(
    _ session: Session, question name: String? = nil, by: SuspectSource? = nil, limit: Int? = nil, seed: UInt64 = 1
  ) throws(EngineError) -> SuspectReport {
    try searchSuspects(session, question: name, by: by, limit: limit ?? SuspectSearch.mostSuspects, seed: seed).report
  }

  /// Looks for suspects for the review screen, unless nothing changed since that was done last. Gives the version of
  /// their order: where it is not that of the step on the screen, the screen has news to show.
  public func refreshSuspects(_ session: Session, question name: String?) throws(EngineError) -> Int {
    let (question, seq, schema) = try journal.read { db in
      let project = try db.project()
      try project.permit(session, "review", needs: .reviewer)
      return (try project.choiceQuestion(name), try db.lastChange(), try db.layout())
    }
    let known = findings.entry(question.name, schema: schema)
    if let known, known.seq == seq { return known.order.version }
    var found = try searchSuspects(
      session, question: question.name, by: nil, limit: SuspectSearch.mostSuspects, seed: 1)
    if let known, known.order.ranks == found.order.ranks, known.report == found.report {
      found.order.version = known.order.version
    }
    findings.keep(found, question.name)
    return found.order.version
  }

  private func searchSuspects(
    _ session: Session, question name: String?, by: SuspectSource?, limit: Int, seed: UInt64
  ) throws(EngineError) -> FindingMemory.Entry {
    let (question, table, project, seq, schema) = try journal.read { db in
      let project = try db.project()
      try project.permit(session, "look for suspects", needs: .reviewer)
      let question = try project.choiceQuestion(name)
      return (question.name, try WorkTable(db), project, try db.lastChange(), try db.layout())
    }
    guard let work = table.work(of: question) else { throw .damagedTable("facts") }
    let search = SuspectSearch(work, rule: project.labelRule, seed: seed)
    let source = by ?? (search.isEnoughForModel ? .model : search.hasOverlap ? .crowd : .votes)
    let outcome: SuspectSearch.Outcome
    switch source {
    case .votes: outcome = search.byVotes()
    case .crowd: outcome = search.byCrowd()
    case .model: outcome = try byModel(search, fields: project.fields.map(\.name), explained: min(limit, 200))
    }
    var report = SuspectReport(
      question: question, by: source, labeled: search.labeled, judged: outcome.judged,
      found: outcome.found.count, suspects: [], note: outcome.note)
    if source == .model, outcome.judged > 0 {
      report.seed = seed
      report.folds = SuspectSearch.folds
      report.unconverged = outcome.unconverged
    }
    return try named(outcome.found.prefix(limit), search, report, seq: seq, schema: schema)
  }

  private func byModel(
    _ search: SuspectSearch, fields: [String], explained: Int
  ) throws(EngineError) -> SuspectSearch.Outcome {
    guard search.isEnoughForModel else {
      return SuspectSearch.Outcome(
        note: "there are too few labels yet: a text model needs \(SuspectSearch.fewest), of two values or more")
    }
    let items = search.judgedItems()
    let features = try textFeatures(at: items.map { Int(search.work.positions[$0]) })
    return try Journal.asEngineError(journal.path) {
      try search.byModel(items, features, explained: explained) { item in
        try text(at: Int(search.work.positions[item]), fields: fields)
      }
    }
  }

  /// The found ones with their ids and reasons.
  private func named(
    _ found: some Collection<SuspectSearch.Found>, _ search: SuspectSearch, _ report: SuspectReport, seq: Int64,
    schema: String?
  ) throws(EngineError) -> FindingMemory.Entry {
    var report = report
    var order = ReviewOrder(version: FindingMemory.nextVersion())
    var samples: [String: Int] = [:]
    try journal.read { db in
      for one in found {
        let position = Int(search.work.positions[one.item])
        let row = try SQLRow.fetchOne(
          db.cachedStatement(sql: "SELECT sample, rank FROM touched WHERE position = ?"), arguments: [position])
        // Gone since it was read.
        guard let row else { continue }
        let id: String = row[0]
        let why = [search.answers(of: one.item), one.reason].filter { !$0.isEmpty }.joined(separator: "; ")
        samples[id] = report.suspects.count
        report.suspects.append(
          Suspect(
            id: id, place: position + 1, given: search.work.names[Int(search.given[one.item])],
            suggested: one.suggested.map { search.work.names[$0] }, score: one.score, by: report.by, why: why))
        order.places[row[1]] = order.ranks.count
        order.ranks.append(row[1])
      }
    }
    return FindingMemory.Entry(report: report, order: order, samples: samples, seq: seq, schema: schema)
  }
}
