#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension JSONScanner {
  /// Reads the next value as a tree.
  package mutating func value() throws(JSONError) -> JSONValue { try value(depth: 0) }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    skipSpace()
    switch peek {
    case 0x22: return .string(text(try string()))
    case 0x5B:
      var elements: [JSONValue] = []
      try elementsOfArray(depth) { (scanner) throws(JSONError) in
        elements.append(try scanner.value(depth: depth + 1))
      }
      return .array(elements)
    case 0x7B:
      var members: [JSONMember] = []
      try membersOfObject(depth) { (scanner, name) throws(JSONError) in
        members.append(JSONMember(scanner.text(name), try scanner.value(depth: depth + 1)))
      }
      return .object(members)
    case .some(0x2D), .some(0x30...0x39):
      let literal = try number()
      return .number(
        String(decoding: UnsafeBufferPointer(start: base + literal.lowerBound, count: literal.count), as: UTF8.self))
    default: return try word()
    }
  }

  /// Reads the next value and appends its canonical text: no space between, members in their order, strings with only
  /// what must be escaped escaped, numbers as they are.
  package mutating func copyCanonical(to out: inout [UInt8]) throws(JSONError) {
    try copyCanonical(to: &out, depth: 0)
  }

  private mutating func copyCanonical(to out: inout [UInt8], depth: Int) throws(JSONError) {
    skipSpace()
    switch peek {
    case 0x22: appendCanonical(try string(), to: &out)
    case 0x5B:
      out.append(0x5B)
      var first = true
      try elementsOfArray(depth) { (scanner) throws(JSONError) in
        if !first { out.append(0x2C) }
        first = false
        try scanner.copyCanonical(to: &out, depth: depth + 1)
      }
      out.append(0x5D)
    case 0x7B:
      out.append(0x7B)
      var first = true
      try membersOfObject(depth) { (scanner, name) throws(JSONError) in
        if !first { out.append(0x2C) }
        first = false
        scanner.appendCanonical(name, to: &out)
        out.append(0x3A)
        try scanner.copyCanonical(to: &out, depth: depth + 1)
      }
      out.append(0x7D)
    default:
      let start = offset
      if let byte = peek, byte == 0x2D || byte &- 0x30 < 10 { _ = try number() } else { _ = try word() }
      out.append(contentsOf: UnsafeBufferPointer(start: base + start, count: offset - start))
    }
  }

  /// Appends a literal in canonical form, with quotes.
  package func appendCanonical(_ literal: StringLiteral, to out: inout [UInt8]) {
    if !literal.hasEscapes {
      out.append(
        contentsOf: UnsafeBufferPointer(start: base + literal.start - 1, count: literal.end - literal.start + 2))
      return
    }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(literal.end - literal.start)
    decode(literal, into: &decoded)
    decoded.withUnsafeBufferPointer { JSONText.append(utf8: $0, to: &out) }
  }

  private mutating func elementsOfArray(
    _ depth: Int, _ element: (inout JSONScanner) throws(JSONError) -> Void
  ) throws(JSONError) {
    try enter(depth)
    if peek == 0x5D {
      offset += 1
      return
    }
    while true {
      try element(&self)
      skipSpace()
      if peek == 0x5D { break }
      guard peek == 0x2C else { throw unexpected("a comma or ]") }
      offset += 1
    }
    offset += 1
  }

  /// Calls `member` with each name, standing before the value.
  private mutating func membersOfObject(
    _ depth: Int, _ member: (inout JSONScanner, StringLiteral) throws(JSONError) -> Void
  ) throws(JSONError) {
    try enter(depth)
    if peek == 0x7D {
      offset += 1
      return
    }
    var names = MemberNames()
    while true {
      skipSpace()
      let name = try self.name()
      guard names.insert(name, self) else {
        throw JSONError(offset: name.start - 1, problem: "the member \"\(text(name))\" stands twice in this object")
      }
      try member(&self, name)
      skipSpace()
      if peek == 0x7D { break }
      guard peek == 0x2C else { throw unexpected("a comma or }") }
      offset += 1
    }
    offset += 1
  }

  /// Reads a member's name and the colon after it.
  package mutating func name() throws(JSONError) -> StringLiteral {
    guard peek == 0x22 else { throw unexpected("a member's name in quotes") }
    let name = try string()
    skipSpace()
    guard peek == 0x3A else { throw unexpected("a colon") }
    offset += 1
    return name
  }

  /// Steps over the bracket or brace that stands here.
  private mutating func enter(_ depth: Int) throws(JSONError) {
    if depth >= JSONScanner.depthLimit {
      throw failure("arrays and objects are nested deeper than \(JSONScanner.depthLimit) levels")
    }
    offset += 1
    skipSpace()
  }
}

/// The names of one object so far: few are compared one by one, many through a set.
package struct MemberNames {
  private var literals: [JSONScanner.StringLiteral] = []
  private var set: Set<[UInt8]> = []

  package init() {}

  package mutating func removeAll() {
    literals.removeAll(keepingCapacity: true)
    set.removeAll(keepingCapacity: true)
  }

  /// False where the name is there already, byte for byte after decoding.
  package mutating func insert(_ name: JSONScanner.StringLiteral, _ scanner: JSONScanner) -> Bool {
    if literals.count < 16 && !name.hasEscapes {
      for known in literals where !known.hasEscapes && known.end - known.start == name.end - name.start {
        if memcmp(scanner.base + known.start, scanner.base + name.start, name.end - name.start) == 0 { return false }
      }
      literals.append(name)
      return set.isEmpty || set.insert(decoded(name, scanner)).inserted
    }
    if set.isEmpty { for known in literals { set.insert(decoded(known, scanner)) } }
    return set.insert(decoded(name, scanner)).inserted
  }

  private func decoded(_ name: JSONScanner.StringLiteral, _ scanner: JSONScanner) -> [UInt8] {
    var bytes: [UInt8] = []
    scanner.decode(name, into: &bytes)
    return bytes
  }
}
