extension Store {
  /// The newest operation of `author` (nil: of anybody) that can be taken back: one that is not taken back already, is
  /// itself no undo or redo, did not only bring news from a remote, and whose commit from before is still in the store.
  ///
  /// Its ref may have moved since; whoever takes it back compares.
  ///
  /// - Throws: as `operations`, and as `contains`.
  public func undoable(by author: String?) throws(StoreError) -> Operation? {
    _ = try listPacks()
    let history = UndoHistory(try operations())
    for operation in history.operations.reversed() where operation.isUndoCandidate && operation.isBy(author) {
      guard history.undone[operation.sequence] == nil else { continue }
      if try has(operation.old) { return operation }
    }
    return nil
  }

  /// The operation that `author` (nil: anybody) took back last and that can be done again: its ref is still where
  /// taking it back left it.
  ///
  /// - Throws: as `operations`, and as `contains`.
  public func redoable(by author: String?) throws(StoreError) -> Operation? {
    _ = try listPacks()
    let history = UndoHistory(try operations())
    for undo in history.operations.reversed() where undo.isBy(author) {
      guard let number = undo.undoes, history.undone[number] == undo.sequence else { continue }
      let operation = history.operations[number - 1]
      guard try has(operation.new), try readRef(operation.ref) == operation.old else { return nil }
      return operation
    }
    return nil
  }

  /// The numbers of the operations that are taken back now.
  ///
  /// - Throws: as `operations`.
  public func undoneOperations() throws(StoreError) -> Set<Int> { Set(UndoHistory(try operations()).undone.keys) }

  private func has(_ id: ObjectID?) throws(StoreError) -> Bool {
    guard let id else { return true }
    return try contains(id)
  }
}

/// The operation log, and what of it is taken back.
private struct UndoHistory {
  let operations: [Operation]
  /// The undo that holds now, by the number of the operation that it took back.
  private(set) var undone: [Int: Int] = [:]

  init(_ operations: [Operation]) {
    self.operations = operations
    for operation in operations {
      if let number = operation.undoes { undone[number] = operation.sequence }
      if let number = operation.redoes { undone[number] = nil }
    }
  }
}

extension Operation {
  fileprivate var isUndoCandidate: Bool { undoes == nil && redoes == nil && !ref.hasPrefix("remotes/") }

  fileprivate func isBy(_ author: String?) -> Bool { author == nil || author == self.author }
}
