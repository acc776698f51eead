/// One page of the answer to ListObjectsV2.
struct S3Listing: Equatable {
  struct Object: Equatable {
    var key: String
    var byteCount: Int
  }

  var objects: [Object] = []
  /// Where the next page begins; nil for the last one.
  var continuation: String?

  /// Nil where `xml` is no such answer.
  init?(_ xml: String) {
    guard let result = XMLText.element("ListBucketResult", in: xml[...]) else { return nil }
    var rest = result
    while let (content, end) = XMLText.next("Contents", in: rest) {
      guard let key = XMLText.element("Key", in: content), let size = XMLText.element("Size", in: content),
        let byteCount = Int(size)
      else { return nil }
      objects.append(Object(key: XMLText.unescaped(key), byteCount: byteCount))
      rest = end
    }
    if XMLText.element("IsTruncated", in: result) == "true" {
      guard let token = XMLText.element("NextContinuationToken", in: result) else { return nil }
      continuation = XMLText.unescaped(token)
    }
  }
}

/// The little of XML that S3 speaks: elements that hold elements or text, without a name inside another of its name.
enum XMLText {
  /// What is between `<name>` and `</name>`, where it is first in `text`.
  static func element(_ name: String, in text: Substring) -> Substring? { next(name, in: text)?.content }

  /// As `element`, with what follows it.
  static func next(_ name: String, in text: Substring) -> (content: Substring, rest: Substring)? {
    var rest = text
    while let open = rest.firstRange(of: "<" + name) {
      rest = rest[open.upperBound...]
      // Another name may begin with this one.
      guard let after = rest.first, after == ">" || after == "/" || after.isWhitespace else { continue }
      guard let close = rest.firstIndex(of: ">") else { return nil }
      let start = rest.index(after: close)
      // <name/> and <name attribute="…"/> hold nothing.
      if rest[..<close].last == "/" { return (rest[start..<start], rest[start...]) }
      guard let end = rest[start...].firstRange(of: "</" + name + ">") else { return nil }
      return (rest[start..<end.lowerBound], rest[end.upperBound...])
    }
    return nil
  }

  static func unescaped(_ text: Substring) -> String {
    guard text.contains("&") else { return String(text) }
    var plain = ""
    var rest = text
    while let mark = rest.firstIndex(of: "&"), let end = rest[mark...].firstIndex(of: ";") {
      plain += rest[..<mark]
      let name = rest[rest.index(after: mark)..<end]
      plain += entity(name) ?? String(rest[mark...end])
      rest = rest[rest.index(after: end)...]
    }
    return plain + rest
  }

  private static func entity(_ name: Substring) -> String? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst()
      let code = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return code.flatMap(Unicode.Scalar.init).map { String($0) }
    }
  }
}
