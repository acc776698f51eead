import AnnotationEngine
import Interchange
import LabelStatistics

/// Looks for label errors in a file of labeled texts, or of labels and a file of probabilities. No workspace is needed.
struct FileSuspects {
  /// How the file is read.
  struct Columns {
    var id: String?
    var text: String?
    var label: String
    var layout = TableLayout()
  }

  static let folds = 5

  let ids: [String]?
  let texts: [String]?
  /// Names of the classes; those of the probabilities' columns, or the labels in the order of their bytes.
  let classes: [String]
  let labels: [Int32]
  /// Rows × classes; nil where a text model is to make them.
  private let given: [Double]?

  init(_ path: String, _ columns: Columns, probabilities: String?) throws {
    let table = try TableColumns(
      path: path, layout: columns.layout, wanted: [columns.label, columns.text, columns.id].compactMap { $0 })
    ids = try columns.id.map { name throws(EngineError) in try table.column(name) }
    texts = try columns.text.map { name throws(EngineError) in try table.column(name) }
    let names = try table.column(columns.label)
    try requireAnswers(names.count, in: path)
    let known = try probabilities.map { try TableColumns(path: $0) }
    let classes = known?.names ?? Array(Names(names))
    self.classes = classes
    let numbers = Dictionary(
      classes.enumerated().map { (Array($1.utf8), Int32($0)) }, uniquingKeysWith: { first, _ in first })
    labels = try names.enumerated().map { row, name in
      guard let number = numbers[Array(name.utf8)] else {
        throw CommandFailure(
          place: path, what: "row \(row + 1) has the label \(name), for which there is no column of probabilities",
          remedy: "the columns of \(probabilities ?? path) are \(classes.joined(separator: ", "))")
      }
      return number
    }
    given = try known.map { try Self.numbers($0, rows: names.count, of: path) }
  }

  private static func numbers(_ table: TableColumns, rows: Int, of path: String) throws -> [Double] {
    guard table.rows == rows else {
      throw CommandFailure(
        place: table.file, what: "it has \(Words.count(table.rows, "row")), and \(path) has \(Words.grouped(rows))",
        remedy: "give a row of probabilities for each label, in the same order")
    }
    let columns = table.names.indices.map { table.column(at: $0) }
    var numbers: [Double] = []
    numbers.reserveCapacity(rows * columns.count)
    for row in 0..<rows {
      for column in columns {
        guard let value = Double(column[row]), value.isFinite, value >= 0, value <= 1 else {
          throw CommandFailure(
            place: table.file, what: "row \(row + 1) has \(column[row]), which is no probability",
            remedy: "write numbers from 0 to 1")
        }
        numbers.append(value)
      }
    }
    return numbers
  }

  /// What was found, and what it was found by.
  struct Findings {
    var learning: ConfidentLearning
    var model: OutOfFold?
    var issues: [Bool]
    var quality: LabelQuality
    /// Rows, the most doubtful first.
    var ranked: [Int]
    var scores: [Double]
  }

  /// `all`: every row is ranked, not only the issues.
  func findings(_ filter: IssueFilter, _ quality: LabelQuality, all: Bool, seed: UInt64) throws -> Findings {
    var model: OutOfFold?
    if given == nil {
      guard Set(labels).count > 1, labels.count >= Self.folds else {
        throw CommandFailure(
          what: "there are too few labels for a text model: it needs \(Self.folds) rows, of two labels or more",
          remedy: "label more, or give probabilities with --probabilities FILE")
      }
      model = LogisticModel.outOfFold(
        TextFeatures(texts ?? []), labels: labels, classCount: classes.count, folds: Self.folds, seed: seed)
    }
    let learning = ConfidentLearning(
      labels: labels, probabilities: given ?? model?.probabilities ?? [], classCount: classes.count)
    let issues = learning.issues(filter)
    let ranked = learning.ranked(all ? issues.map { _ in true } : issues, by: quality)
    return Findings(
      learning: learning, model: model, issues: issues, quality: quality, ranked: ranked,
      scores: learning.scores(quality))
  }

  /// Why a row's label is doubted, in words.
  func why(_ row: Int, _ findings: Findings) -> String {
    let probabilities = Array(findings.learning.of(row))
    let (own, best) = (Int(labels[row]), findings.learning.suggestion(row))
    let source = findings.model == nil ? "the probabilities give" : "the text model, trained without this row, gives"
    func share(_ value: Int) -> String { "\(classes[value]) \(Words.fixed(probabilities[value], 2))" }
    var words = best == own ? "\(source) \(share(own))" : "\(source) \(share(best)), \(share(own))"
    if let model = findings.model, let text = texts?[row], best != own {
      let telling = model.models[Int(model.folds[row])].influences(
        of: text, for: best, against: own, most: 3, options: TextOptions())
      if !telling.isEmpty { words += ", most for “\(telling.map(\.word).joined(separator: "”, “"))”" }
    }
    return words
  }
}
