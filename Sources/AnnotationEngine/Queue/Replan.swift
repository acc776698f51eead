import GRDB

extension Workspace {
  /// Plans what the queue serves next, where that is due (`LabelStep.wantsPlan`) or `always`, and writes it down as one
  /// event. Gives nil where nothing was due, or somebody else planned meanwhile.
  ///
  /// - Throws: `notPermitted` to annotators who ask for `always`.
  ///
  /// Reads all annotations (some 2 µs each) and up to `Planner.poolSize` samples, and trains text models on up to
  /// `Planner.mostLabels` labels: up to some seconds, meant to be asked beside the keys, which it never keeps waiting.
  @discardableResult
  public func replan(_ session: Session, always: Bool = false) throws(EngineError) -> QueuePlan? {
    let reading = try journal.read { db -> PlanReading? in
      let project = try db.project()
      _ = try project.role(of: session)
      if always { try project.permit(session, "plan the queue anew", needs: .reviewer) }
      guard try always || db.wantsPlan(for: session.person) else { return nil }
      return try PlanReading(db, project)
    }
    guard let reading else { return nil }
    return try Journal.asEngineError(journal.path) {
      var planner = Planner(reading, in: self)
      let (plan, skills) = try planner.plan(at: clock())
      return try journal.write { db -> QueuePlan? in
        guard try db.fact(FactName.planSeq) == reading.planSeq, try db.project() == reading.project else { return nil }
        try db.append(.plan, actor: session.person, at: plan.at, payload: plan.payload(skills: skills))
        return plan
      }
    }
  }

  /// The plan in force; nil where there is none.
  func queuePlan() throws(EngineError) -> QueuePlan? {
    try journal.read { db in
      guard let seq = try db.fact(FactName.planSeq).flatMap({ Int64($0) }), let event = try db.event(seq) else {
        return nil
      }
      return try QueuePlan(event)
    }
  }
}

/// What a plan is made from, as one moment of the journal has it.
struct PlanReading {
  let project: Project
  let planSeq: String?
  let annotations: Int
  /// Positions that are not complete, in an order by the seed: all, or as many as are looked at.
  let pool: [Int]
  /// Positions that annotators disagree about and that are not complete, the most divided first.
  let divided: [Int]
  /// Of each question of the kind choice.
  let works: [QuestionWork]
  /// Other with every plan, the same for the same journal.
  let seed: UInt64

  /// Samples with a disagreement that are looked at.
  private static let mostDivided = 20_000

  init(_ db: Database, _ project: Project) throws {
    self.project = project
    planSeq = try db.fact(FactName.planSeq)
    annotations = try db.count("", CountName.submitted)
    let round = project.round
    let stream = planSeq.flatMap { UInt64($0) } ?? 0
    seed = round.seed &+ stream
    pool = round.isPlanned ? try db.openPositions(seed: round.seed, stream: stream, most: Planner.poolSize) : []
    let orders = round.order == .mix ? round.mix.map(\.order) : [round.order]
    divided = orders.contains(.disagreement) ? try db.divided(most: Self.mostDivided) : []
    let needsWork = round.adaptive != nil || orders.contains(.uncertainty) || orders.contains(.diversity)
    works = needsWork ? try WorkTable(db).works(of: [.choice]) : []
  }
}

extension Database {
  /// Positions of samples that are not complete, drawn by the seed.
  fileprivate func openPositions(seed: UInt64, stream: UInt64, most: Int) throws -> [Int] {
    let count = try placeCount()
    let holes = Holes(self, ranks: count, samples: try sampleCount())
    let order = try queueOrder()
    let permutation = SeededPermutation(count: count, seed: seed, stream: stream)
    let complete = try cachedStatement(sql: "SELECT complete FROM touched WHERE position = ?")
    var open: [Int] = []
    // Where nearly all is complete, the last ones are left to the order of import.
    for index in 0..<min(count, most * 20) {
      let position = permutation.value(at: index)
      if try Bool.fetchOne(complete, arguments: [position]) == true { continue }
      if try holes.contains(order.rank(of: position)) { continue }
      open.append(position)
      if open.count == most { break }
    }
    return open
  }

  /// Positions of samples with a disagreement that are not complete, the most divided first: by the entropy of the
  /// answers, summed over the questions; of equals the first imported.
  fileprivate func divided(most: Int) throws -> [Int] {
    let rows = try SQLRow.fetchAll(
      self,
      sql: "SELECT position, sample FROM touched WHERE disagreement = 1 AND complete = 0 ORDER BY rank LIMIT ?",
      arguments: [most])
    let scored = try rows.map { (position: $0[0] as Int, score: try state(of: $0[1]).division) }
    return scored.sorted { ($1.score, $0.position) < ($0.score, $1.position) }.map(\.position)
  }
}
