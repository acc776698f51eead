import AnnotationEngine
import Foundation

/// The session of whoever runs this command: the person that `--as` names, else the Unix user.
///
/// Where gloss.yaml names no lead, or does not name the Unix user, the owner of the workspace's files is its lead: they
/// could do with the files what they like anyway, and somebody has to be able to import and to change gloss.yaml.
func identify(_ name: String?, in workspace: Workspace) throws -> Session {
  let user = unixUser()
  let person = name ?? user
  guard person == user, ownsFiles(of: workspace) else { return try workspace.session(person: person) }
  let named = try workspace.project().people
  let isNamed = named.contains { $0.name == person }
  if isNamed && named.contains(where: { $0.role == .lead }) { return try workspace.session(person: person) }
  return Session(person: person, role: .lead, since: Clock.wall())
}

/// The name of the user that this process acts for; "uid-1000" where the system knows none.
func unixUser() -> String {
  guard let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name else { return "uid-\(geteuid())" }
  return String(cString: name)
}

private func ownsFiles(of workspace: Workspace) -> Bool {
  var status = stat()
  return stat(workspace.path + "/.gloss", &status) == 0 && status.st_uid == geteuid()
}
