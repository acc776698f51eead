import Foundation
import Testing

@Suite("gloss commit, log, show, diff, tag, export, fsck", .timeLimit(.minutes(10)))
struct HistoryTests {
  @Test("A commit answers in the design's shape; the next without a change makes none.")
  func commit() throws {
    let scratch = try TweetsProject.annotated()
    let first = try BuiltProgram.run(["commit", "-m", "first batch", "--json"], in: scratch).json()
    #expect(first.names.isSuperset(of: ["commit", "parents", "samples", "annotations", "labels", "new_bytes"]))
    #expect(first.commit.string?.count == 64)
    #expect(first.parents.elements.isEmpty)
    #expect(first.samples.int == 4)
    #expect(first.annotations.int == 10)
    // t1 unanimous and t2 by majority of two; t3 is a tie and t4 has one answer.
    #expect(first.labels.int == 2)
    #expect((first.new_bytes.int ?? 0) > 0)
    let second = try BuiltProgram.run(["commit", "-m", "again", "--json"], in: scratch).json()
    #expect(second.commit.isNull)
    let log = try BuiltProgram.run(["log", "--json"], in: scratch).json()
    #expect(log.commits.elements.count == 1)
    #expect(log.commits[0].message.string == "first batch")
    #expect(log.commits[0].commit == first.commit)
  }

  @Test("A tag names a version forever; show and diff read it.")
  func tagShowDiff() throws {
    let scratch = try TweetsProject.annotated()
    let first = try BuiltProgram.run(["commit", "-m", "first", "--json"], in: scratch).json()
    #expect(try BuiltProgram.run(["tag", "v1"], in: scratch).status == 0)
    #expect(try BuiltProgram.run(["tag", "v1"], in: scratch).status == 2)
    try scratch.write("sample,annotator,sentiment\nt4,bob,negative\n", to: "more.csv")
    #expect(try BuiltProgram.run(["import", "more.csv", "--annotations"], in: scratch).status == 0)
    let second = try BuiltProgram.run(["commit", "-m", "second", "--json"], in: scratch).json()
    #expect(second.parents[0] == first.commit)

    let show = try BuiltProgram.run(["show", "v1", "--json"], in: scratch).json()
    #expect(show.commit == first.commit)
    #expect(show.labels.int == 2)
    #expect(show.label_counts.sentiment.positive.int == 1)

    let diff = try BuiltProgram.run(["diff", "v1", "main", "--rows", "--json"], in: scratch).json()
    #expect(diff.samples.added.int == 0)
    #expect(diff.annotations.added.int == 1)
    #expect(diff.labels.added.int == 1)
    let label = try #require(diff.rows.elements.first { $0.table.string == "labels" })
    #expect(label.sample.string == "t4")
    #expect(label.part.string == "sentiment")
    #expect(label.old.isNull)
    #expect(label.new.string?.contains("negative") == true)
    let human = try BuiltProgram.run(["diff", "v1", "main", "--rows"], in: scratch)
    #expect(human.output.contains("+"))
  }

  @Test("diff --json counts by table and kind, and says which labels became which; its rows can be limited.")
  func diffShape() throws {
    let scratch = try TweetsProject.annotated()
    #expect(try BuiltProgram.run(["commit", "-m", "first"], in: scratch).status == 0)
    let more = ["dora", "eve", "finn", "gus"].map { "t1,\($0),neutral\n" }.joined()
    try scratch.write("sample,annotator,sentiment\nt4,bob,negative\n" + more, to: "more.csv")
    #expect(try BuiltProgram.run(["import", "more.csv", "--annotations"], in: scratch).status == 0)
    #expect(try BuiltProgram.run(["commit", "-m", "second"], in: scratch).status == 0)
    let diff = try BuiltProgram.run(["diff", "main~1", "main", "--json"], in: scratch).json()
    #expect(diff.names == ["samples", "annotations", "labels", "confusion", "rows"])
    for (table, counts) in [("samples", [0, 0, 0]), ("annotations", [5, 0, 0]), ("labels", [1, 0, 1])] {
      #expect(diff[table].names == ["added", "removed", "changed"])
      #expect([diff[table].added.int, diff[table].removed.int, diff[table].changed.int] == counts, "\(table)")
    }
    #expect(diff.confusion.names == ["sentiment"])
    #expect(diff.confusion.sentiment.positive.neutral.int == 1)
    #expect(diff.confusion.sentiment[""].negative.int == 1)
    #expect(diff.rows.elements.isEmpty)
    let back = try BuiltProgram.run(["diff", "main", "main~1", "--json"], in: scratch).json()
    #expect(back.annotations.removed.int == 5 && back.labels.removed.int == 1)
    #expect(back.confusion.sentiment.neutral.positive.int == 1)
    let one = try BuiltProgram.run(["diff", "main~1", "main", "--sample", "t1", "--rows", "--json"], in: scratch).json()
    #expect(one.annotations.added.int == 4 && one.labels.changed.int == 1 && one.labels.added.int == 0)
    #expect(Set(one.rows.elements.map(\.sample.string)) == ["t1"])
  }

