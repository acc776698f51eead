/// Which refs a push moves.
public struct PushRequest: Equatable, Sendable {
  /// Names without "heads/".
  public var branches: [String]
  /// Also every tag of this store.
  public var tags: Bool
  /// Branches move though the remote has commits that are not here, if it is where it was when last seen.
  public var forceWithLease: Bool

  public init(branches: [String], tags: Bool = false, forceWithLease: Bool = false) {
    self.branches = branches
    self.tags = tags
    self.forceWithLease = forceWithLease
  }
}

extension Transfer {
  /// Sends what the remote lacks of `request`, and then moves its refs.
  ///
  /// Objects travel in packs before any ref moves, so a ref never names what is not there. Interrupted at any moment it
  /// can be made again: packs that arrived are recognised and not sent twice.
  ///
  /// - Throws: `remote`; `unknownRevision` for a branch that is not here; `behind` where the remote has commits that
  ///   are not in what is pushed; `tagTaken`; and as `Store.read`.
  public func push(_ request: PushRequest) throws(StoreError) -> TransferReport {
    try progress(TransferProgress(.comparing, done: 0, of: nil, .objects))
    let there = try remote.refs()
    let moves = try planned(request, there)
    let changing = moves.filter { $0.outcome != .unchanged }
    var objects = 0
    if !changing.isEmpty {
      objects = try send(from: changing.compactMap(\.new), except: there.values.map(\.id))
    }
    for move in changing { try carryOut(move, there[move.ref]) }
    for move in moves where move.ref.hasPrefix("heads/") {
      try track(move.ref.dropFirst("heads/".count), at: move.new)
    }
    return TransferReport(
      refs: moves, objects: objects, bytes: remote.measure.bytes, requests: remote.measure.requests)
  }

  // MARK: Refs

  /// What is to become of which ref of the remote. Nothing has travelled yet.
  private func planned(
    _ request: PushRequest, _ there: [String: RemoteRef]
  ) throws(StoreError) -> [RefUpdate] {
    var moves: [RefUpdate] = []
    for branch in request.branches {
      let ref = "heads/" + branch
      guard let new = try store.ref(ref) else { throw .unknownRevision(branch) }
      let old = there[ref]?.id
      moves.append(RefUpdate(ref: ref, old: old, new: new, outcome: try outcome(branch, old, new, request)))
    }
    guard request.tags else { return moves }
    for (ref, new) in try store.refs().sorted(by: { $0.key < $1.key }) where ref.hasPrefix("tags/") {
      let old = there[ref]?.id
      guard old == nil || old == new else { throw .tagTaken(String(ref.dropFirst("tags/".count)), url: remote.url) }
      moves.append(RefUpdate(ref: ref, old: old, new: new, outcome: old == nil ? .created : .unchanged))
    }
    return moves
  }

  private func outcome(
    _ branch: String, _ old: ObjectID?, _ new: ObjectID, _ request: PushRequest
  ) throws(StoreError) -> RefUpdate.Outcome {
    guard let old else { return .created }
    if old == new { return .unchanged }
    if try isAncestor(old, of: new) { return .moved }
    guard request.forceWithLease else { throw .behind(branch, url: remote.url, remote: name) }
    guard try store.ref(tracking(branch)) == old else { throw .leaseLost(branch, url: remote.url, remote: name) }
    return .forced
  }

  /// False also where the remote's commit, or what it comes from, is not here.
  private func isAncestor(_ old: ObjectID, of new: ObjectID) throws(StoreError) -> Bool {
    do throws(StoreError) {
      return try store.isAncestor(old, of: new)
    } catch .missing {
      return false
    }
  }

  private func carryOut(_ move: RefUpdate, _ old: RemoteRef?) throws(StoreError) {
    let branch = move.ref.split(separator: "/").dropFirst().joined(separator: "/")
    let isMoved = try remote.moveRef(
      move.ref, from: old, to: move.new, author: author, time: time, what: "push: \(branch)")
    guard isMoved else { throw .behind(branch, url: remote.url, remote: name) }
  }

  /// Notes where the remote's branch is now. Another process that notes something else at the same time is as right.
  private func track(_ branch: some StringProtocol, at id: ObjectID?) throws(StoreError) {
    let ref = tracking(String(branch))
    let old = try store.ref(ref)
    guard old != id else { return }
    _ = try store.moveRef(ref, from: old, to: id, author: author, time: time, what: "push: \(name)")
  }

  // MARK: Objects

