import AnnotationEngine
import Foundation
import Testing

@testable import Interchange

@Suite("Files that were seen before")
struct SeenFilesTests {
  /// A directory of texts that changed long ago, as far as its file system says, and the memory of it.
  private final class Notes {
    let scratch: Scratch
    let path: String
    var memory: String { scratch.path + "/memory" }

    init(_ names: [String]) throws {
      scratch = try Scratch()
      path = scratch.path + "/notes"
      try FileManager.default.createDirectory(atPath: path + "/below", withIntermediateDirectories: true)
      for name in names { try write("text of \(name)", to: name) }
      settle()
    }

    func write(_ text: String, to name: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    /// Waits until the clock of the file system has moved on.
    func settle() { usleep(150_000) }

    /// The ids that are read where `before` is the state now, which `after` follows; nil: the import failed.
    func read(_ before: String?, then after: String?, project: Project? = nil) throws -> [String] {
      let project = try project ?? Fixture.project
      let seen = SeenFiles(memory: memory, directory: path, project: project, state: before)
      var reader = try SampleReader.open(directory: path, project: project, seen: seen) { $1 }
      var ids: [String] = []
      while let next = try reader.next() {
        if case .record(let sample) = next { ids.append(sample.id ?? "-") }
      }
      #expect(seen.skipped + ids.count == 4)
      if let after { seen.keep(state: after) } else { seen.discard() }
      #expect(try FileManager.default.contentsOfDirectory(atPath: memory).allSatisfy { !$0.hasSuffix(".partial") })
      return ids
    }
  }

  private let names = ["a", "below/b", "below/c", "d"]
  private let one = String(repeating: "1", count: 64)
  private let two = String(repeating: "2", count: 64)

  @Test("What looks as it did is not read again; what was written to, or is new under an old name, is")
  func unchanged() throws {
    let notes = try Notes(names)
    #expect(try notes.read(nil, then: one) == names)
    #expect(try notes.read(one, then: one) == [])
    try notes.write("text of B", to: "below/b")
    // The same size and time of modification: the time of change tells.
    var times = [timeval(tv_sec: 1_000, tv_usec: 0), timeval(tv_sec: 1_000, tv_usec: 0)]
    #expect(utimes(notes.path + "/d", &times) == 0)
    #expect(try notes.read(one, then: two) == ["below/b", "d"])
    notes.settle()
    #expect(try notes.read(two, then: two) == ["below/b", "d"])
    #expect(try notes.read(two, then: two) == [])
  }

  @Test("It counts for one state of the samples, for the same fields, and for an import that landed")
  func states() throws {
    let notes = try Notes(names)
    #expect(try notes.read(nil, then: one) == names)
    #expect(try notes.read(two, then: nil) == names)
    #expect(try notes.read(one, then: nil) == [])
    #expect(try notes.read(one, then: two) == [])
    #expect(try notes.read(one, then: nil) == names)
    let other = try Project.parse(
      yaml: Fixture.yaml.replacingOccurrences(of: "[text, note]", with: "[note, text]"), file: "gloss.yaml")
    #expect(try notes.read(two, then: nil, project: other) == names)
    #expect(try notes.read(two, then: nil) == [])
  }

  @Test("A file that changed a moment ago is read once more")
  func racing() throws {
    let notes = try Notes(names)
    try notes.write("new", to: "a")
    #expect(try notes.read(nil, then: one) == names)
    notes.settle()
    #expect(try notes.read(one, then: one) == ["a"])
    #expect(try notes.read(one, then: one) == [])
  }

  @Test("Where the memory is damaged, cut short or cannot be written, every file is read")
  func damage() throws {
    let notes = try Notes(names)
    #expect(try notes.read(nil, then: one) == names)
    let file = try #require(FileManager.default.contentsOfDirectory(atPath: notes.memory).first)
    let url = URL(fileURLWithPath: notes.memory + "/" + file)
    let whole = try Data(contentsOf: url)
    for count in [0, 5, whole.count / 2, whole.count - 1] {
      try whole.prefix(count).write(to: url)
      #expect(try notes.read(one, then: nil).last == "d")
    }
    try Data(repeating: 0, count: whole.count).write(to: url)
    #expect(try notes.read(one, then: nil) == names)
    try FileManager.default.removeItem(atPath: notes.memory)
    try Data().write(to: URL(fileURLWithPath: notes.memory))
    let seen = SeenFiles(memory: notes.memory, directory: notes.path, project: try Fixture.project, state: one)
    seen.keep(state: two)
    #expect(seen.skipped == 0)
  }

  @Test("Two imports of one directory at once: the one that began first remembers")
  func beside() throws {
    let notes = try Notes(names)
    let first = SeenFiles(memory: notes.memory, directory: notes.path, project: try Fixture.project, state: nil)
    #expect(
      try DirectorySamples(path: notes.path, SampleLayout(Fixture.project, ColumnMap()), seen: first) { $1 }.all() == 4)
    let second = SeenFiles(memory: notes.memory, directory: notes.path, project: try Fixture.project, state: nil)
    second.keep(state: two)
    first.keep(state: one)
    #expect(try notes.read(two, then: nil) == names)
    #expect(try notes.read(one, then: nil) == [])
  }
}

extension DirectorySamples {
  /// Reads everything; gives how many records there were.
  fileprivate func all() throws -> Int {
    var source = self
    var count = 0
    while try source.next() != nil { count += 1 }
    return count
  }
}