  @Test("An exported row is flat, a sample without a label has null, and the same commit exports the same bytes.")
  func export() throws {
    let scratch = try TweetsProject.annotated()
    _ = try BuiltProgram.run(["commit", "-m", "first"], in: scratch)
    for name in ["a.jsonl", "b.jsonl"] {
      let finished = try BuiltProgram.run(["export", "main", "--format", "jsonl", "-o", name], in: scratch)
      #expect(finished.status == 0, "\(finished.error)")
    }
    let text = try scratch.read("a.jsonl")
    #expect(try scratch.read("b.jsonl") == text)
    let rows = try text.split(separator: "\n").map { try JSON(parsing: String($0)) }
    #expect(rows.map(\.id.string) == ["t1", "t2", "t3", "t4"])
    #expect(rows[0].text.string == "What a lovely morning")
    #expect(rows[0].names == ["id", "text", "sentiment", "lang"])
    #expect(rows[0].sentiment.string == "positive")
    #expect(rows[1].sentiment.string == "negative")
    #expect(rows[2].names.contains("sentiment") && rows[2].sentiment.isNull)
  }

  @Test("--annotations adds each annotator's answers, and how each label was reached.")
  func exportAnnotations() throws {
    let scratch = try TweetsProject.annotated()
    _ = try BuiltProgram.run(["commit", "-m", "first"], in: scratch)
    let finished = try BuiltProgram.run(["export", "main", "-o", "all.jsonl", "--annotations"], in: scratch)
    #expect(finished.status == 0, "\(finished.error)")
    let rows = try scratch.read("all.jsonl").split(separator: "\n").map { try JSON(parsing: String($0)) }
    #expect(rows[1].annotations.elements.map(\.annotator.string) == ["alice", "bob", "chen"])
    let alice = rows[1].annotations[0]
    #expect(alice.names.isSuperset(of: ["annotator", "status", "answers", "seconds", "comment"]))
    #expect(alice.status.string == "submitted")
    #expect(alice.answers.sentiment.string == "negative")
    #expect(alice.comment.string == "irony")
    #expect(rows[1]._labels.sentiment.by.string == "majority")
    #expect(abs((rows[1]._labels.sentiment.confidence.number ?? 0) - 2.0 / 3) < 1e-9)
  }

  @Test("CSV and TSV hold the same labels, and - is standard output.")
  func exportTables() throws {
    let scratch = try TweetsProject.annotated()
    _ = try BuiltProgram.run(["commit", "-m", "first"], in: scratch)
    let csv = try BuiltProgram.run(["export", "main", "--format", "csv", "-o", "-"], in: scratch)
    #expect(csv.status == 0, "\(csv.error)")
    #expect(csv.output.contains("t1,") && csv.output.contains("positive"))
    #expect(csv.output.split(whereSeparator: \.isNewline).count == 5)
    let tsv = try BuiltProgram.run(["export", "main", "-o", "out.tsv"], in: scratch)
    #expect(tsv.status == 0, "\(tsv.error)")
    #expect(try scratch.read("out.tsv").contains("t1\t"))
  }

  @Test("fsck is silent about a sound store; a damaged one is status 1, with object, pack and commit.")
  func fsck() throws {
    let scratch = try TweetsProject.annotated()
    _ = try BuiltProgram.run(["commit", "-m", "first"], in: scratch)
    let sound = try BuiltProgram.run(["fsck", "--json"], in: scratch)
    #expect(sound.status == 0, "\(sound.error)")
    #expect(try sound.json().damage.elements.isEmpty)
    for name in scratch.files(under: ".gloss/store") where name.contains("pack") {
      let path = scratch.path + "/.gloss/store/" + name
      guard var bytes = FileManager.default.contents(atPath: path), bytes.count > 300 else { continue }
      bytes[bytes.count / 3] ^= 0x40
      chmod(path, 0o644)
      try bytes.write(to: URL(fileURLWithPath: path))
    }
    let damaged = try BuiltProgram.run(["fsck", "--json"], in: scratch)
    #expect(damaged.status == 1, "\(damaged.error)")
    #expect(try !damaged.json().damage.elements.isEmpty)
    #expect(try BuiltProgram.run(["fsck"], in: scratch).output.contains("damaged"))
  }

  @Test("log --graph draws all branches, in ASCII where that is asked for; log alone stays with its branch.")
  func graph() throws {
    let scratch = try PictureProject.begin()
    try PictureProject.goOn(scratch)
    func lines(_ arguments: [String], _ environment: [String: String] = [:]) throws -> [String] {
      try BuiltProgram.run(["log"] + arguments, in: scratch, environment: environment).output
        .split(separator: "\n").map(String.init)
    }
    let drawn = try lines(["--graph"])
    #expect(drawn.dropFirst().map { String($0.prefix(3)) } == ["●  ", "│ ●", "●─╯"])
    #expect(drawn[2].contains("[second-team] What the second team"))
    #expect(!drawn.joined().contains("\u{1B}"))
    let plain = try lines(["--graph"], ["GLOSS_ASCII": "1"])
    #expect(plain.dropFirst().map { String($0.prefix(3)) } == ["*  ", "| *", "*-+"])
    #expect(try lines([]).count == 3)
    #expect(try lines(["--all"]).count == 4)
    #expect(try lines(["--graph", "-n", "2"]).count == 3)
    let json = try BuiltProgram.run(["log", "--graph", "--json"], in: scratch).json()
    #expect(json.commits.elements.count == 3)
  }
}
