import Yams

/// A mapping of the project file whose keys are known.
struct YAMLMapping {
  let file: String
  /// "a question", for messages.
  let what: String
  private let node: Node
  private let entries: [(key: String, value: Node)]

  /// Throws where `node` is no mapping or has a key not in `keys`. `meant`: words from other tools → ours.
  init(
    _ node: Node, what: String, file: String, keys: [String], meant: [String: String] = [:]
  ) throws(EngineError) {
    self.file = file
    self.what = what
    self.node = node
    guard let mapping = node.mapping else {
      entries = []
      throw failure(
        node, "\(what) is written as \(YAMLMapping.describe(node)), but has parts with names",
        "write it as {\(keys[0]): …} with \(keys.map { "`\($0)`" }.joined(separator: ", "))")
    }
    entries = mapping.map { ($0.key.scalar?.string ?? "", $0.value) }
    for (key, _) in mapping {
      let name = key.scalar?.string ?? ""
      if keys.contains(name) { continue }
      throw failure(
        key, "\(what) has no \"\(name)\"", YAMLMapping.advice(for: name, among: keys, meant: meant))
    }
  }

  /// As `init(_:…)`, but a bare word stands for {name: word}.
  init(
    nodeOrName node: Node, what: String, file: String, keys: [String], meant: [String: String] = [:]
  ) throws(EngineError) {
    var entry = node
    if node.scalar != nil, !YAMLMapping.isNull(node) {
      entry = .mapping(.init([(Node("name"), node)], .implicit, .any, node.mark))
    }
    try self.init(entry, what: what, file: file, keys: keys, meant: meant)
  }

  /// Line and column of a node, from 1.
  func place(of node: Node) -> (line: Int, column: Int) {
    let mark = node.mark ?? self.node.mark
    return (mark?.line ?? 1, mark?.column ?? 1)
  }

  func failure(_ place: Node, _ problem: String, _ remedy: String) -> EngineError {
    let (line, column) = self.place(of: place)
    return .project(file: file, line: line, column: column, problem: problem, remedy: remedy)
  }

  func advice(for word: String, among known: [String], meant: [String: String] = [:]) -> String {
    YAMLMapping.advice(for: word, among: known, meant: meant)
  }

  private static func advice(for word: String, among known: [String], meant: [String: String]) -> String {
    let all = "known here: \(known.joined(separator: ", "))"
    guard let near = nearestName(to: word, among: known) ?? meant[word.lowercased()] else { return all }
    return "did you mean \"\(near)\"? (\(all))"
  }

  /// What a node is, in words.
  private static func describe(_ node: Node) -> String {
    switch node {
    case .mapping: "a mapping"
    case .sequence: "a list"
    default: isNull(node) ? "nothing" : "a single word"
    }
  }

  private static func isNull(_ node: Node) -> Bool {
    guard let scalar = node.scalar, scalar.style == .plain else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }
}

// MARK: - Parts by key

extension YAMLMapping {
  /// The value of a key; nil where the key is missing or has nothing after it.
  private func value(_ key: String) -> Node? {
    guard let value = entries.first(where: { $0.key == key })?.value, !YAMLMapping.isNull(value) else { return nil }
    return value
  }

  /// The keys that there are, in the order of the file.
  var names: [String] { entries.map(\.key) }

  /// Whether parts with names stand behind a key.
  func isMapping(_ key: String) -> Bool { value(key)?.mapping != nil }

  func required(_ key: String) throws(EngineError) -> Node {
    guard let value = value(key) else {
      throw failure(node, "\(what) has no \(key)", "add `\(key): …`")
    }
    return value
  }

  private func wrongType(_ key: String, _ value: Node, _ wanted: String, _ remedy: String) -> EngineError {
    failure(value, "\(key) should be \(wanted), and is \(YAMLMapping.describe(value))", remedy)
  }

  func text(_ key: String) throws(EngineError) -> String? {
    guard let value = value(key) else { return nil }
    guard let scalar = value.scalar else { throw wrongType(key, value, "text", "write `\(key): some text`") }
    return scalar.string
  }

  func requiredText(_ key: String) throws(EngineError) -> String {
    _ = try required(key)
    return try text(key) ?? ""
  }

  func flag(_ key: String) throws(EngineError) -> Bool? {
    guard let value = value(key) else { return nil }
    switch value.scalar.map({ $0.style == .plain ? $0.string : "" }) {
    case .some("true"): return true
    case .some("false"): return false
    default:
      throw failure(value, "\(key) is neither true nor false", "write `\(key): true` or `\(key): false`")
    }
  }

