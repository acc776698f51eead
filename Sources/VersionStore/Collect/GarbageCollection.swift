import Glibc

/// One garbage collection. The caller has the lock that keeps others from collecting.
struct GarbageCollection {
  let store: Store
  let options: CollectOptions
  let callersRoots: () throws -> [CollectRoot]
  let references: Marking.References
  let progress: (CollectProgress) throws -> Void
  private var report = CollectReport()
  /// Names of the packs that were removed, or would be.
  private var removed: Set<String> = []

  init(
    store: Store, options: CollectOptions, callersRoots: @escaping () throws -> [CollectRoot],
    references: @escaping Marking.References, progress: @escaping (CollectProgress) throws -> Void
  ) {
    self.store = store
    self.options = options
    self.callersRoots = callersRoots
    self.references = references
    self.progress = progress
  }

  mutating func run() throws -> CollectReport {
    if !options.isDryRun { try store.removeStaleTemporaries() }
    var state = try look()
    try sweep(&state)
    let condemned = try compact(state)
    if !condemned.isEmpty, options.grace <= 0, !options.isDryRun {
      state = try look()
      try sweep(&state)
    }
    report.objects = state.marking.members.reduce(0) { $0 + $1.live.count }
    try countCondemned(adding: options.isDryRun ? condemned : [], of: state)
    // This process must not find what is gone either.
    _ = try store.listPacks()
    return report
  }

  /// The store as it is at one moment.
  private struct Look {
    var marking: Marking
    /// Condemned packs, with the time.
    var condemned: [String: Int64]
    /// Packs that may be condemned: neither young nor condemned already.
    var judged: Set<String>
  }

  /// Marks what is in use.
  ///
  /// The order matters: a pack that was listed came from a writer whose lease lives when leases are looked at, or who
  /// has named what is in it by then, so that the roots show it.
  private func look() throws -> Look {
    let condemned = try store.condemnedPacks()
    store.forgetListing()
    let (packs, broken) = try store.listPacks()
    if let error = broken.min(by: { $0.key < $1.key })?.value { throw error }
    let leases = try store.liveLeases(changesNothing: options.isDryRun)
    let young = packs.filter { isYoung($0, leases) }
    let total = packs.reduce(0) { $0 + $1.footer.entryCount }
    let progress = progress
    var marking = Marking(
      of: packs, condemned: Set(condemned.keys), in: store, references: references,
      progress: { try progress(CollectProgress(phase: .marking, done: min($0, total), total: total)) })
    var roots = try roots()
    for pack in young { roots.loose.formUnion(versions(in: pack)) }
    try marking.mark(roots)
    try progress(CollectProgress(phase: .marking, done: total, total: total))
    let spared = Set(young.map(\.name)).union(condemned.keys)
    return Look(marking: marking, condemned: condemned, judged: Set(packs.map(\.name)).subtracting(spared))
  }

  private func roots() throws -> Roots {
    try store.roots(since: options.time - options.keep, adding: try callersRoots())
  }

  private func isYoung(_ pack: PackReader, _ leases: LiveLeases) -> Bool {
    var status = stat()
    guard stat(store.layout.packs + "/" + pack.name, &status) == 0 else { return true }
    let time = FileTime(status.st_mtim)
    return leases.mayCover(time) || options.grace > 0 && time.milliseconds > options.time - options.grace
  }

  /// Commits and tags of a pack that is not judged: they are about to be named, or are part of what is.
  private func versions(in pack: PackReader) -> [CollectRoot] {
    (0..<pack.footer.entryCount).lazy.map { pack.entry(at: $0) }
      .filter { $0.position.kind == .commit || $0.position.kind == .tag }.map { .version($0.id) }
  }

  // MARK: Writing anew

  /// Writes objects of unsuitable packs anew and condemns these. Gives the packs that are newly condemned.
  private mutating func compact(_ look: Look) throws -> Set<String> {
    var loads: [CompactionPlan.Load] = []
    for member in look.marking.members where look.judged.contains(member.pack.name) {
      loads.append(CompactionPlan.Load(member))
    }
    let plan = CompactionPlan(loads)
    report.rewritten += plan.rewritten.count
    if options.isDryRun {
      report.written += plan.parts
      return Set(plan.dropped + plan.rewritten)
    }
    let total = look.marking.members.reduce(0) { $0 + (plan.rewritten.contains($1.pack.name) ? $1.live.count : 0) }
    let progress = progress
    var compaction = Compaction(plan, of: look.marking, in: store) {
      try progress(CollectProgress(phase: .writing, done: min($0, total), total: total))
    }
    try compaction.run()
    report.written += compaction.written.count
    report.writtenBytes += compaction.byteCount
    // A pack may have come out as it was.
    let condemned = Set(plan.dropped + plan.rewritten).subtracting(compaction.written)
    try store.condemn(condemned.sorted(), time: options.time)
    return condemned
  }

