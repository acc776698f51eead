import Foundation
import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("History")
struct HistoryTests {
  private let positive: Answers = ["sentiment": .choice("positive")]

  /// Three commits: samples; two people agree on s1, one skips s2; s1 is resolved and s20 comes in.
  private func history() throws -> (ImportFixture, [String]) {
    let fixture = try ImportFixture.filled()
    var commits = [try #require(try fixture.commit("samples").commit)]
    for person in ["alice", "bob"] { try fixture.label("s1", as: person, positive) }
    _ = try fixture.workspace.label(fixture.annotator, .skip(sample: "s2", reason: "unclear", seconds: 1))
    commits.append(try #require(try fixture.commit("answers").commit))
    try fixture.resolve("s1", "neutral")
    try fixture.add([("s20", "one more")])
    commits.append(try #require(try fixture.commit("resolved").commit))
    return (fixture, commits)
  }

  @Test("The log is newest first, with the names of each commit.")
  func log() throws {
    let (fixture, commits) = try history()
    _ = try fixture.workspace.tag(fixture.lead, name: "v1", revision: commits[1])
    let log = try fixture.workspace.log(limit: nil)
    #expect(log.map(\.commit) == commits.reversed())
    #expect(log.map(\.message) == ["resolved", "answers", "samples"])
    #expect(log.map(\.refs) == [["main"], ["v1"], []])
    #expect(log.map(\.parents) == [[commits[1]], [commits[0]], []])
    #expect(try fixture.workspace.log(limit: 2).map(\.commit) == [commits[2], commits[1]])
    #expect(try ImportFixture().workspace.log(limit: nil) == [])
  }

  @Test("A difference counts exactly, and says the first rows in words.")
  func diff() throws {
    let (fixture, commits) = try history()
    let answers = try fixture.workspace.diff(commits[0], commits[1], rowLimit: 10)
    #expect(answers.samples == .init(added: 0, removed: 0, changed: 0))
    #expect(answers.annotations == .init(added: 3, removed: 0, changed: 0))
    #expect(answers.labels == .init(added: 1, removed: 0, changed: 0))
    #expect(
      answers.rows == [
        DiffRow(table: "annotations", sample: "s1", part: "alice", old: nil, new: "sentiment positive"),
        DiffRow(table: "annotations", sample: "s1", part: "bob", old: nil, new: "sentiment positive"),
        DiffRow(table: "labels", sample: "s1", part: "sentiment", old: nil, new: "positive, by majority of 1 in 1"),
        DiffRow(table: "annotations", sample: "s2", part: "alice", old: nil, new: "skipped"),
      ])
    let resolved = try fixture.workspace.diff("main~1", "main", rowLimit: 10)
    #expect(resolved.samples == .init(added: 1, removed: 0, changed: 0))
    #expect(resolved.labels == .init(added: 0, removed: 0, changed: 1))
    #expect(
      resolved.rows == [
        DiffRow(
          table: "labels", sample: "s1", part: "sentiment", old: "positive, by majority of 1 in 1",
          new: "neutral, resolved by rita"),
        DiffRow(table: "samples", sample: "s20", part: nil, old: nil, new: "one more"),
      ])
    let back = try fixture.workspace.diff("main", "main~2", rowLimit: 2)
    #expect(back.samples == .init(added: 0, removed: 1, changed: 0))
    #expect(back.annotations == .init(added: 0, removed: 3, changed: 0))
    #expect(back.rows.count == 2)
    #expect(try fixture.workspace.diff("main", "main", rowLimit: 5).rows == [])
  }

  @Test("The same answer saved again shows as another revision.")
  func revision() throws {
    let fixture = try ImportFixture.filled()
    try fixture.label("s1", as: "alice", positive)
    try fixture.commit()
    _ = try fixture.workspace.label(
      fixture.annotator, .submit(sample: "s1", answers: positive, seconds: 9, advance: false))
    guard try fixture.commit().commit != nil else { return }
    let row = try #require(try fixture.workspace.diff("main~1", "main", rowLimit: 5).rows.first)
    #expect(row.old == "sentiment positive (revision 1)")
    #expect(row.new == "sentiment positive (revision 2)")
  }

  @Test("Showing a commit gives what it holds, labels by value, and what it changed.")
  func show() throws {
    let (fixture, commits) = try history()
    let report = try fixture.workspace.show("main~1")
    #expect(report.entry.commit == commits[1])
    #expect((report.samples, report.annotations, report.labels) == (20, 3, 1))
    #expect(report.labelCounts == ["sentiment": ["positive": 1], "topics": [:]])
    #expect(report.changes.annotations.added == 3)
    let first = try fixture.workspace.show(commits[0])
    #expect(first.changes.samples.added == 20)
    #expect(first.changes.rows.count == 20)
    #expect(try fixture.workspace.show("main").labelCounts["sentiment"] == ["neutral": 1])
  }

  @Test("Commits are named by branch, tag, the beginning of an id, and steps back.")
  func revisions() throws {
    let (fixture, commits) = try history()
    let entry = try fixture.workspace.tag(fixture.reviewer, name: "v1.0-final", revision: "main~1")
    #expect(entry.commit == commits[1])
    #expect(entry.refs == ["v1.0-final"])
    for name in ["v1.0-final", "main~1", commits[1], String(commits[1].prefix(12))] {
      #expect(try fixture.workspace.show(name).entry.commit == commits[1], "\(name)")
    }
    #expect(try fixture.workspace.show("v1.0-final~1").entry.commit == commits[0])
    #expect(throws: EngineError.self) { try fixture.workspace.show("nowhere") }
    #expect(throws: EngineError.self) { try fixture.workspace.show("main~3") }
  }

  @Test("A tag names its commit forever.")
  func tags() throws {
    let (fixture, commits) = try history()
    _ = try fixture.workspace.tag(fixture.lead, name: "v1", revision: nil)
    #expect(try fixture.workspace.tags() == ["v1": commits[2]])
    let error = #expect(throws: EngineError.self) {
      try fixture.workspace.tag(fixture.lead, name: "v1", revision: commits[0])
    }
    guard case .tagExists("v1")? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(try fixture.workspace.tags() == ["v1": commits[2]])
    #expect(throws: EngineError.self) {
      try fixture.workspace.tag(fixture.annotator, name: "mine", revision: nil)
    }
    #expect(throws: EngineError.self) {
      try ImportFixture().workspace.tag(fixture.lead, name: "v1", revision: nil)
    }
  }

  @Test(
    "What cannot stand where a revision stands is no tag.",
    arguments: [
      "", "main", "heads", "-v", ".v", "v..1", "v.", "a b", "a/b", "v~1", "ä", "x.lock",
      String(repeating: "a", count: 101),
      String(repeating: "a", count: 64),
    ])
  func tagNames(name: String) throws {
    #expect(VersionName.problem(with: name, of: .tag) != nil)
  }

  @Test("Ordinary names are tags.", arguments: ["v1", "2024-05-01", "release_1.0", "A"])
  func goodTagNames(name: String) {
    #expect(VersionName.problem(with: name, of: .tag) == nil)
  }
}
