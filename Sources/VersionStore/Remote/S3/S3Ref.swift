/// A ref as an object of S3 holds it, in lines of text.
struct S3Ref: Equatable, Sendable {
  /// Nil where the ref was deleted: the object stays, so that a deletion is a conditional write like any other move.
  var id: ObjectID?
  /// 16 bytes of chance, so that no two writes are the same, and whoever wrote knows its own.
  var nonce: String
  /// The nonces of the writes before this one, the newest first.
  var before: [String]
  var time: Int64
  var author: String
  var what: String

  /// How many nonces are kept: so many others may move a ref while one writer waits for an answer that got lost.
  static let memory = 32

  private static let title = "gloss ref 1"

  /// The nonces of a write that follows this one.
  var chain: [String] { Array(([nonce] + before).prefix(S3Ref.memory)) }

  static func newNonce() -> String {
    let id = ObjectID(words: (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max), 0, 0))
    return String(id.hex.prefix(32))
  }

  var text: String {
    let lines = [
      S3Ref.title, "id " + (id?.hex ?? "-"), "nonce " + nonce, "before " + before.joined(separator: " "),
      "time \(time)", "author " + S3Ref.oneLine(author), "what " + S3Ref.oneLine(what),
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  init(id: ObjectID?, nonce: String, before: [String], time: Int64, author: String, what: String) {
    self.id = id
    self.nonce = nonce
    self.before = before
    self.time = time
    self.author = author
    self.what = what
  }

  /// Nil where `text` is not what `text` gives.
  init?(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    guard text.hasSuffix("\n"), lines.count == 8, let title = lines.popFirst(), title == S3Ref.title else { return nil }
    var fields: [Substring] = []
    for name in ["id", "nonce", "before", "time", "author", "what"] {
      guard let line = lines.popFirst(), line.hasPrefix(name + " ") else { return nil }
      fields.append(line.dropFirst(name.count + 1))
    }
    let id = ObjectID(hex: fields[0])
    guard id != nil || fields[0] == "-", !fields[1].isEmpty, let time = Int64(fields[3]) else { return nil }
    self.init(
      id: id, nonce: String(fields[1]), before: fields[2].split(separator: " ").map(String.init), time: time,
      author: S3Ref.manyLines(fields[4]), what: S3Ref.manyLines(fields[5]))
  }

  private static func oneLine(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\n", with: "%0A").replacing("\r", with: "%0D")
  }

  private static func manyLines(_ text: Substring) -> String {
    String(text.replacing("%0D", with: "\r").replacing("%0A", with: "\n").replacing("%25", with: "%"))
  }
}
