/// The canonical bytes of a commit:
///
/// ```
/// u8 1
/// u32 parents, 32 bytes each
/// u32 trees:   u32 size of the name, name, 32 bytes; in order of the names' bytes
/// u32 blobs:   as trees
/// i64 time
/// u32 size of the author, author
/// u32 size of the message, message
/// ```
///
/// Texts are UTF-8 exactly as given. There is one encoding of a commit, and nothing else is read.
extension Commit {
  private static let version: UInt8 = 1

  var encoded: [UInt8] {
    var bytes = [Commit.version]
    bytes.append(number: UInt32(parents.count))
    for parent in parents { parent.append(to: &bytes) }
    Commit.append(trees, to: &bytes)
    Commit.append(blobs, to: &bytes)
    bytes.append(number: time)
    Commit.append(author, to: &bytes)
    Commit.append(message, to: &bytes)
    return bytes
  }

  init?(encoded bytes: [UInt8]) {
    var reader = ByteReader(bytes[...])
    guard reader.number(UInt8.self) == Commit.version, let parentCount = reader.number(UInt32.self) else { return nil }
    parents = []
    for _ in 0..<parentCount {
      guard let parent = reader.id() else { return nil }
      parents.append(parent)
    }
    guard let trees = Commit.readNames(&reader), let blobs = Commit.readNames(&reader),
      let time = reader.number(Int64.self), let author = Commit.readText(&reader),
      let message = Commit.readText(&reader), reader.isAtEnd
    else { return nil }
    self.trees = trees
    self.blobs = blobs
    self.time = time
    self.author = author
    self.message = message
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(number: UInt32(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  private static func append(_ names: [String: ObjectID], to bytes: inout [UInt8]) {
    bytes.append(number: UInt32(names.count))
    for (name, id) in names.sorted(by: { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }) {
      append(name, to: &bytes)
      id.append(to: &bytes)
    }
  }

  private static func readText(_ reader: inout ByteReader) -> String? {
    reader.number(UInt32.self).flatMap { reader.text(Int($0)) }
  }

  private static func readNames(_ reader: inout ByteReader) -> [String: ObjectID]? {
    guard let count = reader.number(UInt32.self) else { return nil }
    var names: [String: ObjectID] = [:]
    var previous: [UInt8]?
    for _ in 0..<count {
      guard let name = readText(&reader), let id = reader.id() else { return nil }
      let bytes = Array(name.utf8)
      if let previous, !previous.lexicographicallyPrecedes(bytes) { return nil }
      previous = bytes
      names[name] = id
    }
    return names.count == Int(count) ? names : nil
  }
}
