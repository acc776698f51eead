import AnnotationEngine
import Foundation

/// A sample project in a temporary directory, with its samples and the annotations of people who were there before.
struct DemoWorkspace {
  let workspace: Workspace
  /// Who labels: somebody for whom samples wait.
  let annotator: String
  /// Who reviews, commits and exports.
  let reviewer: String

  static func make(of name: String) throws -> DemoWorkspace {
    let template = try Template.named(name)
    guard let source = SharedFiles.folder("SampleProjects").map({ $0 + "/" + template.name }) else {
      throw CommandFailure(
        what: "the sample projects are not beside the program",
        remedy: "run make demo in the repository, or make install")
    }
    let directory = try temporaryDirectory() + "/" + template.name
    try FileManager.default.copyItem(atPath: source, toPath: directory)
    let workspace = try Workspace.create(at: directory, clock: Clock.wall)
    let project = try workspace.project()
    let lead = try Self.session(in: workspace, project, roles: [.lead, .reviewer])
    try load(directory, into: workspace, lead)
    let waiting = try workspace.status(lead).annotators.filter { person in
      person.waiting > 0 && project.people.contains { $0.name == person.name && $0.role == .annotator }
    }
    guard let annotator = waiting.max(by: { $0.waiting < $1.waiting })?.name else {
      throw CommandFailure(place: directory, what: "nobody has anything to label in this project")
    }
    return DemoWorkspace(workspace: workspace, annotator: annotator, reviewer: lead.person)
  }

  func desk(as person: String) throws -> Desk {
    Desk(workspace: workspace, session: try workspace.session(person: person))
  }

  /// Said when the person has left the screen.
  var whatNext: String {
    """
    The workspace stays at \(workspace.path):
      gloss -C \(workspace.path) label --as \(annotator)
      gloss -C \(workspace.path) review --as \(reviewer)
    With your own data: gloss init DIR, gloss import FILE, gloss label

    """
  }

  private static func load(_ directory: String, into workspace: Workspace, _ session: Session) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    for file in files where file.hasPrefix("samples.") {
      _ = try Importer(workspace: workspace, session: session).samples(from: [directory + "/" + file])
    }
    for file in files where file.hasPrefix("annotations.") {
      _ = try Importer(workspace: workspace, session: session).annotations(from: [directory + "/" + file])
    }
  }

  private static func session(in workspace: Workspace, _ project: Project, roles: [Role]) throws -> Session {
    for role in roles {
      if let person = project.people.first(where: { $0.role == role }) {
        return try workspace.session(person: person.name)
      }
    }
    return try workspace.session(person: unixUser())
  }

  private static func temporaryDirectory() throws -> String {
    let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    var template = Array((folder + "/gloss-demo-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure(errno: errno, action: "make a directory", path: folder)
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
