import GRDB

extension Workspace {
  /// A session for `person` with the role that the project gives them; a project without people lets anybody in as lead.
  public func session(person: String) throws(EngineError) -> Session {
    let project = try project()
    return Session(person: person, role: try project.role(of: person), since: clock())
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

  /// Throws `notPermitted` unless the person's role is `needs` or more. `act` in words: "resolve samples".
  func permit(_ session: Session, _ act: String, needs: Role) throws(EngineError) {
    let role = try role(of: session.person)
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