  func number(_ key: String, in range: ClosedRange<UInt64>) throws(EngineError) -> UInt64? {
    guard let value = value(key) else { return nil }
    guard let scalar = value.scalar, scalar.style == .plain, let number = UInt64(scalar.string), range.contains(number)
    else {
      let shown = value.scalar.map { "\"\($0.string)\"" } ?? YAMLMapping.describe(value)
      throw failure(
        value, "\(key) is \(shown), not a whole number from \(range.lowerBound) to \(range.upperBound)",
        "write `\(key): \(range.lowerBound)` or more, without quotes")
    }
    return number
  }

  /// A share from 0 to 1, written "5%" or 0.05.
  func share(_ key: String) throws(EngineError) -> Double? {
    guard let value = value(key) else { return nil }
    let remedy = "write a share: `\(key): 5%` or `\(key): 0.05`"
    guard let scalar = value.scalar else { throw wrongType(key, value, "a share", remedy) }
    let isPercent = scalar.string.hasSuffix("%")
    let digits = isPercent ? scalar.string.dropLast() : scalar.string[...]
    let isNumber = digits.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    guard isNumber, let number = Double(digits) else {
      throw failure(value, "\(key) is \"\(scalar.string)\", not a share", remedy)
    }
    let share = isPercent ? number / 100 : number
    guard share <= 1 else { throw failure(value, "\(key) is more than all of it", remedy) }
    return share
  }

  /// Seconds, written with units: 90s, 10m, 1h, 1h30m, 2d.
  func duration(_ key: String, in range: ClosedRange<Int>) throws(EngineError) -> Int? {
    guard let value = value(key) else { return nil }
    let remedy = "write a number with its unit: 90s, 10m, 1h or 1h30m"
    guard let scalar = value.scalar else { throw wrongType(key, value, "a time", remedy) }
    guard let seconds = WrittenTime.seconds(in: scalar.string) else {
      throw failure(value, "\"\(scalar.string)\" is not a time", remedy)
    }
    guard range.contains(seconds) else {
      throw failure(value, "\(key) is \(scalar.string)", "it can be from 1s to 7d")
    }
    return seconds
  }

  /// One of an enumeration's words.
  func word<Word>(_ key: String, meant: [String: String] = [:]) throws(EngineError) -> Word?
  where Word: RawRepresentable<String> & CaseIterable {
    guard let value = value(key) else { return nil }
    let known = Word.allCases.map(\.rawValue)
    guard let scalar = value.scalar else {
      throw wrongType(key, value, "one word", "known here: \(known.joined(separator: ", "))")
    }
    guard let word = Word(rawValue: scalar.string) else {
      throw failure(
        value, "there is no \(key) \"\(scalar.string)\"", advice(for: scalar.string, among: known, meant: meant))
    }
    return word
  }

  func requiredWord<Word>(_ key: String, meant: [String: String] = [:]) throws(EngineError) -> Word
  where Word: RawRepresentable<String> & CaseIterable {
    let place = try required(key)
    guard let word: Word = try word(key, meant: meant) else {
      throw failure(place, "\(what) has no \(key)", "add `\(key): …`")
    }
    return word
  }

  func mapping(
    _ key: String, keys: [String], meant: [String: String] = [:]
  ) throws(EngineError) -> YAMLMapping? {
    guard let value = value(key) else { return nil }
    return try YAMLMapping(value, what: "`\(key)`", file: file, keys: keys, meant: meant)
  }

  /// Reads a list's entries; a missing list is empty.
  func list<Entry>(
    _ key: String, atLeast: Int, _ read: (Node) throws(EngineError) -> Entry
  ) throws(EngineError) -> [Entry] {
    if atLeast > 0 { _ = try required(key) }
    guard let value = value(key) else { return [] }
    guard let sequence = value.sequence else {
      throw wrongType(key, value, "a list", "begin each entry with `- ` on a line of its own")
    }
    if sequence.count < atLeast {
      let wanted = atLeast == 1 ? "one entry" : "\(atLeast) entries"
      throw failure(value, "\(key) needs at least \(wanted)", "add the missing ones")
    }
    var entries: [Entry] = []
    for node in sequence { entries.append(try read(node)) }
    return entries
  }
}
