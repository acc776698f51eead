import Foundation
import GRDB
import Testing

@testable import AnnotationEngine
@testable import VersionStore

extension ImportFixture {
  @discardableResult
  func commit(_ message: String = "work") throws -> CommitReport {
    try workspace.commit(lead, message: message)
  }

  func head() throws -> Snapshot { try Snapshot(try #require(try workspace.head()), in: workspace.store) }

  /// The trees that a commit of everything anew would have.
  func rebuilt() throws -> LabelTables.Roots {
    let pack = try workspace.store.newPack()
    defer { pack.abandon() }
    return try workspace.journal.read { db in
      try TableWriter(
        db, store: workspace.store, pack: pack, project: try db.project(), temporary: workspace.temporaryPath
      ).rebuild()
    }
  }

  /// Whether the head holds what the journal says.
  func headIsWhole() throws -> Bool {
    let (head, roots, samples) = (try head(), try rebuilt(), try workspace.journal.read { try $0.liveSamples() })
    return head.annotations.root == roots.annotations && head.labels.root == roots.labels
      && head.samples.root == samples
  }

  func labels() throws -> [String: LabelRow] {
    var labels: [String: LabelRow] = [:]
    try head().labels.forEach(from: nil) { row in
      let key = try #require(PartKey.split(row.key))
      let label = try #require(LabelRow(encoded: row.value))
      labels["\(key.sample) \(key.part)"] = label
      return true
    }
    return labels
  }

  static func filled(_ count: Int = 20) throws -> ImportFixture {
    let fixture = try ImportFixture()
    try fixture.add((0..<count).map { ("s\($0)", "text \($0)") })
    return fixture
  }

  func resolve(_ sample: String, _ value: String, reason: String? = nil) throws {
    _ = try workspace.review(
      reviewer,
      .resolve(
        sample: sample, question: "sentiment", answer: .choice(value), how: .set, reason: reason, advance: false,
        filter: ReviewFilter(scope: .annotated)))
  }
}

@Suite("Committing")
struct CommitTests {
  private let positive: Answers = ["sentiment": .choice("positive")]
  private let negative: Answers = ["sentiment": .choice("negative")]

  @Test("The first commit holds the samples as they are live, and what was answered.")
  func first() throws {
    let fixture = try ImportFixture.filled()
    try fixture.label("s1", as: "alice", positive)
    try fixture.label("s1", as: "bob", positive)
    try fixture.label("s2", as: "bob", ["sentiment": .choice("neutral"), "topics": .choices(["news", "art"])])
    let report = try fixture.commit("first")
    let head = try fixture.head()
    #expect(report.commit == head.id.hex)
    #expect(report.parents == [])
    #expect((report.samples, report.annotations, report.labels) == (20, 3, 1))
    #expect(report.newBytes > 0)
    let samples = try fixture.workspace.journal.read { try $0.liveSamples() }
    #expect(head.samples.root == samples)
    #expect(
      try fixture.labels() == [
        "s1 sentiment": LabelRow(answer: .choice("positive"), origin: .majority(Share(1, of: 1)), reason: nil)
      ])
    #expect(try head.text(TableName.project) == ImportFixture.yaml)
    #expect(head.commit.message == "first")
    #expect(head.commit.author == "lea")
    #expect(head.commit.time == 1_700_000_000_000)
    #expect(try fixture.workspace.status().uncommitted == 0)
  }

  @Test("Nothing new is no commit, also after acts that were taken back.")
  func nothing() throws {
    let empty = try ImportFixture()
    #expect(try empty.commit().commit == nil)

    let fixture = try ImportFixture.filled()
    try fixture.label("s1", as: "alice", positive)
    let first = try fixture.commit()
    let again = try fixture.commit()
    #expect(again.commit == nil)
    #expect(again.parents == [first.commit])
    #expect((again.samples, again.annotations, again.newBytes) == (20, 1, 0))

    try fixture.label("s2", as: "alice", positive)
    _ = try fixture.workspace.label(fixture.annotator, .undo)
    let files = try fixture.files()
    #expect(try fixture.commit().commit == nil)
    #expect(try fixture.files() == files)
    #expect(try fixture.workspace.status().uncommitted == 0)
  }

  @Test("A second commit names the first as its parent, and takes its texts over.")
  func second() throws {
    let fixture = try ImportFixture.filled()
    let first = try fixture.commit()
    try fixture.label("s1", as: "alice", positive)
    let second = try fixture.commit()
    #expect(second.parents == [first.commit])
    let (a, b) = try (
      fixture.workspace.store.commit(fixture.workspace.store.resolve("main~1")), fixture.head().commit
    )
    #expect(a.blobs == b.blobs)
    #expect(a.trees["samples"] == b.trees["samples"])
    #expect(a.trees["annotations"] != b.trees["annotations"])
  }

  @Test("Drafts stay out; what is sent back or undone leaves the next commit.")
  func leaves() throws {
    let fixture = try ImportFixture.filled()
    _ = try fixture.workspace.label(fixture.annotator, .draft(sample: "s3", answers: positive, seconds: 1))
    try fixture.label("s1", as: "alice", positive)
    try fixture.label("s1", as: "bob", positive)
    try fixture.label("s2", as: "alice", negative)
    #expect(try fixture.commit().annotations == 3)
    #expect(try fixture.labels().count == 1)

    _ = try fixture.workspace.label(fixture.annotator, .undo)
    _ = try fixture.workspace.review(
      fixture.reviewer,
      .sendBack(sample: "s1", annotator: "alice", note: "look again", filter: ReviewFilter(scope: .annotated)))
    let report = try fixture.commit()
    #expect((report.annotations, report.labels) == (1, 0))
    #expect(try fixture.headIsWhole())
  }

  @Test("A resolution is the label, with its reviewer and its reason, and gives way when it is undone.")
  func resolution() throws {
    let fixture = try ImportFixture.filled()
    try fixture.label("s1", as: "alice", positive)
    try fixture.label("s1", as: "bob", negative)
    try fixture.resolve("s1", "neutral", reason: "irony")
    try fixture.commit()
    let label = try #require(try fixture.labels()["s1 sentiment"])
    #expect(label.answer == .choice("neutral"))
    #expect(label.origin == .resolution(.set, reviewer: "rita"))
    #expect((label.by, label.confidence) == ("resolution", nil))
    let reason = try fixture.workspace.store.read(try #require(label.reason), .blob)
    #expect(String(decoding: Blob.content(of: reason), as: UTF8.self) == "irony")

    _ = try fixture.workspace.review(fixture.reviewer, .undo(filter: ReviewFilter(scope: .annotated)))
    #expect(try fixture.commit().labels == 0)
  }

  @Test("A changed label rule writes all labels anew.")
  func rule() throws {
    let fixture = try ImportFixture.filled()
    for sample in ["s1", "s2"] { try fixture.label(sample, as: "alice", positive) }
    #expect(try fixture.commit().labels == 0)
    let yaml = ImportFixture.yaml.replacing("at-least: 2", with: "at-least: 1")
    try Data(yaml.utf8).write(to: URL(fileURLWithPath: fixture.directory + "/gloss.yaml"))
    _ = try fixture.workspace.adoptSchema(fixture.lead, renames: Renames())
    let report = try fixture.commit()
    #expect(report.commit != nil)
    #expect(report.labels == 2)
    #expect(try fixture.head().text(TableName.project) == yaml)
    #expect(try fixture.headIsWhole())
  }

  @Test("A renamed value is renamed in what is committed next.")
  func rename() throws {
    let fixture = try ImportFixture.filled()
    for person in ["alice", "bob"] { try fixture.label("s1", as: person, positive) }
    try fixture.commit()
    let yaml = ImportFixture.yaml.replacing("name: positive", with: "name: happy")
    try Data(yaml.utf8).write(to: URL(fileURLWithPath: fixture.directory + "/gloss.yaml"))
    _ = try fixture.workspace.adoptSchema(
      fixture.lead, renames: Renames(values: ["sentiment": ["positive": "happy"]]))
    #expect(try fixture.labels()["s1 sentiment"]?.answer == .choice("happy"))
    #expect(try fixture.headIsWhole())
  }

  @Test("Comments and reasons go to the store under the ids by which rows name them.")
  func prose() throws {
    let fixture = try ImportFixture.filled()
    try fixture.label("s1", as: "alice", positive)
    _ = try fixture.workspace.label(fixture.annotator, .comment(sample: "s1", text: "very clear"))
    _ = try fixture.workspace.label(fixture.annotator, .skip(sample: "s2", reason: "not English", seconds: 1))
    try fixture.commit()
    var texts: [String] = []
    try fixture.head().annotations.forEach(from: nil) { row in
      let annotation = try #require(AnnotationRow(encoded: row.value))
      for id in [annotation.comment, annotation.reason].compactMap({ $0 }) {
        texts.append(
          String(decoding: Blob.content(of: try fixture.workspace.store.read(id, .blob)), as: UTF8.self))
      }
      return true
    }
    #expect(texts == ["very clear", "not English"])
  }

  @Test("A crash after the branch was moved heals: the commit is not made twice, and nothing is lost.")
  func crash() throws {
    let fixture = try ImportFixture.filled()
    try fixture.label("s1", as: "alice", positive)
    try fixture.commit()
    try fixture.label("s2", as: "alice", positive)
    // All of a commit but its event.
    let head = try fixture.head()
    let draft = try CommitDraft.write(fixture.workspace, over: head, guidelines: nil)
    let id = try draft.pack.add(
      Commit(parents: [head.id], trees: draft.trees, blobs: draft.blobs, author: "lea", time: 1, message: "lost"))
    try draft.pack.finish()
    #expect(
      try fixture.workspace.store.moveRef(
        "heads/main", from: head.id, to: id, author: "lea", time: 1, what: "commit: lost"))
    #expect(try fixture.workspace.status().uncommitted > 0)

    #expect(try fixture.commit().commit == nil)
    #expect(try fixture.workspace.status().uncommitted == 0)
    try fixture.label("s3", as: "alice", positive)
    #expect(try fixture.commit().parents == [id.hex])
    #expect(try fixture.headIsWhole())
  }

  @Test("A branch that was moved back by other means is followed: the next commit is whole.")
  func movedBack() throws {
    let fixture = try ImportFixture.filled()
    try fixture.label("s1", as: "alice", positive)
    let first = try fixture.commit()
    try fixture.label("s2", as: "alice", positive)
    let second = try fixture.commit()
    let store = fixture.workspace.store
    let (old, new) = try (store.resolve(#require(second.commit)), store.resolve(#require(first.commit)))
    #expect(try store.moveRef("heads/main", from: old, to: new, author: "lea", time: 1, what: "undo"))
    try fixture.label("s3", as: "alice", positive)
    let third = try fixture.commit()
    #expect(third.parents == [first.commit])
    // The label of the commit that the branch was moved away from went with it.
    #expect(third.annotations == 2)
    #expect(try fixture.headIsWhole())
  }

  @Test("Commits of several processes at once all land, one upon the other.")
  func atOnce() throws {
    let fixture = try ImportFixture.filled(60)
    let people = ["alice", "bob", "carol"]
    DispatchQueue.concurrentPerform(iterations: people.count) { thread in
      do {
        let workspace = try fixture.reopened()
        for turn in 0..<6 {
          _ = try workspace.label(
            Session(person: people[thread], role: .annotator, since: 0),
            .submit(sample: "s\(turn * 3 + thread)", answers: positive, seconds: 1, advance: false))
          _ = try workspace.commit(Session(person: "lea", role: .lead, since: 0), message: "turn \(turn)")
        }
      } catch {
        Issue.record(error)
      }
    }
    try fixture.commit()
    #expect(try fixture.headIsWhole())
    #expect(try fixture.head().annotations.count() == 18)
    let damage = try fixture.workspace.fsck { _, _ in }.damage
    #expect(damage == [])
  }

  @Test("Whatever people do between commits, a commit upon the last one is the same as one made anew.")
  func incremental() throws {
    var random = FixedRandom(seed: 77)
    let fixture = try ImportFixture.filled(40)
    let people = ["alice", "bob", "carol"]
    let values = ["negative", "neutral", "positive"]
    for turn in 0..<400 {
      let sample = "s\(Int.random(in: 0..<12, using: &random))"
      let person = people.randomElement(using: &random) ?? "alice"
      let session = Session(person: person, role: .annotator, since: 0)
      let value = values.randomElement(using: &random) ?? "neutral"
      let filter = ReviewFilter(scope: .annotated)
      // Some of these are refused (nothing to undo, nothing to send back), as they are for people.
      switch Int.random(in: 0...9, using: &random) {
      case 0...3: try? fixture.label(sample, as: person, ["sentiment": .choice(value)])
      case 4: _ = try? fixture.workspace.label(session, .undo)
      case 5: _ = try? fixture.workspace.label(session, .redo)
      case 6: _ = try? fixture.workspace.label(session, .comment(sample: sample, text: "turn \(turn)"))
      case 7: try? fixture.resolve(sample, value, reason: "turn \(turn)")
      case 8: _ = try? fixture.workspace.review(fixture.reviewer, .undo(filter: filter))
      default:
        _ = try? fixture.workspace.review(
          fixture.reviewer, .sendBack(sample: sample, annotator: person, note: "turn \(turn)", filter: filter))
      }
      if Int.random(in: 0...9, using: &random) == 0 {
        try fixture.commit("turn \(turn)")
        #expect(try fixture.headIsWhole(), "turn \(turn)")
      }
    }
    try fixture.commit("last")
    #expect(try fixture.headIsWhole())
    let damage = try fixture.workspace.fsck { _, _ in }.damage
    #expect(damage == [])
  }

  @Test("A commit of few changes among many samples stores little.")
  func small() throws {
    let fixture = try ImportFixture()
    let count = 30_000
    var source = MadeSource(count: count) { .sample("sample-\(100_000 + $0)", "the text of sample \($0)", line: $0) }
    _ = try fixture.workspace.importSamples(fixture.lead, from: &source, quarantine: nil, progress: { _ in })
    try fixture.importing((0..<count).map { IncomingAnnotation("sample-\(100_000 + $0)", "worker", "neutral") })
    #expect(try fixture.commit().annotations == count)
    for index in 0..<100 {
      try fixture.label("sample-\(100_000 + index * 299)", as: "alice", positive)
    }
    let report = try fixture.commit()
    #expect(report.annotations == count + 100)
    #expect(report.newBytes < 300_000, "\(report.newBytes) bytes")
  }

  @Test("Annotators may not commit, and a commit needs a message.")
  func refused() throws {
    let fixture = try ImportFixture.filled()
    #expect(throws: EngineError.self) { try fixture.workspace.commit(fixture.annotator, message: "mine") }
    #expect(throws: EngineError.self) { try fixture.workspace.commit(fixture.lead, message: " \n") }
    #expect(try fixture.workspace.head() == nil)
  }
}
