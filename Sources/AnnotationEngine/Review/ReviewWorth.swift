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

  /// Reads all answers (about 2 µs each), and fits a model to those of each question of the kind choice.
  ///
  /// - Parameter question: Only this one's labels count; all of them where nil.
  init(question: String?, _ db: Database) throws {
    var places: [Int: Place] = [:]
    let touched = try SQLRow.fetchCursor(
      db, sql: "SELECT position, rank FROM touched WHERE disagreement = 1 AND unresolved = 1")
    while let row = try touched.next() { places[row[0]] = Place(rank: row[1]) }
    guard !places.isEmpty else { return }
    let table = try WorkTable(db)
    for work in table.works(of: Set(Question.Kind.allCases)) where question == nil || work.question.name == question {
      if work.question.kind == .choice { Self.addModel(work, to: &places) } else { Self.addShares(work, to: &places) }
    }
    for entry in table.entries where !entry.isSkipped && entry.seconds > 0 && entry.seconds.isFinite {
      places[Int(entry.position)]?.seconds.append(Double(entry.seconds))
    }
    let medians = places.mapValues { median(ofSorted: $0.seconds.sorted()) }
    let typical = median(ofSorted: medians.values.compactMap { $0 }.sorted()) ?? ReviewWorth.untimed
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

  /// Of a choice, by a model of its annotators.
  private static func addModel(_ work: QuestionWork, to places: inout [Int: Place]) {
    let model = dawidSkene(work.ratings, options: EMOptions(smoothing: 1, steps: 100, tolerance: 1e-5))
    forEachOpen(work) { item, row in
      guard places[Int(work.positions[item])] != nil else { return }
      let most = row.max() ?? 0
      var best = 0.0
      for (count, posterior) in zip(row, model[item]) where count == most { best = max(best, posterior) }
      places[Int(work.positions[item])]?.wrong += max(0, 1 - best)
    }
  }

  /// Of other kinds, by the share of the votes that say something else.
  private static func addShares(_ work: QuestionWork, to places: inout [Int: Place]) {
    forEachOpen(work) { item, row in
      places[Int(work.positions[item])]?.wrong += 1 - Double(row.max() ?? 0) / Double(row.reduce(0, +))
    }
  }

  /// Each item that nobody decided about and that has different answers, with the votes of its values.
  private static func forEachOpen(_ work: QuestionWork, _ body: (_ item: Int, _ votes: [Int32]) -> Void) {
    var votes = [Int32](repeating: 0, count: work.ratings.valueCount)
    var (start, end) = (0, 0)
    while start < work.ratings.items.count {
      let item = work.ratings.items[start]
      while end < work.ratings.items.count, work.ratings.items[end] == item {
        votes[Int(work.ratings.values[end])] += 1
        end += 1
      }
      let isDivided = (start..<end).contains { work.ratings.values[$0] != work.ratings.values[start] }
      if isDivided && work.resolved[Int(item)] < 0 { body(Int(item), votes) }
      for place in start..<end { votes[Int(work.ratings.values[place])] = 0 }
      start = end
    }
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
    let known = findings.worth(question, schema: schema)
    if let known, known.seq == seq { return known.order.version }
    let weighed = try journal.read { db in
      (worths: try ReviewWorths(question: question, db), seq: try db.lastChange(), schema: try db.layout())
    }
    var order = ReviewOrder(version: FindingMemory.nextVersion(), ranks: weighed.worths.ranks, takesOthers: true)
    if let known, known.order.ranks == order.ranks { order.version = known.order.version }
    for (place, rank) in order.ranks.enumerated() { order.places[rank] = place }
    findings.keep(
      FindingMemory.Worth(order: order, worths: weighed.worths.worths, seq: weighed.seq, schema: weighed.schema),
      question)
    return order.version
  }
}
