import Glibc

/// Packs in the making lie in `tmp/` under names that begin with "pack-", locked by their writer.
extension Store {
  private static let prefix = "pack-"

  /// A new file for a pack, locked for as long as it is open.
  func newTemporary() throws(StoreError) -> OpenFile {
    while true {
      let name = Store.prefix + String(UInt64.random(in: .min ... .max), radix: 36)
      let file = try access.open(layout.temporary + "/" + name, flags: O_RDWR | O_CREAT | O_EXCL)
      try file.lock()
      // Between being made and being locked the file looked like one whose writer died.
      if try file.status().links > 0 { return file }
    }
  }

  /// Removes what processes that died left behind: files that nobody has locked.
  func removeStaleTemporaries() throws(StoreError) {
    for name in try names(in: layout.temporary) where name.hasPrefix(Store.prefix) {
      let path = layout.temporary + "/" + name
      guard let file = try? access.open(path, flags: O_RDWR), file.tryLock() else { continue }
      try access.remove(path)
    }
  }
}
