import AnnotationEngine

/// Which columns of a file of annotations hold what: by the names "sample" (or "id"), "annotator", "comment", "seconds"
/// and those of the questions, unless they are mapped to others.
struct AnnotationColumns {
  let sample: String
  /// Stands in for `sample` where the file has no column of that name and none was mapped.
  let sampleOtherwise: String?
  let annotator: String
  let comment: String
  let seconds: String
  let questions: [(question: Question, column: String)]
  /// Columns that were mapped by hand: the file must have them.
  let mapped: [String]

  private static let parts = ["sample", "annotator", "comment", "seconds"]

  init(_ project: Project, _ map: ColumnMap) throws(EngineError) {
    let names = AnnotationColumns.parts + project.questions.map(\.name)
    for name in map.columns.keys.sorted() where !names.contains(name) {
      throw .invalidName(
        name,
        problem: "--map gives the column of one of \(names.quotedList)"
          + (nearestName(to: name, among: names).map { "; did you mean \"\($0)\"?" } ?? ""))
    }
    func column(_ name: String) -> String { map.columns[name] ?? name }
    sample = map.columns["sample"] ?? map.id ?? "sample"
    sampleOtherwise = map.columns["sample"] == nil && map.id == nil ? "id" : nil
    annotator = column("annotator")
    comment = column("comment")
    seconds = column("seconds")
    questions = project.questions.map { ($0, column($0.name)) }
    mapped = names.compactMap { map.columns[$0] } + (map.id.map { [$0] } ?? [])
  }

  /// All that the file may have, to tell a delimiter by.
  var wanted: [String] { [sample, annotator] + questions.map(\.column) }

  /// The error of a file that lacks a column without which there are no annotations.
  func missing(known: [String], file: String, needsAnnotator: Bool = true) -> EngineError? {
    let hasSample = known.contains(sample) || sampleOtherwise.map { known.contains($0) } ?? false
    if !hasSample { return .unknownColumn(sample, known: known, file: file) }
    if needsAnnotator && !known.contains(annotator) { return .unknownColumn(annotator, known: known, file: file) }
    if let lost = mapped.first(where: { !known.contains($0) }) {
      return .unknownColumn(lost, known: known, file: file)
    }
    if !questions.contains(where: { known.contains($0.column) }) {
      return .unknownColumn(questions.first?.column ?? "", known: known, file: file)
    }
    return nil
  }
}

/// Something in a row that cannot be taken, in words.
struct RowProblem: Error { var reason: String }
