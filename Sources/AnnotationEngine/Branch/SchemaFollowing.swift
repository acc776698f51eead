import Foundation
import GRDB
import VersionStore

/// Takes the head's project file into force, and its texts into the files, where these are still the base's.
struct SchemaFollowing {
  private let following: Following
  private let old: ProjectFiles?
  private let new: ProjectFiles
  /// The project file in force.
  private let live: String
  /// The changes of names from the base to the head, oldest first; nil where no new project file is to be adopted.
  let steps: [SchemaStep]?

  init(_ following: Following) throws {
    self.following = following
    old = try following.base.map { try ProjectFiles($0) }
    new = try ProjectFiles(following.head)
    live = try following.db.fact(FactName.schema) ?? ""
    let isOlder = live == old?.yaml && live != new.yaml
    // A project file that a lead has changed since is newer work.
    steps =
      try isOlder
      ? following.base.map { try following.store.schemaSteps(since: $0.id, to: following.head.id) } ?? [] : nil
  }

  /// Whether answers get other names, so that the journal's are not comparable with the base's afterwards.
  var changesNames: Bool { steps?.contains { !$0.mapping.isEmpty } ?? false }

  /// One event for each change of names; one without any where there was none.
  func adopt() throws {
    guard let steps else { return }
    let renames = steps.map(\.mapping.renames).filter { !$0.isEmpty }
    for renames in renames.isEmpty ? [Renames()] : renames {
      try following.append(
        .schema,
        payload: .object([
          JSONMember("yaml", .string(new.yaml)), JSONMember("renames", renames.json),
          JSONMember("adopted", .bool(true)),
        ]))
    }
  }

  /// What becomes of annotations that nobody has committed yet and that hold a value which was split: payloads of
  /// adopt events, for after the renames. Where nobody said what a value became, the answer stays for its annotator.
  func splitRows() throws -> [(sample: String, payload: JSONValue)] {
    guard let steps, steps.contains(where: { !$0.mapping.splits.isEmpty }) else { return [] }
    let db = following.db
    let samples = try String.fetchAll(
      db, sql: "SELECT DISTINCT sample FROM events WHERE seq > ? AND sample IS NOT NULL ORDER BY sample",
      arguments: [db.committedSeq()])
    return try samples.compactMap { sample in
      var rows: [JSONMember] = []
      for annotation in try db.state(of: sample).annotations {
        guard let row = AnnotationRow(annotation) else { continue }
        guard let split = try? steps.reduce(row, { try $1.apply(to: $0, of: sample) }) else { continue }
        let renamed = steps.reduce(row.answers) { $1.mapping.renames.apply(to: $0) }
        if split.answers != renamed { rows.append(JSONMember(annotation.annotator, split.json)) }
      }
      if rows.isEmpty { return nil }
      let position = try db.position(of: sample, orElse: 0)
      return (
        sample,
        .object([
          JSONMember("position", JSONValue(position)), JSONMember("time", .number(String(following.now))),
          JSONMember("annotations", .object(rows)), JSONMember("resolutions", .object([])),
        ])
      )
    }
  }

  /// Writes the head's texts over files that are as the base, or the journal, had them. Gives the names of others.
  ///
  /// This is done before the transaction ends: a project file of old beside a journal of new would be taken for a change.
  func writeFiles() throws -> [String] {
    var kept: [String] = []
    for (name, text) in new.texts.sorted(by: { $0.key < $1.key }) {
      let path = following.workspace.projectPath + "/" + name
      let there = try? String(contentsOfFile: path, encoding: .utf8)
      if there == text { continue }
      let isUntouched = there == nil || there == old?.texts[name] || (name == ProjectFiles.project && there == live)
      // The project file of a lead who has changed the schema since belongs to that schema.
      if isUntouched, name != ProjectFiles.project || live == new.yaml || steps != nil {
        try ProjectFiles.write(text, to: path)
      } else {
        kept.append(name)
      }
    }
    return kept
  }
}
