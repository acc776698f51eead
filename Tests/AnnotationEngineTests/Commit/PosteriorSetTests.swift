import GRDB
import LabelStatistics
import Testing

@testable import AnnotationEngine
@testable import VersionStore

/// `topics` is answered with several values; nobody ever chooses art.
@Suite("Labels of several values by posterior")
struct PosteriorSetTests {
  private let lead = TestWorkspace.lead
  private let topics = "[{name: sport}, {name: news}, {name: art}]"

  private func answer(_ workspace: Workspace, _ person: String, _ number: Int) throws {
    let truth = [["sport"], ["news"], ["sport", "news"]][number % 3]
    // carol is wrong now and then, alice and bob where they have to be two opinions.
    var given = truth
    if person == "carol", number % 4 == 0 { given = number % 3 == 0 ? ["news"] : ["sport"] }
    if person == "bob", number == 7 { given = ["sport", "news"] }
    let answers: Answers = ["sentiment": .choice(["negative", "positive"][number % 2]), "topics": .choices(given)]
    _ = try workspace.label(
      TestWorkspace.session(person), .submit(sample: "s\(number)", answers: answers, seconds: 1, advance: false))
  }

  private func world(_ numbers: ClosedRange<Int> = 1...24, above: Double = 0.9) throws -> TestWorkspace {
    let test = try TestWorkspace(
      yaml: TestWorkspace.yaml(overlap: 3, extra: "labels: {rule: posterior, at-least: 2, above: \(above)}"),
      samples: 26)
    for number in numbers { for person in TestWorkspace.people { try answer(test.workspace, person, number) } }
    return test
  }

  private func labels(_ workspace: Workspace) throws -> [String: LabelRow] {
    var labels: [String: LabelRow] = [:]
    try Snapshot(try #require(try workspace.head()), in: workspace.store).labels.forEach(from: nil) { row in
      let key = try #require(PartKey.split(row.key))
      labels["\(key.sample) \(key.part)"] = LabelRow(encoded: row.value)
      return true
    }
    return labels
  }

  private func rebuilt(_ workspace: Workspace) throws -> ObjectID {
    let pack = try workspace.store.newPack()
    defer { pack.abandon() }
    return try workspace.journal.read { db in
      try TableWriter(
        db, store: workspace.store, pack: pack, project: try db.project(), temporary: workspace.temporaryPath
      ).rebuild().labels
    }
  }

