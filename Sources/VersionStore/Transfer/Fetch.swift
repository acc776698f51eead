extension Transfer {
  /// Brings what the remote's branches and tags reach and this store lacks, then moves `remotes/NAME/BRANCH`, and makes
  /// tags whose names are free.
  ///
  /// Before a ref moves everything that it reaches is here and verified (or stays at the remote on purpose, see
  /// `isPartial`). Interrupted at any moment it can be made again; whole packs that arrived are kept.
  ///
  /// - Throws: `remote`, also where the remote lacks what its refs lead to or its packs are damaged; and as
  ///   `Store.read`.
  public func fetch() throws(StoreError) -> TransferReport {
    // What is found here does not travel, and no ref may lead to it yet.
    let lease = try store.lease()
    defer { lease.end() }
    try progress(TransferProgress(.comparing, done: 0, of: nil, .objects))
    let updates = try planned(try remote.refs())
    var objects = 0
    let tips = updates.filter { $0.outcome == .created || $0.outcome == .moved }.compactMap(\.new)
    if !tips.isEmpty { objects = try bring(tips) }
    for update in updates where update.outcome != .unchanged && update.outcome != .kept {
      _ = try store.moveRef(
        update.ref, from: update.old, to: update.new, author: author, time: time, what: "fetch: \(name)")
    }
    return TransferReport(
      refs: updates, objects: objects, bytes: remote.measure.bytes, requests: remote.measure.requests)
  }

  /// What is to become of which ref here.
  private func planned(_ there: [String: RemoteRef]) throws(StoreError) -> [RefUpdate] {
    let here = try store.refs()
    var updates: [RefUpdate] = []
    let tracked = tracking("")
    for (ref, old) in here.sorted(by: { $0.key < $1.key }) where ref.hasPrefix(tracked) {
      guard there["heads/" + ref.dropFirst(tracked.count)] == nil else { continue }
      updates.append(RefUpdate(ref: ref, old: old, new: nil, outcome: .deleted))
    }
    for (ref, new) in there.mapValues(\.id).sorted(by: { $0.key < $1.key }) where RefName.problem(with: ref) == nil {
      if ref.hasPrefix("heads/") {
        let own = tracking(String(ref.dropFirst("heads/".count)))
        let old = here[own]
        let outcome: RefUpdate.Outcome = old == nil ? .created : old == new ? .unchanged : .moved
        updates.append(RefUpdate(ref: own, old: old, new: new, outcome: outcome))
      } else if ref.hasPrefix("tags/") {
        let old = here[ref]
        let outcome: RefUpdate.Outcome = old == nil ? .created : old == new ? .unchanged : .kept
        updates.append(RefUpdate(ref: ref, old: old, new: new, outcome: outcome))
      }
    }
    return updates
  }

  /// Brings what `tips` reach. Gives the number of objects that came.
  private func bring(_ tips: [ObjectID]) throws(StoreError) -> Int {
    let known = Array(try store.refs().values)
    var incoming: IncomingObjects?
    while true {
      var missing: [ObjectID] = []
      var walk = newWalk(omitsBulk: isPartial)
      var seen = 0
      try walk.run(from: tips, except: known) { (kind, id, _) throws(StoreError) in
        seen += 1
        if seen.isMultiple(of: 4096) { try progress(TransferProgress(.verifying, done: seen, of: nil, .objects)) }
        if kind == .blob, try store.isAbsent(id) { missing.append(id) }
      }
      if walk.missing.isEmpty, missing.isEmpty { return incoming?.objects ?? 0 }
      if incoming == nil {
        let packs = try remote.packs()
        incoming = IncomingObjects(packs, from: remote, to: store, omitsBlobs: isPartial, progress: progress)
        try incoming?.fetchStructure()
      } else {
        try incoming?.fetch(walk.missing + missing)
        // Blobs lead nowhere: with them everything is here. What a row names may turn out to be a tree.
        if walk.missing.isEmpty, try areBlobs(missing) { return incoming?.objects ?? 0 }
      }
    }
  }

  private func areBlobs(_ ids: [ObjectID]) throws(StoreError) -> Bool {
    for id in ids {
      do throws(StoreError) {
        guard try store.kind(of: id) == .blob else { return false }
      } catch .erased {}
    }
    return true
  }
}
