import LabelStatistics
import Testing

@testable import AnnotationEngine

@Suite("Dashboard and annotators")
struct DashboardTests {
  private static let lead = TestWorkspace.session("lea")
  private static let day = 86_400

  private func person(_ name: String, in reports: [AnnotatorReport]) throws -> AnnotatorReport {
    try #require(reports.first { $0.name == name })
  }

  /// Three people, three samples, a resolution of the last.
  private func project(_ yaml: String = TestWorkspace.yaml(overlap: 3)) throws -> TestWorkspace {
    let test = try TestWorkspace(yaml: yaml, samples: 4)
    try test.submit("alice", "s1", "negative", topics: ["art"], seconds: 2)
    try test.submit("bob", "s1", "negative", topics: ["art"])
    try test.submit("carol", "s1", "positive", topics: ["sport"])
    try test.submit("alice", "s2", "positive", topics: ["sport", "art"], seconds: 4)
    try test.submit("bob", "s2", "positive", topics: ["sport", "art"])
    try test.submit("alice", "s3", "neutral", topics: ["news"], seconds: 10)
    try test.submit("bob", "s3", "positive", topics: ["sport"])
    try test.review(
      .resolve(
        sample: "s3", question: "sentiment", answer: .choice("positive"), how: .set, reason: "", advance: false,
        filter: ReviewFilter()))
    return test
  }

  @Test("An empty project has words instead of figures.")
  func empty() throws {
    let test = try TestWorkspace(samples: 0)
    let report = try test.workspace.dashboard(Self.lead)
    #expect(report.throughput.isEmpty && report.throughputWhy != nil)
    #expect(report.progress.perDay == nil && report.progress.forecastWhy != nil)
    #expect(report.questions.map(\.name) == ["sentiment", "topics"])
    for question in report.questions {
      #expect(question.alpha.value == nil && question.alpha.why != nil && question.alpha.items == 0)
      #expect(question.overTime.isEmpty && question.overTimeWhy != nil && question.slicesWhy != nil)
    }
    #expect(report.questions[0].learning?.advice.contains("needs 20 labels; there are 0") == true)
    #expect(report.questions[0].balance == ["negative": 0, "neutral": 0, "positive": 0])
    #expect(report.annotators.map(\.name) == ["alice", "bob", "carol"])
    for person in report.annotators {
      for figure in [person.agreement, person.skill, person.gold, person.consistency, person.suggestions, person.pull] {
        #expect(figure.value == nil && figure.why?.isEmpty == false && figure.items == 0)
      }
    }
  }

  @Test("Each answer is compared with the resolution, else with what most of the others said.")
  func agreementWithOthers() throws {
    let reports = try project().workspace.annotators(Self.lead)
    // alice: sentiment s1 tie, s2 right, s3 wrong; topics s1 tie, s2 right, s3 wrong.
    let alice = try person("alice", in: reports)
    #expect(alice.agreement.value == 0.5 && alice.agreement.items == 4)
    // bob: sentiment s2 and the resolved s3 right; topics s2 right, s3 wrong.
    let bob = try person("bob", in: reports)
    #expect(bob.agreement.value == 0.75 && bob.agreement.items == 4)
    // Wilson's interval of 3 of 4.
    #expect(abs((bob.agreement.low ?? 0) - 0.300_641_8) < 1e-6)
    #expect(abs((bob.agreement.high ?? 0) - 0.954_413_2) < 1e-6)
    let carol = try person("carol", in: reports)
    #expect(carol.agreement.value == 0 && carol.agreement.items == 2)
    #expect(alice.submitted == 3 && alice.seconds == 4 && alice.role == .annotator)
  }

  @Test(
    "Confusion and bias are against what the others say, never the own vote; an answer without that counts nowhere.")
  func consensus() throws {
    let test = try project()
    let report = try test.workspace.dashboard(Self.lead)
    let topics = report.questions[1]
    // s1 art by two to one, s2 sport and art, s3 a tie.
    #expect(topics.basis == ConsensusBasis(resolved: 0, model: 0, majority: 2, open: 1))
    #expect(topics.confusion.values == ["sport", "sport+art", "news", "art"])
    #expect(topics.confusion.counts == [[0, 0, 1, 0], [0, 2, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]])
    #expect(topics.balance == ["sport": 1, "news": 0, "art": 2])
    let sentiment = report.questions[0]
    #expect(sentiment.basis.resolved == 1 && sentiment.basis.open == 0)
    #expect(sentiment.balance == ["negative": 1, "neutral": 0, "positive": 2])
    let carol = try person("carol", in: report.annotators)
    #expect(carol.bias["topics"] == ["sport": 1, "news": 0, "art": -1])
    #expect(carol.confusion["topics"]?.counts == [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0]])
    let bob = try person("bob", in: report.annotators)
    #expect(bob.bias["sentiment"] == ["negative": 0, "neutral": 0, "positive": 0])
    #expect((0...1).contains(bob.skill.value ?? -1) && bob.skill.items == 3)
  }

