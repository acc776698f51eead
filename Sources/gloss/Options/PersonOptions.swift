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

  /// Opens the workspace, finds out who is asking, and takes a changed gloss.yaml into force where that is free.
  static func open(_ place: PlaceOptions, _ person: PersonOptions) throws -> Desk {
    try place.enter()
    return try open(person)
  }

  /// As above, in the current directory.
  static func open(_ person: PersonOptions) throws -> Desk {
    let workspace = try Workspace.open(at: ".", clock: Clock.wall)
    let session = try identify(person.name, in: workspace)
    try bringSchemaUpToDate(workspace, session)
    return Desk(workspace: workspace, session: session)
  }

  /// As `open`, for a command that only reads: it also answers people whom the project does not know.
}

/// The workspace that a reading command asks about; nobody needs to be known for that.
func openWorkspace(_ place: PlaceOptions) throws -> Workspace {
  try place.enter()
  return try Workspace.open(at: ".", clock: Clock.wall)
}

/// As `openWorkspace`, with a changed gloss.yaml in force where a lead asks.
func openCurrentWorkspace(_ place: PlaceOptions) throws -> Workspace {
  let workspace = try openWorkspace(place)
  if let session = try? identify(nil, in: workspace) { try bringSchemaUpToDate(workspace, session) }
  return workspace
}
