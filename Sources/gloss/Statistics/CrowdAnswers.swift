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
    findings = table.repeatFindings
    if table.withoutValue > 0 {
      findings.append("\(Words.count(table.withoutValue, "row has", "rows have")) no value: taken for no answers")
    }
    if let goldFile { try takeGold(GoldTable(path: goldFile, columns: table.columns)) }
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

  private mutating func takeGold(_ table: GoldTable) throws {
    let numbers = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, Int32($0)) })
    let none = Int32(values.count)
    let gold = samples.map { sample in table.values[sample].map { numbers[$0] ?? none } ?? -1 }
    let known = gold.count { $0 >= 0 }
    if known == 0 {
      throw CommandFailure(
        place: table.file, what: "it has no sample that anybody answered",
        remedy: "its column of samples must have the names that the answers have")
    }
    if known < table.values.count {
      findings.append("\(Words.count(table.values.count - known, "gold sample has", "gold samples have")) no answer")
    }
    self.gold = gold
  }
}

extension CrowdTable {
  /// Where somebody answered for one sample more than once: one sentence, or none.
  fileprivate var repeatFindings: [String] {
    guard let first = repeats.first else { return [] }
    let differing = repeats.count { $0.differ }
    var text = "\(Words.count(repeats.count, "time")) an annotator answered for one sample more than once"
    if differing > 0 { text += ", \(Words.count(differing, "time")) with another value" }
    text += "; the last row counts. The first is \(annotators[first.annotator]) on \(items[first.item])"
    return [text]
  }
}