  // MARK: Removing

  /// Removes condemned packs whose time has come, and pardons those that turn out to be in use.
  private mutating func sweep(_ look: inout Look) throws {
    let due = look.condemned.filter { $0.value <= options.time - options.grace }
    let numbers = look.marking.members.indices.filter { due[look.marking.members[$0].pack.name] != nil }
    if options.isDryRun {
      for number in numbers where look.marking.isSpare(number) { count(removed: look.marking.members[number].pack) }
      return
    }
    try removeStaleMarks(look)
    guard !numbers.isEmpty else { return }
    try verifyCopies(of: numbers.filter { look.marking.isSpare($0) }, look.marking)

    // From here on no ref moves, and nobody pardons a pack.
    let lock = try store.access.open(store.layout.lock, flags: O_RDWR)
    try lock.lock()
    defer { withExtendedLifetime(lock) {} }
    // Leases first: what the owner of one that has ended did is among the roots.
    let leases = try store.liveLeases()
    try look.marking.mark(try roots())
    var removed: [PackReader] = []
    var pardoned: [PackReader] = []
    for number in numbers {
      let pack = look.marking.members[number].pack
      guard store.isCondemned(pack.name), !leases.hold(pack.name) else { continue }
      if look.marking.isSpare(number) { removed.append(pack) } else { pardoned.append(pack) }
    }
    for pack in removed {
      try store.access.remove(store.layout.packs + "/" + pack.name)
      count(removed: pack)
    }
    if !removed.isEmpty { try store.access.syncDirectory(store.layout.packs) }
    for pack in removed + pardoned { try store.access.remove(store.layout.condemned + "/" + pack.name) }
    if !removed.isEmpty || !pardoned.isEmpty { try store.access.syncDirectory(store.layout.condemned) }
    store.forgetListing()
  }

  private mutating func count(removed pack: PackReader) {
    removed.insert(pack.name)
    report.removed += 1
    report.removedBytes += pack.file.bytes.count
  }

  /// Marks whose packs are gone: a crash came between the two.
  private func removeStaleMarks(_ look: Look) throws {
    let there = Set(look.marking.members.map(\.pack.name))
    for name in look.condemned.keys where !there.contains(name) {
      try store.access.remove(store.layout.condemned + "/" + name)
    }
  }

  /// Reads the copies that stay of what is in the packs to be removed: a spare copy is not spare where the other is
  /// damaged.
  ///
  /// - Throws: `corrupt` where one is.
  private func verifyCopies(of numbers: [Int], _ marking: Marking) throws {
    var copies: [(pack: Int, order: Int, entry: Int)] = []
    for number in numbers {
      let pack = marking.members[number].pack
      for entry in 0..<pack.footer.entryCount {
        let found = pack.entry(at: entry)
        guard !found.position.isErased, let copy = marking.copy(of: found.id), marking.isLive(copy) else { continue }
        let position = marking.members[copy.pack].pack.entry(at: copy.entry).position
        copies.append((copy.pack, position.order, copy.entry))
      }
    }
    copies.sort { ($0.pack, $0.order) < ($1.pack, $1.order) }
    var current = (pack: -1, block: -1, bytes: [UInt8]())
    for (done, copy) in copies.enumerated() {
      let pack = marking.members[copy.pack].pack
      let found = pack.entry(at: copy.entry)
      if current.pack != copy.pack || current.block != found.position.block {
        let block = found.position.block
        current = (
          copy.pack, block,
          try store.withContext { (context) throws(StoreError) in try pack.block(block, with: context) }
        )
        if block % 64 == 63 { pack.file.forgetPages() }
      }
      _ = try pack.content(of: found.id, in: current.bytes, at: found.position.offset)
      if done.isMultiple(of: 1024) {
        try progress(CollectProgress(phase: .verifying, done: done, total: copies.count))
      }
    }
  }

  private mutating func countCondemned(adding names: Set<String>, of look: Look) throws {
    let condemned = try store.condemnedNames().union(names).subtracting(removed)
    for member in look.marking.members where condemned.contains(member.pack.name) {
      report.condemned += 1
      report.condemnedBytes += member.pack.file.bytes.count
    }
  }
}
