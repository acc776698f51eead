import Foundation
import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Undo and redo of what was done to branches")
struct BranchUndoTests {
  private let lead = TestWorkspace.lead

  @Test("A commit is taken back and its work stays, uncommitted; redo makes it committed again.")
  func commit() throws {
    let test = try TestWorkspace()
    try test.submit("alice", "s1", "positive")
    let first = try test.commit("first")
    try test.submit("bob", "s1", "neutral")
    try test.submit("bob", "s2", "neutral")
    let second = try test.commit("second")
    let undone = try test.workspace.undo(lead)
    #expect(undone.what == "commit: second")
    #expect(undone.commit == first.hex)
    #expect(undone.uncommitted == 2)
    #expect(try test.workspace.head() == first)
    #expect(try test.workspace.answers("s1") == ["alice": "positive", "bob": "neutral"])
    #expect(try test.workspace.status().uncommitted == 2)
    try test.workspace.expectSound()

    let redone = try test.workspace.redo(lead)
    #expect(redone.commit == second.hex)
    #expect(try test.workspace.status().uncommitted == 0)
    #expect(try test.workspace.commit(lead, message: "none").commit == nil)

    // Both, and then the same work in one commit.
    _ = try test.workspace.undo(lead)
    _ = try test.workspace.undo(lead)
    #expect(try test.workspace.head() == nil)
    #expect(try test.workspace.status().uncommitted == 4)
    let all = try test.commit("all")
    let store = test.workspace.store
    let (trees, same) = (try store.commit(all).trees, try store.commit(second).trees)
    #expect(trees == same)
    try test.workspace.expectSound()
  }

  @Test("A commit upon a checked-out branch can be taken back, and one from before the checkout, too.")
  func commitOnBranch() throws {
    let test = try TestWorkspace()
    try test.submit("alice", "s1", "positive")
    let first = try test.commit("first")
    try test.submit("alice", "s2", "positive")
    let second = try test.commit("second")
    let branch = try test.branch("trial")
    try branch.submit("bob", "s3", "neutral")
    let third = try test.commit("third", on: branch)
    #expect(try branch.undo(lead).commit == second.hex)
    #expect(try branch.status().uncommitted == 1)
    #expect(try test.commit("third again", on: branch) != third)
    try branch.expectSound()
    // Main goes back by one, which the branch does not mind; its own work is uncommitted there.
    let number = try #require(try branch.operations(limit: nil).first { $0.what == "commit: second" }?.number)
    let undone = try branch.undo(lead, operation: number)
    #expect(undone.ref == "heads/main")
    #expect(undone.commit == first.hex)
    #expect(try test.workspace.status().uncommitted == 1)
    #expect(try branch.answers("s2") == ["alice": "positive"])
    #expect(engineError { _ = try branch.undo(lead, operation: number) } != nil)
  }

  @Test("A commit of another's is taken back by a lead alone, and never when more was built on it.")
  func others() throws {
    let test = try TestWorkspace()
    try test.submit("alice", "s1", "positive")
    try test.commit("first")
    let nothing = engineError { _ = try test.workspace.undo(TestWorkspace.session("rita")) }
    #expect(nothing?.errorDescription?.contains("nothing") == true)
    #expect(engineError { _ = try test.workspace.undo(TestWorkspace.session("alice")) } != nil)
    #expect(engineError { _ = try test.workspace.undo(lead, operation: 7) } != nil)
    try test.submit("alice", "s2", "positive")
    try test.commit("second")
    let older = engineError { _ = try test.workspace.undo(lead, operation: 1) }
    #expect(older?.errorDescription == "main has moved on since operation 1")
    let refused = engineError { _ = try test.workspace.undo(TestWorkspace.session("rita"), operation: 2) }
    guard case .notPermitted? = refused else {
      Issue.record("a reviewer took a lead's commit back")
      return
    }
    #expect(try test.workspace.undo(lead, operation: 2).commit != nil)
  }

