import AnnotationEngine
import Foundation
import Testing

@testable import Interchange

/// A directory that is gone after the test.
final class Scratch {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "interchange-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}

enum Fixture {
  static let yaml = """
    name: a
    fields: [text, note]
    questions:
      - {name: mood, kind: choice, values: [good, bad]}
      - {name: topics, kind: choices, required: false, values: [money, sport, a; b]}
    """

  static var project: Project { get throws { try Project.parse(yaml: yaml, file: "gloss.yaml") } }
}

/// What a reader gave, in short: "line id content" or "line:column reason".
struct Read: Equatable {
  var samples: [String] = []
  var bad: [String] = []
  var raw: [String] = []
}

extension Read {
  static func samples(
    _ text: String, _ format: SampleFormat, map: ColumnMap = ColumnMap(), table: TableLayout = TableLayout(),
    chunk: Int = 1 << 20, limit: Int = 1 << 20
  ) throws -> Read {
    try samples(Array(text.utf8), format, map: map, table: table, chunk: chunk, limit: limit)
  }

  static func samples(
    _ bytes: [UInt8], _ format: SampleFormat, map: ColumnMap = ColumnMap(), table: TableLayout = TableLayout(),
    chunk: Int = 1 << 20, limit: Int = 1 << 20
  ) throws -> Read {
    let scratch = try Scratch()
    let path = try scratch.file("input", bytes)
    var reader = try SampleReader(
      InputFile(path: path, chunk: chunk, recordLimit: limit), path: path, format: format, project: Fixture.project,
      map: map, table: table)
    #expect(reader.byteCount == bytes.count)
    var read = Read()
    while let next = try reader.next() {
      switch next {
      case .record(let sample):
        // The content must be what the engine's own writer gives.
        #expect(try JSONValue(parsing: sample.content).text.utf8.elementsEqual(sample.content))
        read.samples.append("\(sample.line) \(sample.id ?? "-") \(String(decoding: sample.content, as: UTF8.self))")
      case .bad(let record): read.add(record)
      }
    }
    #expect(reader.bytesRead == bytes.count || format == .text)
    return read
  }

  mutating func add(_ record: BadRecord) {
    bad.append("\(record.line)\(record.column.map { ":\($0)" } ?? "") \(record.reason)")
    raw.append(String(decoding: record.raw, as: UTF8.self))
  }
}

func engineError(_ body: () throws -> Void) -> EngineError? {
  do {
    try body()
    return nil
  } catch {
    return error as? EngineError
  }
}

/// A small generator with a seed, so that a failure can be repeated (Steele, Lea & Flood 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
