import AnnotationEngine
import Interchange
import LabelStatistics

/// The answers to one question, from a file or a workspace, with names and, where there is any, gold.
struct CrowdAnswers {
  var samples: [String]
  var annotators: [String]
  var values: [String]
  var ratings: Ratings
  /// The known value of each sample, −1 where it is not known; a value that nobody gave is `values.count`. nil: no gold.
  var gold: [Int32]?
  /// What one should know of the data.
  var findings: [String] = []

  /// Of a file of answers and, where there is one, a file of gold.
  init(file: String, gold goldFile: String?, columns: CrowdColumns) throws {
    let table = try CrowdTable(path: file, columns: columns)
    samples = Array(table.items)
    annotators = Array(table.annotators)
    values = Array(table.values)
    ratings = table.ratings
    findings = crowdFindings(table)
    if let goldFile { try takeGold(GoldTable(path: goldFile, columns: table.columns), table.values) }
    if ratings.items.isEmpty {
      throw CommandFailure(place: file, what: "there are no answers in it", remedy: "name a file with a row an answer")
    }
  }

  /// Of the submitted annotations of a workspace; gold is what reviewers decided.
  init(_ answers: QuestionAnswers) throws {
    samples = answers.samples
    annotators = answers.annotators
    values = answers.values
    ratings = answers.ratings
    gold = answers.resolved.contains { $0 >= 0 } ? answers.resolved : nil
    if ratings.items.isEmpty {
      throw CommandFailure(
        what: "nobody has answered \(answers.question) yet", remedy: "aggregate it when answers are submitted")
    }
  }

  private mutating func takeGold(_ table: GoldTable, _ names: Names) throws {
    let gold = samples.map { sample in
      table[sample].map { Int32(names.number(of: $0) ?? names.count) } ?? -1
    }
    let known = gold.count { $0 >= 0 }
    if known == 0 {
      throw CommandFailure(
        place: table.file, what: "it has no sample that anybody answered",
        remedy: "its column of samples must have the names that the answers have")
    }
    if known < table.count {
      findings.append("\(Words.count(table.count - known, "gold sample has", "gold samples have")) no answer")
    }
    self.gold = gold
  }
}