  private func headLabels(_ workspace: Workspace) throws -> ObjectID {
    try Snapshot(try #require(try workspace.head()), in: workspace.store).labels.root
  }

  @Test("A commit over another has the labels of one of everything anew, by posterior, and exports say so")
  func commit() throws {
    let test = try world(1...10)
    try test.commit()
    let before = try labels(test.workspace)
    for number in 11...24 { for person in TestWorkspace.people { try answer(test.workspace, person, number) } }
    _ = try test.review(
      .resolve(
        sample: "s9", question: "topics", answer: .choices(["art"]), how: .set, reason: nil, advance: false,
        filter: ReviewFilter(scope: .annotated)))
    try test.commit()
    #expect(try headLabels(test.workspace) == rebuilt(test.workspace))
    let after = try labels(test.workspace)
    #expect(after["s1 topics"]?.answer == .choices(["news"]) && after["s1 topics"]?.by == "posterior")
    #expect(after["s9 topics"]?.by == "resolution")
    #expect(before != after.filter { before[$0.key] != nil }, "all answers weigh on every label")
    var exported = 0
    var rows: [ExportedRow] = []
    try test.workspace.export(
      lead, revision: nil, withAnnotations: false, begin: { _, _ in }, row: { rows.append($0) })
    for row in rows {
      let label = try #require(row.labels.first { $0.question == "topics" }?.label)
      let row = after["\(row.id) topics"]
      #expect(label.by == row?.by && label.confidence == row?.confidence)
      if label.by == "posterior" {
        exported += 1
        #expect(try #require(label.confidence) > 0.9)
      }
    }
    #expect(exported > 15)
  }

  @Test("Reports have the labels of a commit at any threshold, and what has none waits for review")
  func reports() throws {
    let test = try world()
    try test.commit()
    // Thresholds that are the posteriors themselves.
    let shares = Set(try labels(test.workspace).values.compactMap(\.confidence)).filter { $0 < 1 }.sorted()
    #expect(!shares.isEmpty)
    for above in [0.9] + shares.prefix(3) {
      let test = try world(above: above)
      try test.commit()
      let labels = try labels(test.workspace)
      let (table, rule) = try test.workspace.journal.read { (try WorkTable($0), try $0.project().labelRule) }
      for name in ["sentiment", "topics"] {
        let work = try #require(table.work(of: name))
        let given = RuleLabels(work, rule: rule)
        let missing = try test.workspace.journal.read { try UnlabeledSamples(question: name, $0).questions }
        for (item, position) in work.positions.enumerated() {
          let row = labels["s\(position + 1) \(name)"]
          let label = given.labels[item] < 0 ? nil : given.answers[Int(given.labels[item])]
          #expect(label?.asInRows == row?.answer, "s\(position + 1) \(name) above \(above)")
          #expect((missing[Int(position)] == [name]) == (row == nil))
        }
        let model = PosteriorModel(work.question, rule: rule, answers: work.answers, work.ratings)
        for (item, position) in work.positions.enumerated() {
          #expect(model.labels[item]?.share.value == labels["s\(position + 1) \(name)"]?.confidence)
        }
      }
      let report = try test.workspace.dashboard(lead).questions[1]
      let ruled = labels.keys.count { $0.hasSuffix(" topics") }
      #expect(report.basis == ConsensusBasis(model: ruled, open: 24 - ruled))
    }
  }

  @Test("A merge has the labels of all answers of both sides")
  func merge() throws {
    let test = try world(1...10)
    try test.commit()
    let branch = try test.branch("trial")
    for number in 11...17 { for person in TestWorkspace.people { try answer(test.workspace, person, number) } }
    for number in 18...24 { for person in TestWorkspace.people { try answer(branch, person, number) } }
    try test.commit("theirs", on: branch)
    let report = try test.workspace.merge(lead, "trial")
    #expect((report.outcome, report.conflicts) == (.merged, 0))
    let whole = try world()
    try whole.commit()
    #expect(try labels(test.workspace) == labels(whole.workspace))
    #expect(try headLabels(test.workspace) == rebuilt(test.workspace))
    try test.workspace.expectSound()
  }

  @Test("A renamed value stands in the labels under its new name, and a restored commit has its labels again")
  func renameAndRestore() throws {
    let test = try world()
    let first = try test.commit()
    let before = try labels(test.workspace)
    try test.write(
      yaml: TestWorkspace.yaml(overlap: 3, extra: "labels: {rule: posterior, at-least: 2, above: 0.9}")
        .replacing(topics, with: topics.replacing("news", with: "politics")))
    _ = try test.workspace.changeSchema(
      lead, SchemaRequest(renames: Renames(values: ["topics": ["news": "politics"]])))
    let renamed = try labels(test.workspace)
    #expect(renamed.count == before.count)
    for (key, row) in before where key.hasSuffix(" topics") {
      let names = row.answer.names.map { $0 == "news" ? "politics" : $0 }
      #expect(renamed[key]?.answer == Answer.choices(names).asInRows && renamed[key]?.origin == row.origin)
    }
    #expect(try headLabels(test.workspace) == rebuilt(test.workspace))
    let other: Answers = ["sentiment": .choice("negative"), "topics": .choices(["art"])]
    for person in TestWorkspace.people {
      _ = try test.label(person, .submit(sample: "s25", answers: other, seconds: 1, advance: false))
      _ = try test.label(person, .submit(sample: "s1", answers: other, seconds: 1, advance: false))
    }
    try test.commit()
    #expect(try labels(test.workspace)["s1 topics"]?.answer == .choices(["art"]))
    #expect(try test.workspace.restore(lead, revision: first.hex).commit != nil)
    #expect(try labels(test.workspace) == renamed)
    #expect(try headLabels(test.workspace) == rebuilt(test.workspace))
  }

  @Test("A project with ratings alone cannot have the rule, and is told the line and what ratings take")
  func ratings() throws {
    let yaml = """
      name: sure
      fields: [{name: text, kind: text}]
      questions: [{name: sure, kind: rating, min: 1, max: 5}]
      labels: {rule: posterior}
      """
    let error = try #require(engineError { _ = try Project.parse(yaml: yaml, file: "gloss.yaml") })
    guard case .project(_, let line, let column, let problem, let remedy) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(line == 4 && column > 1 && problem.contains("ratings alone") && remedy.contains("median"))
    let mixed = yaml.replacing("max: 5}]", with: "max: 5}, {name: q, kind: choice, values: [a, b]}]")
    #expect(try Project.parse(yaml: mixed, file: "gloss.yaml").labelRule.rule == .posterior)
  }
}
