import GRDB

/// What gold and silent repeats tell of the annotators. For leads alone.
public struct GoldReport: Codable, Equatable, Sendable {
  /// Gold samples that there are.
  public var samples: Int
  /// By name: whoever has answered gold or a repeat, or is paused.
  public var annotators: [Annotator]

  /// What gold and repeats tell of one person.
  public struct Annotator: Codable, Equatable, Sendable {
    public var name: String
    /// Share of answers to gold that are the known ones.
    public var gold: FigureReport
    /// Share of answers to repeats that are those given the first time.
    public var consistency: FigureReport
    /// Since when their queue is paused, in milliseconds since 1970; nil where it is not.
    public var pausedSince: Int64?
    /// Each answer to gold, and each second answer, by time.
    public var goldAnswers: [Judged]
    public var repeatedAnswers: [Judged]
  }

  /// One answer held against the one that it should be.
  public struct Judged: Codable, Equatable, Sendable {
    public var sample: String
    public var question: String
    /// When it was given, in milliseconds since 1970, UTC.
    public var at: Int64
    /// Whether it is the known answer, or that of the first time.
    public var isRight: Bool
  }
}

extension Workspace {
  /// Every annotator's accuracy on gold and consistency on repeats, with 95 % Wilson intervals. Costs a look-up a gold
  /// sample, and a pass over their annotations and over the repeats.
  ///
  /// Submitted live answers alone count. A repeat counts as long as the annotation that it repeats is as it was.
  ///
  /// - Throws: `notPermitted` to anybody but a lead.
  public func goldReport(_ session: Session) throws(EngineError) -> GoldReport {
    try journal.read { db in
      try db.project().permit(session, "see gold and pauses", needs: .lead)
      return try db.goldReport()
    }
  }
}

extension Database {
  func goldReport() throws -> GoldReport {
    let entries = try goldEntries()
    var gold: [String: [GoldReport.Judged]] = [:]
    for entry in entries {
      for own in try state(of: entry.sample).submitted where !own.imported {
        gold[own.annotator, default: []] += own.answers.judged(by: entry.answers, of: entry.sample, at: own.at)
      }
    }
    let repeats = try judgedRepeats()
    let paused = try SQLRow.fetchAll(
      cachedStatement(sql: "SELECT annotator, at FROM pauses WHERE paused = 1")
    ).reduce(into: [String: Int64]()) { $0[$1[0]] = $1[1] }
    let names = Set(gold.keys).union(repeats.keys).union(paused.keys).sorted()
    return GoldReport(
      samples: entries.count,
      annotators: names.map { name in
        let goldAnswers = (gold[name] ?? []).sorted { ($0.at, $0.sample) < ($1.at, $1.sample) }
        let again = (repeats[name] ?? []).sorted { ($0.at, $0.sample) < ($1.at, $1.sample) }
        return GoldReport.Annotator(
          name: name,
          gold: .share(goldAnswers.count(where: \.isRight), of: goldAnswers.count, why: "no gold was answered"),
          consistency: .share(again.count(where: \.isRight), of: again.count, why: "no repeat was answered"),
          pausedSince: paused[name], goldAnswers: goldAnswers, repeatedAnswers: again)
      })
  }

  /// Second answers against the first ones, by annotator.
  private func judgedRepeats() throws -> [String: [GoldReport.Judged]] {
    var judged: [String: [GoldReport.Judged]] = [:]
    let rows = try SQLRow.fetchCursor(
      self,
      sql: """
        SELECT r.annotator, r.sample, r.answers, a.answers, r.at
        FROM repeats r JOIN annotations a ON a.sample = r.sample AND a.annotator = r.annotator
        JOIN served s ON s.sample = r.sample AND s.annotator = r.annotator
        WHERE r.status = 'submitted' AND a.status = 'submitted' AND s.kind = 'repeat' AND s.revision = a.revision
        """)
    while let row = try rows.next() {
      guard let second = Answers(text: row[2]), let first = Answers(text: row[3]) else {
        throw EngineError.damagedTable("repeats")
      }
      judged[row[0], default: []] += second.judged(by: first, of: row[1], at: row[4])
    }
    return judged
  }
}

extension Answers {
  /// Each question that `known` answers and this too.
  fileprivate func judged(by known: Answers, of sample: String, at: Int64) -> [GoldReport.Judged] {
    known.keys.sorted().compactMap { question in
      self[question].map { answer in
        GoldReport.Judged(sample: sample, question: question, at: at, isRight: answer == known[question])
      }
    }
  }
}
