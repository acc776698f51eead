import AnnotationEngine

/// Which columns of a file say who gave which value to which item.
public struct CrowdColumns: Equatable, Sendable {
  /// Names of columns; nil where they are to be found by their usual names.
  public var sample: String?
  public var annotator: String?
  public var value: String?
  public var time: String?
  /// Further columns that are to be read.
  public var others: [String]
  /// Whether an empty cell is a value, as of texts; else a row without one is no answer. A JSON member that is missing or
  /// null never is one.
  public var takesEmptyValues = false

  /// Names of columns; what is nil is found by its usual names.
  public init(
    sample: String? = nil, annotator: String? = nil, value: String? = nil, time: String? = nil, others: [String] = []
  ) {
    self.sample = sample
    self.annotator = annotator
    self.value = value
    self.time = time
    self.others = others
  }

  /// From pairs as `sample=task`.
  public init(map: [String: String], others: [String] = []) throws(EngineError) {
    self.init(
      sample: map["sample"], annotator: map["annotator"], value: map["value"], time: map["time"], others: others)
    for name in map.keys.sorted() where !["sample", "annotator", "value", "time"].contains(name) {
      throw .invalidName(name, problem: "a file of answers is mapped by sample, annotator, value and time")
    }
  }

  /// Names that a column of times usually has.
  static let timeNames = ["time", "timestamp", "submitted", "date"]

  static let usual: [(role: String, names: [String])] = [
    ("sample", ["task", "sample", "item", "id"]), ("annotator", ["worker", "annotator", "rater", "user"]),
    ("value", ["label", "value", "answer", "response"]), ("time", timeNames),
  ]

  static var usualNames: [String] { usual.flatMap(\.names) }

  /// The column of each role among `columns`, by its name or by the first usual one that is there, whatever its case.
  /// Only time may be missing.
  func found(in columns: [String], file: String) throws(EngineError) -> CrowdColumns {
    var found = self
    found.sample = try Self.column(sample, 0, columns, file)
    found.annotator = try Self.column(annotator, 1, columns, file)
    found.value = try Self.column(value, 2, columns, file)
    found.time = try? Self.column(time, 3, columns, file)
    for name in [time].compactMap({ $0 }) + others where !columns.contains(name) {
      throw .unknownColumn(name, known: columns, file: file)
    }
    return found
  }

  /// The columns of a file that has samples and their known values, and no annotators. A column that was named for the
  /// answers is taken where this file has it too.
  func foundForGold(in columns: [String], file: String) throws(EngineError) -> (sample: String, value: String) {
    let given = { (name: String?) in name.flatMap { columns.contains($0) ? $0 : nil } }
    return (
      try Self.column(given(sample), 0, columns, file), try Self.column(given(value), 2, columns, file)
    )
  }

  private static func column(
    _ given: String?, _ role: Int, _ columns: [String], _ file: String
  ) throws(EngineError) -> String {
    if let given {
      guard columns.contains(given) else { throw .unknownColumn(given, known: columns, file: file) }
      return given
    }
    for name in usual[role].names {
      if let column = columns.first(where: { $0.lowercased() == name }) { return column }
    }
    throw .unknownColumn(usual[role].names.joined(separator: ", "), known: columns, file: file)
  }
}
