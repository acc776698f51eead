import GRDB
import LabelStatistics

/// Computes a plan from what was read. Deterministic: the same journal gives the same plan.
struct Planner {
  /// Samples that are looked at: bounds what a plan costs.
  static let poolSize = 10_000
  /// Labels that a model learns from, drawn by the seed where there are more.
  static let mostLabels = 3_000
  /// Fewer labels, or labels of one value, make no model.
  static let fewestLabels = 20
  /// Samples that are spread out by diversity, and annotated ones that they are kept away from.
  private static let mostDiverse = 2_000
  private static let mostKnown = 1_000
  private static let folds = 3
  /// Samples whose features are held at a time.
  private static let chunk = 500

  private let reading: PlanReading
  private let workspace: Workspace
  private let fields: [String]
  private var models: [QueuePlan.Model] = []
  private var notes: [String] = []

  init(_ reading: PlanReading, in workspace: Workspace) {
    self.reading = reading
    self.workspace = workspace
    fields = reading.project.fields.map(\.name)
  }

  mutating func plan(at time: Int64) throws -> (plan: QueuePlan, skills: JSONValue?) {
    let round = reading.project.round
    let positions = round.isPlanned ? try positions(of: round.order).prefix(Database.planCapacity) : []
    let plan = QueuePlan(
      order: round.order, seed: round.seed, at: time, annotations: reading.annotations, pool: reading.pool.count,
      positions: Array(positions), isFull: positions.count == Database.planCapacity, models: models,
      note: notes.isEmpty ? nil : notes.joined(separator: "; "))
    return (plan, round.adaptive == nil ? nil : skills())
  }

  private func skills() -> JSONValue? {
    let members = reading.works.compactMap { work in
      QuestionSkills.json(work).map { JSONMember(work.question.name, $0) }
    }
    return members.isEmpty ? nil : .object(members)
  }

  private mutating func positions(of order: Round.Order) throws -> [Int] {
    switch order {
    case .imported: return reading.pool.sorted()
    case .random: return reading.pool
    case .disagreement: return reading.divided
    case .uncertainty: return try uncertain()
    case .diversity: return try spread()
    case .stratified: return try inTurns()
    case .mix:
      var orders: [(order: [Int], weight: Double)] = []
      for part in reading.project.round.mix { orders.append((try positions(of: part.order), part.share)) }
      return woven(orders)
    }
  }

  // MARK: - Orders

  /// By the mean of how unsure the models of all questions are.
  private mutating func uncertain() throws -> [Int] {
    var trained: [(classCount: Int, models: [LogisticModel])] = []
    for work in reading.works {
      if let models = try train(work) { trained.append((work.names.count, models)) }
    }
    if trained.isEmpty {
      notes.append("there are too few labels for a text model yet, so the order is random")
      return reading.pool
    }
    var scores: [Double] = []
    for start in stride(from: 0, to: reading.pool.count, by: Self.chunk) {
      let rows = reading.pool[start..<min(start + Self.chunk, reading.pool.count)]
      let features = try features(at: rows)
      var sums = [Double](repeating: 0, count: rows.count)
      for (classCount, models) in trained {
        var mean = [Double](repeating: 0, count: rows.count * classCount)
        for model in models {
          for (place, value) in model.predict(features).enumerated() { mean[place] += value / Double(models.count) }
        }
        for (row, score) in reading.project.round.score.scores(mean, classCount: classCount).enumerated() {
          sums[row] += score
        }
      }
      scores += sums
    }
    return orderByScore(scores, seed: reading.seed).map { reading.pool[$0] }
  }

  /// Models without each fold, of a question; nil where there is too little to learn from. They learn the labels that the
  /// project gives.
  private mutating func train(_ work: QuestionWork) throws -> [LogisticModel]? {
    let given = RuleLabels(work, rule: reading.project.labelRule)
    let labeled = drawn(Self.mostLabels, of: given.labeled, seed: reading.seed)
    let labels = labeled.map { given.labels[$0] }
    guard labels.count >= Self.fewestLabels, Set(labels).count > 1 else { return nil }
    let found = LogisticModel.outOfFold(
      try features(at: labeled.map { Int(work.positions[$0]) }), labels: labels, classCount: work.names.count,
      folds: Self.folds, seed: reading.seed)
    let right = labels.indices.count { row in
      let probabilities = found.of(row)
      guard let most = probabilities.max(), let best = probabilities.firstIndex(of: most) else { return false }
      return best - probabilities.startIndex == Int(labels[row])
    }
    models.append(
      QueuePlan.Model(question: work.question.name, labels: labels.count, right: right, judged: labels.count))
    return found.models
  }

  /// Far from one another, and from what is annotated.
  private func spread() throws -> [Int] {
    let candidates = Array(reading.pool.prefix(Self.mostDiverse))
    let annotated = Set(reading.works.flatMap { $0.positions.map(Int.init) }).subtracting(candidates).sorted()
    let known = drawn(Self.mostKnown, of: annotated, seed: reading.seed)
    let picks = diverse(
      try features(at: known + candidates), known: Array(known.indices),
      picks: min(candidates.count, Database.planCapacity), candidates: Self.mostDiverse, seed: reading.seed)
    return picks.map { candidates[$0 - known.count] }
  }

  /// Every value of the column in turn, as far as the pool has them.
  private mutating func inTurns() throws -> [Int] {
    let column = reading.project.round.by ?? ""
    let values = try reading.pool.map { try workspace.metadata(at: $0).text(of: column) }
    let names = Set(values).sorted { ($0 ?? "").utf8.lexicographicallyPrecedes(($1 ?? "").utf8) }
    if names.allSatisfy({ $0 == nil }) { notes.append("no sample has the metadata column “\(column)”") }
    let numbers = Dictionary(names.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
    let strata = values.map { numbers[$0] ?? 0 }
    return interleaved(Array(reading.pool.indices), strata: strata).map { reading.pool[$0] }
  }

  // MARK: - Samples

  /// Hashed anew and not kept, other than by `Workspace.textFeatures`: the pool alone would be 30 MB in the process of
  /// somebody who labels.
  private func features(at positions: some Sequence<Int>) throws -> TextFeatures {
    TextFeatures(try positions.map { try workspace.text(at: $0, fields: fields) })
  }
}

extension SampleState {
  /// How divided its submitted answers are: the entropy of the answers to each question, in nats, summed.
  var division: Double {
    var counts: [String: [Answer: Int]] = [:]
    for annotation in submitted {
      for (question, answer) in annotation.answers { counts[question, default: [:]][answer, default: 0] += 1 }
    }
    return counts.keys.sorted().reduce(0) { $0 + entropy(ofCounts: (counts[$1] ?? [:]).values.sorted()) }
  }
}
