import Foundation
import Testing

@testable import AnnotationEngine
@testable import VersionStore

/// Branches of one project at the level of commits, changed at random: annotations, decisions, samples, names, and merges
/// to and fro.
struct MergeWorld {
  static let people = ["alice", "bob", "carol"]

  let scratch: MergeScratch
  var random: FixedRandom
  /// The heads of the branches.
  private(set) var heads: [ObjectID] = []
  /// How many merges came about, were in conflict, and were refused from both sides.
  private(set) var merges = 0
  private(set) var conflicts = 0
  private(set) var refusals = 0
  private(set) var renames = 0
  private var time: Int64 = 0
  private var batches: UInt64 = 0
  private var names = 0

  var store: Store { scratch.store }

  init(seed: UInt64, branches: Int = 3) throws {
    scratch = try MergeScratch()
    random = FixedRandom(seed: seed)
    let pack = try scratch.store.newPack()
    let empty = try Tree.empty(in: pack)
    let commit = Commit(
      parents: [],
      trees: [
        TableName.samples: empty, TableName.batches: empty, TableName.annotations: empty, TableName.labels: empty,
      ], blobs: [TableName.project: try pack.addBlob(Array(Self.yaml.utf8))], author: "ada", time: 0,
      message: "first")
    let first = try pack.add(commit)
    try pack.finish()
    heads = Array(repeating: first, count: branches)
    try bring(["s1", "s2", "s3", "s4"], to: 0)
    heads = Array(repeating: heads[0], count: branches)
  }

  /// Every value has a line of its own between lines that stay, so that names change without touching one another.
  static let yaml = """
    name: tweets
    fields:
      - {name: text, kind: text}
    questions:
      - name: sentiment
        kind: choice
        values:
          - name: negative
            title: Against it
          - name: neutral
            title: Neither
          - name: positive
            title: For it
          - name: mixed
            title: Both
      - name: topics
        kind: choices
        required: false
        values: [{name: sport}, {name: news}]
      - {name: sure, kind: rating, required: false, min: 0, max: 1, step: 0.25}
    round: {overlap: 3}
    labels: {rule: majority, at-least: 2}
    people:
      - {name: alice, role: annotator}
      - {name: rita, role: reviewer}
      - {name: lea, role: lead}
    """

