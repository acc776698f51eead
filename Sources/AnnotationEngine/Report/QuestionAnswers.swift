import GRDB
import LabelStatistics

/// The submitted answers to one question of the kind choice, with names: what an aggregation is made from.
public struct QuestionAnswers: Sendable {
  public var question: String
  /// Samples with an answer or a reviewer's decision, in import order.
  public var samples: [String]
  /// In the order of their names' bytes.
  public var annotators: [String]
  /// In the project's order.
  public var values: [String]
  public var ratings: Ratings
  /// By sample, the value that a reviewer decided on, or −1.
  public var resolved: [Int32]
}

extension Workspace {
  /// The submitted answers to the question `name`. Reads all annotations: about 2 µs each.
  ///
  /// - Throws: `notPermitted` for an annotator; `unsuitedQuestion`.
  public func answers(_ session: Session, to name: String) throws(EngineError) -> QuestionAnswers {
    try journal.read { db in
      let project = try db.project()
      try project.permit(session, "aggregate answers", needs: .reviewer)
      let choices = project.questions.filter { $0.kind == .choice }.map(\.name)
      guard let question = project.question(name) else {
        throw EngineError.unsuitedQuestion(
          name, problem: "the project has no question “\(name)”, and there is no file of that name",
          remedy: "It asks \(list(project.questions.map(\.name))).")
      }
      guard question.kind == .choice else {
        throw EngineError.unsuitedQuestion(
          name, problem: "\(name) is a question of the kind \(question.kind.rawValue), not choice",
          remedy: choices.isEmpty
            ? "Answers can be aggregated where one value is chosen of several." : "Ask for \(list(choices)).")
      }
      let votes = try QuestionVotes(question, db)
      let names = try votes.positions.map { position in
        try String.fetchOne(
          db.cachedStatement(sql: "SELECT sample FROM touched WHERE position = ?"), arguments: [position]) ?? ""
      }
      return QuestionAnswers(
        question: name, samples: names, annotators: votes.annotators, values: votes.values, ratings: votes.ratings,
        resolved: votes.resolved)
    }
  }
}
