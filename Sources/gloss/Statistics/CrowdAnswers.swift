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
  /// Of ratings, the number of each value; else empty.
  var numbers: [Double] = []
  /// Of ratings, the known number of each sample; nil: no gold.
  var goldNumbers: [Double?]?
  /// What one should know of the data.
  var findings: [String] = []
  /// The known value of each sample, as it is written; empty without gold.
  private var known: [String?] = []

  /// Of a file of answers and, where there is one, a file of gold.
  ///
  /// - Parameter areNumbers: The values are ratings; one that is no number ends it.
  init(file: String, gold goldFile: String?, columns: CrowdColumns, areNumbers: Bool = false) throws {
    let table = try CrowdTable(path: file, columns: columns)
    samples = Array(table.items)
    annotators = Array(table.annotators)
    values = Array(table.values)
    ratings = table.ratings
    findings = crowdFindings(table)
    if areNumbers {
      numbers = try table.values.enumerated().map { index, text in
        let place = "\(table.file):\(table.values.line(index))"
        switch NumberCell(text) {
        case .number(let number): return number
        case .tooFar: throw tooFar(text, place: place)
        case .noNumber:
          throw CommandFailure(
            place: place, what: "“\(text)” is no number, and a median needs numbers",
            remedy: "choose another method, or name the column of numbers: --map value=COLUMN")
        }
      }
    }
    if let goldFile { try takeGold(GoldTable(path: goldFile, columns: table.columns)) }
    try requireAnswers(ratings.items.count, in: file)
  }

  /// Of the submitted annotations of a workspace; gold is that of a file where one is named, else what reviewers decided
  /// and the answers of gold samples.
  init(_ answers: QuestionAnswers, gold goldFile: String?) throws {
    samples = answers.samples
    annotators = answers.annotators
    values = answers.values
    ratings = answers.ratings
    numbers = answers.numbers
    if let goldFile {
      // Its column of values may be called as the question.
      try takeGold(GoldTable(path: goldFile, columns: CrowdColumns(value: answers.question)))
    } else {
      if answers.known.contains(where: { $0 != nil }) { take(answers.known) }
    }
    if ratings.items.isEmpty {
      throw CommandFailure(
        what: "nobody has answered \(answers.question) yet", remedy: "aggregate it when answers are submitted")
    }
  }

  private mutating func takeGold(_ table: GoldTable) throws {
    let given = samples.map { table[$0] }
    let known = take(given)
    if known == 0 {
      throw CommandFailure(
        place: table.file, what: "it has no sample that anybody answered",
        remedy: "its column of samples must have the names that the answers have")
    }
    if known < table.count {
      findings.append("\(Words.count(table.count - known, "gold sample has", "gold samples have")) no answer")
    }
    let strange = Set(given.compactMap { $0 }).subtracting(values)
    if numbers.isEmpty, !strange.isEmpty {
      let all = gold.map { $0.count { $0 == Int32(values.count) } } ?? 0
      findings.append(
        "nobody ever answered \(strange.sorted().joined(separator: ", ")), which gold has \(Words.count(all, "time")): no "
          + "label is right there. The answers are \(values.prefix(8).joined(separator: ", "))\(values.count > 8 ? " …" : "")"
      )
    }
  }

  /// The same answers as numbers, where all of them are and there are more than two: of two values a median is the majority's.
  var asNumbers: CrowdAnswers? {
    if !numbers.isEmpty { return self }
    let found = values.compactMap { NumberCell($0).number }
    guard found.count == values.count, Set(found).count > 2 else { return nil }
    var same = self
    same.numbers = found
    if gold != nil { same.goldNumbers = known.map { $0.flatMap { NumberCell($0).number } } }
    return same
  }

  /// Takes the known value of each sample; gives how many there are.
  @discardableResult
  private mutating func take(_ known: [String?]) -> Int {
    // By bytes: two Unicode forms of one name are two names.
    let places = Dictionary(values.enumerated().map { (Array($1.utf8), Int32($0)) }) { first, _ in first }
    let none = Int32(values.count)
    let gold = known.map { value in value.map { places[Array($0.utf8)] ?? none } ?? -1 }
    self.gold = gold
    self.known = known
    if !numbers.isEmpty { goldNumbers = known.map { $0.flatMap { NumberCell($0).number } } }
    return gold.count { $0 >= 0 }
  }
}
