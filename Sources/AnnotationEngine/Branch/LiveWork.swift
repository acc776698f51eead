import VersionStore

extension Workspace {
  /// Commits what is not committed, so that what is done to the branch next can be taken back to where it was. Gives the
  /// head, which holds all live work; nil where there is nothing to commit and never was.
  func commitLiveWork(_ session: Session, message: String) throws(EngineError) -> ObjectID? {
    _ = try commit(session, message: message)
    return try onlyEngineErrors { try head() }
  }

  /// Moves the branch from the head that somebody looked at to a commit made of it, and lets the journal follow. `what`
  /// stands in the operation log: a verb, a colon, and what for ("merge: trial").
  ///
  /// - Throws: `refMoved` where the branch is elsewhere by now; nothing is changed then.
  @discardableResult
  func advance(
    _ session: Session, from old: ObjectID?, to new: ObjectID, what: String
  ) throws(EngineError) -> FollowReport {
    let isMoved = try onlyEngineErrors {
      try store.moveRef(place.ref, from: old, to: new, author: session.person, time: clock(), what: what)
    }
    guard isMoved else { throw .refMoved(branch) }
    return try followHead()
  }
}
