import GRDB
import LabelStatistics

/// The submitted answers to one question of the kind choice or rating, with names: what an aggregation is made from.
public struct QuestionAnswers: Sendable {
  public var question: String
  /// Samples with an answer or a reviewer's decision, in import order.
  public var samples: [String]
  /// In the order of their names' bytes.
  public var annotators: [String]
  /// In the project's order; the numbers of a rating ascending.
  public var values: [String]
  /// Of a rating, by value; else empty.
  public var numbers: [Double]
  public var ratings: Ratings
  /// By sample, the answer that is known, as `values` write it: what a reviewer decided on; for leads, else that of a gold
  /// sample.
  public var known: [String?]
}

extension Workspace {
  /// The submitted answers to the question `name`. Reads all annotations: about 2 µs each.
  ///
  /// - Throws: `notPermitted` for an annotator; `unsuitedQuestion`.
  public func answers(_ session: Session, to name: String) throws(EngineError) -> QuestionAnswers {
    try journal.read { db in
      let project = try db.project()
      try project.permit(session, "aggregate answers", needs: .reviewer)
      let choices = project.questions.filter { $0.kind == .choice || $0.kind == .rating }.map(\.name)
      guard let question = project.question(name) else {
        throw EngineError.unsuitedQuestion(
          name, problem: "the project has no question “\(name)”, and there is no file of that name",
          remedy: "It asks \(list(project.questions.map(\.name))).")
      }
      guard question.kind == .choice || question.kind == .rating else {
        throw EngineError.unsuitedQuestion(
          name, problem: "\(name) is a question of the kind \(question.kind.rawValue), not choice or rating",
          remedy: choices.isEmpty
            ? "Answers can be aggregated where one value is chosen of several, or a number is given."
            : "Ask for \(list(choices)).")
      }
      let entries = try db.sight(of: session).seesGold ? db.goldEntries() : []
      let gold = Dictionary(entries.map { ($0.sample, $0.answers[name]) }) { $1 }
      guard let work = try WorkTable(db).work(of: name) else { throw EngineError.damagedTable("facts") }
      let samples = try work.positions.map { position in
        try String.fetchOne(
          db.cachedStatement(sql: "SELECT sample FROM touched WHERE position = ?"), arguments: [position]) ?? ""
      }
      let known = samples.enumerated().map { item, sample -> Answer? in
        work.resolved[item] < 0 ? gold[sample] ?? nil : work.answers[Int(work.resolved[item])]
      }
      let (annotators, ratings) = work.answered()
      return QuestionAnswers(
        question: name, samples: samples, annotators: annotators, values: work.names, numbers: work.numbers,
        ratings: ratings, known: known.map { $0?.countName })
    }
  }
}
