import Yams

/// What a name may be. Names stand in exported rows as columns, in answers, on screens, and in the keys of committed
/// tables, where a zero byte separates parts.
enum NameRule {
  /// Columns of an exported row that are no field and no question.
  static let ofRows = ["id", "annotations", "_labels"]
  /// Columns of a file of annotations that are no question.
  static let ofAnnotations = ["sample", "annotator", "comment", "seconds"]
  /// An exported column that would clash gets this before its name, so nothing may be so named from the start.
  static let clashPrefix = "meta."
  static let lengthLimit = 128

  /// Gives `name` back where it may be used.
  static func check(
    _ name: String, at place: Node, in mapping: YAMLMapping, what: String, reserved: [String] = [],
    noEquals: Bool = false, noBar: Bool = false
  ) throws(EngineError) -> String {
    func fail(_ problem: String, _ remedy: String) -> EngineError {
      mapping.failure(place, "\(what) cannot be named \"\(printable(name))\": \(problem)", remedy)
    }
    if name.isEmpty { throw mapping.failure(place, "\(what) needs a name", "write one after `name:`") }
    if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      throw fail("it holds a control character", "use letters, digits, spaces and signs that can be seen")
    }
    if name.first?.isWhitespace == true || name.last?.isWhitespace == true {
      throw fail("it begins or ends with a space", "remove the space")
    }
    if name.utf8.count > lengthLimit {
      throw fail("it is longer than \(lengthLimit) bytes", "use a short name and say the rest in `title`")
    }
    if reserved.contains(name) {
      throw fail("exported and imported files use this column for something else", "use another name")
    }
    if !reserved.isEmpty && name.hasPrefix(clashPrefix) {
      throw fail("names that begin with \"\(clashPrefix)\" are kept for exported metadata", "use another name")
    }
    if noEquals && name.contains("=") {
      throw fail("options such as --map name=column could not name it", "leave the = out")
    }
    if noBar && name.contains("|") {
      throw fail("in CSV files | separates several values", "leave the | out")
    }
    return name
  }

  /// A name as an error message may show it: no control characters.
  private static func printable(_ name: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in name.unicodeScalars.prefix(60) {
      shown.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
    }
    return String(shown)
  }
}

/// Names seen so far of one kind of thing, to refuse the second of a name with the line of the first.
struct UniqueNames {
  private let what: String
  private var lines: [String: Int] = [:]

  init(_ what: String) { self.what = what }

  mutating func add(_ name: String, at place: Node, in mapping: YAMLMapping) throws(EngineError) {
    if let first = lines[name] {
      throw mapping.failure(
        place, "the \(what) \"\(name)\" is there already, in line \(first)", "give one of them another \(noun)")
    }
    lines[name] = mapping.place(of: place).line
  }

  private var noun: String { what == "key" ? "key" : "name" }
}
