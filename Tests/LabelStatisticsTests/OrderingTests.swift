import Testing

@testable import LabelStatistics

@Suite("Orders of the queue")
struct OrderingTests {
  @Test("Uncertainty goes from 0 for certainty to 1 for all equal", arguments: Uncertainty.allCases)
  func range(_ measure: Uncertainty) {
    for count in 2...5 {
      #expect(abs(measure.score([Double](repeating: 1 / Double(count), count: count)) - 1) < 1e-12)
      #expect(measure.score([1] + [Double](repeating: 0, count: count - 1)) == 0)
    }
    #expect(measure.score([1]) == 0)
    #expect(measure.score([0.6, 0.4]) > measure.score([0.7, 0.3]))
    #expect(measure.scores([0.6, 0.4, 1, 0], classCount: 2).count == 2)
  }

  @Test("Scores order from the highest; the seed decides among equals")
  func byScore() {
    #expect(orderByScore([0.1, 0.9, 0.5], seed: 1) == [1, 2, 0])
    let equal = [Double](repeating: 0.5, count: 50)
    #expect(orderByScore(equal, seed: 1) == orderByScore(equal, seed: 1))
    #expect(orderByScore(equal, seed: 1) != orderByScore(equal, seed: 2))
    #expect(orderByScore(equal, seed: 1).sorted() == Array(0..<50))
  }

  @Test("Diverse picks come one from each group before a second of any")
  func diversity() {
    let groups = ["apples pears plums", "trains trams buses", "winter snow ice cold"]
    let texts = (0..<30).map { "\(groups[$0 % 3]) number \($0)" }
    let features = TextFeatures(texts)
    let picks = diverse(features, picks: 3, seed: 4)
    #expect(Set(picks.map { $0 % 3 }).count == 3)
    #expect(picks == diverse(features, picks: 3, seed: 4))
    let rest = diverse(features, known: [0, 1], picks: 1, seed: 4)
    #expect(rest.map { $0 % 3 } == [2])
    #expect(Set(diverse(features, picks: 100, seed: 1)).count == 30)
    #expect(diverse(TextFeatures(), picks: 3, seed: 1).isEmpty)
  }

  @Test("Strata take turns as long as they last")
  func strata() {
    #expect(interleaved([0, 1, 2, 3, 4, 5], strata: [0, 0, 0, 0, 1, 1]) == [0, 4, 1, 5, 2, 3])
    #expect(interleaved([], strata: []).isEmpty)
  }

  @Test("A mix keeps its shares in every beginning, and gives each index once")
  func mix() {
    let mix = woven([(Array(0..<90), 0.7), (Array((0..<90).reversed()), 0.3)])
    #expect(mix.sorted() == Array(0..<90))
    for length in stride(from: 10, through: 50, by: 10) {
      let first = mix.prefix(length).count { $0 < 45 }
      #expect(abs(Double(first) - 0.7 * Double(length)) <= 1)
    }
    #expect(woven([([1, 2], 0), ([3], 1)]) == [3])
    #expect(woven([]).isEmpty)
  }

  @Test("A posterior is that of Bayes's rule")
  func posterior() {
    let model = VoteModel(valueCount: 2, accuracy: 0.8)
    let one = model.posterior([Vote(annotator: nil, value: 0)])
    #expect(abs(one[0] - 0.8) < 1e-9)
    let two = model.posterior([Vote(annotator: nil, value: 0), Vote(annotator: 7, value: 0)])
    #expect(abs(two[0] - 0.64 / 0.68) < 1e-9)
    #expect(model.posterior([Vote]()).map { ($0 * 2).rounded() } == [1, 1])
  }

  @Test("A good annotator's vote counts for more than a careless one's", arguments: [2, 3, 40])
  func skills(values: Int) {
    func table(_ right: Double) -> [Double] {
      (0..<values * values).map { $0 / values == $0 % values ? right : (100 - right) / Double(values - 1) }
    }
    let model = VoteModel(
      valueCount: values, priors: [Double](repeating: 1, count: values), counts: [table(95), table(40)])
    let posterior = model.posterior([Vote(annotator: 0, value: 0), Vote(annotator: 1, value: 1)])
    #expect(posterior[0] > posterior[1])
    #expect(abs(posterior.reduce(0, +) - 1) < 1e-9 && posterior.allSatisfy { $0 > 0 })
  }

  @Test("Posteriors are computed with the module's own logarithm and exponential, to the last bit")
  func ownLogarithm() {
    for step in 0..<200 {
      let accuracy = 0.34 + Double(step) * 0.003
      let wrong = (1 - accuracy) / 2
      let prior = logarithm((1 * (1.0 / 3) + 0.005) / (1 + 0.005 * 3.0))
      let scores = (0..<3).map { truth in
        let row = (0..<3).map { 4 * ($0 == truth ? accuracy : wrong) }
        return prior + logarithm(row[0] / row.reduce(0, +))
      }
      let weights = scores.map { exponential($0 - (scores.max() ?? 0)) }
      let total = weights.reduce(0, +)
      let posterior = VoteModel(valueCount: 3, accuracy: accuracy).posterior([Vote(annotator: nil, value: 0)])
      #expect(posterior == weights.map { $0 / total }, "\(accuracy)")
    }
  }

  @Test("Overlap adapts: another is asked below the posterior, between the least and the cap")
  func overlap() {
    let model = VoteModel(valueCount: 2, accuracy: 0.8)
    let rule = AdaptiveOverlap(least: 1, most: 4, until: 0.9)
    let yes = Vote(annotator: nil, value: 0)
    let no = Vote(annotator: nil, value: 1)
    #expect(rule.asksAnother([], model))
    #expect(rule.asksAnother([yes], model))
    #expect(!rule.asksAnother([yes, yes], model))
    #expect(rule.asksAnother([yes, no, yes], model))
    #expect(!rule.asksAnother([yes, no, yes, no], model))
  }
}

