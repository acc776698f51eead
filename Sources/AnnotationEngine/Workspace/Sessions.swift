import GRDB

extension Workspace {
  /// A session for `person` with the role that the project gives them; a project without people lets anybody in as lead.
  ///
  /// `ownsWorkspace` says that the system knows them as the owner of the workspace's files: they lead where the project
  /// names no lead, or does not name them.
  public func session(person: String, ownsWorkspace: Bool = false) throws(EngineError) -> Session {
    var session = Session(person: person, role: .annotator, since: clock(), ownsWorkspace: ownsWorkspace)
    session.role = try project().role(of: session)
    return session
  }
}

extension Project {
  /// The role in force now. A session may be older than the last change of roles.
  func role(of person: String) throws(EngineError) -> Role {
    guard !person.isEmpty, !person.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { throw .invalidName(person, problem: "a person needs a name without control characters") }
    if people.isEmpty { return .lead }
    guard let known = people.first(where: { $0.name == person }) else {
      throw .unknownPerson(person, known: people.map(\.name))
    }
    return known.role
  }

  /// As above; but whoever owns the workspace's files leads where nobody else is named to, or they are not named at
  /// all: somebody has to be able to import, and to change `gloss.yaml`.
  func role(of session: Session) throws(EngineError) -> Role {
    let isNamed = people.contains { $0.name == session.person }
    if session.ownsWorkspace, !isNamed || !people.contains(where: { $0.role == .lead }) { return .lead }
    return try role(of: session.person)
  }

  /// Throws `notPermitted` unless the person's role is `needs` or more. `act` in words: "resolve samples".
  func permit(_ session: Session, _ act: String, needs: Role) throws(EngineError) {
    let role = try role(of: session)
    guard role.rank >= needs.rank else {
      throw .notPermitted(person: session.person, role: role, act: act, needs: needs)
    }
  }
}

extension Role {
  fileprivate var rank: Int {
    switch self {
    case .annotator: 0
    case .reviewer: 1
    case .lead: 2
    }
  }
}
