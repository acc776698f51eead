import Foundation
import Testing

@testable import VersionStore

@Suite("Object ids")
struct ObjectIDTests {
  @Test("An id is the SHA-256 of the kind's tag and the content.")
  func hash() {
    // printf '\x01abc' | sha256sum
    let id = ObjectID(kind: .blob, content: Array("abc".utf8))
    #expect(id.hex == "1e18834c426d00e57788444cb3ccd62c771b420c095bb0c4e040a8c122c4570d")
    #expect(ObjectID(kind: .node, content: Array("abc".utf8)) != id)
    let tagged: [UInt8] = [1, 97, 98, 99]
    #expect(tagged.withUnsafeBytes { ObjectID(hashing: $0) } == id)
  }

  @Test("Bytes and hexadecimal digits give the id back.")
  func roundTrip() throws {
    let id = ObjectID(kind: .node, content: [1, 2, 3])
    #expect(ObjectID(bytes: id.bytes) == id)
    #expect(ObjectID(hex: id.hex) == id)
    #expect(ObjectID(hex: id.hex.uppercased()) == id)
    #expect(ObjectID(bytes: id.bytes.dropLast()) == nil)
    #expect(ObjectID(hex: id.hex.dropLast()) == nil)
    #expect(ObjectID(hex: id.hex + "0") == nil)
    #expect(ObjectID(hex: "g" + id.hex.dropFirst()) == nil)
    #expect(try JSONDecoder().decode(ObjectID.self, from: JSONEncoder().encode(id)) == id)
  }

  @Test("Ids are ordered as their bytes are.")
  func order() {
    var random = Seeded(1)
    for _ in 0..<200 {
      let (a, b) = (random.bytes(32), random.bytes(32))
      let (x, y) = (ObjectID(bytes: a), ObjectID(bytes: b))
      #expect((x.map { x in y.map { x < $0 } ?? false } ?? false) == a.lexicographicallyPrecedes(b))
    }
  }

  @Test("A prefix covers exactly the ids that begin with it.")
  func prefix() throws {
    var random = Seeded(2)
    for digits in 0...64 {
      let id = try #require(ObjectID(bytes: random.bytes(32)))
      let prefix = try #require(IDPrefix(id.hex.prefix(digits)))
      #expect(prefix.lowest <= id && id <= prefix.highest)
      #expect(prefix.lowest.hex == id.hex.prefix(digits) + String(repeating: "0", count: 64 - digits))
      #expect(prefix.highest.hex == id.hex.prefix(digits) + String(repeating: "f", count: 64 - digits))
    }
    #expect(IDPrefix("12x") == nil)
    #expect(IDPrefix(String(repeating: "a", count: 65)) == nil)
  }

  @Test("Salts differ, and the content behind one comes back.")
  func salts() throws {
    #expect(Blob.newSalt().count == 16)
    #expect(Blob.newSalt() != Blob.newSalt())
    #expect(Array(Blob.content(of: Blob.stored([9, 8], salt: Blob.newSalt()))) == [9, 8])
    var source = SaltSource()
    let salts = Set((0..<1000).map { _ in source.withSalt { Array($0) } })
    #expect(salts.count == 1000)
    #expect(salts.allSatisfy { $0.count == 16 })
  }
}