  @Test("Labels are those of the project's rule; what nobody's rule gives counts nowhere, nor do suspects.")
  func rule() throws {
    let rules: [(String, ConsensusBasis, [String: Int])] = [
      ("unanimous", ConsensusBasis(resolved: 1, unanimous: 1, open: 1), ["negative": 0, "neutral": 0, "positive": 2]),
      ("majority, at-least: 3", ConsensusBasis(resolved: 1, open: 2), ["negative": 0, "neutral": 0, "positive": 1]),
      ("posterior, at-least: 4", ConsensusBasis(resolved: 1, open: 2), ["negative": 0, "neutral": 0, "positive": 1]),
    ]
    for (rule, basis, balance) in rules {
      let yaml = TestWorkspace.yaml(overlap: 4, extra: "labels: {rule: \(rule)}")
      let test = try project(yaml)
      let sentiment = try test.workspace.dashboard(Self.lead).questions[0]
      #expect(sentiment.basis == basis && sentiment.balance == balance, "\(rule)")
      // Annotators are held against the others, whatever the rule labels.
      #expect(sentiment.confusion.counts.flatMap { $0 }.reduce(0, +) == 5, "\(rule)")
      #expect(sentiment.confusionAgainst == "resolution, else what most of the others answered")
      let suspects = try test.workspace.suspects(TestWorkspace.session("rita"), by: .votes)
      #expect(suspects.labeled == balance.values.reduce(0, +), "\(rule)")
    }
  }

