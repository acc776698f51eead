import Glibc

/// Keeps garbage collection, also that of other processes, from taking away what somebody is about to name: a writer
/// whose objects no ref or journal names yet, or a reader who decides by what is here.
///
/// It is a file under `leases/`, locked for as long as the lease lives: the death of a process ends its leases.
///
/// Whoever takes a lease and then looks which packs are condemned may rest nothing on those that are. So the lease's
/// file names them: they may go while it lives. Whatever else the store had when the lease was taken, and what came
/// since, stays until the lease has ended and the roots were read after that. A file that is not written to its end
/// names fewer packs, which errs on the safe side.
public final class StoreLease: Sendable {
  /// Packs that this lease does not hold.
  let renounced: Set<String>
  private let file: OpenFile
  private let access: FileAccess

  /// `renounces` is whether packs that are condemned already may go.
  fileprivate init(in store: Store, renounces: Bool) throws(StoreError) {
    access = store.access
    file = try store.newLeaseFile()
    do throws(StoreError) {
      renounced = renounces ? try store.condemnedNames() : []
      if !renounced.isEmpty { try file.write(Array(renounced.sorted().map { $0 + "\n" }.joined().utf8)) }
    } catch {
      try? access.remove(file.path)
      throw error
    }
  }

  deinit { end() }

  /// Ends the lease. Ending it again changes nothing.
  public func end() {
    // Where even this fails, the lock goes with the process, and the next collection removes the file.
    try? access.remove(file.path)
  }
}

extension Store {
  /// A lease on everything that the store has now: no pack leaves it before the lease ends. A `PackWriter` has one of
  /// its own; this one is for whoever compares with what is here before there is a writer, and for what lasts longer.
  ///
  /// - Throws: `io`.
  public func lease() throws(StoreError) -> StoreLease { try StoreLease(in: self, renounces: false) }

  /// A lease for a writer, who writes anew what only condemned packs have.
  func writerLease() throws(StoreError) -> StoreLease { try StoreLease(in: self, renounces: true) }

  /// A new file under `leases/`, locked for as long as it is open.
  fileprivate func newLeaseFile() throws(StoreError) -> OpenFile {
    try makeDirectoryOnDemand(layout.leases)
    while true {
      let name = String(UInt64.random(in: .min ... .max), radix: 36)
      let file = try access.open(layout.leases + "/" + name, flags: O_RDWR | O_CREAT | O_EXCL)
      try file.lock()
      // Between being made and being locked the file looked like one whose process died.
      if try file.status().links > 0 { return file }
    }
  }

  /// Makes a directory that a store from before has not.
  func makeDirectoryOnDemand(_ path: String) throws(StoreError) {
    var status = stat()
    if stat(path, &status) != 0 { _ = try access.makeDirectory(path) }
  }

  /// The leases that live. Files whose processes died are removed, unless `changesNothing`.
  func liveLeases(changesNothing: Bool = false) throws(StoreError) -> LiveLeases {
    var live = LiveLeases()
    for name in try names(in: layout.leases) {
      let path = layout.leases + "/" + name
      let file: OpenFile
      do throws(StoreError) {
        file = try access.open(path, flags: O_RDWR)
      } catch .io(ENOENT, _, _) {
        // It has just ended.
        continue
      }
      if file.tryLock() {
        if !changesNothing { try access.remove(path) }
      } else {
        try live.add(file)
      }
    }
    return live
  }
}

/// What the leases of the moment ask for.
struct LiveLeases {
  private(set) var count = 0
  /// When the oldest began, by the clock of the file system; nil where there is none.
  private(set) var oldest: FileTime?
  /// What every one of them lets go.
  private var renounced: Set<String> = []

  fileprivate mutating func add(_ file: OpenFile) throws(StoreError) {
    let began = try file.modificationTime()
    let text = String(decoding: try file.read(0..<file.byteCount()), as: UTF8.self)
    // What follows the last line's end is a name half written.
    let names = Set(text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init))
    renounced = count == 0 ? names : renounced.intersection(names)
    oldest = oldest.map { min($0, began) } ?? began
    count += 1
  }

  /// Whether some lease wants the pack to stay.
  func hold(_ pack: String) -> Bool { count > 0 && !renounced.contains(pack) }

  /// Whether a pack that got its last byte at `time` may hold what a living lease's owner has yet to name.
  func mayCover(_ time: FileTime) -> Bool { oldest.map { time >= $0 } ?? false }
}