  @Test("Whoever sees first that a commit was undone lets its work stay, not committed.")
  func seenElsewhere() throws {
    let test = try TestWorkspace()
    try test.submit("alice", "s1", "positive")
    let first = try test.commit("first")
    try test.submit("alice", "s2", "positive")
    let second = try test.commit("second")
    let operation = try #require(try test.workspace.store.undoable(by: "lea"))
    // The ref's half of an undo; then another session looks.
    #expect(
      try test.workspace.store.moveRef(
        "heads/main", from: second, to: first, author: "lea", time: 1, what: operation.undoWords))
    try test.opened("main").followHead()
    #expect(try test.workspace.answers("s2") == ["alice": "positive"])
    #expect(try test.workspace.status().uncommitted == 1)
    #expect(try test.commit("again") != first)
    try test.workspace.expectSound()
  }

  @Test("A commit that stopped half undone is a commit: what comes next says so.")
  func stopped() throws {
    let test = try TestWorkspace()
    try test.submit("alice", "s1", "positive")
    let first = try test.commit("first")
    try test.submit("alice", "s2", "positive")
    try test.commit("second")
    // The journal's half of an undo.
    try test.workspace.journal.write { db in
      _ = try db.append(.commit, actor: "lea", at: 0, payload: .commit(first, upto: 3))
    }
    #expect(try test.workspace.status().uncommitted > 0)
    try test.workspace.followHead()
    #expect(try test.workspace.status().uncommitted == 0)
    #expect(try test.workspace.answers("s2") == ["alice": "positive"])
    try test.workspace.expectSound()
  }

  @Test("What moved a branch otherwise goes with what it brought, and newer work stays.")
  func hard() throws {
    let test = try TestWorkspace()
    try test.submit("alice", "s1", "positive")
    let first = try test.commit()
    let branch = try test.branch("trial")
    try branch.submit("bob", "s2", "neutral")
    let second = try test.commit(on: branch)
    try test.workspace.advance(lead, from: first, to: second, what: "merge: trial")
    try test.submit("carol", "s3", "negative")
    #expect(try test.workspace.answers("s2") == ["bob": "neutral"])
    #expect(try test.workspace.undo(lead).commit == first.hex)
    #expect(try test.workspace.answers("s2") == [:])
    #expect(try test.workspace.answers("s3") == ["carol": "negative"])
    #expect(try test.workspace.redo(lead).commit == second.hex)
    #expect(try test.workspace.answers("s2") == ["bob": "neutral"])
    try test.workspace.expectSound()
  }

  @Test("A branch that was deleted comes back with its live work; one with work goes only by force.")
  func deletion() throws {
    let test = try TestWorkspace()
    try test.commit()
    let branch = try test.branch("trial")
    try branch.submit("alice", "s1", "positive")
    let refused = engineError { try test.workspace.deleteBranch(lead, name: "trial", force: false) }
    #expect(refused?.errorDescription?.contains("1 change") == true)
    #expect(engineError { try test.workspace.deleteBranch(lead, name: "main", force: true) } != nil)
    #expect(engineError { try branch.deleteBranch(lead, name: "trial", force: true) } != nil)
    try branch.journal.close()
    try test.workspace.deleteBranch(lead, name: "trial", force: true)
    #expect(try test.workspace.branches(TestWorkspace.lead).map(\.name) == ["main"])
    #expect(engineError { _ = try test.opened("trial") } != nil)
    #expect(try test.workspace.undo(lead).ref == "heads/trial")
    #expect(try test.opened("trial").answers("s1") == ["alice": "positive"])
    #expect(try test.workspace.redo(lead).commit == nil)
    #expect(try test.workspace.branches(TestWorkspace.lead).map(\.name) == ["main"])
  }

  @Test("A branch that was made, and a tag, can be taken back and made again.")
  func makings() throws {
    let test = try TestWorkspace()
    try test.commit()
    try test.workspace.createBranch(lead, name: "trial", at: nil)
    _ = try test.workspace.tag(lead, name: "v1", revision: nil)
    #expect(try test.workspace.undo(lead).ref == "tags/v1")
    #expect(try test.workspace.tags() == [:])
    #expect(try test.workspace.undo(lead).ref == "heads/trial")
    #expect(try test.workspace.branches(TestWorkspace.lead).count == 1)
    #expect(try test.workspace.redo(lead).ref == "heads/trial")
    #expect(try test.workspace.redo(lead).ref == "tags/v1")
    #expect(try test.workspace.tags().keys.sorted() == ["v1"])
  }
}

@Suite("Restoring")
struct RestoreTests {
  private let lead = TestWorkspace.lead

  @Test("All annotations, resolutions and labels are those of the version; live work is kept in a commit before.")
  func all() throws {
    let test = try TestWorkspace()
    try test.submit("alice", "s1", "positive")
    try test.submit("bob", "s1", "negative")
    try test.review(
      .resolve(
        sample: "s1", question: "sentiment", answer: .choice("neutral"), how: .set, reason: "both", advance: false,
        filter: ReviewFilter()))
    let first = try test.commit("first")
    try test.submit("bob", "s1", "positive")
    try test.submit("alice", "s2", "positive")
    let report = try test.workspace.restore(lead, revision: first.hex)
    #expect(report.samples == 2)
    #expect(try test.workspace.answers("s1") == ["alice": "positive", "bob": "negative"])
    #expect(try test.workspace.answers("s2") == [:])
    #expect(try test.workspace.status().uncommitted == 0)
    let store = test.workspace.store
    let head = try #require(try test.workspace.head())
    let (trees, same) = (try store.commit(head).trees, try store.commit(first).trees)
    #expect(trees == same)
    #expect(try test.workspace.log(limit: nil).count == 3)
    #expect(try test.workspace.commit(lead, message: "none").commit == nil)
    try test.workspace.expectSound()

    _ = try test.workspace.undo(lead)
    #expect(try test.workspace.answers("s1") == ["alice": "positive", "bob": "positive"])
    #expect(try test.workspace.answers("s2") == ["alice": "positive"])
    _ = try test.workspace.redo(lead)
    #expect(try test.workspace.answers("s2") == [:])
    #expect(try test.workspace.restore(lead, revision: first.hex).commit == nil)
    try test.workspace.expectSound()
  }

  @Test("One sample goes back, the others stay.")
  func one() throws {
    let test = try TestWorkspace()
    try test.submit("alice", "s1", "positive")
    try test.submit("alice", "s2", "positive")
    let first = try test.commit("first")
    try test.submit("alice", "s1", "negative")
    try test.submit("alice", "s2", "negative")
    let report = try test.workspace.restore(lead, revision: first.hex, samples: ["s2"])
    #expect(report.samples == 1 && report.annotations == 1)
    #expect(try test.workspace.answers("s1") == ["alice": "negative"])
    #expect(try test.workspace.answers("s2") == ["alice": "positive"])
    #expect(engineError { _ = try test.workspace.restore(lead, revision: first.hex, samples: ["s9"]) } != nil)
    #expect(engineError { _ = try test.workspace.restore(lead, revision: "nowhere") } != nil)
  }

  @Test("Annotators may not restore.")
  func permission() throws {
    let test = try TestWorkspace()
    let first = try test.commit("first")
    guard
      case .notPermitted? = engineError({
        _ = try test.workspace.restore(TestWorkspace.session("alice"), revision: first.hex)
      })
    else {
      Issue.record("it was permitted")
      return
    }
  }
}