  @Test("A curve whose last doubling brought nothing is not said to rise.")
  func flat() {
    let points = [(8, 150), (16, 180), (32, 210), (64, 240), (128, 251), (257, 251)].map {
      LearningPoint(labels: $0.0, correct: $0.1, judged: 386)
    }
    let advice = LearningMemory.report(points, labels: 386, seed: 1).advice
    #expect(
      advice.hasPrefix("not clear whether it still rises: the last doubling, from 128 to 257 labels"), "\(advice)")
  }

  @Test("More samples than there are left are known to be too many.")
  func left() throws {
    let test = try project()
    let stopping = try #require(try test.workspace.planReport(Self.lead).stopping["sentiment"])
    let enough = try #require(stopping.samplesWhenNarrow)
    #expect(stopping.alpha.items == 3 && stopping.samplesUntilNarrow == enough - 3 && stopping.samplesLeft == 1)
  }

  @Test("Under adaptive overlap what is left is what open samples lack, and never more than the most.")
  func leftUnderAdaptiveOverlap() throws {
    let test = try TestWorkspace(
      yaml: TestWorkspace.yaml(round: "overlap: {least: 2, most: 4, until: 0.95}, seed: 7"), samples: 4)
    for annotator in ["alice", "bob", "carol"] {
      try test.submit(annotator, "s1", annotator == "bob" ? "positive" : "neutral")
    }
    try test.submit("alice", "s2", "neutral")
    let report = try test.workspace.dashboard(Self.lead)
    #expect(report.progress.complete == 0 && report.progress.annotations == 4)
    // One more of the first, two of the second, three of each untouched one: three is what those have that have the fewest.
    #expect(report.progress.wanted == 4 + 1 + 2 + 3 + 3)
  }

  @Test("Under adaptive overlap, where some see only what is in doubt, no pair is said to agree by chance.")
  func pairsUnderAdaptiveOverlap() throws {
    for (overlap, isSaid) in [("2", true), ("{least: 2, most: 4, until: 0.95}", false)] {
      let test = try TestWorkspace(yaml: TestWorkspace.yaml(round: "overlap: \(overlap), seed: 7"), samples: 24)
      for sample in 1...24 {
        try test.submit("alice", "s\(sample)", "positive")
        try test.submit("bob", "s\(sample)", "negative")
      }
      let messages = try test.workspace.dashboard(Self.lead).messages
      #expect(messages.contains { $0.contains("hardly more than chance") } == isSaid)
    }
  }

  @Test("Progress, throughput and forecast come from the days of work.")
  func forecast() throws {
    let test = try TestWorkspace(samples: 5)
    try test.submit("alice", "s1", "neutral")
    try test.submit("bob", "s1", "neutral")
    test.pass(seconds: Self.day)
    try test.submit("alice", "s2", "neutral")
    #expect(try test.workspace.dashboard(Self.lead).progress.forecastWhy?.contains("one day") == true)
    try test.submit("bob", "s2", "neutral")
    test.pass(seconds: Self.day)
    let report = try test.workspace.dashboard(Self.lead)
    #expect(report.throughput.map(\.counts) == [["alice": 1, "bob": 1], ["alice": 1, "bob": 1]])
    #expect(report.throughput.map { $0.day % 86_400_000 } == [0, 0])
    #expect(report.progress.annotations == 4 && report.progress.wanted == 10 && report.progress.complete == 2)
    #expect(report.progress.perDay == 2)
    let three: Int64 = 3 * 86_400_000
    #expect(abs((report.progress.forecastEarly ?? 0) - report.at - three) < 1000)
    #expect(abs((report.progress.forecastLate ?? 0) - report.at - three) < 1000)
    // The plan's forecast is the same.
    let plan = try test.workspace.planReport(Self.lead)
    #expect(plan.progress == report.progress && plan.progress.forecast.annotations == 6)
  }

  @Test("Drift and fatigue are found in the order of work, and told to the lead with the pair that agrees by chance.")
  func drift() throws {
    let test = try TestWorkspace(samples: 60)
    for sample in 1...60 {
      try test.submit("alice", "s\(sample)", "positive")
      try test.submit("bob", "s\(sample)", sample <= 40 ? "positive" : "negative")
      test.pass(seconds: 60)
    }
    let report = try test.workspace.dashboard(Self.lead)
    let bob = try person("bob", in: report.annotators)
    #expect(bob.drift.map(\.figure.value) == [1, 1, 0] && bob.drift.map(\.figure.items) == [20, 20, 20])
    #expect(bob.driftFinding?.contains("0.0 % of 20, before 100.0 % of 40") == true)
    #expect(bob.fatigue.map(\.minutes) == [0, 15, 30] && bob.fatigue.map(\.figure.items) == [15, 15, 30])
    #expect(bob.fatigueFinding == nil)
    #expect(report.messages.contains { $0.hasPrefix("bob: ") })
    #expect(report.messages.contains { $0.hasPrefix("alice and bob agree on sentiment hardly more than chance") })
    let overTime = report.questions[0].overTime
    #expect(overTime.count == 10 && overTime.map(\.from) == overTime.map(\.from).sorted())
    #expect(overTime.last?.figure.items == 60 && overTime.last?.figure.value == report.questions[0].alpha.value)
    #expect(overTime.last?.figure.low != nil)
  }

  @Test("An annotator sees their own work, and nothing of gold and repeats.")
  func own() throws {
    let test = try project()
    let alice = TestWorkspace.session("alice")
    let report = try test.workspace.dashboard(alice)
    #expect(report.annotators.map(\.name) == ["alice"] && report.messages.isEmpty)
    #expect(report.annotators[0].gold.value == nil && report.annotators[0].consistency.value == nil)
    #expect(report.throughput.allSatisfy { Array($0.counts.keys) == ["alice"] })
    #expect(report.questions[0].agreement.pairs.allSatisfy { $0.a == "alice" || $0.b == "alice" })
    #expect(try test.workspace.annotators(alice, named: "alice").count == 1)
    let refused = engineError { _ = try test.workspace.annotators(alice, named: "bob") }
    guard case .notPermitted? = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
    let unknown = engineError { _ = try test.workspace.annotators(Self.lead, named: "zoe") }
    guard case .unknownPerson("zoe", _)? = unknown else {
      Issue.record("\(String(describing: unknown))")
      return
    }
  }

  @Test("Acceptance of suggestions and their pull come from what was in sight and what was withheld.")
  func suggestions() throws {
    let yaml = """
      name: tweets
      fields: [{name: text, kind: text}]
      questions: [{name: sentiment, kind: choice, values: [{name: negative}, {name: positive}]}]
      round: {overlap: 1, withhold: 50%, seed: 3}
      """
    let test = try TestWorkspace(yaml: yaml, samples: 0)
    try test.add((1...24).map { ("s\($0)", "text \($0)") }) { _ in
      [JSONMember("suggestion.sentiment", .string("positive"))]
    }
    for sample in 1...24 {
      _ = try test.workspace.label(
        Session(person: "alice", role: .lead, since: 0),
        .submit(
          sample: "s\(sample)", answers: ["sentiment": .choice(sample % 3 == 0 ? "negative" : "positive")], seconds: 1,
          advance: true))
    }
    var tally = SuggestionTally()
    for use in try test.workspace.suggestionUses() {
      if use.offer.isShown {
        tally.shown += 1
        tally.agreedShown += use.agrees ? 1 : 0
      } else {
        tally.withheld += 1
        tally.agreedWithheld += use.agrees ? 1 : 0
      }
    }
    #expect(tally.shown > 0 && tally.withheld > 0 && tally.shown + tally.withheld == 24)
    let report = try test.workspace.dashboard(Self.lead)
    let alice = try person("alice", in: report.annotators)
    #expect(alice.suggestions.value == Double(tally.agreedShown) / Double(tally.shown))
    #expect(alice.suggestions.items == tally.shown && alice.suggestions.low != nil)
    let withheld = Double(tally.agreedWithheld) / Double(tally.withheld)
    #expect(abs((alice.pull.value ?? 9) - ((alice.suggestions.value ?? 9) - withheld)) < 1e-12)
    #expect(alice.pull.items == 24 && alice.pull.low != nil)
    #expect(report.questions[0].slices.isEmpty)
  }

  @Test("Gold and a paused queue stand in the report of leads alone, and a lead is told who misses gold by now.")
  func gold() throws {
    let round = "overlap: 2, order: imported, gold: 10%, seed: 3, pause: {gold-below: 0.7, after: 40}"
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(round: round), samples: 60)
    _ = try test.workspace.addGold(
      TestWorkspace.session("lea"),
      (1...40).map { GoldEntry(sample: "s\($0)", answers: ["sentiment": .choice("positive")]) })
    // The first twenty right, the next twenty wrong.
    for sample in 1...40 {
      try test.submit("alice", "s\(sample)", sample <= 20 ? "positive" : "negative")
      test.pass(seconds: 10)
    }
    let report = try test.workspace.dashboard(Self.lead)
    let alice = try person("alice", in: report.annotators)
    #expect(alice.gold.value == 0.5 && alice.gold.items == 40 && alice.gold.low != nil)
    #expect(alice.goldDrift.map(\.figure.value) == [1, 0])
    #expect(alice.goldFinding?.contains("0.0 % of 20, before 100.0 % of 20") == true)
    #expect(alice.consistency.value == nil && alice.consistency.why?.isEmpty == false)
    #expect(alice.paused?.isEmpty == false)
    #expect(report.messages.first?.hasPrefix("alice is paused: ") == true)
    #expect(report.messages.contains { $0.hasPrefix("alice: the last 20 answers to gold") })
    let own = try test.workspace.dashboard(TestWorkspace.session("alice"))
    #expect(own.annotators[0].gold.value == nil && own.annotators[0].goldDrift.isEmpty && own.messages.isEmpty)
    // What a paused annotator is told does not say why.
    #expect(own.annotators[0].paused == "your queue is paused: please talk to lea")
    #expect(
      try test.workspace.annotators(TestWorkspace.session("alice"))[0].paused == own.annotators[0].paused)
    let rita = TestWorkspace.session("rita")
    let reviewed = try test.workspace.dashboard(rita)
    for seen in [try person("alice", in: reviewed.annotators), try test.workspace.annotators(rita, named: "alice")[0]] {
      #expect(seen.gold.value == nil && seen.goldDrift.isEmpty && seen.goldFinding == nil && seen.paused == nil)
      #expect(seen.submitted == 40)
    }
    #expect(!reviewed.messages.contains { $0.contains("gold") || $0.contains("paused") })
  }

  @Test("What followed the events is what is counted anew, also after undo, skips and sending back.")
  func incremental() throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(overlap: 3), samples: 8)
    var random = SplitMix(state: 11)
    for number in 0..<80 {
      let person = TestWorkspace.people[random.below(3)]
      let sample = "s\(random.below(8) + 1)"
      test.pass(seconds: random.below(3000))
      switch random.below(8) {
      case 0: try test.label(person, .undo)
      case 1: try test.label(person, .redo)
      case 2: try test.label(person, .skip(sample: sample, reason: "", seconds: 1))
      case 3: try test.review(.sendBack(sample: sample, annotator: person, note: "x", filter: ReviewFilter()))
      default:
        try test.submit(
          person, sample, ["negative", "neutral", "positive"][random.below(3)],
          topics: [[], ["art"], ["sport", "art"]][random.below(3)])
      }
      if number.isMultiple(of: 8) {
        #expect(try test.workspace.dashboard(Self.lead) == test.reopened().dashboard(Self.lead))
      }
    }
  }

  @Test("Ratings are compared with the median of the others, by how far and which way.")
  func ratings() throws {
    let yaml = """
      name: texts
      fields: [{name: text, kind: text}]
      questions: [{name: quality, kind: rating, min: 1, max: 5}]
      round: {overlap: 3}
      """
    let test = try TestWorkspace(yaml: yaml, samples: 3)
    func rate(_ person: String, _ sample: String, _ number: Int) throws {
      let answer = Answer.number(try #require(DecimalNumber(number)))
      _ = try test.workspace.label(
        Session(person: person, role: .lead, since: 0),
        .submit(sample: sample, answers: ["quality": answer], seconds: 1, advance: true))
    }
    try rate("alice", "s1", 3)
    try rate("bob", "s1", 4)
    try rate("carol", "s1", 4)
    try rate("alice", "s2", 1)
    let report = try test.workspace.dashboard(Self.lead)
    let alice = try person("alice", in: report.annotators)
    // 3 beside the median 4; of s2 there is no other.
    #expect(alice.agreement.value == 0 && alice.agreement.items == 1)
    #expect(alice.ratings["quality"]?.distance.value == 1 && alice.ratings["quality"]?.leaning.value == -1)
    // 4 beside the median 3.5: half a step.
    #expect(try person("bob", in: report.annotators).agreement.value == 1)
    #expect(alice.skill.value == nil && alice.skill.why?.isEmpty == false)
    let quality = report.questions[0]
    #expect(
      quality.kind == .rating && quality.basis.median == 2
        && quality.confusionAgainst == "resolution, else the median of the others"
        && quality.learning == nil)
    #expect(quality.balance == ["1": 1, "3": 0, "4": 1])
    #expect(quality.confusion.counts == [[0, 0, 0], [0, 0, 2], [0, 1, 0]])
  }

  @Test("Slices are the values of metadata columns that have few of them.")
  func slices() throws {
    let test = try TestWorkspace(samples: 0)
    try test.add((1...4).map { ("s\($0)", "text \($0)") }) { number in
      [
        JSONMember("lang", .string(number < 2 ? "de" : "en")), JSONMember("one", .string("same")),
        JSONMember("list", .array([])),
      ]
    }
    for (sample, other) in [("s1", "positive"), ("s2", "negative"), ("s3", "positive"), ("s4", "positive")] {
      try test.submit("alice", sample, "positive")
      try test.submit("bob", sample, other)
    }
    let sentiment = try test.workspace.dashboard(Self.lead).questions[0]
    #expect(sentiment.slices.map { "\($0.column) \($0.value) \($0.samples)" } == ["lang de 2", "lang en 2"])
    #expect(sentiment.slices.map(\.alpha.items) == [2, 2])
    // Coincidences of s1 and s2: positive-positive 2, positive-negative 1 each way; alpha = 1 - 3 · 2/(16 - 10) = 0.
    #expect(sentiment.slices[0].alpha.value == 0 && sentiment.slices[1].alpha.value == 1)
    #expect(sentiment.slices[1].balance["positive"] == 2 && sentiment.slicesWhy == nil)
  }

  @Test("Slices are those of the samples that they rest on, whatever was read before.")
  func slicesOfPositions() throws {
    let test = try TestWorkspace(samples: 0)
    try test.add((0..<16).map { ("s\($0)", "text \($0)") }) { number in
      [
        JSONMember("half", .string(number < 8 ? "a" : "b")), JSONMember("many", .string("m\(number)")),
      ]
    }
    let memory = test.workspace.slices
    let names = { (positions: [Int32]) in try memory.columns(at: positions, in: test.workspace).map(\.name) }
    #expect(try names([0, 1, 2]) == ["many"])
    #expect(try names(Array(0..<16)) == ["half"])
    let few = try memory.columns(at: [0, 1, 2], in: test.workspace)
    let many = try #require(few.first)
    #expect((0..<3).map { many.values[Int(many.number(at: $0))] } == ["m0", "m1", "m2"] && many.number(at: 99) == -1)
  }

  /// Forty samples of two languages, some of none, answered by three people over hours.
  private func crowd() throws -> TestWorkspace {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(overlap: 3), samples: 0)
    try test.add((1...40).map { ("s\($0)", "text \($0)") }) { number in
      number % 5 == 0 ? [] : [JSONMember("lang", .string(number % 2 == 0 ? "de" : "en"))]
    }
    var random = SplitMix(state: 4)
    for sample in 1...40 {
      for person in TestWorkspace.people {
        test.pass(seconds: 20 + random.below(900))
        try test.submit(
          person, "s\(sample)", random.below(3) > 0 ? "positive" : ["negative", "neutral"][random.below(2)])
      }
    }
    return test
  }

  @Test("Agreement over time, by slice and by pair is that of gloss agreement, to the last bit and with its seed.")
  func oneWay() throws {
    let test = try crowd()
    let shown = try test.workspace.dashboard(Self.lead).questions[0]
    let full = try #require(
      try test.workspace.agreement(AgreementOptions(by: ["lang"], overTime: true)).questions["sentiment"])
    #expect(shown.overTime.count == 10 && shown.overTime.map(\.figure) == full.overTime.map(\.alphaSoFar))
    #expect(shown.overTime.map(\.from) == full.overTime.map(\.from))
    #expect(shown.slices.map(\.value) == ["de", "en", ""] && shown.slices.map(\.alpha) == full.slices.map(\.alpha))
    #expect(shown.slices.map(\.samples) == [16, 16, 8])
    #expect(shown.agreement.alphaInterval == full.alphaInterval && shown.alpha.low == full.alphaInterval?.low)
    #expect(shown.agreement.pairs.map(\.kappaInterval) == full.pairs.map(\.kappaInterval))
    #expect(shown.agreement.pairs.allSatisfy { $0.kappaInterval != nil && $0.percentInterval != nil })
    #expect(shown.agreement.resampling?.options == full.resampling?.options)
  }

  @Test("What did not change is taken from the last count, and the figures are those of a new one.")
  func kept() throws {
    let test = try crowd()
    var random = SplitMix(state: 9)
    _ = try test.workspace.dashboard(Self.lead)
    for _ in 0..<4 {
      for _ in 0..<3 {
        test.pass(seconds: random.below(100))
        let sample = random.below(40) + 1
        try test.submit(TestWorkspace.people[random.below(3)], "s\(sample)", ["negative", "neutral"][random.below(2)])
      }
      #expect(try test.workspace.dashboard(Self.lead) == test.reopened().dashboard(Self.lead))
    }
  }

  @Test("Step by step the same figures come: the progress at once, people before agreement.")
  func steps() throws {
    let test = try crowd()
    let first = try test.workspace.dashboard(Self.lead, upTo: .progress)
    #expect(first.depth == .progress && first.progress.annotations == 120 && first.progress.wanted == 120)
    #expect(
      first.annotators.map(\.submitted) == [40, 40, 40] && first.questions.map(\.name) == ["sentiment", "topics"])
    let people = try test.workspace.dashboard(Self.lead, upTo: .people)
    let all = try test.workspace.dashboard(Self.lead)
    #expect(people.depth == .people && people.annotators == all.annotators && people.progress == all.progress)
    #expect(people.questions[0].confusion == all.questions[0].confusion && people.questions[0].overTime.isEmpty)
    let own = try test.workspace.dashboard(TestWorkspace.session("alice"), upTo: .progress)
    #expect(own.annotators.map(\.name) == ["alice"])
  }

  @Test("Imported answers have no times of their own: nothing is drawn of one import, and of several it is said.")
  func imported() throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(overlap: 3), samples: 6)
    func take(_ person: String) throws {
      var source = ListSource(
        name: "answers.csv", records: (1...6).map { .record(IncomingAnnotation("s\($0)", person, "positive")) })
      _ = try test.workspace.importAnnotations(Self.lead, from: &source, quarantine: nil, progress: { _ in })
    }
    try take("alice")
    let one = try test.workspace.dashboard(Self.lead).questions[0]
    #expect(one.overTimeWhy?.contains("imported at one time") == true)
    test.pass(seconds: 60)
    try take("bob")
    test.pass(seconds: 60)
    try test.submit("carol", "s1", "positive")
    let more = try test.workspace.dashboard(Self.lead).questions[0]
    #expect(more.overTimeWhy == nil && more.overTime.count == 3)
    #expect(more.overTimeNote == "12 of 13 answers were imported and stand at the time of their import.")
  }
}
