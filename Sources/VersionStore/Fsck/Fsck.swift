/// One thing that `fsck` found wrong.
public struct Damage: Equatable, Sendable {
  public enum Kind: String, Sendable { case missing, corrupt, badPack, badRef, badLog }
  public var kind: Kind
  public var object: ObjectID?
  /// The pack's file name, where the object was found in one.
  public var pack: String?
  /// A commit that reaches the object, and the path to it in words: "samples, key 17".
  public var commit: ObjectID?
  public var path: String?
  public var detail: String

  public init(
    kind: Kind, object: ObjectID? = nil, pack: String? = nil, commit: ObjectID? = nil, path: String? = nil,
    detail: String
  ) {
    self.kind = kind
    self.object = object
    self.pack = pack
    self.commit = commit
    self.path = path
    self.detail = detail
  }
}

public struct FsckReport: Equatable, Sendable {
  public var packs: Int
  /// Objects that were read and verified.
  public var objects: Int
  /// Commits that refs reach.
  public var commits: Int
  /// Blobs that a partial clone left at its remote.
  public var promised: Int
  public var damage: [Damage]

  public init(packs: Int, objects: Int, commits: Int, promised: Int = 0, damage: [Damage]) {
    self.packs = packs
    self.objects = objects
    self.commits = commits
    self.promised = promised
    self.damage = damage
  }
}

extension Store {
  /// Reads and verifies every object of every pack, and walks every ref. `references` gives the ids that a tree
  /// value of the named tree points to: blobs, which are checked for being there, or roots of trees, which are walked
  /// under the name with a slash behind it.
  ///
  /// Memory grows with the number of nodes and commits, not with that of blobs.
  ///
  /// - Parameters:
  ///   - promised: Trees whose blobs need not be here, for a partial clone left them at its remote.
  ///   - progress: Called now and then with what is done of what there is to do.
  /// - Throws: `io` where the disk does not let it look. Damage is reported, not thrown.
  public func fsck(
    references: (_ tree: String, Row) -> [ObjectID], promised: Set<String> = [],
    progress: (_ done: Int, _ total: Int) -> Void
  ) throws(StoreError) -> FsckReport {
    forgetListing()
    let (packs, broken) = try listPacks()
    var findings = Findings(
      total: packs.reduce(0) { $0 + $1.footer.entryCount + $1.footer.kindCounts[1...].reduce(0, +) })
    for (name, error) in broken.sorted(by: { $0.key < $1.key }) {
      findings.add(Damage(kind: .badPack, pack: name, detail: error.failureReason ?? "it cannot be read"))
    }
    for pack in packs.sorted(by: { $0.name < $1.name }) {
      try checkPack(pack, &findings, progress: progress)
    }
    var walk = FsckWalk(store: self, findings: findings, promised: promised)
    try walk.run(references: references, progress: progress)
    do throws(StoreError) {
      _ = try operations()
    } catch .badLog(_, let detail) {
      walk.findings.add(Damage(kind: .badLog, detail: detail))
    } catch .badRef {
      // The ref itself is reported.
    }
    progress(walk.findings.total, walk.findings.total)
    return FsckReport(
      packs: packs.count + broken.count, objects: walk.findings.objects, commits: walk.commitCount,
      promised: walk.promisedBlobs.count,
      damage: walk.findings.damage)
  }
}

/// What was found so far.
struct Findings {
  private(set) var damage: [Damage] = []
  /// The damage that each damaged object is reported as.
  private var places: [ObjectID: Int] = [:]
  var objects = 0
  let total: Int
  private var done = 0

  init(total: Int) { self.total = total }

  mutating func add(_ item: Damage) {
    if let object = item.object, places[object] == nil { places[object] = damage.count }
    damage.append(item)
  }

  /// Gives what is done now. An object that two trees share is looked at twice, hence the bound.
  mutating func advance(by count: Int) -> Int {
    done = min(done + count, total)
    return done
  }

  func isDamaged(_ id: ObjectID) -> Bool { places[id] != nil }

  /// Says which commit reaches a damaged object, and how, unless that was said before.
  mutating func reach(_ id: ObjectID, from commit: ObjectID?, path: String) {
    guard let place = places[id], damage[place].path == nil else { return }
    damage[place].commit = commit
    damage[place].path = path
  }
}
