import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Merging whole histories")
struct MergeHistoryTests {
  @Test("Whatever branches did, a merge is the same from both sides, and loses nothing that one side alone did.")
  func histories() throws {
    var (merges, conflicts, renames, refusals) = (0, 0, 0, 0)
    for seed in UInt64(9)...17 {
      var world = try MergeWorld(seed: seed)
      for _ in 0..<40 { try world.step() }
      merges += world.merges
      conflicts += world.conflicts
      renames += world.renames
      refusals += world.refusals
    }
    // The seeds are such that all of it happens.
    let counts = "\(merges) merges, \(conflicts) conflicts, \(renames) renames, \(refusals) refusals"
    #expect(merges > 50 && conflicts > 30 && renames > 10, "\(counts)")
    #expect(refusals > 0 && refusals < merges, "\(counts)")
  }
}

/// What came of a merge: trees and texts, or the words of a refusal.
enum MergeOutcome {
  case done(HeadMerge.Result, texts: [String: String])
  case refused(String)

  /// Merges from both sides and compares. Gives what came of `theirs` into `ours`, and its pack where it is wanted.
  @discardableResult
  static func expectSame(
    _ ours: ObjectID, _ theirs: ObjectID, _ policy: MergePolicy, in scratch: MergeScratch, keeps: Bool = false
  ) throws -> (MergeOutcome, PackWriter?) {
    var mirrored = policy
    mirrored.side = policy.side.map { $0 == .ours ? .theirs : .ours }
    let (there, pack) = try run(ours, theirs, policy, in: scratch)
    let (back, other) = try run(theirs, ours, mirrored, in: scratch)
    other.abandon()
    switch (there, back) {
    case (.done(let a, let texts), .done(let b, let others)):
      #expect(a.conflicts.map(\.sample) == b.conflicts.map(\.sample))
      #expect(a.conflicts.map(\.conflict) == b.conflicts.map(\.conflict.exchanged))
      // While there are conflicts, each side's trees have its own rows there.
      let whole: Set = a.conflicts.isEmpty ? Set(a.trees.keys) : [TableName.samples, TableName.batches]
      #expect(a.trees.filter { whole.contains($0.key) } == b.trees.filter { whole.contains($0.key) })
      #expect(texts == others)
    case (.refused(let a), .refused(let b)): #expect(a == b)
    default: Issue.record("\(there) is not \(back)")
    }
    guard keeps, case .done = there else {
      pack.abandon()
      return (there, nil)
    }
    return (there, pack)
  }

  private static func run(
    _ ours: ObjectID, _ theirs: ObjectID, _ policy: MergePolicy, in scratch: MergeScratch
  ) throws -> (MergeOutcome, PackWriter) {
    let pack = try scratch.store.newPack()
    do {
      let result = try HeadMerge(ours, theirs, in: scratch.store, policy: policy).run(pack, temporary: scratch.path)
      let texts = try result.blobs.mapValues { id in
        String(decoding: Blob.content(of: try pack.pending(id) ?? scratch.store.read(id, .blob)), as: UTF8.self)
      }
      return (.done(result, texts: texts), pack)
    } catch let error as EngineError {
      return (.refused(kind(of: error)), pack)
    }
  }

  /// Errors name this branch's side first.
  private static func kind(of error: EngineError) -> String {
    if case .mergeNames(let name, let ours, let theirs) = error { return "\(name): \([ours, theirs].sorted())" }
    return String(String(describing: error).prefix { $0 != "(" })
  }
}

/// Looks for rows that a merge lost, by reading all of every side.
struct MergeLoss {
  private let base: Snapshot
  private let ours: Snapshot
  private let theirs: Snapshot
  private let merged: Snapshot
  private let side: MergePolicy.Side
  private let meeting: SchemaMeeting

  init(_ ours: ObjectID, _ theirs: ObjectID, merged: ObjectID, side: MergePolicy.Side, in store: Store) throws {
    let base = try #require(try store.mergeBase(ours, theirs))
    self.base = try Snapshot(base, in: store)
    self.ours = try Snapshot(ours, in: store)
    self.theirs = try Snapshot(theirs, in: store)
    self.merged = try Snapshot(merged, in: store)
    self.side = side
    meeting = try SchemaMeeting(
      base: self.base.project(), ours: store.schemaSteps(since: base, to: ours),
      theirs: store.schemaSteps(since: base, to: theirs))
  }

  func expectNone() throws {
    let samples = try Set(ours.sampleIDs()).union(theirs.sampleIDs())
    #expect(try Set(merged.sampleIDs()) == samples)
    let batches = try Set(batches(ours)).union(batches(theirs))
    #expect(try Set(self.batches(merged)) == batches)
    let project = try merged.project()
    for sample in samples.sorted() {
      let base = try meeting.base(rows(base, sample), of: sample)
      let ours = try meeting.fromOurs(rows(ours, sample), of: sample)
      let theirs = try meeting.fromTheirs(rows(theirs, sample), of: sample)
      let merged = try rows(merged, sample)
      for person in MergeWorld.people {
        let cell = (base.annotations[person], ours.annotations[person], theirs.annotations[person])
        expect(cell, merged.annotations[person], "\(person) in \(sample)")
      }
      for question in project.questions.map(\.name) {
        let cell = (base.resolution(of: question), ours.resolution(of: question), theirs.resolution(of: question))
        guard (cell.0 != cell.1) != (cell.0 != cell.2) else { continue }
        // Where it was taken back, a conflict of votes may have made a decision that neither side has.
        if let kept = cell.0 == cell.1 ? cell.2 : cell.1 {
          #expect(merged.resolution(of: question) == kept, "\(question) of \(sample)")
        }
      }
      // Labels that nobody decided are what the rule makes of all votes.
      let derived = project.labels(of: merged.annotations)
      for question in project.questions.map(\.name) where merged.resolution(of: question) == nil {
        #expect(merged.labels[question] == derived[question], "\(question) of \(sample)")
      }
    }
  }

  private func expect<Row: Equatable>(
    _ cell: (base: Row?, ours: Row?, theirs: Row?), _ merged: Row?, _ what: Comment
  ) {
    if cell.ours == cell.base {
      #expect(merged == cell.theirs, what)
    } else if cell.theirs == cell.base {
      #expect(merged == cell.ours, what)
    } else {
      #expect(merged == cell.ours || merged == cell.theirs, what)
    }
  }

  private func rows(_ snapshot: Snapshot, _ sample: String) throws -> SampleRows {
    try LabelTables(annotations: snapshot.annotations, labels: snapshot.labels).rows(of: sample)
  }

  private func batches(_ snapshot: Snapshot) throws -> [[UInt8]] {
    var ids: [[UInt8]] = []
    try snapshot.batches?.forEach(from: nil) { row in
      ids.append(row.key)
      return true
    }
    return ids
  }
}
