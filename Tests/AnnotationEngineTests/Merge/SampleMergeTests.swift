import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Merging a sample's rows")
struct SampleMergeTests {
  private let merge: SampleMerge

  init() throws {
    merge = SampleMerge(project: try Project.parse(yaml: ImportFixture.yaml, file: "gloss.yaml")) { _, _ in false }
  }

  private func said(_ value: String, revision: UInt64 = 1, milliseconds: UInt64 = 1000) -> AnnotationRow {
    AnnotationRow(
      status: .submitted, answers: ["sentiment": .choice(value)], flagged: false, milliseconds: milliseconds,
      revision: revision)
  }

  private func decided(_ value: String, by reviewer: String = "rita") -> LabelRow {
    LabelRow(answer: .choice(value), origin: .resolution(.set, reviewer: reviewer))
  }

  /// Rows as a commit has them: with the labels that the rule gives.
  private func rows(_ annotations: [String: AnnotationRow] = [:], _ resolution: LabelRow? = nil) -> SampleRows {
    var rows = SampleRows(annotations: annotations)
    for question in merge.project.questions {
      rows.labels[question.name] = LabelRow(of: question, votes: annotations.values, rule: merge.project.labelRule)
    }
    if let resolution { rows.labels["sentiment"] = resolution }
    return rows
  }

