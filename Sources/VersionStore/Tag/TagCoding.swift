/// The canonical bytes of a tag:
///
/// ```
/// u8 1, or 2 where it is signed
/// 32 bytes: what it names
/// u32 size of the name, name
/// i64 time
/// u32 size of the author, author
/// u32 size of the message, message
/// signed: u32 size of the signature, signature
/// ```
///
/// As with a commit there is one encoding, and nothing else is read.
extension Tag {
  private static let version: UInt8 = 1
  private static let signedVersion: UInt8 = 2

  /// What a signature signs: the bytes of the tag without it.
  public var payload: [UInt8] { encodedFields(Tag.version) }

  var encoded: [UInt8] {
    guard let signature else { return payload }
    var bytes = encodedFields(Tag.signedVersion)
    bytes.append(sized: signature)
    return bytes
  }

  private func encodedFields(_ version: UInt8) -> [UInt8] {
    var bytes = [version]
    target.append(to: &bytes)
    bytes.append(sized: name)
    bytes.append(number: time)
    bytes.append(sized: author)
    bytes.append(sized: message)
    return bytes
  }

  init?(encoded bytes: [UInt8]) {
    var reader = ByteReader(bytes[...])
    guard let version = reader.number(UInt8.self), version == Tag.version || version == Tag.signedVersion,
      let target = reader.id(), let name = reader.sizedText(), let time = reader.number(Int64.self),
      let author = reader.sizedText(), let message = reader.sizedText()
    else { return nil }
    self.init(target: target, name: name, author: author, time: time, message: message)
    if version == Tag.signedVersion {
      guard let signature = reader.sizedText() else { return nil }
      self.signature = signature
    }
    guard reader.isAtEnd else { return nil }
  }
}
