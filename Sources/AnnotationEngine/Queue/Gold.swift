import GRDB

/// A sample whose answers are known.
public struct GoldEntry: Codable, Equatable, Sendable {
  public var sample: String
  /// Of some of the project's questions, one at least.
  public var answers: Answers
  public init(sample: String, answers: Answers) {
    self.sample = sample
    self.answers = answers
  }
}

/// `gloss gold add --json`.
public struct GoldChange: Codable, Equatable, Sendable {
  public var added = 0
  public var changed = 0
  public var unchanged = 0
  public var removed = 0
}

extension Workspace {
  /// Takes samples as gold, or gives gold other answers. All or nothing, in one durable transaction.
  ///
  /// Gold is the journal's: it is in no commit, so that no clone and no export tells it, and a new branch begins without.
  ///
  /// - Throws: `notPermitted` to anybody but a lead, `unknownSample`, `invalidAnswer`.
  public func addGold(_ session: Session, _ entries: [GoldEntry]) throws(EngineError) -> GoldChange {
    let now = clock()
    return try journal.write { db in
      let project = try leadsProject(session, db)
      let directory = try directory(in: db)
      var change = GoldChange()
      for entry in entries {
        guard try directory.row(id: entry.sample) != nil else { throw EngineError.unknownSample(entry.sample) }
        let answers = project.ordered(try project.checked(entry.answers))
        if answers.isEmpty {
          throw EngineError.invalidAnswer(
            question: project.questions.first?.name ?? "", problem: "gold \(entry.sample) needs a known answer")
        }
        let old = try db.gold(of: entry.sample)
        if old == answers {
          change.unchanged += 1
          continue
        }
        if old == nil { change.added += 1 } else { change.changed += 1 }
        try db.append(.gold, actor: session.person, at: now, payload: .gold(entry.sample, JSONValue(answers: answers)))
      }
      return change
    }
  }

  /// Makes samples ordinary again. What annotators answered to them stays, and no longer counts as gold.
  ///
  /// - Throws: `notPermitted`, `unknownSample` for one that is no gold.
  public func removeGold(_ session: Session, _ samples: [String]) throws(EngineError) -> GoldChange {
    let now = clock()
    return try journal.write { db in
      _ = try leadsProject(session, db)
      for sample in samples {
        guard try db.gold(of: sample) != nil else { throw EngineError.unknownSample(sample) }
        try db.append(.gold, actor: session.person, at: now, payload: .gold(sample, .null))
      }
      return GoldChange(removed: samples.count)
    }
  }

  /// All gold, in the order in which it was named.
  ///
  /// - Throws: `notPermitted` to anybody but a lead.
  public func gold(_ session: Session) throws(EngineError) -> [GoldEntry] {
    try journal.read { db in
      _ = try leadsProject(session, db)
      return try db.goldEntries()
    }
  }

  /// Lets a paused annotator go on. Their answers to gold so far no longer count towards another pause.
  ///
  /// - Throws: `notPermitted` to anybody but a lead, `notPaused`.
  public func resume(_ session: Session, _ annotator: String) throws(EngineError) {
    let now = clock()
    try journal.write { db in
      _ = try leadsProject(session, db)
      guard try db.isPaused(annotator) else { throw EngineError.notPaused(annotator) }
      try db.append(
        .resume, actor: session.person, at: now,
        payload: .object([JSONMember("annotator", .string(annotator))]))
    }
  }

  private func leadsProject(_ session: Session, _ db: Database) throws -> Project {
    let project = try db.project()
    try project.permit(session, "see gold and pauses", needs: .lead)
    return project
  }
}

extension Database {
  /// All gold, in the order in which it was named.
  func goldEntries() throws -> [GoldEntry] {
    try SQLRow.fetchAll(cachedStatement(sql: "SELECT sample, answers FROM gold ORDER BY number")).map { row in
      guard let answers = Answers(text: row[1]) else { throw EngineError.damagedTable("gold") }
      return GoldEntry(sample: row[0], answers: answers)
    }
  }
}

extension JSONValue {
  fileprivate static func gold(_ sample: String, _ answers: JSONValue) -> JSONValue {
    .object([JSONMember("sample", .string(sample)), JSONMember("answers", answers)])
  }
}
