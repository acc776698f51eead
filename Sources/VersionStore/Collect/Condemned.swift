import Glibc

/// Packs that are going to be removed: a file `condemned/NAME` for each, with the time in it. They are read as before,
/// but no new object rests on them. What turns out to be in use after all is pardoned: the file goes, the pack stays.
extension Store {
  /// The names of condemned packs, also of some that may be gone already.
  func condemnedNames() throws(StoreError) -> Set<String> {
    Set(try names(in: layout.condemned).filter(RemotePack.isName))
  }

  /// Condemned packs with the time at which they were, in milliseconds since 1970.
  func condemnedPacks() throws(StoreError) -> [String: Int64] {
    var found: [String: Int64] = [:]
    for name in try condemnedNames() {
      // One that cannot be read is as good as new: it only waits longer.
      guard let text = try text(of: layout.condemned + "/" + name, limit: 32) else { continue }
      found[name] = Int64(text.dropLast()) ?? .max
    }
    return found
  }

  func isCondemned(_ pack: String) -> Bool { Glibc.access(layout.condemned + "/" + pack, F_OK) == 0 }

  /// Condemns packs. The caller is the one who collects.
  func condemn(_ packs: [String], time: Int64) throws(StoreError) {
    guard !packs.isEmpty else { return }
    try makeDirectoryOnDemand(layout.condemned)
    let temporary = layout.temporary + "/condemned"
    for name in packs {
      let file = try access.open(temporary, flags: O_RDWR | O_CREAT | O_TRUNC)
      try file.write(Array("\(time)\n".utf8))
      try file.sync()
      try access.rename(temporary, to: layout.condemned + "/" + name)
    }
    try access.syncDirectory(layout.condemned)
  }

  /// Gives a whole and synced file its name among the packs, durably. Where a pack of that name, and so with the same
  /// bytes, is condemned, it is pardoned: under the lock, so that it is not removed in that moment.
  func install(_ path: String, as pack: String) throws(StoreError) {
    if isCondemned(pack) {
      let lock = try access.open(layout.lock, flags: O_RDWR)
      try lock.lock()
      defer { withExtendedLifetime(lock) {} }
      try access.remove(layout.condemned + "/" + pack)
      try access.rename(path, to: layout.packs + "/" + pack)
    } else {
      try access.rename(path, to: layout.packs + "/" + pack)
    }
    try access.syncDirectory(layout.packs)
    forgetListing()
  }
}