  @Test("What one side touched merges silently, and the label follows from the votes of both.")
  func silent() throws {
    let base = rows(["alice": said("positive")])
    let ours = rows(["alice": said("positive"), "bob": said("positive")])
    let theirs = rows(["alice": said("positive"), "carol": said("negative")])
    let result = try merge.merge(base: base, ours: ours, theirs: theirs)
    #expect(result.conflicts.isEmpty)
    #expect(
      result.rows
        == rows(["alice": said("positive"), "bob": said("positive"), "carol": said("negative")]))
    #expect(result.rows.labels["sentiment"]?.origin == .majority(Share(2, of: 3)))
  }

  @Test("Changes that say the same are one: the one saved more often, with more time spent.")
  func same() throws {
    let (a, b) = (said("positive", revision: 2, milliseconds: 10), said("positive", revision: 1, milliseconds: 99))
    for (ours, theirs) in [(a, b), (b, a)] {
      let result = try merge.merge(base: rows(), ours: rows(["alice": ours]), theirs: rows(["alice": theirs]))
      #expect(result.rows.annotations == ["alice": a] && result.conflicts.isEmpty)
    }
    let result = try merge.merge(
      base: rows(), ours: rows([:], decided("neutral")), theirs: rows([:], decided("neutral", by: "max")))
    #expect(result.conflicts.isEmpty && result.rows.labels["sentiment"]?.answer == .choice("neutral"))
  }

  @Test("Different annotations by one person are a conflict, and so is one that the other side took back.")
  func annotationConflict() throws {
    let base = rows(["alice": said("neutral")])
    let (ours, theirs) = (rows(["alice": said("positive")]), rows(["alice": said("negative")]))
    let result = try merge.merge(base: base, ours: ours, theirs: theirs)
    #expect(
      result.conflicts == [
        CellConflict(
          cell: .annotation(annotator: "alice"), base: said("neutral").encoded, ours: said("positive").encoded,
          theirs: said("negative").encoded)
      ])
    let gone = try merge.merge(base: base, ours: rows(), theirs: theirs)
    #expect(gone.conflicts.map(\.ours) == [nil])
  }

  @Test("Two different decisions are a conflict; what is chosen stands.")
  func decisionConflict() throws {
    let (ours, theirs) = (rows([:], decided("positive")), rows([:], decided("negative", by: "max")))
    let open = try merge.merge(base: rows(), ours: ours, theirs: theirs)
    #expect(open.conflicts.map(\.cell) == [.label(question: "sentiment")])
    let choices: [(MergeConflict.Choice, LabelRow)] = [
      (.ours, decided("positive")), (.theirs, decided("negative", by: "max")),
      (.answer(.choice("neutral")), decided("neutral", by: "lea")),
    ]
    for (choice, label) in choices {
      let result = try merge.merge(base: rows(), ours: ours, theirs: theirs) { _ in
        MergeDecision(choice: choice, person: "lea")
      }
      #expect(result.conflicts.isEmpty && result.rows.labels["sentiment"] == label)
    }
  }

  @Test("Labels of votes that differ are a conflict only where the votes of both give none.")
  func derivedConflict() throws {
    let ours = rows(["alice": said("positive"), "bob": said("positive")])
    let theirs = rows(["carol": said("negative"), "dora": said("negative")])
    let tie = try merge.merge(base: rows(), ours: ours, theirs: theirs)
    #expect(tie.conflicts.map(\.cell) == [.label(question: "sentiment")])
    // What is chosen of two labels made of votes becomes a decision: the votes do not give it any more.
    let settled = try merge.merge(base: rows(), ours: ours, theirs: theirs) { _ in
      MergeDecision(choice: .theirs, person: "rita")
    }
    #expect(settled.rows.labels["sentiment"] == decided("negative"))
    #expect(settled.rows.annotations.count == 4)

    let more = rows(["carol": said("negative"), "dora": said("negative"), "emil": said("negative")])
    let clear = try merge.merge(base: rows(), ours: ours, theirs: more)
    #expect(clear.conflicts.isEmpty)
    #expect(clear.rows.labels["sentiment"]?.origin == .majority(Share(3, of: 5)))
  }

  @Test("A label waits while an annotation of its sample does.")
  func order() throws {
    let ours = rows(["alice": said("positive")], decided("positive"))
    let theirs = rows(["alice": said("negative")], decided("negative"))
    let result = try merge.merge(base: rows(), ours: ours, theirs: theirs)
    #expect(result.conflicts.map(\.cell) == [.annotation(annotator: "alice")])
  }

  @Test("A preferred side settles everything.")
  func preferred() throws {
    var merge = merge
    let ours = rows(["alice": said("positive"), "bob": said("positive")], decided("positive"))
    let theirs = rows(["alice": said("negative"), "carol": said("negative")], decided("negative"))
    merge.policy = MergePolicy(side: .theirs, person: "lea")
    let result = try merge.merge(base: rows(), ours: ours, theirs: theirs)
    #expect(result.conflicts.isEmpty)
    #expect(result.rows.annotations["alice"] == said("negative"))
    #expect(result.rows.annotations.keys.sorted() == ["alice", "bob", "carol"])
    #expect(result.rows.labels["sentiment"] == decided("negative"))
  }

  @Test("Strictly, any two different changes to one sample are in conflict, in every cell that either changed.")
  func strict() throws {
    var merge = merge
    merge.policy.isStrict = true
    let base = rows(["alice": said("positive")])
    let ours = rows(["alice": said("positive"), "bob": said("positive")])
    let theirs = rows(["alice": said("positive"), "carol": said("negative")])
    let result = try merge.merge(base: base, ours: ours, theirs: theirs)
    #expect(result.conflicts.map(\.cell) == [.annotation(annotator: "bob"), .annotation(annotator: "carol")])
    #expect(try merge.merge(base: base, ours: ours, theirs: ours).conflicts.isEmpty)
    #expect(try merge.merge(base: base, ours: ours, theirs: base).conflicts.isEmpty)
  }

  @Test("Whatever two sides do, the merge is the same from both, and loses no annotation.")
  func symmetric() throws {
    var random = FixedRandom(seed: 11)
    let (people, values) = (["alice", "bob", "carol"], ["negative", "neutral", "positive"])
    func change(_ rows: SampleRows) -> SampleRows {
      var annotations = rows.annotations
      var resolution = rows.resolution(of: "sentiment")
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let person = people.randomElement(using: &random) ?? "alice"
        let value = values.randomElement(using: &random) ?? "neutral"
        switch Int.random(in: 0...5, using: &random) {
        case 0...2: annotations[person] = said(value, revision: UInt64.random(in: 1...2, using: &random))
        case 3: annotations[person] = nil
        case 4: resolution = decided(value, by: ["rita", "max"].randomElement(using: &random) ?? "rita")
        default: resolution = nil
        }
      }
      return self.rows(annotations, resolution)
    }
    for turn in 0..<2_000 {
      var merge = merge
      merge.policy.isStrict = turn.isMultiple(of: 4)
      let base = change(rows())
      let (ours, theirs) = (change(base), change(base))
      let one = try merge.merge(base: base, ours: ours, theirs: theirs)
      let other = try merge.merge(base: base, ours: theirs, theirs: ours)
      #expect(one.rows == other.rows)
      #expect(one.conflicts == other.conflicts.map(\.exchanged))
      for person in people {
        let sides = [ours.annotations[person], theirs.annotations[person]]
        let isWaiting = one.conflicts.contains { $0.cell == .annotation(annotator: person) }
        #expect(isWaiting || sides.contains(one.rows.annotations[person]))
        // What nobody took back is there.
        if sides.allSatisfy({ $0 != nil }) { #expect(isWaiting || one.rows.annotations[person] != nil) }
      }
      if one.conflicts.isEmpty, one.rows.resolution(of: "sentiment") == nil {
        #expect(one.rows.labels == rows(one.rows.annotations).labels)
      }
      #expect(try merge.merge(base: base, ours: base, theirs: theirs).rows == theirs)
    }
  }
}

extension CellConflict {
  /// The same as the other side sees it.
  var exchanged: CellConflict { CellConflict(cell: cell, base: base, ours: theirs, theirs: ours) }
}
