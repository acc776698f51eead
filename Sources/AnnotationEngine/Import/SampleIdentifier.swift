import Crypto

/// The ids of samples: 1 to 512 bytes of UTF-8 without control characters.
enum SampleIdentifier {
  static let maximumByteCount = 512

  /// What is wrong with `id`, in words; nil when it is fine. Cost is one pass over its bytes.
  static func problem(with id: String) -> String? {
    KeyPart.problem(with: id, what: "id", maximumByteCount: maximumByteCount)
  }

  /// The id of a sample that brings none: the first 16 hexadecimal digits of the SHA-256 of its content.
  static func of(content: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let digest = SHA256.hash(data: content).prefix(8)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

/// What ids and the names of annotators share: they are parts of keys, where 0x00 divides, and stand on screens.
enum KeyPart {
  static func problem(with name: String, what: String, maximumByteCount: Int) -> String? {
    var name = name
    return name.withUTF8 { bytes in
      if bytes.isEmpty { return "the \(what) is empty" }
      if bytes.count > maximumByteCount {
        return "the \(what) has \(bytes.count) bytes; at most \(maximumByteCount) are allowed"
      }
      guard let control = firstControl(in: bytes) else { return nil }
      let digits = String(control, radix: 16, uppercase: true)
      let padding = String(repeating: "0", count: 4 - digits.count)
      return "the \(what) has a control character, U+\(padding)\(digits)"
    }
  }

  /// The first character of Unicode's category Cc: U+0000…001F, U+007F…009F.
  private static func firstControl(in bytes: UnsafeBufferPointer<UInt8>) -> UInt8? {
    for (index, byte) in bytes.enumerated() {
      if byte < 0x20 || byte == 0x7F { return byte }
      if byte == 0xC2, index + 1 < bytes.count, bytes[index + 1] < 0xA0 { return bytes[index + 1] }
    }
    return nil
  }
}
