import AnnotationEngine
import Foundation

/// Opens the workspace at `path` on the branch `name`, else on the one that `GLOSS_BRANCH` names, else on the one that
/// `person` switched to, else on main.
func openBranch(_ name: String?, of person: String, at path: String) throws -> Workspace {
  if let name = name ?? ProcessInfo.processInfo.environment["GLOSS_BRANCH"], !name.isEmpty {
    return try Workspace.open(at: path, branch: name, clock: Clock.wall)
  }
  guard let branch = try Workspace.switchedBranch(of: person, at: path) else {
    return try Workspace.open(at: path, clock: Clock.wall)
  }
  do {
    return try Workspace.open(at: path, branch: branch, clock: Clock.wall)
  } catch {
    guard case .unknownBranch = error else { throw error }
    // Somebody deleted it meanwhile: that must not keep anybody from working.
    StandardError.say("the branch \(branch) is gone; this is main")
    return try Workspace.open(at: path, clock: Clock.wall)
  }
}