  /// One thing that happens on one branch, or between two.
  mutating func step() throws {
    let branch = pick(Array(heads.indices))
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<10: try edit(branch)
    case 10: try bring(["s\(Int.random(in: 5...9, using: &random))"], to: branch)
    case 11: try rename(branch)
    default:
      let other = pick(heads.indices.filter { $0 != branch })
      let before = heads
      try merge(other, into: branch)
      // The other one may take this one's old head at the same time: the histories cross.
      if Bool.random(using: &random) { try merge(before[branch], into: other) }
    }
  }

  private mutating func pick<Element>(_ list: [Element]) -> Element {
    list[Int.random(in: list.indices, using: &random)]
  }

  // MARK: Changes

  private mutating func edit(_ branch: Int) throws {
    let head = try Snapshot(heads[branch], in: store)
    let project = try head.project()
    let side = LabelTables(annotations: head.annotations, labels: head.labels)
    var (annotations, labels): ([Edit], [Edit]) = ([], [])
    let pack = try store.newPack()
    for sample in try head.sampleIDs() where Bool.random(using: &random) {
      let old = try side.rows(of: sample)
      let edits = SampleEdits(from: old, to: changed(old, project), of: sample)
      annotations += edits.annotations
      labels += edits.labels
    }
    var commit = head.commit
    commit.trees[TableName.annotations] = try head.annotations.applying(annotations, pack: pack)
    commit.trees[TableName.labels] = try head.labels.applying(labels, pack: pack)
    try advance(branch, commit, pack)
  }

  private mutating func changed(_ old: SampleRows, _ project: Project) -> SampleRows {
    var annotations = old.annotations
    let question = project.questions[0]
    var resolution = old.resolution(of: question.name)
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      let person = pick(Self.people)
      let value = pick(question.values.map(\.name))
      switch Int.random(in: 0..<8, using: &random) {
      case 0..<5:
        annotations[person] = AnnotationRow(
          status: Int.random(in: 0..<9, using: &random) == 0 ? .skipped : .submitted,
          answers: [
            question.name: .choice(value), "topics": .choices([pick(["news", "sport"])]),
            "sure": .number(pick(project.questions[2].scale.map { scale in (0..<scale.count).map(scale.point) } ?? [])),
          ],
          flagged: Int.random(in: 0..<9, using: &random) == 0,
          milliseconds: UInt64.random(in: 1...2, using: &random),
          revision: (old.annotations[person]?.revision ?? 0) + 1)
      case 5: annotations[person] = nil
      case 6:
        resolution = LabelRow(
          answer: .choice(value), origin: .resolution(.set, reviewer: pick(["rita", "max"])), reason: nil)
      default: resolution = nil
      }
    }
    var rows = SampleRows(annotations: annotations)
    rows.labels = project.labels(of: annotations)
    if let resolution { rows.labels[question.name] = resolution }
    return rows
  }

  /// Imports samples; those that are there already are passed over.
  private mutating func bring(_ samples: [String], to branch: Int) throws {
    let head = try Snapshot(heads[branch], in: store)
    let known = Set(try head.sampleIDs())
    let new = samples.filter { !known.contains($0) }
    guard !new.isEmpty else { return }
    let pack = try store.newPack()
    var order = TreeBuilder(pack: pack)
    for (place, sample) in new.enumerated() {
      try order.add(key: SampleRow.key(ofPlace: UInt32(place)), value: Array(sample.utf8))
    }
    let root = try order.finish()
    let batch = SampleRow.batch(ofOrder: root)
    batches += 1
    let row = BatchRow(order: root, count: UInt64(new.count), ordinal: batches)
    let edits = try new.enumerated().map { place, sample in
      let row = SampleRow(blob: try pack.addBlob(Array("text of \(sample)".utf8)), batch: batch, place: UInt32(place))
      return Edit(key: Array(sample.utf8), value: row.encoded)
    }
    var commit = head.commit
    commit.trees[TableName.samples] = try head.samples.applying(edits, pack: pack)
    commit.trees[TableName.batches] = try #require(head.batches)
      .applying([Edit(key: batch, value: row.encoded)], pack: pack)
    try advance(branch, commit, pack)
  }

  /// Gives a value, or the question, another name; two values may become one.
  private mutating func rename(_ branch: Int) throws {
    let head = try Snapshot(heads[branch], in: store)
    let question = try head.project().questions[0]
    var yaml = try #require(try head.text(TableName.project))
    var renames = Renames()
    names += 1
    let old = pick(question.values)
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      renames.questions[question.name] = "feeling\(names)"
      yaml = yaml.replacing("- name: \(question.name)\n", with: "- name: feeling\(names)\n")
    case 1 where question.values.count > 2:
      let other = pick(question.values.filter { $0.name != old.name })
      renames.values[question.name] = [old.name: other.name]
      yaml = yaml.replacing("      - name: \(old.name)\n        title: \(old.title ?? "")\n", with: "")
    default:
      // Sometimes both branches come upon the same name.
      let new = pick([old.name + "-", "\(old.name)\(names)"])
      guard !question.values.contains(where: { $0.name == new }) else { return }
      renames.values[question.name] = [old.name: new]
      yaml = yaml.replacing("- name: \(old.name)\n", with: "- name: \(new)\n")
    }
    let project = try Project.parse(yaml: yaml, file: "gloss.yaml")
    let pack = try store.newPack()
    let mapping = SchemaMapping(renames: renames)
    let roots = try SchemaRewrite(
      head, by: SchemaStep(mapping), to: project, empty: Tree(root: try Tree.empty(in: pack), in: store), pack: pack,
      temporary: scratch.path
    ).run()
    var commit = head.commit
    commit.trees[TableName.annotations] = roots.annotations
    commit.trees[TableName.labels] = roots.labels
    commit.blobs[TableName.project] = try pack.addBlob(Array(yaml.utf8))
    commit.blobs[TableName.mapping] = try pack.addBlob(Array(mapping.json.text.utf8))
    try advance(branch, commit, pack, keepsMapping: true)
    self.renames += 1
  }

  private mutating func advance(
    _ branch: Int, _ commit: Commit, _ pack: PackWriter, parents: [ObjectID]? = nil, keepsMapping: Bool = false
  ) throws {
    var commit = commit
    time += 1
    (commit.parents, commit.time) = (parents ?? [heads[branch]], time)
    if !keepsMapping { commit.blobs[TableName.mapping] = nil }
    heads[branch] = try pack.add(commit)
    try pack.finish()
  }

  // MARK: Merges

  private mutating func merge(_ other: Int, into branch: Int) throws { try merge(heads[other], into: branch) }

  private mutating func merge(_ theirs: ObjectID, into branch: Int) throws {
    let ours = heads[branch]
    if try store.isAncestor(theirs, of: ours) { return }
    if try store.isAncestor(ours, of: theirs) {
      heads[branch] = theirs
      return
    }
    try MergeOutcome.expectSame(ours, theirs, MergePolicy(isStrict: true), in: scratch)
    let (plain, _) = try MergeOutcome.expectSame(ours, theirs, MergePolicy(), in: scratch)
    let side = pick([MergePolicy.Side.ours, .theirs])
    let (settled, pack) = try MergeOutcome.expectSame(
      ours, theirs, MergePolicy(side: side, person: "lea"), in: scratch, keeps: true)
    guard case .done(let result, _) = settled, let pack else {
      refusals += 1
      return
    }
    #expect(result.conflicts.isEmpty)
    if case .done(let free, _) = plain {
      conflicts += free.conflicts.count
      if free.conflicts.isEmpty { #expect(free.trees == result.trees) }
    }
    merges += 1
    let commit = Commit(
      parents: [], trees: result.trees, blobs: result.blobs, author: "lea", time: 0, message: "merge")
    try advance(branch, commit, pack, parents: [ours, theirs])
    try MergeLoss(ours, theirs, merged: heads[branch], side: side, in: store).expectNone()
  }
}

/// A store in a directory that goes with the test.
final class MergeScratch: Sendable {
  let path: String
  let store: Store

  init() throws {
    path = NSTemporaryDirectory() + "gloss-histories-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    store = try Store.create(at: path + "/store")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension Snapshot {
  func sampleIDs() throws -> [String] {
    var ids: [String] = []
    try samples.forEach(from: nil) { row in
      ids.append(String(decoding: row.key, as: UTF8.self))
      return true
    }
    return ids
  }
}

extension Project {
  /// What the rule makes of annotations.
  func labels(of annotations: [String: AnnotationRow]) -> [String: LabelRow] {
    questions.reduce(into: [:]) { labels, question in
      labels[question.name] = LabelRow(of: question, votes: annotations.values, rule: labelRule)
    }
  }
}
