import AnnotationEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The names of members met so far in a file of JSON objects, so that each name of each record is looked at once:
/// as the n-th name of a record is mostly that of the record before, one comparison of bytes is all it takes.
struct KnownMembers {
  /// More names than this are not kept: a file may use ids as names.
  private static let limit = 256

  private struct Member {
    var start: Int
    var count: Int
    /// A field, the id, or a column that is left out: no metadata.
    var isPart: Bool
    /// Index in `renames` of the name in quotes that it gets in the metadata.
    var rename: Int?
    /// The record that had it last, and where in it.
    var record = 0
    var slot = 0
  }

  private let layout: SampleLayout
  private var nameBytes: [UInt8] = []
  private var members: [Member] = []
  private var renames: [[UInt8]] = []
  private var fields: [Int] = []
  private var idMember = 0
  /// The members of the record before, in order.
  private var order: [Int] = []
  private var record = 0
  private var position = 0
  /// Names that are not kept, of this record.
  private var others = MemberNames()

  init(_ layout: SampleLayout) {
    self.layout = layout
    // Sorted, as the order of a set differs from run to run.
    for part in layout.parts.sorted() { add(Array(part.utf8)) }
    fields = layout.fieldColumns.map { find(Array($0.utf8)) }
    idMember = find(Array(layout.idColumn.utf8))
  }

  mutating func beginRecord() {
    record += 1
    position = 0
    others.removeAll()
  }

  /// Notes a member of the record, and gives its number, or nil where names are too many. Throws where the record has
  /// it already.
  mutating func note(_ name: JSONScanner.StringLiteral, slot: Int, _ scanner: JSONScanner) throws(JSONError) -> Int? {
    guard let member = number(of: name, scanner) else {
      if !others.insert(name, scanner) { throw twice(name, scanner) }
      return nil
    }
    if members[member].record == record { throw twice(name, scanner) }
    members[member].record = record
    members[member].slot = slot
    if position < order.count { order[position] = member } else { order.append(member) }
    position += 1
    return member
  }

  private func twice(_ name: JSONScanner.StringLiteral, _ scanner: JSONScanner) -> JSONError {
    JSONError(offset: name.start - 1, problem: "the member \"\(scanner.text(name))\" stands twice in this object")
  }

  private mutating func number(of name: JSONScanner.StringLiteral, _ scanner: JSONScanner) -> Int? {
    if name.hasEscapes {
      var decoded: [UInt8] = []
      scanner.decode(name, into: &decoded)
      return decoded.withUnsafeBufferPointer { number(of: $0) }
    }
    let bytes = scanner.bytes(name)
    if position < order.count, isEqual(order[position], bytes) { return order[position] }
    return number(of: bytes)
  }

  private mutating func number(of name: UnsafeBufferPointer<UInt8>) -> Int? {
    for member in members.indices where isEqual(member, name) { return member }
    if members.count >= KnownMembers.limit { return nil }
    add(Array(name))
    return members.count - 1
  }

  private func isEqual(_ member: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    let (start, count) = (members[member].start, members[member].count)
    guard count == name.count else { return false }
    guard let base = name.baseAddress, count > 0 else { return true }
    return nameBytes.withUnsafeBufferPointer { known in
      known.baseAddress.map { memcmp($0 + start, base, count) == 0 } ?? false
    }
  }

  private func find(_ name: [UInt8]) -> Int {
    name.withUnsafeBufferPointer { bytes in members.indices.first { isEqual($0, bytes) } ?? 0 }
  }

  private mutating func add(_ name: [UInt8]) {
    let text = String(decoding: name, as: UTF8.self)
    let isPart = layout.parts.contains { $0.utf8.elementsEqual(name) }
    var member = Member(start: nameBytes.count, count: name.count, isPart: isPart)
    let metadataName = layout.metadataName(text)
    if !isPart && metadataName != text {
      var quoted: [UInt8] = []
      JSONText.append(metadataName, to: &quoted)
      member.rename = renames.count
      renames.append(quoted)
    }
    nameBytes += name
    members.append(member)
  }

  // MARK: The record that was read

  var hasField: Bool { fields.contains { members[$0].record == record } }

  /// Where the id stands, if the record has one.
  var id: Int? { members[idMember].record == record ? members[idMember].slot : nil }

  func slot(ofField field: Int) -> Int? {
    members[fields[field]].record == record ? members[fields[field]].slot : nil
  }

  func isPart(_ member: Int?) -> Bool { member.map { members[$0].isPart } ?? false }

  /// The name in quotes that a member gets in the metadata, where it is another.
  func renamed(_ member: Int?) -> [UInt8]? { member.flatMap { members[$0].rename }.map { renames[$0] } }

  /// Bytes that a sample's content has beside those of its line.
  var overhead: Int { layout.prefixes.reduce(40) { $0 + $1.count + 2 } }

  // MARK: For messages

  /// Names in the order in which they were met.
  var names: [String] { members.filter { $0.record > 0 }.sorted { $0.slot < $1.slot }.map(text) }

  func wasSeen(_ name: String) -> Bool { members.contains { $0.record > 0 && text($0) == name } }

  private func text(_ member: Member) -> String {
    String(decoding: nameBytes[member.start..<member.start + member.count], as: UTF8.self)
  }
}
