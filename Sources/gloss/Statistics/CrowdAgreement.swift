import AnnotationEngine
import Interchange
import LabelStatistics

/// Agreement of a file whose rows are an item, an annotator and a value.
enum CrowdAgreement {
  /// How the values of a file compare, and for each of its values the number on that scale.
  typealias Reading = (CrowdTable, Level?) throws -> (scale: AnswerScale, numbers: [Int32])

  static func section(_ request: AgreementRequest, _ reading: Reading) throws -> AgreementSection {
    let table = try CrowdTable(
      path: request.path, columns: try CrowdColumns(map: request.map, others: request.options.by))
    try requireAnswers(table.ratings.items.count, in: table.file)
    let cuts = try KindCuts(table, request.options)
    let (scale, numbers) = try reading(table, request.level)
    var ratings = table.ratings
    ratings.valueCount = scale.valueCount
    if numbers != Array(numbers.indices.map(Int32.init)) { ratings.values = ratings.values.map { numbers[Int($0)] } }
    let sheet = AnswerSheet(
      ratings: ratings, annotators: Array(table.annotators), scale: scale,
      columns: cuts.columns, times: cuts.times)
    var agreement = QuestionAgreement(sheet, request.options)
    agreement.findings = crowdFindings(table)
    let name = table.columns.value ?? "value"
    let order = scale.labels.map(\.name)
    return AgreementSection(
      name: name, json: agreement.json(values: order), text: agreement.text(name, values: order))
  }

  // MARK: - Kinds

  /// Each value for itself; where a level asks for an order, as numbers, of which two spellings may be one.
  static func values(_ table: CrowdTable, _ level: Level?) throws -> (AnswerScale, [Int32]) {
    guard let level, level != .nominal else {
      return (.nominal(Array(table.values)), table.values.indices.map(Int32.init))
    }
    var numbers: [Double] = []
    for (index, name) in table.values.enumerated() {
      let place = "\(table.file):\(table.values.line(index))"
      switch NumberCell(name) {
      case .number(let number): numbers.append(number)
      case .tooFar: throw tooFar(name, place: place)
      case .noNumber:
        throw CommandFailure(
          place: place, what: "“\(name)” is no number, as the level \(level.rawValue) needs it",
          remedy: "leave --level out, or write the values as numbers")
      }
    }
    let distinct = Set(numbers).sorted()
    let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, Int32($0)) })
    let names = distinct.map { $0 == $0.rounded() && abs($0) < 1e15 ? "\(Int($0))" : "\($0)" }
    return (.numbers(distinct, names: names, level: level), numbers.map { places[$0] ?? 0 })
  }

  /// Several labels a cell, joined by | or ;, or as a JSON array; [] is the answer that chose none. Where no cell of the
  /// file has any of these, a comma joins labels.
  static func sets(_ table: CrowdTable, _ level: Level?) throws -> (AnswerScale, [Int32]) {
    try refuse(level, "sets", table)
    let hasOthers = table.values.contains { $0.contains("|") || $0.contains(";") || $0.first == "[" }
    let cells = table.values.map { labels($0, takesCommas: !hasOthers) }
    let names = Names(Array(cells.joined()))
    var known: [Set<Int>: Int32] = [:]
    var sets: [Set<Int>] = []
    let numbers = cells.map { cell in
      let set = Set(cell.compactMap { names.number(of: $0) })
      if let number = known[set] { return number }
      known[set] = Int32(sets.count)
      sets.append(set)
      return Int32(sets.count - 1)
    }
    return (.sets(sets, labels: Array(names)), numbers)
  }

  /// Places in a taxonomy as paths from its top: animal/dog/poodle.
  static func taxonomy(_ table: CrowdTable, _ level: Level?) throws -> (AnswerScale, [Int32]) {
    try refuse(level, "places in a taxonomy", table)
    let paths = table.values.map { $0.split(separator: "/").map(String.init) }
    return (.taxonomy(paths), table.values.indices.map(Int32.init))
  }

  private static func refuse(_ level: Level?, _ what: String, _ table: CrowdTable) throws(CommandFailure) {
    guard let level, level != .nominal else { return }
    throw CommandFailure(
      place: table.file, what: "\(what) have no level \(level.rawValue)", remedy: "leave --level out",
      status: .wrongUsage)
  }

  private static func labels(_ cell: String, takesCommas: Bool) -> [String] {
    if cell.first == "[", let value = try? JSONValue(parsing: cell.utf8), case .array(let elements) = value {
      return elements.map { if case .string(let text) = $0 { text } else { $0.text } }
    }
    let separator: Character = takesCommas ? "," : cell.contains("|") ? "|" : ";"
    return cell.split(separator: separator).map(\.trimmed).filter { !$0.isEmpty }
  }
}
