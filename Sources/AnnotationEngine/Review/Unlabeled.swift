import GRDB

/// Samples that have all their annotations and yet no label to some question, as the rule for labels asks for more than
/// they give: a posterior below the threshold, however unanimous, a tie, or too few answers. What a reviewer has decided,
/// and what nobody answered, is not among them.
struct UnlabeledSamples {
  /// By rank, the questions without a label, in the project's order.
  private(set) var questions: [Int: [String]] = [:]

  /// Reads all answers of complete samples (about 2 µs each), and makes the labels of the rule `posterior` where it is in
  /// force.
  ///
  /// - Parameter question: Only this one's labels count; all of them where nil.
  init(question: String?, _ db: Database) throws {
    let project = try db.project()
    let asked = project.questions.filter { question == nil || $0.name == question }
    var posterior: Set<[UInt8]> = []
    if var labels = PosteriorLabels(project), asked.contains(where: { $0.takesPosterior(project.labelRule) }) {
      try labels.add(db)
      posterior = Set(labels.rows().map(\.key))
    }
    var resolved: Set<[UInt8]> = []
    let resolutions = try SQLRow.fetchCursor(db, sql: "SELECT sample, question FROM resolutions")
    while let row = try resolutions.next() { resolved.insert(PartKey.bytes(sample: row[0], part: row[1])) }

    var parsed: [String: Answers] = [:]
    var current: (rank: Int, sample: String, given: [Answers])?
    func finish() {
      guard let (rank, sample, given) = current else { return }
      let missing = asked.filter { question in
        let votes = given.compactMap { $0[question.name] }
        let key = PartKey.bytes(sample: sample, part: question.name)
        if votes.isEmpty || resolved.contains(key) { return false }
        if question.takesPosterior(project.labelRule) { return !posterior.contains(key) }
        return LabelRow(of: question, votes: votes, rule: project.labelRule) == nil
      }
      if !missing.isEmpty { questions[rank] = missing.map(\.name) }
    }
    let rows = try SQLRow.fetchCursor(
      db,
      sql: """
        SELECT t.rank, t.sample, a.answers FROM touched t JOIN annotations a ON a.sample = t.sample
        WHERE t.complete = 1 AND a.status = 'submitted' ORDER BY t.rank, a.annotator
        """)
    while let row = try rows.next() {
      let rank: Int = row[0]
      if current?.rank != rank {
        finish()
        current = (rank, row[1], [])
      }
      let text: String = row[2]
      guard let answers = parsed[text] ?? Answers(text: text) else { throw EngineError.damagedTable("annotations") }
      parsed[text] = answers
      current?.given.append(answers)
    }
    finish()
  }
}

extension Workspace {
  /// Looks for samples that are complete and have no label under the project's rule, for the scope `unlabeled` of the
  /// review screen, unless nothing changed since that was done last. Gives the version of their order: where it is not
  /// that of the step on the screen, the screen has news to show.
  ///
  /// About 2 µs an annotation, and a fit of Dawid-Skene a question under the rule `posterior`: meant to be asked beside
  /// the keys.
  ///
  /// - Throws: `notPermitted` for an annotator.
  public func refreshUnlabeled(_ session: Session, question: String?) throws(EngineError) -> Int {
    let (seq, schema) = try journal.read { db in
      try db.project().permit(session, "review", needs: .reviewer)
      return (try db.lastChange(), try db.layout())
    }
    let known = findings.unlabeled(question, schema: schema)
    if let known, known.seq == seq { return known.order.version }
    var found = try searchUnlabeled(question)
    found.order.version = FindingMemory.nextVersion()
    if let known, known.order.questions == found.order.questions { found.order.version = known.order.version }
    findings.keep(found, question)
    return found.order.version
  }

  /// The ranks of the samples that are complete and have no label now. Leaves alone what stands on the review screen, which
  /// keeps what was decided there in its place.
  func unlabeledRanks() throws(EngineError) -> [Int] {
    let (seq, schema) = try journal.read { (try $0.lastChange(), try $0.layout()) }
    if let known = findings.counted, known.seq == seq, known.schema == schema { return known.order.ranks }
    let found = try searchUnlabeled(nil)
    findings.counted = found
    return found.order.ranks
  }

  private func searchUnlabeled(_ question: String?) throws(EngineError) -> FindingMemory.Unlabeled {
    let found = try journal.read { db in
      (
        missing: try UnlabeledSamples(question: question, db).questions, seq: try db.lastChange(),
        schema: try db.layout()
      )
    }
    var order = ReviewOrder(version: 0, ranks: found.missing.keys.sorted())
    order.questions = found.missing
    for (place, rank) in order.ranks.enumerated() { order.places[rank] = place }
    return FindingMemory.Unlabeled(order: order, seq: found.seq, schema: found.schema)
  }
}

extension LabelRule {
  /// Whether every complete sample without a label is one that its annotators disagree about: one answer is enough, so
  /// that only a tie leaves a sample without.
  var leavesDisagreementsAlone: Bool { rule != .posterior && atLeast <= 1 }
}
