import VersionStore

/// The value of a row of the `annotations` tree, whose key is the sample's id, 0x00, and the annotator's name.
/// It holds no prose: comment and reason are named by the ids of their blobs. `Tables.md` gives the layout.
struct AnnotationRow: Equatable, Sendable {
  enum Status: UInt8, Sendable {
    case submitted = 1
    case skipped = 2
  }

  var status: Status
  var answers: Answers
  var flagged: Bool
  var milliseconds: UInt64
  var revision: UInt64
  var comment: ObjectID?
  var reason: ObjectID?

  private enum Head {
    static let status: UInt8 = 0b11
    static let flagged: UInt8 = 1 << 2
    static let comment: UInt8 = 1 << 3
    static let reason: UInt8 = 1 << 4
    static let known: UInt8 = 0b1_1111
  }

  var encoded: [UInt8] {
    var row = RowWriter()
    var head = status.rawValue
    if flagged { head |= Head.flagged }
    if comment != nil { head |= Head.comment }
    if reason != nil { head |= Head.reason }
    row.byte(head)
    row.number(milliseconds)
    row.number(revision)
    row.number(UInt64(answers.count))
    for (question, answer) in answers.sorted(by: { precedesInBytes($0.key, $1.key) }) {
      row.name(question)
      row.answer(answer)
    }
    if let comment { row.id(comment) }
    if let reason { row.id(reason) }
    return row.bytes
  }
}

extension AnnotationRow {
  /// nil where the bytes are not the one encoding of a row.
  init?(encoded: [UInt8]) {
    var row = RowReader(encoded)
    guard let head = row.byte(), head & ~Head.known == 0, let status = Status(rawValue: head & Head.status),
      let milliseconds = row.number(), let revision = row.number(), let count = row.number()
    else { return nil }
    var answers: Answers = [:]
    var last: String?
    for _ in 0..<count {
      guard let question = row.name(), let answer = row.answer() else { return nil }
      if let last, !precedesInBytes(last, question) { return nil }
      answers[question] = answer
      last = question
    }
    // Two names that differ only in their Unicode normal form would be one question.
    guard answers.count == Int(count) else { return nil }
    let comment = head & Head.comment == 0 ? nil : row.id()
    let reason = head & Head.reason == 0 ? nil : row.id()
    guard row.isAtEnd, (comment != nil) == (head & Head.comment != 0), (reason != nil) == (head & Head.reason != 0)
    else { return nil }
    self.init(
      status: status, answers: answers, flagged: head & Head.flagged != 0, milliseconds: milliseconds,
      revision: revision, comment: comment, reason: reason)
  }

  /// The blobs that the row in `encoded` names; most name none, which its first byte tells.
  static func prose(in encoded: [UInt8]) -> [ObjectID] {
    guard let head = encoded.first, head & (Head.comment | Head.reason) != 0, let row = AnnotationRow(encoded: encoded)
    else { return [] }
    return [row.comment, row.reason].compactMap { $0 }
  }

  /// Milliseconds of a duration in seconds, as rows keep it; 0 for what is no duration.
  static func milliseconds(_ seconds: Double) -> UInt64 {
    UInt64(exactly: (seconds * 1000).rounded()) ?? 0
  }
}
