import LabelStatistics

/// What a lead should know, most urgent first: paused and drifting annotators, pairs that agree by chance, a model that
/// is no better than counting votes.
struct DashboardMessages {
  private(set) var all: [String] = []

  /// Kappa below this, on so many samples or more, is hardly more than chance.
  static let lowKappa = 0.1
  static let pairItems = 20
  /// Messages of one kind at most; the rest is counted.
  static let most = 3
  /// Resolved samples that it takes to say that the model is worse than the majority.
  static let judged = 20

  /// About people.
  init(_ annotators: [AnnotatorReport]) {
    func about(_ finding: (AnnotatorReport) -> String?, _ words: String = "") -> [String] {
      annotators.compactMap { person in finding(person).map { "\(person.name)\(words): \($0)" } }
    }
    add(about({ $0.paused }, " is paused"), "paused")
    add(about { $0.goldFinding }, "who miss gold more than before")
    add(about { $0.driftFinding }, "whose agreement has fallen")
    add(about { $0.consistencyFinding }, "who contradict themselves more than before")
    add(about { $0.fatigueFinding }, "who agree less after an hour")
  }

  /// About questions. Where the overlap is adaptive nothing is said of pairs: whoever comes third sees only samples that two
  /// others left in doubt, and agrees less on these than on others.
  init(
    _ questions: [QuestionDashboard], _ works: [QuestionWork], _ consensus: [Consensus], isOverlapAdaptive: Bool
  ) {
    if !isOverlapAdaptive { for question in questions { addPairs(question) } }
    for (index, work) in works.enumerated() { addModel(work, consensus[index]) }
  }

  private mutating func add(_ messages: [String], _ rest: String) {
    all += messages.prefix(Self.most)
    if messages.count > Self.most { all.append("and \(messages.count - Self.most) more \(rest)") }
  }

  private mutating func addPairs(_ question: QuestionDashboard) {
    let low = question.agreement.pairs.filter { pair in
      pair.items >= Self.pairItems && pair.kappa.map { $0 < Self.lowKappa } ?? false
    }.sorted { ($0.kappa ?? 0, $0.a, $0.b) < ($1.kappa ?? 0, $1.a, $1.b) }
    add(
      low.map { pair in
        "\(pair.a) and \(pair.b) agree on \(question.name) hardly more than chance would: "
          + "kappa \(fixed(pair.kappa ?? 0, 2)) on \(pair.items) samples"
      }, "pairs that agree on \(question.name) by chance")
  }

  private mutating func addModel(_ work: QuestionWork, _ consensus: Consensus) {
    guard let model = consensus.model else { return }
    var (judged, byModel, byMajority) = (0, 0, 0)
    for (item, truth) in work.resolved.enumerated() where truth >= 0 && consensus.majority[item] >= 0 {
      judged += 1
      if model.labels[item] == truth && !model.ties[item] { byModel += 1 }
      if consensus.majority[item] == truth { byMajority += 1 }
    }
    if judged >= Self.judged && byModel < byMajority {
      all.append(
        "Dawid-Skene does worse than the majority on \(work.question.name): right on \(byModel) of \(judged) resolved "
          + "samples, the majority on \(byMajority)")
    }
  }
}
