import Glibc

/// What a garbage collection may do.
public struct CollectOptions: Equatable, Sendable {
  /// Now, in milliseconds since 1970: what `grace` and `keep` are counted from.
  public var time: Int64
  /// Milliseconds that a pack must be old before it is judged, and that it stays after it was condemned.
  public var grace: Int64
  /// Milliseconds for which operations keep what they moved a ref away from.
  public var keep: Int64
  /// Only find out what would be done.
  public var isDryRun: Bool

  public init(
    time: Int64, grace: Int64 = 3_600_000, keep: Int64 = 90 * 86_400_000, isDryRun: Bool = false
  ) {
    self.time = time
    self.grace = grace
    self.keep = keep
    self.isDryRun = isDryRun
  }
}

/// What a garbage collection did, or would do.
public struct CollectReport: Equatable, Sendable {
  /// Objects in use.
  public var objects = 0
  /// Packs whose objects in use were written anew, and the packs that they went into.
  public var rewritten = 0
  public var written = 0
  public var writtenBytes = 0
  /// Packs that are condemned now: they go in a later collection, when nobody can need them any more.
  public var condemned = 0
  public var condemnedBytes = 0
  /// Packs that were condemned earlier and are gone.
  public var removed = 0
  public var removedBytes = 0

  public init() {}
}

/// How far a garbage collection is.
public struct CollectProgress: Equatable, Sendable {
  public enum Phase: String, Sendable { case marking, writing, verifying }
  public var phase: Phase
  /// Objects.
  public var done: Int
  public var total: Int
}

extension Store {
  /// Removes what nothing leads to, and puts small packs together and large ones apart. Safe beside any other work on
  /// the store, also of other processes.
  ///
  /// What is in use: all that refs, operations of the last `keep` milliseconds and `roots` lead to. An older operation
  /// stays in the log, but cannot be undone once what it moved away from is gone.
  ///
  /// It goes in steps, so that nobody is surprised:
  ///
  /// 1. Objects in use of packs that are mostly garbage, too small or too large are written into new packs.
  /// 2. The old packs are condemned. They are read as before, but new work does not rest on them.
  /// 3. When the grace period has passed and no lease holds them, the roots are read again, and the packs that still
  ///    have nothing of which there is no copy go. With a grace period of 0 that is in the same call, else in a later
  ///    one.
  ///
  /// A pack that is younger than the grace period or than the oldest living lease is left alone. Memory grows by some
  /// bits for each object. While it works the disk needs room for what is written anew.
  ///
  /// - Parameters:
  ///   - roots: What else is in use. Called several times: each answer must be of the moment.
  ///   - references: The ids that a row of the named tree points to. Where one is a tree's root, the rows of that tree
  ///     are asked about under the name with a slash behind it.
  ///   - progress: Called now and then. What it throws ends the collection, which can be done again.
  /// - Throws: `collecting`; `missing`, `corrupt` or `badPack` where the store is damaged: nothing is removed then;
  ///   `io`; what `roots` and `progress` throw.
  public func collect(
    _ options: CollectOptions, roots: () throws -> [CollectRoot] = { [] },
    references: @escaping (_ tree: String, Row) -> [ObjectID],
    progress: @escaping (CollectProgress) throws -> Void = { _ in }
  ) throws -> CollectReport {
    let lock = try access.open(layout.collecting, flags: O_RDWR | O_CREAT)
    guard lock.tryLock() else { throw StoreError.collecting(path: path) }
    defer { withExtendedLifetime(lock) {} }
    return try withoutActuallyEscaping(roots) { roots in
      var collection = GarbageCollection(
        store: self, options: options, callersRoots: roots, references: references, progress: progress)
      return try collection.run()
    }
  }
}
