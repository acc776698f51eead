import Foundation
import VersionStore

/// How far an exchange with a remote is. What it throws ends the exchange, which can be made again at any time.
public typealias ExchangeProgress = (TransferProgress) throws -> Void

/// What an exchange with a remote did.
public struct ExchangeReport: Codable, Equatable, Sendable {
  /// A branch or tag that was moved, or was found to be right already.
  public struct Ref: Codable, Equatable, Sendable {
    /// The full name on the side that was to be moved: "heads/main", "remotes/origin/main", "tags/v1".
    public var name: String
    /// Commits or signed tags (hex).
    public var old: String?
    public var new: String?
    /// "created", "moved", "deleted", "forced", "unchanged", or "kept" for a tag that means something else here.
    public var outcome: String
  }
  public var remote: String
  public var url: String
  public var refs: [Ref]
  /// Objects and bytes that travelled.
  public var objects: Int
  public var bytes: Int
  public var requests: Int
  /// Answers, resolutions and imports of this branch that are in no commit, so did not travel.
  public var uncommitted: Int

  init(_ report: TransferReport, remote: NamedRemote, uncommitted: Int = 0) {
    self.remote = remote.name
    url = remote.url
    refs = report.refs.map {
      Ref(name: $0.ref, old: $0.old?.hex, new: $0.new?.hex, outcome: $0.outcome.rawValue)
    }
    objects = report.objects
    bytes = report.bytes
    requests = report.requests
    self.uncommitted = uncommitted
  }
}

/// One exchange of this workspace's store with one of its remotes.
///
/// Errors thrown by the progress of the caller go through a store that knows only its own: they are kept here meanwhile.
final class Exchange {
  let remote: NamedRemote
  private let transfer: Transfer
  private let interruption: InterruptionBox

  private final class InterruptionBox {
    var error: (any Error)?
  }

  init(
    of store: Store, with remote: NamedRemote, author: String, time: Int64, progress: @escaping ExchangeProgress
  ) throws(StoreError) {
    self.remote = remote
    let box = InterruptionBox()
    interruption = box
    transfer = Transfer(
      between: store, and: try Remotes.open(url: remote.url, environment: ProcessInfo.processInfo.environment),
      named: remote.name, author: author, time: time, references: CommittedReferences.of, bulky: PartialClone.bulky,
      isPartial: remote.filter != nil
    ) { (step) throws(StoreError) in
      do {
        try progress(step)
      } catch {
        box.error = error
        throw .remote(url: remote.url, problem: "Stopped", remedy: "Run it again to finish.")
      }
    }
  }

  func fetch() throws -> TransferReport { try passing { try transfer.fetch() } }

  func push(_ request: PushRequest) throws -> TransferReport { try passing { try transfer.push(request) } }

  private func passing<R>(_ body: () throws -> R) throws -> R {
    do {
      return try body()
    } catch {
      throw interruption.error ?? error
    }
  }
}

extension Workspace {
  /// Brings the remote's branches, as `remotes/NAME/BRANCH`, and its tags. `remote` nil: origin, or the only one.
  ///
  /// - Throws: `unknownRemote`; what `progress` throws; `store` where the remote is away or damaged.
  public func fetch(
    _ session: Session, remote name: String?, progress: @escaping ExchangeProgress = { _ in }
  ) throws -> ExchangeReport {
    try permit(session, .annotator, to: "fetch")
    return try asEngineErrors {
      let exchange = try exchange(with: name, session, progress)
      return ExchangeReport(try exchange.fetch(), remote: exchange.remote)
    }
  }

  /// Sends the branches (none: the one at hand) with all that they reach, and then moves the remote's.
  ///
  /// - Throws: `unknownRemote`, `nothingCommitted`, `notPermitted` for annotators; what `progress` throws; `store` where
  ///   the remote is away, or has commits that are not here.
  public func push(
    _ session: Session, remote name: String?, branches: [String] = [], tags: Bool = false,
    forceWithLease: Bool = false, progress: @escaping ExchangeProgress = { _ in }
  ) throws -> ExchangeReport {
    try permit(session, .reviewer, to: "push")
    return try asEngineErrors {
      let exchange = try exchange(with: name, session, progress)
      for branch in branches { try Self.checkBranch(branch, in: store) }
      if branches.isEmpty { _ = try commitID(of: nil) }
      store.use(.large)
      defer { store.use(.small) }
      let report = try exchange.push(
        PushRequest(branches: branches.isEmpty ? [branch] : branches, tags: tags, forceWithLease: forceWithLease))
      let isOfThisBranch = branches.isEmpty || branches.contains(branch)
      let uncommitted = try isOfThisBranch ? journal.read { try $0.count("", CountName.uncommitted) } : 0
      return ExchangeReport(report, remote: exchange.remote, uncommitted: uncommitted)
    }
  }

  func exchange(
    with name: String?, _ session: Session, _ progress: @escaping ExchangeProgress
  ) throws -> Exchange {
    try Exchange(
      of: store, with: try remote(name), author: session.person, time: clock(), progress: progress)
  }

  /// The remote of that name; nil: origin, or the only one.
  func remote(_ name: String?) throws -> NamedRemote {
    let list = try store.remotes()
    if let name {
      guard let remote = list[name] else { throw EngineError.unknownRemote(name, known: list.remotes.map(\.name)) }
      return remote
    }
    if let remote = list["origin"] { return remote }
    guard list.remotes.count == 1 else { throw EngineError.unknownRemote(nil, known: list.remotes.map(\.name)) }
    return list.remotes[0]
  }
}