  /// Sends what `tips` reach and what is at `known` does not. Gives the number of objects.
  private func send(from tips: [ObjectID], except known: [ObjectID]) throws(StoreError) -> Int {
    var structure: [(kind: ObjectKind, id: ObjectID)] = []
    var blobs: [PlacedBlob] = []
    var promised: [(id: ObjectID, isBulk: Bool)] = []
    var walk = newWalk()
    try walk.run(from: tips, except: known) { (kind, id, tree) throws(StoreError) in
      if kind == .blob {
        let isBulk = tree.map(bulky.contains) ?? false
        if let place = try place(of: id, isBulk: isBulk) {
          blobs.append(place)
        } else if try store.isAbsent(id) {
          promised.append((id, isBulk))
        }
      } else {
        structure.append((kind, id))
      }
      let count = structure.count + blobs.count
      if count.isMultiple(of: 4096) { try progress(TransferProgress(.comparing, done: count, of: nil, .objects)) }
    }
    if let missing = walk.missing.first { throw .missing(missing) }
    // Who promised the bulk has it. Another remote gets it from here, so it has to come here first.
    let lacking = promised.filter { !isPartial || !$0.isBulk }
    try store.fetchPromised(lacking.map(\.id))
    for (id, isBulk) in lacking {
      if let place = try place(of: id, isBulk: isBulk) {
        blobs.append(place)
      } else if try store.isAbsent(id) {
        throw .missing(id)
      }
    }
    // In the order in which they lie here: neighbours stay neighbours, and every block is read once.
    blobs.sort()

    let total = structure.count + blobs.count
    var done = 0
    let sender = PackSender(self)
    var packs = OutgoingPacks(from: store) { (pack) throws(StoreError) in try sender.send(pack) }
    func send(_ id: ObjectID, _ kind: ObjectKind) throws(StoreError) {
      try packs.add(try store.read(id, kind), kind)
      done += 1
      if done.isMultiple(of: 1024) { try progress(TransferProgress(.sending, done: done, of: total, .objects)) }
    }
    for (kind, id) in structure { try send(id, kind) }
    var isBulk = false
    for blob in blobs {
      if blob.isBulk, !isBulk { try packs.beginBulk() }
      isBulk = blob.isBulk
      try send(blob.id, .blob)
    }
    try packs.finish()
    return total
  }

  /// Where a blob is; nil for one that was erased or is not here.
  private func place(of id: ObjectID, isBulk: Bool) throws(StoreError) -> PlacedBlob? {
    do throws(StoreError) {
      guard let (pack, position) = try store.locate(id) else { return nil }
      return PlacedBlob(id: id, isBulk: isBulk, pack: pack.name, order: position.order)
    } catch .erased {
      return nil
    }
  }
}

/// A blob and where it lies.
private struct PlacedBlob: Comparable {
  let id: ObjectID
  let isBulk: Bool
  let pack: String
  let order: Int

  static func < (a: PlacedBlob, b: PlacedBlob) -> Bool {
    if a.isBulk != b.isBulk { return b.isBulk }
    return a.pack == b.pack ? a.order < b.order : a.pack < b.pack
  }
}

/// Sends sealed packs that the remote has not.
private final class PackSender {
  /// A smaller pack is sent without asking whether it is there: that would cost as much.
  private static let askLimit = 1 << 20

  private let transfer: Transfer
  private var there: [String: Int]?

  init(_ transfer: Transfer) { self.transfer = transfer }

  func send(_ pack: OutgoingPacks.Sealed) throws(StoreError) {
    let (remote, progress) = (transfer.remote, transfer.progress)
    try progress(TransferProgress(.sending, done: 0, of: pack.byteCount, .bytes))
    if there == nil, pack.byteCount >= PackSender.askLimit {
      there = Dictionary(try remote.packs().map { ($0.name, $0.byteCount) }) { first, _ in first }
    }
    // One of another size is a damaged one.
    if there?[pack.name] != pack.byteCount {
      var failure: StoreError?
      try remote.upload(pack: pack.name, from: pack.path) { done in
        do throws(StoreError) {
          try progress(TransferProgress(.sending, done: done, of: pack.byteCount, .bytes))
        } catch { failure = error }
      }
      remote.countUploaded(pack.byteCount)
      if let failure { throw failure }
    }
    // Who fetches next need not ask what is in it.
    try IndexCache(transfer.store).keep(indexOfPackAt: pack.path, named: pack.name)
  }
}
