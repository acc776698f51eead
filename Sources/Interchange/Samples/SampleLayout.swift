import AnnotationEngine

/// Which columns of a file become which parts of a sample.
///
/// Columns named like a question, and `annotations` and `_labels` of an exported file, hold answers and stay out of the
/// sample: shown beside it they would give the answer away. Everything else that is no field and no id is metadata.
struct SampleLayout {
  /// By the project's fields, the column that each is read from.
  let fieldColumns: [String]
  /// The column of the id.
  let idColumn: String
  /// A missing id column is an error, not a reason to take the id from the content.
  let idIsRequired: Bool
  /// What stands in the content before each field's value, and after the last.
  let prefixes: [[UInt8]]
  /// Columns that are no metadata.
  let parts: Set<String>
  /// Columns of fields that were mapped by hand: the file must have them.
  let mappedColumns: [String]

  static let afterFields = Array(#"},"metadata":{"#.utf8)
  static let afterMetadata = Array("}}".utf8)

  init(_ project: Project, _ map: ColumnMap) throws(EngineError) {
    let fields = project.fields.map(\.name)
    for name in map.columns.keys.sorted() where !fields.contains(name) {
      throw .invalidName(
        name, problem: "--map gives the column of a field, and the fields are \(fields.quotedList(joinedBy: "and"))")
    }
    fieldColumns = fields.map { map.columns[$0] ?? $0 }
    idColumn = map.id ?? "id"
    idIsRequired = map.id != nil
    mappedColumns = fields.compactMap { map.columns[$0] }
    parts = Set(fieldColumns + [idColumn] + project.questions.map(\.name) + ["annotations", "_labels"])
    prefixes = fields.enumerated().map { index, name in
      var bytes = Array((index == 0 ? #"{"fields":{"# : ",").utf8)
      JSONText.append(name, to: &bytes)
      bytes.append(0x3A)
      return bytes
    }
  }

  /// The name under which a column that is no part goes to the metadata.
  func metadataName(_ column: String) -> String {
    ClashingNames.restored(column) { parts.contains($0) }
  }

  func missingField(known: [String], file: String) -> EngineError {
    .unknownColumn(fieldColumns.first ?? "", known: known, file: file)
  }
}

/// Metadata named like another column of an exported row is exported with "meta." before its name, and loses it again
/// when it is read. A name that has the look of one so renamed gets one more, so that no two names become one.
enum ClashingNames {
  static let prefix = "meta."

  /// The name in an exported row.
  static func exported(_ name: String, isTaken: (String) -> Bool) -> String {
    isTaken(core(name)) ? prefix + name : name
  }

  /// The name that `exported` was given.
  static func restored(_ name: String, isTaken: (String) -> Bool) -> String {
    name.hasPrefix(prefix) && isTaken(core(name)) ? String(name.dropFirst(prefix.count)) : name
  }

  private static func core(_ name: String) -> String {
    var rest = Substring(name)
    while rest.hasPrefix(prefix) { rest = rest.dropFirst(prefix.count) }
    return String(rest)
  }
}
