import AnnotationEngine
import Foundation

/// Opens the workspace at `path` on the branch `name`, else on the one that `GLOSS_BRANCH` names, else on the one that
/// `person` switched to, else on main. `quiet`: a screen stands on the terminal.
func openBranch(_ name: String?, of person: String, at path: String, quiet: Bool = false) throws -> Workspace {
  if let name = name ?? ProcessInfo.processInfo.environment["GLOSS_BRANCH"], !name.isEmpty {
    return try openLoading(name, at: path, quiet: quiet)
  }
  guard let branch = try Workspace.switchedBranch(of: person, at: path) else {
    return try Workspace.open(at: path, clock: Clock.wall)
  }
  do {
    return try openLoading(branch, at: path, quiet: quiet)
  } catch let error as EngineError {
    guard case .unknownBranch = error else { throw error }
    // Somebody deleted it meanwhile: that must not keep anybody from working.
    if !quiet { StandardError.say("the branch \(branch) is gone; this is main") }
    return try Workspace.open(at: path, clock: Clock.wall)
  }
}

/// Opens a branch; where nobody worked on it yet, its live work is made from its commit, which shows how far it is.
func openLoading(_ branch: String, at path: String, quiet: Bool = false) throws -> Workspace {
  var bar = ProgressBar(quiet: quiet)
  defer { bar.clear() }
  return try Workspace.open(at: path, branch: branch, clock: Clock.wall) { done, total in
    bar.show("loading \(branch)", done: done, of: total, unit: "annotations")
  }
}

/// Brings the live work up to date with the branch's head, and says which files could not follow.
func follow(_ workspace: Workspace) throws {
  for name in try workspace.followHead().keptFiles {
    StandardError.say("\(name) was changed by hand; it is not the one of \(workspace.branch)'s newest version")
  }
}
