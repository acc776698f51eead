/// Where a remote is, read from what a person typed.
enum RemoteURL: Equatable, Sendable {
  case directory(String)
  /// `prefix` has no slash at its ends; it is empty where the bucket itself is meant.
  case s3(bucket: String, prefix: String)
  /// `destination` is `host` or `user@host`. A path that does not begin with a slash is in the home directory there.
  case ssh(destination: String, port: Int?, path: String)

  /// - Throws: `StoreError.remote` that says what a URL looks like.
  init(_ text: String) throws(StoreError) {
    guard let mark = text.firstRange(of: "://") else {
      if text.isEmpty { throw RemoteURL.refuse(text, "It is empty") }
      let colon = text.firstIndex(of: ":")
      if let colon, !text[..<colon].contains("/") {
        throw RemoteURL.refuse(text, "It is no path and has no kind before ://")
      }
      self = .directory(text)
      return
    }
    let rest = text[mark.upperBound...]
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let (authority, path) = (rest[..<slash], rest[slash...])
    if let problem = RemoteURL.problem(with: rest) { throw RemoteURL.refuse(text, problem) }
    switch text[..<mark.lowerBound].lowercased() {
    case "file":
      guard authority.isEmpty || authority == "localhost" else {
        throw RemoteURL.refuse(text, "\(authority) stands where nothing should: three slashes begin a path")
      }
      guard let path = RemoteURL.decoded(path), !path.isEmpty else {
        throw RemoteURL.refuse(text, "It names no directory")
      }
      self = .directory(path)
    case "s3":
      let parts = path.split(separator: "/")
      guard !authority.isEmpty, authority.utf8.allSatisfy(RemoteURL.isInBucketName) else {
        throw RemoteURL.refuse(text, "“\(authority)” cannot be the name of a bucket")
      }
      guard !parts.contains(where: { $0 == "." || $0 == ".." }) else {
        throw RemoteURL.refuse(text, "A dot cannot be a part of a prefix")
      }
      self = .s3(bucket: String(authority), prefix: parts.joined(separator: "/"))
    case "ssh":
      self = try RemoteURL.ssh(text, authority: authority, path: path)
    case let kind:
      throw RemoteURL.refuse(text, "\(kind):// is no kind that is known")
    }
  }

  private static func ssh(_ text: String, authority: Substring, path: Substring) throws(StoreError) -> RemoteURL {
    var destination = authority
    var port: Int?
    // [::1]:22 has colons of its own.
    if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
      guard let number = Int(authority[authority.index(after: colon)...]), (1...65535).contains(number) else {
        throw refuse(text, "What stands after the colon is no port")
      }
      port = number
      destination = authority[..<colon]
    }
    destination.removeAll { $0 == "[" || $0 == "]" }
    let host = destination.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    // ssh would take what begins with a dash for an option.
    guard !host.isEmpty, !host.hasPrefix("-"), !destination.hasPrefix("-") else {
      throw refuse(text, "It names no host")
    }
    guard var path = decoded(path), path.count > 1 else { throw refuse(text, "It names no directory on the host") }
    if path.hasPrefix("/~/") { path.removeFirst(3) }
    guard !path.isEmpty, !path.hasPrefix("-") else { throw refuse(text, "It names no directory on the host") }
    return .ssh(destination: String(destination), port: port, path: path)
  }

  /// What is wrong with the characters of any URL: a list of remotes has one on a line.
  private static func problem(with text: Substring) -> String? {
    text.unicodeScalars.contains { $0.properties.generalCategory == .control } ? "It has a control character" : nil
  }

  private static func isInBucketName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: byte == 0x2D || byte == 0x2E || byte == 0x5F
    }
  }

  /// `text` with %XX read as the byte that it stands for; nil where that is no text.
  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == 0x25 else {
        bytes.append(byte)
        continue
      }
      guard let digits = String(rest.prefix(2)), digits.count == 2, let value = UInt8(digits, radix: 16), value != 0
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func refuse(_ text: String, _ problem: String) -> StoreError {
    .remote(
      url: text, problem: "This cannot be the URL of a remote. \(problem)",
      remedy: "Write file:///path, s3://bucket/prefix, ssh://host/path, or the path of a directory.")
  }
}
