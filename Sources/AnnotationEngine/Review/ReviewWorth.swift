import GRDB
import LabelStatistics

/// What a reviewer's look at a sample is worth: the expected number of wrong labels that it sets right, and the seconds
/// that it will take. Samples with the most wrong labels a second come first.
///
/// - **Wrong labels**: of each question that the sample's annotators answer differently and nobody resolved, the
///   probability that the label which stands without a reviewer is wrong. That label is the value with the most votes, on
///   a tie the most probable one. For questions of the kind choice the probability is that of Dawid-Skene over all answers
///   (one pseudo-count a cell, so that few answers make nobody certain); for others it is the share of the votes that say
///   something else.
/// - **Seconds**: 3 for reading the answers and pressing a key, and the median of what the sample's annotators took,
///   within a quarter and four times the median of all such samples: somebody went for coffee. Where no time was kept, the
///   median of all; where none was kept at all, 10.
public struct ReviewWorth: Codable, Equatable, Sendable {
  /// The expected number of wrong labels: above 1 only where several questions are open.
  public var wrong: Double
  public var seconds: Double

  public init(wrong: Double, seconds: Double) {
    self.wrong = wrong
    self.seconds = seconds
  }

  /// Wrong labels set right a second.
  public var rate: Double { seconds > 0 ? wrong / seconds : 0 }

  static let reading = 3.0
  static let untimed = 10.0
}

/// The worth of all samples in disagreement, and the order that follows from it.
struct ReviewWorths {
  /// By rank.
  private(set) var worths: [Int: ReviewWorth] = [:]

  /// Ranks, the most worth a second first, equal ones in the order of the queue.
  var ranks: [Int] {
    worths.sorted { a, b in
      a.value.rate != b.value.rate ? a.value.rate > b.value.rate : a.key < b.key
    }.map(\.key)
  }

  /// Reads all answers to each question of the kind choice (about 2 µs each) and fits a model to them; of other questions
  /// only those of samples in disagreement.
  ///
  /// - Parameter question: Only this one's labels count; all of them where nil.
  init(question: String?, _ db: Database) throws {
    let project = try db.project()
    var places: [Int: Place] = [:]
    let touched = try SQLRow.fetchCursor(
      db, sql: "SELECT position, rank FROM touched WHERE disagreement = 1 AND unresolved = 1")
    while let row = try touched.next() { places[row[0]] = Place(rank: row[1]) }
    guard !places.isEmpty else { return }
    let questions = project.questions.filter { question == nil || $0.name == question }
    for question in questions where question.kind == .choice {
      try Self.addChoice(try QuestionVotes(question, db), to: &places)
    }
    try Self.readAnswers(questions.filter { $0.kind != .choice }.map(\.name), db, into: &places)
    let medians = places.mapValues { Self.median($0.seconds) }
    let typical = Self.median(medians.values.compactMap { $0 }.sorted()) ?? ReviewWorth.untimed
    for (position, place) in places {
      let known = medians[position].flatMap { $0 } ?? typical
      let seconds = ReviewWorth.reading + max(typical / 4, min(typical * 4, known))
      worths[place.rank] = ReviewWorth(wrong: place.wrong, seconds: seconds)
    }
  }

  private struct Place {
    var rank: Int
    var wrong = 0.0
    /// What each annotator took, where a time was kept.
    var seconds: [Double] = []
  }

  private static func addChoice(_ votes: QuestionVotes, to places: inout [Int: Place]) throws {
    let counts = votes.counts()
    let values = votes.ratings.valueCount
    let model = dawidSkene(votes.ratings, options: EMOptions(smoothing: 1, steps: 100, tolerance: 1e-5))
    for (item, position) in votes.positions.enumerated() where votes.resolved[item] < 0 {
      let row = counts[item * values..<(item + 1) * values]
      guard row.count(where: { $0 > 0 }) > 1, places[position] != nil else { continue }
      let posteriors = model[item]
      let most = row.max() ?? 0
      var best = 0.0
      for (count, posterior) in zip(row, posteriors) where count == most { best = max(best, posterior) }
      places[position]?.wrong += max(0, 1 - best)
    }
  }

  /// Adds the seconds, and what the votes say of the questions that have no model.
  private static func readAnswers(_ names: [String], _ db: Database, into places: inout [Int: Place]) throws {
    var resolved: Set<String> = []
    if !names.isEmpty {
      let rows = try SQLRow.fetchCursor(
        db, sql: "SELECT t.position, r.question FROM resolutions r JOIN touched t ON t.sample = r.sample")
      while let row = try rows.next() {
        let (position, question): (Int, String) = (row[0], row[1])
        resolved.insert("\(position) \(question)")
      }
    }
    var tallies: [Int: [String: [Answer: Int]]] = [:]
    let rows = try SQLRow.fetchCursor(
      db,
      sql: """
        SELECT a.position, a.seconds, a.answers FROM annotations a JOIN touched t ON t.position = a.position
        WHERE t.disagreement = 1 AND t.unresolved = 1 AND a.status = 'submitted'
        """)
    while let row = try rows.next() {
      let (position, seconds): (Int, Double) = (row[0], row[1])
      if seconds > 0, seconds.isFinite { places[position]?.seconds.append(seconds) }
      guard !names.isEmpty else { continue }
      let text: String = row[2]
      guard let answers = Answers(text: text) else { throw EngineError.damagedTable("annotations") }
      for name in names {
        if let answer = answers[name] { tallies[position, default: [:]][name, default: [:]][answer, default: 0] += 1 }
      }
    }
    for (position, tally) in tallies {
      // In the project's order: sums of doubles must not depend on that of a dictionary.
      for name in names where !resolved.contains("\(position) \(name)") {
        guard let votes = tally[name], votes.count > 1, let most = votes.values.max() else { continue }
        places[position]?.wrong += 1 - Double(most) / Double(votes.values.reduce(0, +))
      }
    }
    for position in places.keys { places[position]?.seconds.sort() }
  }

  /// nil for no values.
  private static func median(_ sorted: [Double]) -> Double? {
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}

extension Workspace {
  /// Weighs what a reviewer's look at each sample in disagreement is worth, for the order `value` of the review screen,
  /// unless nothing changed since that was done last. Gives the version of the order: where it is not that of the step on
  /// the screen, the screen has news to show.
  ///
  /// About 2 µs an annotation and a fit of Dawid-Skene a question: meant to be asked beside the keys.
  ///
  /// - Throws: `notPermitted` for an annotator.
  public func refreshWorths(_ session: Session, question: String?) throws(EngineError) -> Int {
    let (seq, schema) = try journal.read { db in
      try db.project().permit(session, "review", needs: .reviewer)
      return (try db.lastChange(), try db.layout())
    }
    let known = suspects.worth(question, schema: schema)
    if let known, known.seq == seq { return known.order.version }
    let weighed = try journal.read { db in
      (worths: try ReviewWorths(question: question, db), seq: try db.lastChange(), schema: try db.layout())
    }
    var order = ReviewOrder(version: SuspectMemory.nextVersion(), ranks: weighed.worths.ranks, takesOthers: true)
    if let known, known.order.ranks == order.ranks { order.version = known.order.version }
    for (place, rank) in order.ranks.enumerated() { order.places[rank] = place }
    suspects.keep(
      SuspectMemory.Worth(order: order, worths: weighed.worths.worths, seq: weighed.seq, schema: weighed.schema),
      question)
    return order.version
  }
}
