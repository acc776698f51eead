import Crypto
import Foundation
import Testing

@testable import VersionStore

@Suite("Packs")
struct PackTests {
  @Test("Objects of every size come back as they were.", arguments: [0, 1, 100, 32_000, 32_768, 70_000, 5_000_000])
  func sizes(size: Int) throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    var random = Seeded(UInt64(size))
    let content = random.bytes(size)
    let pack = try store.newPack()
    let small = try pack.add(.blob, [1, 2, 3])
    let id = try pack.add(.node, content)
    let blob = try pack.addBlob(content)
    let written = try pack.finish()

    #expect(try store.read(id, .node) == content)
    #expect(try Array(Blob.content(of: store.read(blob, .blob))) == content)
    #expect(try store.read(small, .blob) == [1, 2, 3])
    let name = try #require(try scratch.files(in: "packs").first)
    #expect(
      try FileManager.default.attributesOfItem(atPath: scratch.store + "/packs/" + name)[.size] as? Int == written)
  }

  @Test("Nothing of a pack is visible before it is finished, and all of it after, to every open store.")
  func visibility() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    let other = try Store.open(at: scratch.store)
    let pack = try store.newPack()
    let id = try pack.add(.blob, [1])
    #expect(try !store.contains(id))
    #expect(throws: StoreError.missing(id)) { try other.read(id, .blob) }
    try pack.finish()
    #expect(try store.contains(id))
    #expect(try other.read(id, .blob) == [1])
    // And once more, right after a listing that may have the same time.
    let second = try store.newPack()
    let next = try second.add(.blob, [2])
    try second.finish()
    #expect(try other.read(next, .blob) == [2])
  }

  @Test("A pack is named by the SHA-256 of its bytes.")
  func name() throws {
    let scratch = try Scratch()
    let pack = try scratch.makeStore().newPack()
    try pack.add(.blob, [UInt8](repeating: 7, count: 1000))
    try pack.finish()
    let name = try #require(try scratch.files(in: "packs").first)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.store + "/packs/" + name))
    #expect(SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined() + ".pack" == name)
  }

  @Test("An object that is there is not written again; salted blobs always are.")
  func deduplication() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    let first = try store.newPack()
    let a = try first.add(.node, [1, 2])
    #expect(try first.add(.node, [1, 2]) == a)
    try first.finish()
    let second = try store.newPack()
    #expect(try second.add(.node, [1, 2]) == a)
    #expect(try second.finish() == 0)
    #expect(try scratch.files(in: "packs").count == 1)
    let third = try store.newPack()
    #expect(try third.addBlob([5]) != third.addBlob([5]))
    #expect(try third.finish() > 0)
  }

  @Test("An empty and an abandoned pack leave no file.")
  func nothingLeft() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    #expect(try store.newPack().finish() == 0)
    let pack = try store.newPack()
    var random = Seeded(4)
    for _ in 0..<100 { _ = try pack.addBlob(random.bytes(10_000)) }
    pack.abandon()
    do {
      let lost = try store.newPack()
      try lost.add(.blob, [1])
    }
    #expect(try scratch.files(in: "tmp") == [])
    #expect(try scratch.files(in: "packs") == [])
  }

  @Test("The next pack removes files of writers that died, and leaves those of living ones alone.")
  func staleFiles() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    let living = try store.newPack()
    try living.add(.blob, [1])
    let dead = scratch.store + "/tmp/pack-dead"
    _ = FileManager.default.createFile(atPath: dead, contents: Data([1, 2, 3]))
    let next = try store.newPack()
    #expect(!FileManager.default.fileExists(atPath: dead))
    #expect(try scratch.files(in: "tmp").count == 2)
    next.abandon()
    #expect(try living.finish() > 0)
  }

  @Test("A pack of more objects than one sorted run has them all, in order, each once.")
  func manyRuns() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    let pack = try store.newPack()
    let count = 3 * IndexRuns.runLength + 100
    var ids: [ObjectID] = []
    for number in 0..<count {
      ids.append(try pack.add(.node, withUnsafeBytes(of: UInt64(number)) { Array($0) }))
      // Again long after it was written: the second copy must get no entry.
      if number % 1000 == 999 { try pack.add(.node, withUnsafeBytes(of: UInt64(number / 2)) { Array($0) }) }
    }
    #expect(try pack.pending(ids[0]) == [UInt8](repeating: 0, count: 8))
    #expect(try pack.pending(ids[count - 1]) == withUnsafeBytes(of: UInt64(count - 1)) { Array($0) })
    try pack.finish()
    let reader = try #require(try store.listPacks().packs.first)
    #expect(reader.footer.entryCount == count)
    #expect(reader.footer.kindCounts == [0, count, 0])
    let entries = (0..<count).map { reader.entry(at: $0).id }
    #expect(entries == ids.sorted())
    for number in stride(from: 0, to: count, by: 997) {
      #expect(try store.read(ids[number], .node) == withUnsafeBytes(of: UInt64(number)) { Array($0) })
    }
    #expect(
      try store.readAll([ids[5], ids[count - 1], ids[5]], .node).map { $0[0] } == [5, UInt8((count - 1) & 255), 5])
    #expect(try !store.contains(.made(0)))
    #expect(try !store.contains(.made(.max)))
  }

  @Test("Small objects that look alike get a dictionary, and are read with it.")
  func dictionary() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    var random = Seeded(5)
    // Long shared phrases in random order: what a dictionary knows, a block must first learn.
    let phrases = (0..<400).map { _ in String(decoding: random.bytes(60).map { 97 + $0 % 26 }, as: UTF8.self) }
    let pack = try store.newPack()
    var contents: [ObjectID: [UInt8]] = [:]
    for _ in 0..<8000 {
      let content = Array((0..<4).map { _ in phrases.randomElement(using: &random) ?? "" }.joined().utf8)
      contents[try pack.addBlob(content)] = content
    }
    try pack.finish()
    let reader = try #require(try store.listPacks().packs.first)
    #expect(reader.footer.dictionarySize > 0)
    for (id, content) in contents { #expect(try Array(Blob.content(of: store.read(id, .blob))) == content) }
  }

  @Test("A flipped bit is found on reading, and whole copies elsewhere are used.")
  func corruption() throws {
    let scratch = try Scratch()
    let content = Seeded.noise(1000)
    let id: ObjectID
    do {
      let store = try scratch.makeStore()
      let pack = try store.newPack()
      id = try pack.add(.blob, content)
      try pack.finish()
    }
    let name = try #require(try scratch.files(in: "packs").first)
    try scratch.flip("packs/" + name, at: 300)
    let damaged = try Store.open(at: scratch.store)
    #expect {
      try damaged.read(id, .blob)
    } throws: { error in
      guard case .corrupt(id, pack: name, _)? = error as? StoreError else { return false }
      return true
    }
    // The same object in a second pack.
    let elsewhere = try Scratch()
    let other = try elsewhere.makeStore()
    let pack = try other.newPack()
    try pack.add(.blob, content)
    try pack.add(.blob, [1])
    try pack.finish()
    let copy = try #require(try elsewhere.files(in: "packs").first)
    try FileManager.default.copyItem(
      atPath: elsewhere.store + "/packs/" + copy, toPath: scratch.store + "/packs/" + copy)
    #expect(try Store.open(at: scratch.store).read(id, .blob) == content)
  }

  @Test("A pack cut short or with a damaged footer is named when something is missing.")
  func badFooter() throws {
    let scratch = try Scratch()
    let id: ObjectID
    do {
      let store = try scratch.makeStore()
      let pack = try store.newPack()
      id = try pack.add(.blob, [1, 2, 3])
      try pack.finish()
    }
    let name = try #require(try scratch.files(in: "packs").first)
    let path = scratch.store + "/packs/" + name
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for size in [0, 10, whole.count - 1, whole.count - 100] {
      try FileManager.default.removeItem(atPath: path)
      try whole.prefix(size).write(to: URL(fileURLWithPath: path))
      #expect {
        try Store.open(at: scratch.store).read(id, .blob)
      } throws: { error in
        guard case .badPack(pack: name, _)? = error as? StoreError else { return false }
        return true
      }
    }
  }

  @Test("An erased object is told apart from a missing one.")
  func erased() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    let id = ObjectID.made(77)
    let pack = try store.newPack()
    pack.addErased(id)
    try pack.finish()
    #expect(throws: StoreError.erased(id)) { try store.read(id, .blob) }
    #expect(try !store.contains(id))
    #expect(throws: StoreError.missing(.made(78))) { try store.read(.made(78), .blob) }
  }

  @Test("An object is not read as another kind.")
  func kinds() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    let pack = try store.newPack()
    let id = try pack.add(.blob, [1])
    try pack.finish()
    #expect(throws: StoreError.missing(id)) { try store.read(id, .node) }
  }

  @Test("Many threads read at once.")
  func threads() async throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    let pack = try store.newPack()
    var random = Seeded(6)
    var contents: [(ObjectID, [UInt8])] = []
    for _ in 0..<2000 {
      let content = random.bytes(500)
      contents.append((try pack.addBlob(content), content))
    }
    try pack.finish()
    let all = contents
    await withTaskGroup(of: Bool.self) { group in
      for start in 0..<8 {
        group.addTask {
          stride(from: start, to: all.count, by: 3).allSatisfy { index in
            (try? store.read(all[index].0, .blob)).map { Array(Blob.content(of: $0)) == all[index].1 } ?? false
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}

extension Scratch {
  /// Changes one bit of a file of the store.
  func flip(_ file: String, at offset: Int) throws {
    let url = URL(fileURLWithPath: store + "/" + file)
    var bytes = try Data(contentsOf: url)
    bytes[offset] ^= 0x10
    // In place, as a disk does it: a writer of files would give the directory a new time.
    let handle = try FileHandle(forWritingTo: url)
    try handle.seek(toOffset: UInt64(offset))
    try handle.write(contentsOf: Data([bytes[offset]]))
    try handle.close()
  }
}

extension Seeded {
  static func noise(_ count: Int) -> [UInt8] {
    var random = Seeded(99)
    return random.bytes(count)
  }
}
