import AnnotationEngine
import ArgumentParser

/// Who is at work: `--as NAME`, else the Unix user.
struct PersonOptions: ParsableArguments {
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("Work as this person of gloss.yaml instead of the Unix user.", valueName: "name"))
  var name: String?
}

/// Opens the workspace of the current directory for a command.
struct Desk {
  let workspace: Workspace
  let session: Session

  /// Opens the workspace on the branch of whoever is asking, finds out who that is, and takes a changed gloss.yaml into
  /// force where that is free. Whoever signs everything by their config signs what this makes.
  static func open(_ place: PlaceOptions, _ person: PersonOptions) throws -> Desk {
    try place.enter()
    return try openHere(place, person)
  }

  /// As above, in the current directory.
  static func openHere(_ place: PlaceOptions, _ person: PersonOptions) throws -> Desk {
    let workspace = try openBranch(place.branch, of: person.name ?? unixUser(), at: ".")
    try follow(workspace)
    let session = try identify(person.name, in: workspace)
    try bringSchemaUpToDate(workspace, session)
    let config = try UserConfig.load()
    if config.signs { workspace.sign(with: config.signer()) }
    return Desk(workspace: workspace, session: session)
  }
}

/// What a reading command reads from, and for whom: nil for somebody whom the project does not know, who sees what everybody
/// may.
struct Reading {
  let workspace: Workspace
  let session: Session?

  /// As `Desk.open`, but that the person need not be known where `--as` does not name them.
  static func open(_ place: PlaceOptions, _ person: PersonOptions) throws -> Reading {
    if person.name != nil {
      let desk = try Desk.open(place, person)
      return Reading(workspace: desk.workspace, session: desk.session)
    }
    let workspace = try openCurrentWorkspace(place)
    return Reading(workspace: workspace, session: try? identify(nil, in: workspace))
  }

  /// Opens the workspace as it stands, to read its versions.
  static func openAsItStands(_ place: PlaceOptions, _ person: PersonOptions) throws -> Reading {
    let workspace = try openWorkspace(place, of: person.name)
    guard let name = person.name else {
      return Reading(workspace: workspace, session: try? identify(nil, in: workspace))
    }
    return Reading(workspace: workspace, session: try identify(name, in: workspace))
  }
}

/// The workspace that a reading command asks about; nobody needs to be known for that. `person` is whose branch it is
/// about: nil for the Unix user's.
func openWorkspace(_ place: PlaceOptions, of person: String? = nil) throws -> Workspace {
  try place.enter()
  return try openBranch(place.branch, of: person ?? unixUser(), at: ".")
}

/// As `openWorkspace`, with a changed gloss.yaml in force where a lead asks.
func openCurrentWorkspace(_ place: PlaceOptions) throws -> Workspace {
  let workspace = try openWorkspace(place)
  try follow(workspace)
  if let session = try? identify(nil, in: workspace) { try bringSchemaUpToDate(workspace, session) }
  return workspace
}
