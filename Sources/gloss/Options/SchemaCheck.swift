import AnnotationEngine
import Foundation

/// Takes a changed gloss.yaml into force when a lead runs a command and nothing is in the way; stops where answers would
/// be orphaned. Others go on working under the schema in force while a lead edits the file.
func bringSchemaUpToDate(_ workspace: Workspace, _ session: Session) throws {
  guard session.role == .lead else { return }
  let before = try workspace.project()
  let inTheWay = try workspace.adoptSchema(session, renames: Renames())
  guard inTheWay.orphans.isEmpty else { throw EngineError.schemaChanged(inTheWay) }
  if try workspace.project() != before { StandardError.say("gloss.yaml has changed; it is in force from now on") }
}

/// What a schema change would orphan, as the lines of a list: "sentiment=neutral  12 annotations  --rename …".
func orphanTable(_ change: SchemaChange) -> String {
  var table = Table([("answers to", .left), ("annotations", .right), ("", .left)])
  for orphan in change.orphans {
    let name = orphan.value.map { "\(orphan.question)=\($0)" } ?? orphan.question
    let offer = orphan.renamedTo.map { "--rename \(name)=\($0)" }
    table.add([name, Words.grouped(orphan.annotations), offer ?? ""])
  }
  return table.text
}
