import Glibc

/// One move of one ref, as the operation log keeps it.
public struct Operation: Equatable, Sendable {
  /// From 1, without gaps.
  public var sequence: Int
  /// Milliseconds since 1970, UTC.
  public var time: Int64
  public var author: String
  /// What was done, in words: "commit: first batch".
  public var what: String
  public var ref: String
  public var old: ObjectID?
  public var new: ObjectID?
}

extension Store {
  /// What a ref ("heads/main", "tags/v1") names, a commit or a tag object, or nil.
  ///
  /// - Throws: `badRef` where the name is not possible or the ref's file is damaged, or `io`.
  public func ref(_ name: String) throws(StoreError) -> ObjectID? {
    try RefName.check(name)
    return try readRef(name)
  }

  /// Every ref, by name, with the commit or tag object that it names; `commitRefs` gives commits.
  ///
  /// - Throws: `badRef` where a ref's file is damaged, or `io`.
  public func refs() throws(StoreError) -> [String: ObjectID] {
    var refs: [String: ObjectID] = [:]
    for name in try refNames() {
      // One that was deleted between being listed and being read is not there.
      if let id = try readRef(name) { refs[name] = id }
    }
    return refs
  }

  /// Moves `name` from `expected` (nil: must not exist) to `new` (nil: delete), durably, and records the operation.
  /// Gives false, changing nothing, when the ref is not at `expected`.
  ///
  /// - Throws: `badRef` where the name is not possible, `missing` where `new` is not a commit or a tag of one in
  ///   this store (and what
  ///   reading it throws), `tooLarge` where the texts are longer than 32 KiB, `badLog`, or `io`.
  public func moveRef(
    _ name: String, from expected: ObjectID?, to new: ObjectID?, author: String, time: Int64, what: String
  ) throws(StoreError) -> Bool {
    try RefName.check(name)
    for (text, title) in [(author, "The author's name"), (what, "The description of the operation")] {
      guard text.utf8.count <= OperationLog.textLimit else {
        throw .tooLarge(what: title, bytes: text.utf8.count, limit: OperationLog.textLimit)
      }
    }
    let move = RefMove(store: self)
    return try move.run(name, from: expected, to: new, author: author, time: time, what: what)
  }

  /// The operation log, oldest first.
  ///
  /// - Throws: `badLog`, or `io`.
  public func operations() throws(StoreError) -> [Operation] {
    let file = try access.open(layout.operations, flags: O_RDONLY)
    var operations = try OperationLog(file: file).readAll().operations
    // The last one is recorded just before its ref moves: it has not happened where the ref has not moved.
    if let last = operations.last, try hasNotHappened(last) { operations.removeLast() }
    return operations
  }

  /// Whether the newest operation of the log was recorded and then not carried out.
  func hasNotHappened(_ last: Operation) throws(StoreError) -> Bool {
    guard last.old != last.new else { return false }
    return try readRef(last.ref) == last.old
  }

  // MARK: Files

  func path(ofRef name: String) -> String { layout.refs + "/" + name }

  /// The id in the file of `name`, which is known to be possible.
  func readRef(_ name: String) throws(StoreError) -> ObjectID? {
    let path = path(ofRef: name)
    guard let text = try text(of: path, limit: 80) else { return nil }
    guard text.hasSuffix("\n"), let id = ObjectID(hex: text.dropLast()) else {
      throw .badRef(name: name, detail: "\(path) does not hold an object's id")
    }
    return id
  }

  /// The names of the files under `refs/` that can be names of refs, in order.
  func refNames() throws(StoreError) -> [String] {
    var found: [String] = []
    var directories = [""]
    while let directory = directories.popLast() {
      for name in try names(in: layout.refs + "/" + directory) {
        let full = directory.isEmpty ? name : directory + "/" + name
        var status = stat()
        guard stat(path(ofRef: full), &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR {
          directories.append(full)
        } else if RefName.problem(with: full) == nil {
          found.append(full)
        }
      }
    }
    return found.sorted()
  }
}
