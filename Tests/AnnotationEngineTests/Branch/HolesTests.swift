import Foundation
import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Samples that two branches imported")
struct HolesTests {
  private let lead = TestWorkspace.lead

  /// Main and a branch have each imported a list of which the middle is the same, in another order; and main has taken
  /// the union, in which each sample has one row.
  private func merged(order: String) throws -> (test: TestWorkspace, before: ObjectID, after: ObjectID) {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(order: order), samples: 3)
    try test.commit()
    let branch = try test.branch("trial")
    try test.add((1...8).map { ("m\($0)", "text of \($0)") })
    var source = ListSource(
      name: "theirs.jsonl",
      records: (4...12).reversed().map { Incoming.sample("m\($0)", "text of \($0)", line: 13 - $0) })
    _ = try branch.importSamples(lead, from: &source, quarantine: nil, progress: { _ in })
    try test.submit("alice", "m5", "positive")
    try test.submit("alice", "m8", "neutral")
    try test.submit("bob", "m1", "negative")
    let ours = try test.commit()
    try branch.submit("bob", "m5", "negative")
    try branch.submit("bob", "m11", "negative")
    let theirs = try test.commit(on: branch)
    return (test, ours, try merge(test, ours, theirs))
  }

  private func merge(_ test: TestWorkspace, _ ours: ObjectID, _ theirs: ObjectID) throws -> ObjectID {
    let store = test.workspace.store
    let (ours, theirs) = (try Snapshot(ours, in: store), try Snapshot(theirs, in: store))
    let pack = try store.newPack()
    /// All rows of both; of two rows with one key the smaller one.
    func union(_ a: Tree, _ b: Tree) throws -> ObjectID {
      var rows: [[UInt8]: [UInt8]] = [:]
      for tree in [a, b] {
        try tree.forEach(from: nil) { row in
          if let there = rows[row.key], byteOrder(there, row.value) < 0 { return true }
          rows[row.key] = row.value
          return true
        }
      }
      var builder = TreeBuilder(pack: pack)
      for key in rows.keys.sorted(by: { byteOrder($0, $1) < 0 }) { try builder.add(key: key, value: rows[key] ?? []) }
      return try builder.finish()
    }
    var commit = ours.commit
    commit.parents = [ours.id, theirs.id]
    commit.trees[TableName.samples] = try union(ours.samples, theirs.samples)
    let (our, their) = (try #require(ours.batches), try #require(theirs.batches))
    commit.trees[TableName.batches] = try union(our, their)
    commit.trees[TableName.annotations] = try union(ours.annotations, theirs.annotations)
    commit.trees[TableName.labels] = try union(ours.labels, theirs.labels)
    let id = try pack.add(commit)
    try pack.finish()
    return id
  }

  private static let ids = Set((1...3).map { "s\($0)" } + (1...12).map { "m\($0)" })

  /// Steps through the queue from the front, and back; each sample once, with its place, and found by it.
  private func walk(_ workspace: Workspace, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let session = TestWorkspace.session("carol")
    var item = try workspace.label(session, .jump(to: .place(1))).item
    var seen: [String] = []
    while let shown = item {
      seen.append(shown.sample.id)
      #expect(shown.place == seen.count, sourceLocation: sourceLocation)
      let again = try workspace.label(session, .jump(to: .place(seen.count))).item
      #expect(again?.sample.id == shown.sample.id, sourceLocation: sourceLocation)
      let byID = try workspace.label(session, .jump(to: .id(shown.sample.id))).item
      #expect(byID?.place == seen.count, sourceLocation: sourceLocation)
      let step = try workspace.label(session, .next(of: shown.sample.id))
      item = step.remark == nil ? step.item : nil
    }
    #expect(seen.count == Self.ids.count && Set(seen) == Self.ids, sourceLocation: sourceLocation)
    for (id, previous) in zip(seen.reversed(), seen.reversed().dropFirst()) {
      let step = try workspace.label(session, .previous(of: id))
      #expect(step.item?.sample.id == previous, sourceLocation: sourceLocation)
    }
    #expect(engineError { _ = try workspace.label(session, .jump(to: .place(seen.count + 1))) } != nil)
    #expect(try workspace.label(session, .start).progress.samples == seen.count, sourceLocation: sourceLocation)
    // A search goes from match to match in the order of the queue.
    var (found, at) = ([String](), seen[0])
    while true {
      let step = try workspace.label(session, .find(text: "text", of: at, backwards: false))
      guard step.remark == nil, let next = step.item?.sample.id, found.count < 20 else { break }
      found.append(next)
      at = next
    }
    #expect(found == Array(seen.dropFirst()), sourceLocation: sourceLocation)
  }

  @Test(
    "They stand once in the queue, in the place that their row names, and everything that counts counts them once.",
    arguments: ["imported", "random"])
  func queue(order: String) throws {
    let (test, before, after) = try merged(order: order)
    try test.moveMain(to: after)
    try test.workspace.followHead()
    #expect(try test.workspace.status().samples == 15)
    #expect(try test.workspace.answers("m5") == ["alice": "positive", "bob": "negative"])
    #expect(try test.workspace.answers("m11") == ["bob": "negative"])
    try walk(test.workspace)
    try test.workspace.expectSound()
    #expect(try test.workspace.commit(lead, message: "none").commit == nil)

    // Everything can be labeled to the end.
    for person in ["alice", "carol"] {
      let session = TestWorkspace.session(person)
      var step = try test.workspace.label(session, .start)
      while let item = step.item {
        step = try test.workspace.label(
          session,
          .submit(sample: item.sample.id, answers: ["sentiment": .choice("neutral")], seconds: 1, advance: true))
      }
    }
    let status = try test.workspace.status()
    #expect(status.complete + status.started == 15 && status.untouched == 0)
    try test.workspace.expectSound()

    // An import goes behind them; what the merge brought goes with it, apart from what was labeled since.
    try test.add([("last", "text of the last")])
    #expect(try test.workspace.label(lead, .jump(to: .id("last"))).item?.place == 16)
    try test.moveMain(to: before)
    try test.workspace.followHead()
    try test.workspace.expectSound()
  }

  @Test("A branch that begins with them has the same queue.", arguments: ["imported", "random"])
  func checkOut(order: String) throws {
    let (test, _, after) = try merged(order: order)
    let store = test.workspace.store
    #expect(try store.moveRef("heads/both", from: nil, to: after, author: "lea", time: 1, what: "branch: both"))
    let branch = try test.opened("both")
    try walk(branch)
    #expect(try branch.commit(lead, message: "none").commit == nil)
    try branch.expectSound()
    // Another order of the queue takes the holes along.
    let other = order == "random" ? "imported" : "random"
    let file = branch.projectPath + "/gloss.yaml"
    try Data(TestWorkspace.yaml(order: other).utf8).write(to: URL(fileURLWithPath: file))
    #expect(try branch.adoptSchema(lead, renames: Renames()).orphans == [])
    try walk(branch)
    try branch.expectSound()
  }
}
