import Glibc

/// The packs that a store knows, the one that answered last in front.
struct PackSet {
  private struct Member {
    let pack: PackReader
    /// Whether it was read since `forgetPages`.
    var wasTouched = false
  }

  private let directory: String
  private var members: [Member] = []
  /// Packs whose footer does not hold, with what is wrong.
  private(set) var broken: [String: StoreError] = [:]
  private var listed: DirectoryStamp?
  private var touchedBytes = 0
  /// Bytes of mapped packs that may stay in this process's memory. They are the system's cache and cost nothing to
  /// lose, but they count as memory of the process.
  var residencyLimit: Int

  init(directory: String, residencyLimit: Int) {
    self.directory = directory
    self.residencyLimit = residencyLimit
  }

  var packs: [PackReader] { members.map(\.pack) }

  /// Looks for packs that came or went since the last time. Gives whether there are new ones.
  ///
  /// While a directory is listed packs may come and others go, with the same objects in them, and the list may have
  /// neither. Whoever does not find an object that must be there lists once more.
  mutating func refresh() throws(StoreError) -> Bool {
    let stamp = DirectoryStamp(directory)
    if let listed, listed.isSettled, listed == stamp { return false }
    // The stamp was taken before the listing: what comes in between is seen again next time.
    listed = stamp
    let found = Set(try names(in: directory).filter { $0.hasSuffix(PackFormat.fileExtension) })
    let known = Set(members.map(\.pack.name))
    members.removeAll { !found.contains($0.pack.name) }
    // Broken ones are tried again: somebody may have put a backup in their place.
    broken = [:]
    var isNew = false
    // In order of name, so that which pack answers does not depend on the directory's order.
    for name in found.subtracting(known).sorted() {
      do throws(StoreError) {
        members.append(Member(pack: try PackReader(path: directory + "/" + name, name: name)))
        isNew = true
      } catch .io(ENOENT, _, _) {
        // It went between being listed and being opened.
        listed = nil
      } catch {
        broken[name] = error
      }
    }
    return isNew
  }

  mutating func forgetListing() { listed = nil }

  /// Where `id` is, among the packs known. An erased mark counts only where no pack has the object.
  mutating func find(_ id: ObjectID, except failed: Set<String> = []) -> PackMatch {
    var isErased = false
    for index in members.indices {
      let pack = members[index].pack
      guard pack.mayContain(id) else { continue }
      touch(index)
      guard let position = pack.position(of: id) else { continue }
      if position.isErased {
        isErased = true
      } else if !failed.contains(pack.name) {
        if index > 0 { members.swapAt(0, index) }
        return .found(pack, position)
      }
    }
    return isErased ? .erased : .absent
  }

  private mutating func touch(_ index: Int) {
    members[index].wasTouched = true
    touchedBytes += members[index].pack.lookupCost
    if touchedBytes > residencyLimit {
      touchedBytes = 0
      for index in members.indices where members[index].wasTouched {
        members[index].pack.file.forgetPages()
        members[index].wasTouched = false
      }
    }
  }
}

enum PackMatch {
  case found(PackReader, PackPosition)
  case erased
  case absent
}
