import AnnotationEngine
import Foundation

/// The session of whoever runs this command: the person that `--as` names, else the Unix user, who leads the workspaces
/// whose files are theirs where gloss.yaml does not say otherwise.
func identify(_ name: String?, in workspace: Workspace) throws -> Session {
  let user = unixUser()
  let person = name ?? user
  return try workspace.session(person: person, ownsWorkspace: person == user && ownsFiles(of: workspace))
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
