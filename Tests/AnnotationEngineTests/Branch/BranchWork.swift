import Foundation
import Testing

@testable import AnnotationEngine
@testable import VersionStore

extension TestWorkspace {
  static let lead = session("lea")

  @discardableResult
  func commit(_ message: String = "work", on workspace: Workspace? = nil) throws -> ObjectID {
    let report = try (workspace ?? self.workspace).commit(Self.lead, message: message)
    return try #require(report.commit.flatMap { ObjectID(hex: $0) })
  }

  /// A new branch at the head of main, opened.
  func branch(_ name: String) throws -> Workspace {
    try workspace.createBranch(Self.lead, name: name, at: nil)
    return try opened(name)
  }

  func opened(_ branch: String) throws -> Workspace {
    try Workspace.open(at: directory, branch: branch, clock: workspace.clock)
  }

  /// Moves main as a merge, a pull or another machine would; the journal learns of it later.
  func moveMain(to id: ObjectID?) throws {
    let head = try workspace.head()
    #expect(try workspace.store.moveRef("heads/main", from: head, to: id, author: "lea", time: 1, what: "merge: it"))
  }
}

extension Workspace {
  @discardableResult
  func submit(_ person: String, _ sample: String, _ value: String, seconds: Double = 2) throws -> LabelStep {
    try label(
      TestWorkspace.session(person),
      .submit(sample: sample, answers: ["sentiment": .choice(value)], seconds: seconds, advance: false))
  }

  /// What stands in the journal of a sample, by annotator: "positive", "skipped", "draft neutral".
  func answers(_ sample: String) throws -> [String: String] {
    try journal.read { db in
      try db.state(of: sample).annotations.reduce(into: [:]) { all, annotation in
        let answer = annotation.answers["sentiment"]?.words ?? ""
        all[annotation.annotator] =
          switch annotation.status {
          case .submitted: answer
          case .skipped: "skipped"
          case .draft: "draft \(answer)"
          }
      }
    }
  }

  /// Every row of every derived table, as text; counts of nothing are none.
  func tables() throws -> Set<String> {
    try journal.read { db in
      Set(
        try JournalSchema.derived.flatMap { table in
          let something = table.name == "counts" ? " WHERE value <> 0" : ""
          return try SQLRow.fetchAll(db, sql: "SELECT * FROM \(table.name)\(something)").map { "\(table.name) \($0)" }
        })
    }
  }

  /// That the tables are what the events make of them, each sample what its acts make of it, and nothing is damaged.
  func expectSound(sourceLocation: SourceLocation = #_sourceLocation) throws {
    try journal.read { db in
      for sample in try String.fetchAll(db, sql: "SELECT sample FROM touched") {
        #expect(try db.state(of: sample) == db.foldedState(of: sample), sourceLocation: sourceLocation)
      }
    }
    let before = try tables()
    try journal.rebuild()
    let after = try tables()
    #expect(before.subtracting(after) == [], sourceLocation: sourceLocation)
    #expect(after.subtracting(before) == [], sourceLocation: sourceLocation)
    #expect(try fsck { _, _ in }.damage == [], sourceLocation: sourceLocation)
  }
}
