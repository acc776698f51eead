import GRDB
import VersionStore

/// A merge that waits for reviewers, as its `merge-started` event tells it.
struct PendingMerge: Equatable {
  /// The other branch, as it was named.
  var branch: String
  var ours: ObjectID
  var theirs: ObjectID
  var base: ObjectID?
  var isStrict: Bool
  /// The blob of the message that its commit gets.
  var message: ObjectID?
}

/// One row of `conflicts`: a cell that both sides changed, with the event that settled it.
struct ConflictRow: Equatable {
  var sample: String
  var conflict: CellConflict
  /// The act that settled it and stands; nil while it waits.
  var settled: Int64?
}

extension PendingMerge {
  init(_ event: Event) throws {
    let payload = EventPayload(event)
    guard let ours = try payload.object("ours"), let theirs = try payload.object("theirs") else {
      throw payload.damaged("theirs")
    }
    self.init(
      branch: try payload.string("branch"), ours: ours, theirs: theirs, base: try payload.object("base"),
      isStrict: try payload.bool("strict"), message: try payload.object("note"))
  }

  /// The payload of `merge-started`.
  func json(_ conflicts: [(position: Int, row: ConflictRow)]) -> JSONValue {
    .object([
      JSONMember("branch", .string(branch)), JSONMember("ours", JSONValue(ours)),
      JSONMember("theirs", JSONValue(theirs)),
      JSONMember("base", JSONValue(base)), JSONMember("strict", .bool(isStrict)),
      JSONMember("note", JSONValue(message)),
      JSONMember(
        "conflicts",
        .array(
          conflicts.map { position, row in
            .object(
              [JSONMember("sample", .string(row.sample)), JSONMember("position", JSONValue(position))]
                + row.conflict.members)
          })),
    ])
  }
}

extension CellConflict {
  /// {"annotator" or "question", "base", "ours", "theirs"}; rows as hexadecimal digits or null.
  var members: [JSONMember] {
    let part =
      switch cell {
      case .annotation(let annotator): JSONMember("annotator", .string(annotator))
      case .label(let question): JSONMember("question", .string(question))
      }
    return [part]
      + zip(["base", "ours", "theirs"], [base, ours, theirs]).map { name, row in
        JSONMember(name, row.map { .string(hexDigits($0)) } ?? .null)
      }
  }

  init?(json: JSONValue) {
    if case .string(let annotator)? = json["annotator"] {
      cell = .annotation(annotator: annotator)
    } else if case .string(let question)? = json["question"] {
      cell = .label(question: question)
    } else {
      return nil
    }
    func row(_ name: String) -> [UInt8]? {
      guard case .string(let digits)? = json[name] else { return nil }
      return bytes(ofHex: digits)
    }
    (base, ours, theirs) = (row("base"), row("ours"), row("theirs"))
  }

  /// Its place in the table: the kind, and the annotator or the question.
  var key: (kind: String, part: String) { cell.key }
}

extension MergeConflict.Cell {
  var key: (kind: String, part: String) {
    switch self {
    case .annotation(let annotator): ("annotation", annotator)
    case .label(let question): ("label", question)
    }
  }
}

extension MergeConflict.Choice {
  /// "ours", "theirs", or {"answer": …}.
  var json: JSONValue {
    switch self {
    case .ours: .string("ours")
    case .theirs: .string("theirs")
    case .answer(let answer): .object([JSONMember("answer", answer.json)])
    }
  }

  init?(json: JSONValue) {
    switch json {
    case .string("ours"): self = .ours
    case .string("theirs"): self = .theirs
    default:
      guard let answer = json["answer"].flatMap(Answer.init(json:)) else { return nil }
      self = .answer(answer)
    }
  }
}

private let digits = Array("0123456789abcdef".utf8)

private func hexDigits(_ bytes: [UInt8]) -> String {
  String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

private func bytes(ofHex text: String) -> [UInt8]? {
  let digits = Array(text.utf8)
  guard digits.count.isMultiple(of: 2) else { return nil }
  var bytes: [UInt8] = []
  for index in stride(from: 0, to: digits.count, by: 2) {
    guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else { return nil }
    bytes.append(byte)
  }
  return bytes
}
