import GRDB

/// What one annotator answered to a question for which there was a suggestion, as it stood when they submitted.
public struct SuggestionUse: Codable, Equatable, Sendable {
  public var sample: String
  public var annotator: String
  public var question: String
  /// The suggested answer, and whether the annotator saw it; else it was withheld.
  public var offer: Offer
  /// What they answered; nil where they left an optional question open.
  public var answer: Answer?
  /// When, in milliseconds since 1970, UTC.
  public var at: Int64

  /// Whether they answered as was suggested.
  public var agrees: Bool { answer == offer.answer }
}

/// How often an annotator's answers to a question were the suggested ones, with the suggestion in sight and without it.
///
/// Acceptance is `agreedShown` of `shown`. Pull is that share less `agreedWithheld` of `withheld`: how much more often they
/// give the suggested answer because they see it.
public struct SuggestionTally: Codable, Equatable, Sendable {
  public var shown = 0
  public var agreedShown = 0
  public var withheld = 0
  public var agreedWithheld = 0

  public init() {}

  public mutating func add(_ use: SuggestionUse) {
    if use.offer.isShown {
      shown += 1
      agreedShown += use.agrees ? 1 : 0
    } else {
      withheld += 1
      agreedWithheld += use.agrees ? 1 : 0
    }
  }
}

extension Workspace {
  /// Every submitted answer to a question for which its annotator's sample had a suggestion, in order of samples'
  /// positions, annotators and questions. Annotations that had none, or came out of a file, are not among them. Reads only
  /// annotations that were offered something.
  public func suggestionUses() throws(EngineError) -> [SuggestionUse] {
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

  /// By annotator and question, how suggestions were used.
  public func suggestionTallies() throws(EngineError) -> [String: [String: SuggestionTally]] {
    var tallies: [String: [String: SuggestionTally]] = [:]
    for use in try suggestionUses() {
      tallies[use.annotator, default: [:]][use.question, default: SuggestionTally()].add(use)
    }
    return tallies
  }
}
