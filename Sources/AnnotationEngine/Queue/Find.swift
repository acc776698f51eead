import GRDB
import Synchronization
import VersionStore

/// What one call of a search came to.
struct FindResult {
  var sample: String?
  var remark: String?
  var goesOn = false
}

/// How far searches have come that ran out of time, so that repeating one goes on; and how long one call may take.
final class Searches: Sendable {
  struct Key: Hashable {
    var person: String
    var text: String
    var from: String
    var backwards: Bool
    var filter: ReviewFilter?
  }

  /// A call stops at whichever comes first. A quarter of a second is felt as "it is looking"; a million short samples
  /// take a handful of calls.
  struct Budget {
    var samples = Int.max
    var time = Duration.milliseconds(250)
  }

  private let stopped = Mutex<(key: Key, next: Int)?>(nil)
  private let limit = Mutex(Budget())

  var budget: Budget {
    get { limit.withLock { $0 } }
    set { limit.withLock { $0 = newValue } }
  }

  /// Where the same search stopped before; asked once.
  func resume(_ key: Key) -> Int? {
    stopped.withLock { stopped in
      defer { stopped = nil }
      return stopped?.key == key ? stopped?.next : nil
    }
  }

  func stop(_ key: Key, next: Int) { stopped.withLock { $0 = (key, next) } }
}

extension Workspace {
  /// Looks for `text` in the fields of the samples behind (or before) index `start` of a list of `count` samples, whose
  /// ids `ids` gives; `isAt` says whether a sample of a position stands at an index. Stays within `searches.budget`, and says so when that is used up; the same call then goes on.
  func find(
    _ key: Searches.Key, start: Int, count: Int, fields: [String], ids: (Range<Int>) throws -> [String],
    isAt: (_ position: Int, _ index: Int) -> Bool = { _, _ in true }
  ) throws -> FindResult {
    guard let needle = FoldedText(key.text) else { return FindResult(remark: "nothing to look for") }
    let budget = searches.budget
    let begun = ContinuousClock.now
    var next = searches.resume(key) ?? (key.backwards ? start - 1 : start + 1)
    var looked = 0
    while (0..<count).contains(next) {
      let chunk = Self.chunk(at: next, count: count, backwards: key.backwards)
      let ids = try ids(chunk)
      for id in key.backwards ? ids.reversed() : ids {
        if looked >= budget.samples || (looked.isMultiple(of: 32) && ContinuousClock.now - begun > budget.time) {
          searches.stop(key, next: next)
          return FindResult(
            remark: "looked through \(looked) samples, to place \(next + 1) of \(count), without a match; "
              + "repeat to go on", goesOn: true)
        }
        if let (row, position) = try directory.row(id: id), isAt(position, next),
          needle.isIn(try directory.content(of: row), fields: fields)
        {
          return FindResult(sample: id)
        }
        looked += 1
        next += key.backwards ? -1 : 1
      }
      if ids.isEmpty { break }
    }
    return FindResult(remark: key.backwards ? "no earlier match" : "no later match")
  }

  /// The indices to look at next, at most 256.
  private static func chunk(at next: Int, count: Int, backwards: Bool) -> Range<Int> {
    let size = 256
    return backwards ? max(0, next - size + 1)..<next + 1 : next..<min(count, next + size)
  }

  /// Looks through the queue of an annotator, from `sample` on, which is on the screen as that of a place.
  func find(
    _ text: String, session: Session, from sample: String, at number: Int?, backwards: Bool
  ) throws(EngineError) -> FindResult {
    let now = clock()
    let (start, count, order, standings, fields) = try journal.read { db in
      let project = try db.project()
      _ = try project.role(of: session)
      let waiting = try Waiting(
        db: db, person: session.person, project: project, now: now, directory: directory(in: db), isOwn: true)
      let here = number.flatMap { (1...max(1, waiting.samples)).contains($0) ? $0 : nil }
      return (
        try here.map(waiting.holes.rank) ?? waiting.shown(waiting.place(of: sample).rank), waiting.count, waiting.order,
        try db.standings(of: session.person), project.fields.map(\.name)
      )
    }
    /// As the person finds them: what changed places stands where it is shown.
    func position(at rank: Int) -> Int {
      let position = order.position(of: rank)
      return standings[position] ?? position
    }
    let key = Searches.Key(person: session.person, text: text, from: sample, backwards: backwards)
    return try Journal.asEngineError(journal.path) {
      try find(key, start: start, count: count, fields: fields) { ranks in
        if order.order != .random && standings.isEmpty { return try directory.ids(at: ranks) }
        return try ranks.compactMap { try directory.id(at: position(at: $0)) }
      } isAt: { found, rank in
        found == position(at: rank)
      }
    }
  }
}

/// A text to look for without regard to case.
struct FoldedText {
  private let bytes: [UInt8]
  /// Whether comparing ASCII letters without case is enough, and no byte of it would be escaped in JSON.
  private let isPlain: Bool

  /// nil for an empty text.
  init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    bytes = Array(text.lowercased().utf8)
    isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C && $0 != 0x2F }
  }

  /// Whether a field of a sample's content holds it.
  func isIn(_ content: ArraySlice<UInt8>, fields: [String]) -> Bool {
    // Most samples are told apart by their raw bytes, without being parsed.
    if isPlain && !content.withUnsafeBufferPointer({ Self.holds($0, bytes) }) { return false }
    guard let sample = Sample(id: "", position: 0, content: content, fields: fields) else { return false }
    return sample.fields.contains { field in
      Array(field.text.lowercased().utf8).withUnsafeBufferPointer { Self.holds($0, bytes) }
    }
  }

  /// Whether `bytes`, with ASCII letters in lower case, holds `needle`, which is in lower case.
  private static func holds(_ bytes: UnsafeBufferPointer<UInt8>, _ needle: [UInt8]) -> Bool {
    guard bytes.count >= needle.count, let first = needle.first else { return false }
    for start in 0...bytes.count - needle.count where lowered(bytes[start]) == first {
      var matched = 1
      while matched < needle.count && lowered(bytes[start + matched]) == needle[matched] { matched += 1 }
      if matched == needle.count { return true }
    }
    return false
  }

  @inline(__always)
  private static func lowered(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
