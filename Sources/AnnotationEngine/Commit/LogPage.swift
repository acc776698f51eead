import Crypto
import Synchronization
import VersionStore

/// A piece of the log of all branches and tags, for a screen that shows it as it comes.
public struct LogPage: Codable, Equatable, Sendable {
  /// In the order of the whole log, from `offset` on.
  public var entries: [LogEntry]
  public var offset: Int
  /// Commits in all; nil in a first page, which comes before they were counted.
  public var count: Int?
  /// Another as soon as a branch or tag is made, moved or deleted: pages of the same `refs` fit together.
  public var refs: String
  /// The head of the branch at hand; nil where nothing was committed.
  public var head: String?

  public init(entries: [LogEntry], offset: Int, count: Int?, refs: String, head: String?) {
    self.entries = entries
    self.offset = offset
    self.count = count
    self.refs = refs
    self.head = head
  }
}

extension Workspace {
  /// The log of all branches and tags from place `offset` on, at most `limit` commits of it.
  ///
  /// `isFirst` asks for the newest commits at once, by reading little more than those; every other page needs the
  /// order of all, which is kept until a branch or tag moves.
  public func logPage(offset: Int, limit: Int, isFirst: Bool = false) throws(EngineError) -> LogPage {
    try onlyEngineErrors {
      let refs = try store.commitRefs()
      let name = LogMemory.name(of: refs)
      let head = try self.head()?.hex
      if isFirst {
        let newest = try LogOrder.newest(limit, of: Set(refs.values), in: store)
        return LogPage(entries: try entries(newest), offset: 0, count: nil, refs: name, head: head)
      }
      let order = try logs.order(of: refs, named: name, in: store)
      let page = order.dropFirst(max(0, offset)).prefix(max(0, limit))
      return LogPage(
        entries: try entries(Array(page)), offset: max(0, offset), count: order.count, refs: name, head: head)
    }
  }

  func entries(_ ids: [ObjectID]) throws -> [LogEntry] {
    let names = try refNames()
    return try ids.map { LogEntry($0, try store.commit($0), refs: names[$0] ?? []) }
  }
}

/// Keeps the order of the log asked for last.
final class LogMemory: Sendable {
  private struct Known {
    var name: String
    var order: [ObjectID]
  }
  private let known = Mutex<Known?>(nil)

  func order(of refs: [String: ObjectID], named name: String, in store: Store) throws -> [ObjectID] {
    if let known = known.withLock({ $0 }), known.name == name { return known.order }
    let order = try LogOrder.all(of: Set(refs.values), in: store)
    known.withLock { $0 = Known(name: name, order: order) }
    return order
  }

  static func name(of refs: [String: ObjectID]) -> String {
    var hash = SHA256()
    for (ref, id) in refs.sorted(by: { precedesInBytes($0.key, $1.key) }) {
      hash.update(data: Array("\(ref) \(id.hex)\n".utf8))
    }
    return hash.finalize().prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
