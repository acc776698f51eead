import Glibc

/// A remote under the name that the people of a store call it by.
public struct NamedRemote: Equatable, Sendable {
  public var name: String
  public var url: String
  /// What does not travel when fetching: nil for a whole copy.
  public var filter: String?

  public init(name: String, url: String, filter: String? = nil) {
    self.name = name
    self.url = url
    self.filter = filter
  }

  /// - Throws: `badRef` where the name is not possible, or `remote` where the URL is none.
  public func check() throws(StoreError) {
    if name.contains("/") { throw .badRef(name: name, detail: "the name of a remote has no slash") }
    // Its branches are going to be "remotes/NAME/BRANCH".
    if let problem = RefName.problem(with: "remotes/" + name) { throw .badRef(name: name, detail: problem) }
    _ = try RemoteURL(url)
    guard !(url + (filter ?? "")).unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw .remote(url: url, problem: "It has a control character", remedy: "Write it as %XX.")
    }
  }
}

/// The remotes of a store, by name, as the file `remotes` keeps them: a line each of name, URL and filter, with tabs
/// between.
public struct RemoteList: Equatable, Sendable {
  public private(set) var remotes: [NamedRemote] = []

  init() {}

  public subscript(name: String) -> NamedRemote? { remotes.first { $0.name == name } }

  /// Adds a remote, or replaces the one of its name.
  mutating func set(_ remote: NamedRemote) throws(StoreError) {
    try remote.check()
    remotes.removeAll { $0.name == remote.name }
    remotes.append(remote)
    remotes.sort { $0.name < $1.name }
  }

  mutating func remove(_ name: String) { remotes.removeAll { $0.name == name } }

  // MARK: The file

  init?(_ text: String) {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard (2...3).contains(parts.count), !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
      remotes.append(NamedRemote(name: parts[0], url: parts[1], filter: parts.count == 3 ? parts[2] : nil))
    }
  }

  var text: String {
    remotes.map { [$0.name, $0.url, $0.filter].compactMap(\.self).joined(separator: "\t") + "\n" }.joined()
  }
}

extension Store {
  /// The remotes that this store knows by name.
  ///
  /// - Throws: `remote` where the list is damaged, or `io`.
  public func remotes() throws(StoreError) -> RemoteList {
    guard let text = try text(of: layout.remotes, limit: 1 << 20) else { return RemoteList() }
    guard let list = RemoteList(text) else {
      throw .remote(
        url: layout.remotes, problem: "The list of remotes is damaged",
        remedy: "Correct it: a line each of name, URL and filter, with tabs between; or remove it.")
    }
    return list
  }

  /// Adds a remote durably, or replaces the one of its name.
  ///
  /// - Throws: `badRef` where the name is not possible, `remote` where the URL is none or the list is damaged, or `io`.
  public func setRemote(_ remote: NamedRemote) throws(StoreError) {
    try changeRemotes { (list) throws(StoreError) in try list.set(remote) }
  }

  /// Forgets a remote durably; gives whether there was one. What was fetched from it stays.
  ///
  /// - Throws: `remote` where the list is damaged, or `io`.
  @discardableResult
  public func removeRemote(_ name: String) throws(StoreError) -> Bool {
    var isKnown = false
    try changeRemotes { (list) throws(StoreError) in
      isKnown = list[name] != nil
      list.remove(name)
    }
    return isKnown
  }

  /// Under the lock that refs move under, so that no change of another process is lost.
  private func changeRemotes(_ change: (inout RemoteList) throws(StoreError) -> Void) throws(StoreError) {
    let lock = try access.open(layout.lock, flags: O_RDWR)
    try lock.lock()
    defer { withExtendedLifetime(lock) {} }
    var list = try remotes()
    let before = list
    try change(&list)
    guard list != before else { return }
    let temporary = layout.temporary + "/remotes"
    let file = try access.open(temporary, flags: O_RDWR | O_CREAT | O_TRUNC)
    try file.write(Array(list.text.utf8))
    try file.sync()
    try access.rename(temporary, to: layout.remotes)
    try access.syncDirectory(path)
  }
}