@Suite("When to stop")
struct StoppingTests {
  @Test("The items until an interval is narrow are the fewest that make it so")
  func narrow() throws {
    let needed = try #require(itemsUntilNarrow(share: 80, of: 100, width: 0.1))
    let interval = try #require(wilson(needed * 8 / 10, of: needed))
    #expect(abs(interval.high - interval.low - 0.1) < 0.002)
    #expect(itemsUntilNarrow(share: 80, of: 100, width: 0.5) == 100)
    #expect(itemsUntilNarrow(share: 0, of: 0, width: 0.1) == nil)
    #expect(itemsUntilNarrow(share: 1, of: 2, width: 0) == nil)
    var figure = Figure(value: 0.5, items: 100, interval: Interval(low: 0.4, high: 0.6))
    #expect(itemsUntilNarrow(figure, width: 0.1) == 400)
    #expect(itemsUntilNarrow(figure, width: 0.3) == 100)
    figure.interval = Interval(low: 1, high: 1)
    #expect(itemsUntilNarrow(figure, width: 0.1) == nil)
    figure.interval = nil
    #expect(itemsUntilNarrow(figure, width: 0.1) == nil)
  }

  private func curve(_ accuracy: (Double) -> Double) -> [LearningPoint] {
    [25, 50, 100, 200, 400].map { labels in
      LearningPoint(labels: labels, correct: Int(accuracy(Double(labels)) * 10_000), judged: 10_000)
    }
  }

  @Test("An inverse power law is found again from its points")
  func fit() throws {
    let points = [25, 50, 100, 200, 400].map { labels in
      let accuracy = 0.9 - 1.2 / Double(labels).squareRoot()
      return LearningPoint(labels: labels, correct: Int(accuracy * 1e6), judged: 1_000_000)
    }
    let fit = try #require(CurveFit(points))
    #expect(fit.rate == 0.5 && abs(fit.ceiling - 0.9) < 1e-3 && abs(fit.drop - 1.2) < 1e-2)
    let more = try #require(fit.labels(for: 0.01, after: 400))
    #expect(abs(fit.gain(of: Double(more), after: 400) - 0.01) < 1e-4)
    #expect(fit.labels(for: 0.5, after: 400) == nil)
  }

  @Test("A flat curve is flat since its first flat point; a rising one says how many labels more")
  func reading() {
    let flat = advice(curve { min(0.8, 0.6 + $0 / 500) }, gain: 0.05, seed: 1)
    #expect(flat.flatSince != nil && flat.labelsForGain == nil)
    let level = advice(curve { _ in 0.7 }, seed: 1)
    #expect(level.flatSince == 25 && level.doubling.value == 0)
    let rising = advice(curve { 0.9 - 1 / $0.squareRoot() * 2 }, gain: 0.01, seed: 1)
    #expect(rising.flatSince == nil && (rising.labelsForGain ?? 0) > 0)
    #expect(rising.doubling.interval != nil)
    // Thirty judged labels a point tell nothing either way.
    let noise = [(19, 11), (38, 12), (76, 14)].map { LearningPoint(labels: $0, correct: $1, judged: 30) }
    let unknown = advice(noise, seed: 1)
    #expect(unknown.flatSince == nil && unknown.labelsForGain == nil)
  }

  @Test("Curves that say nothing give reasons, never NaN")
  func degenerate() {
    let none = advice([], seed: 1)
    #expect(none.fit == nil && none.doubling.why == .tooFewLabels && none.flatSince == nil)
    let falling = advice(curve { 0.9 - $0 / 1000 }, seed: 1)
    #expect(falling.doubling.value == 0)
    let odd = [
      LearningPoint(labels: 0, correct: 0, judged: 0), LearningPoint(labels: 5, correct: 0, judged: 5),
      LearningPoint(labels: 10, correct: 10, judged: 10), LearningPoint(labels: 20, correct: 20, judged: 20),
    ]
    let fit = CurveFit(odd)
    #expect(fit.map { $0.ceiling.isFinite && $0.drop.isFinite && $0.accuracy(labels: 40) <= 1 } ?? false)
    #expect(advice(odd, seed: 1).doubling.value?.isFinite == true)
    #expect(LearningPoint(labels: 3, correct: 0, judged: 0).accuracy.value == nil)
  }

  @Test("A learning curve judges every label once at each size, and rises where words tell")
  func learning() {
    let words = [["lovely", "great", "happy"], ["awful", "sad", "broken"]]
    var generator = SplitMix64(seed: 3)
    let labels = (0..<90).map { _ in Int32(generator.below(2)) }
    let texts = labels.map { "it was \(words[Int($0)][generator.below(3)]) on day \(generator.below(40))" }
    let points = learningCurve(TextFeatures(texts), labels: labels, classCount: 2, seed: 2)
    #expect(points.count >= 3 && points.allSatisfy { $0.judged == 90 })
    #expect(points.map(\.labels) == points.map(\.labels).sorted())
    #expect((points.last?.correct ?? 0) > 80)
    #expect(learningCurve(TextFeatures(texts), labels: labels.map { _ in 0 }, classCount: 2, seed: 2).isEmpty)
    #expect(learningCurve(TextFeatures(["a"]), labels: [0], classCount: 2, seed: 2).isEmpty)
  }
}
