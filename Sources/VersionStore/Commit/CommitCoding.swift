/// The canonical bytes of a commit:
///
/// ```
/// u8 1, or 2 where it is signed
/// u32 parents, 32 bytes each
/// u32 trees:   u32 size of the name, name, 32 bytes; in order of the names' bytes
/// u32 blobs:   as trees
/// i64 time
/// u32 size of the author, author
/// u32 size of the message, message
/// signed: u32 size of the signature, signature
/// ```
///
/// Texts are UTF-8 exactly as given. There is one encoding of a commit, and nothing else is read.
extension Commit {
  private static let version: UInt8 = 1
  private static let signedVersion: UInt8 = 2

  /// What a signature signs: the bytes of the commit without it.
  public var payload: [UInt8] { encodedFields(Commit.version) }

  var encoded: [UInt8] {
    guard let signature else { return payload }
    var bytes = encodedFields(Commit.signedVersion)
    bytes.append(sized: signature)
    return bytes
  }

  private func encodedFields(_ version: UInt8) -> [UInt8] {
    var bytes = [version]
    bytes.append(number: UInt32(parents.count))
    for parent in parents { parent.append(to: &bytes) }
    Commit.append(trees, to: &bytes)
    Commit.append(blobs, to: &bytes)
    bytes.append(number: time)
    bytes.append(sized: author)
    bytes.append(sized: message)
    return bytes
  }

  init?(encoded bytes: [UInt8]) {
    var reader = ByteReader(bytes[...])
    guard let version = reader.number(UInt8.self), version == Commit.version || version == Commit.signedVersion,
      let parentCount = reader.number(UInt32.self)
    else { return nil }
    parents = []
    for _ in 0..<parentCount {
      guard let parent = reader.id() else { return nil }
      parents.append(parent)
    }
    guard let trees = Commit.readNames(&reader), let blobs = Commit.readNames(&reader),
      let time = reader.number(Int64.self), let author = reader.sizedText(), let message = reader.sizedText()
    else { return nil }
    self.trees = trees
    self.blobs = blobs
    self.time = time
    self.author = author
    self.message = message
    if version == Commit.signedVersion {
      guard let signature = reader.sizedText() else { return nil }
      self.signature = signature
    }
    guard reader.isAtEnd else { return nil }
  }

  private static func append(_ names: [String: ObjectID], to bytes: inout [UInt8]) {
    bytes.append(number: UInt32(names.count))
    for (name, id) in names.sorted(by: { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }) {
      bytes.append(sized: name)
      id.append(to: &bytes)
    }
  }

  private static func readNames(_ reader: inout ByteReader) -> [String: ObjectID]? {
    guard let count = reader.number(UInt32.self) else { return nil }
    var names: [String: ObjectID] = [:]
    var previous: [UInt8]?
    for _ in 0..<count {
      guard let name = reader.sizedText(), let id = reader.id() else { return nil }
      let bytes = Array(name.utf8)
      if let previous, !previous.lexicographicallyPrecedes(bytes) { return nil }
      previous = bytes
      names[name] = id
    }
    return names.count == Int(count) ? names : nil
  }
}
