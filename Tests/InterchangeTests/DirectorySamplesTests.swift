import AnnotationEngine
import Foundation
import Testing

@testable import Interchange

@Suite("Samples from a directory")
struct DirectorySamplesTests {
  /// What a directory gives: "id text", and "file:line reason" of bad records.
  private func read(_ path: String, limit: Int = 1 << 20) throws -> (samples: [String], bad: [String]) {
    var (samples, bad): ([String], [String]) = ([], [])
    let files = Files()
    var source = try DirectorySamples(
      path: path, SampleLayout(Fixture.project, ColumnMap()), recordLimit: limit, number: files.number)
    while let next = try source.next() {
      switch next {
      case .record(let sample):
        let content = try JSONValue(parsing: sample.content)
        guard case .string(let text)? = content["fields"]?["text"] else { throw Failure() }
        #expect(content["fields"]?["note"] == .string(""))
        #expect(files.all[sample.line / 1_000] == path + "/" + (sample.id ?? ""))
        samples.append("\(sample.id ?? "-") \(text)")
      case .bad(let record):
        bad.append(
          "\(files.all[record.line / 1_000].dropFirst(path.count + 1)):\(record.line % 1_000) \(record.reason)")
      }
    }
    return (samples, bad)
  }

  private struct Failure: Error {}

  /// Numbers a line by its file and the line in that.
  private final class Files {
    var all: [String] = []
    func number(_ file: String, _ line: Int) -> Int {
      all.append(file)
      return (all.count - 1) * 1_000 + line
    }
  }

  private func write(_ bytes: [UInt8], to name: String, in scratch: Scratch) throws {
    let file = scratch.path + "/" + name
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
  }

  @Test("Every file is a sample, in the byte order of paths, its path the id")
  func order() throws {
    let scratch = try Scratch()
    let names = ["b", "a/z", "a.txt", "a/b/c", "a-b/x", "ü/é", "a/b.md", "Z"]
    for name in names { try write(Array("text of \(name)\n".utf8), to: name, in: scratch) }
    try FileManager.default.createDirectory(atPath: scratch.path + "/empty", withIntermediateDirectories: true)
    let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let found = try read(scratch.path)
    #expect(found.samples == sorted.map { "\($0) text of \($0)\n" })
    #expect(found.bad == [])
  }

  @Test("Hidden files, other bytes than UTF-8, links to directories and pipes are bad records")
  func bad() throws {
    let scratch = try Scratch()
    try write(Array("fine".utf8), to: "real/a", in: scratch)
    try write([0x61, 0x0A, 0xC3, 0xA9, 0xFF], to: "latin", in: scratch)
    try write([0xFF, 0xFE, 0x61, 0], to: "utf16", in: scratch)
    try write([], to: ".DS_Store", in: scratch)
    try write([], to: ".git/config", in: scratch)
    #expect(mkfifo(scratch.path + "/pipe", 0o644) == 0)
    #expect(symlink("real", scratch.path + "/link") == 0)
    #expect(symlink("real/a", scratch.path + "/copy") == 0)
    let found = try read(scratch.path)
    #expect(found.samples == ["copy fine", "real/a fine"])
    #expect(
      found.bad == [
        ".DS_Store:1 it is hidden; take it out of the directory, or name it otherwise",
        ".git:1 it is hidden; take it out of the directory, or name it otherwise",
        "latin:2 these bytes are not UTF-8; save the file as UTF-8",
        "link:1 it is a link to a directory; import that directory by its own name",
        "pipe:1 it is no file", "utf16:1 the file is UTF-16; save it as UTF-8",
      ])
  }

  @Test("A name that is not UTF-8 is a bad record")
  func names() throws {
    let scratch = try Scratch()
    let name = Array(scratch.path.utf8) + [0x2F, 0x61, 0xFF]
    let descriptor = (name.map(CChar.init(bitPattern:)) + [0]).withUnsafeBufferPointer {
      open($0.baseAddress!, O_CREAT | O_WRONLY, 0o644)
    }
    guard descriptor >= 0 else { return }
    close(descriptor)
    #expect(try read(scratch.path).bad == ["a\u{FFFD}:1 the file's name is not UTF-8; rename it"])
  }

  @Test("A byte order mark is passed over, an empty file is an empty text, a long one comes whole, a longer is bad")
  func sizes() throws {
    let scratch = try Scratch()
    try write([], to: "empty", in: scratch)
    try write([0xEF, 0xBB, 0xBF, 0x61], to: "mark", in: scratch)
    try write(Array(repeating: 0x78, count: 200_000), to: "long", in: scratch)
    try write(Array(repeating: 0x78, count: 200_001), to: "longer", in: scratch)
    let found = try read(scratch.path, limit: 200_000)
    #expect(found.samples == ["empty ", "long " + String(repeating: "x", count: 200_000), "mark a"])
    #expect(found.bad.count == 1 && found.bad[0].hasPrefix("longer:1 the record is longer"))
  }

  @Test("A directory that is not there, and a file that may not be read, are errors with their paths")
  func missing() throws {
    let scratch = try Scratch()
    guard case .io(_, "open", let path) = engineError({ _ = try read(scratch.path + "/none") }) else {
      Issue.record("another error")
      return
    }
    #expect(path == scratch.path + "/none")
    #expect(symlink("nothing", scratch.path + "/dangling") == 0)
    guard case .io(ENOENT, "open", let file) = engineError({ _ = try read(scratch.path) }) else {
      Issue.record("another error")
      return
    }
    #expect(file == scratch.path + "/dangling")
  }
}
