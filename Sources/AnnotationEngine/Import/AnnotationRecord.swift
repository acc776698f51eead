import VersionStore

/// One row of a file of annotations, checked against the project: what an import keeps of it while it sorts.
struct AnnotationRecord: Equatable, Sendable {
  var line: Int
  var answers: Answers
  var comment: String?
  var seconds: Double?

  /// What `RecordSorter` keeps. It never leaves the process.
  var encoded: [UInt8] {
    var row = RowWriter()
    row.number(UInt64(line))
    row.byte((comment == nil ? 0 : 1) | (seconds == nil ? 0 : 2))
    if let comment { row.name(comment) }
    if let seconds { row.number(seconds.bitPattern) }
    row.number(UInt64(answers.count))
    for (question, answer) in answers.sorted(by: { precedesInBytes($0.key, $1.key) }) {
      row.name(question)
      row.answer(answer)
    }
    return row.bytes
  }
}

extension AnnotationRecord {
  init?(_ row: inout RowReader) {
    guard let line = row.number(), let head = row.byte() else { return nil }
    self.line = Int(line)
    comment = head & 1 == 0 ? nil : row.name()
    seconds = head & 2 == 0 ? nil : row.number().map(Double.init(bitPattern:))
    answers = [:]
    guard let count = row.number() else { return nil }
    for _ in 0..<count {
      guard let question = row.name(), let answer = row.answer() else { return nil }
      answers[question] = answer
    }
  }

  /// As a flat JSON line, for a quarantine: what is wrong may be mended there and read again.
  func asJSONLine(sample: String, annotator: String) -> [UInt8] {
    var members = [JSONMember("sample", .string(sample)), JSONMember("annotator", .string(annotator))]
    for (question, answer) in answers.sorted(by: { precedesInBytes($0.key, $1.key) }) {
      members.append(JSONMember(question, answer.json))
    }
    if let comment { members.append(JSONMember("comment", .string(comment))) }
    if let seconds, seconds.isFinite { members.append(JSONMember("seconds", .number(seconds.description))) }
    var line: [UInt8] = []
    JSONValue.object(members).write(to: &line)
    return line
  }
}

/// All rows that a file has of one annotator's answers to one sample.
struct AnnotationGroup {
  var sample: String
  var annotator: String
  /// In the order of the file; never empty.
  var records: [AnnotationRecord]
  /// The sample's place in import order.
  var position = 0

  /// Rows that answer a question otherwise than an earlier row, with the reason; they are taken out.
  mutating func removeContradictions() -> [(record: AnnotationRecord, reason: String)] {
    var given: [String: (answer: Answer, line: Int)] = [:]
    var bad: [(record: AnnotationRecord, reason: String)] = []
    records.removeAll { record in
      for (question, answer) in record.answers {
        guard let (earlier, line) = given[question], earlier != answer else { continue }
        let reason = "\(annotator) answers \(question) of \(sample) with “\(earlier.words)” in line \(line)"
        bad.append((record, reason))
        return true
      }
      for (question, answer) in record.answers { given[question] = (answer, record.line) }
      return false
    }
    return bad
  }

  /// The answers of all rows together.
  var answers: Answers {
    records.reduce(into: [:]) { all, record in all.merge(record.answers) { first, _ in first } }
  }

  /// Different comments stand below each other.
  var comment: String? {
    var comments: [String] = []
    for comment in records.compactMap(\.comment) where !comments.contains(comment) { comments.append(comment) }
    return comments.isEmpty ? nil : comments.joined(separator: "\n")
  }

  /// The most that a row says: rows of one annotation may each have the time of the whole.
  var seconds: Double { records.compactMap(\.seconds).max() ?? 0 }
}

extension AnnotationGroup {
  var encoded: [UInt8] {
    var row = RowWriter()
    row.number(UInt64(position))
    return records.reduce(into: row.bytes) { $0 += $1.encoded }
  }

  /// Reads `encoded`; nil for what is none.
  init?(key: [UInt8], encoded: [UInt8]) {
    var row = RowReader(encoded)
    guard let key = PartKey.split(key), let position = row.number() else { return nil }
    self.init(sample: key.sample, annotator: key.part, records: [], position: Int(position))
    while !row.isAtEnd {
      guard let record = AnnotationRecord(&row) else { return nil }
      records.append(record)
    }
  }
}
