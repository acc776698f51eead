import Glibc

/// Where the files of a store are.
struct StoreLayout: Sendable {
  /// The format that this program writes, and the newest that it reads.
  static let version = 1

  let root: String
  var format: String { root + "/format" }
  var packs: String { root + "/packs" }
  var refs: String { root + "/refs" }
  var operations: String { root + "/operations" }
  var remotes: String { root + "/remotes" }
  var indexes: String { root + "/indexes" }
  var lock: String { root + "/lock" }
  var temporary: String { root + "/tmp" }
  /// These two are made when they are first needed where the store is from before them.
  var leases: String { root + "/leases" }
  var condemned: String { root + "/condemned" }
  /// Locked by whoever collects garbage.
  var collecting: String { root + "/collecting" }

  /// The text of the format file.
  static let formatText = "gloss store \(version)\n"

  /// Checks that a store which this program understands is here, and gives the permissions of its directory.
  func check() throws(StoreError) -> mode_t {
    let prefix = "gloss store "
    guard let text = try text(of: format, limit: 64), text.hasPrefix(prefix), text.hasSuffix("\n"),
      let found = Int(text.dropFirst(prefix.count).dropLast()),
      found >= 1
    else { throw .notAStore(path: root) }
    guard found <= StoreLayout.version else { throw .unsupportedFormat(found: found, path: root) }
    return try permissions()
  }

  private func permissions() throws(StoreError) -> mode_t {
    var status = stat()
    guard stat(root, &status) == 0 else { throw .io(errno: errno, action: "open the store", path: root) }
    return status.st_mode & 0o7777
  }

  /// Makes the directories and files of an empty store. The format file comes last: without it there is no store, and
  /// making it again after a crash goes on from where it stopped.
  func make(with access: FileAccess) throws(StoreError) {
    var access = access
    for directory in ancestorsToMake() { _ = try access.makeDirectory(directory) }
    access.permissions = try permissions()
    let expected: Set = ["packs", "refs", "operations", "lock", "leases", "condemned", "tmp"]
    guard try names(in: root).allSatisfy(expected.contains), try names(in: packs).isEmpty, try names(in: refs).isEmpty
    else { throw .alreadyExists(path: root) }
    for directory in [packs, refs, leases, condemned, temporary] { _ = try access.makeDirectory(directory) }
    for file in [lock, operations] { _ = try access.open(file, flags: O_RDWR | O_CREAT) }
    let file = try access.open(temporary + "/format", flags: O_RDWR | O_CREAT | O_TRUNC)
    try file.write(Array(StoreLayout.formatText.utf8))
    try file.sync()
    try access.rename(temporary + "/format", to: format)
    try access.syncDirectory(root)
    try access.syncDirectory(StoreLayout.parent(of: root))
  }

  /// The directories on the way to the store that are not there yet, outermost first, and the store's own.
  private func ancestorsToMake() -> [String] {
    var missing: [String] = []
    var path = root
    var status = stat()
    while stat(path, &status) != 0, errno == ENOENT {
      missing.append(path)
      path = StoreLayout.parent(of: path)
    }
    return missing.reversed()
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
