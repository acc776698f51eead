import GRDB

@testable import AnnotationEngine

/// What one annotator answered to a question for which there was a suggestion, as it stood when they submitted.
struct SuggestionUse {
  var sample: String
  var annotator: String
  var question: String
  /// The suggested answer, and whether the annotator saw it; else it was withheld.
  var offer: Offer
  /// What they answered; nil where they left an optional question open.
  var answer: Answer?
  /// When, in milliseconds since 1970, UTC.
  var at: Int64

  /// Whether they answered as was suggested.
  var agrees: Bool { answer == offer.answer }
}

extension Workspace {
  /// Every submitted answer to a question for which its annotator's sample had a suggestion, in order of samples'
  /// positions, annotators and questions. Annotations that had none, or came out of a file, are not among them. Reads only
  /// annotations that were offered something.
  func suggestionUses() throws(EngineError) -> [SuggestionUse] {
    try journal.read { db in
      var uses: [SuggestionUse] = []
      let rows = try SQLRow.fetchCursor(
        db,
        sql: """
          SELECT sample, annotator, answers, offered, at FROM annotations
          WHERE status = 'submitted' AND offered IS NOT NULL ORDER BY position, annotator
          """)
      while let row = try rows.next() {
        let text: String = row[3]
        guard let answers = Answers(text: row[2]),
          let offers = (try? JSONValue(parsing: text.utf8)).flatMap([String: Offer].init(json:))
        else { throw EngineError.damagedTable("annotations") }
        for (question, offer) in offers.sorted(by: { $0.key < $1.key }) {
          uses.append(
            SuggestionUse(
              sample: row[0], annotator: row[1], question: question, offer: offer, answer: answers[question],
              at: row[4]))
        }
      }
      return uses
    }
  }
}
