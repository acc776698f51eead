/// Which packs are written anew, and which go without.
struct CompactionPlan: Equatable {
  /// Packs are kept between these sizes: fewer and a lookup asks more packs, larger and a remote sends more at a time.
  static let smallest = 8 << 20
  static let largest = 64 << 20
  /// What a pack is filled to at most. Compressed anew an object may take more room than it did.
  static let aim = 48 << 20

  /// What is known of a pack.
  struct Load: Equatable {
    var name: String
    var byteCount: Int
    /// Bytes of its objects, about, and of those that are in use.
    var contentByteCount: Int
    var liveByteCount: Int
    /// Nothing in it is in use, not even a mark of something erased.
    var isSpare = false
    /// It has commits or tags that are not in use. Such packs are always written anew, so that no commit stays of which
    /// parts are gone.
    var hasDeadVersions = false
    /// Bytes of its largest block: a pack that is too large because of one object cannot be made smaller.
    var largestBlock = 0

    /// Less than half is in use.
    var isMostlyGarbage: Bool { liveByteCount < contentByteCount / 2 }
  }

  /// Names of packs that have nothing in use.
  var dropped: [String] = []
  /// Names of packs whose objects in use are written anew, in order.
  var rewritten: [String] = []
  /// Packs to write, and about how many bytes each gets.
  var parts = 0
  var partByteCount = 0

  init(_ loads: [Load]) {
    let loads = loads.sorted { $0.name < $1.name }
    dropped = loads.filter(\.isSpare).map(\.name)
    let kept = loads.filter { !$0.isSpare }
    var chosen = kept.filter { CompactionPlan.wants($0) }
    if let only = chosen.first, chosen.count == 1, !only.hasDeadVersions, !only.isMostlyGarbage,
      only.byteCount <= CompactionPlan.largest
    {
      // Writing one small pack anew gains nothing.
      chosen = []
    }
    guard !chosen.isEmpty else { return }
    rewritten = chosen.map(\.name)
    let total = chosen.reduce(0) { $0 + $1.liveByteCount }
    parts = max(1, (total + CompactionPlan.aim - 1) / CompactionPlan.aim)
    partByteCount = (total + parts - 1) / parts
  }

  private static func wants(_ load: Load) -> Bool {
    if load.hasDeadVersions || load.isMostlyGarbage || load.byteCount < smallest { return true }
    return load.byteCount > largest && load.byteCount - load.largestBlock >= smallest
  }
}
