import Testing

@testable import LabelStatistics

@Suite("Measures of agreement by their definitions")
struct MeasureTests {
  private func close(_ a: Double?, _ b: Double?, _ place: SourceLocation = #_sourceLocation) {
    switch (a, b) {
    case (nil, nil): break
    case (let a?, let b?): #expect(abs(a - b) < 1e-9, "\(a) \(b)", sourceLocation: place)
    default: Issue.record("\(String(describing: a)) is not \(String(describing: b))", sourceLocation: place)
    }
  }

  private func valuesByItem(_ ratings: Ratings) -> [[Int]] {
    var items = [[Int]](repeating: [], count: ratings.itemCount)
    for (item, value) in zip(ratings.items, ratings.values) { items[Int(item)].append(Int(value)) }
    return items.filter { !$0.isEmpty }
  }

  /// Mean over the items with two ratings of the weights of all ordered pairs of their ratings.
  private func observed(_ items: [[Int]], _ weight: (Int, Int) -> Double) -> Double {
    let means = items.filter { $0.count > 1 }.map { values in
      var sum = 0.0
      for i in values.indices { for j in values.indices where i != j { sum += weight(values[i], values[j]) } }
      return sum / Double(values.count * (values.count - 1))
    }
    return means.reduce(0, +) / Double(means.count)
  }

  @Test("Fleiss, Gwet and Conger, with and without weights, on random ratings with gaps")
  func chanceCorrected() {
    var random = SplitMix(state: 77)
    for _ in 0..<400 {
      let ratings = Ratings.random(&random).shuffled(&random)
      let items = valuesByItem(ratings)
      guard items.contains(where: { $0.count > 1 }) else { continue }
      let used = Set(items.joined()).sorted()
      guard used.count > 1 else {
        #expect(
          AgreementCounts(ratings).figure(.fleiss(nil)).why == .noVariation
            && AgreementCounts(ratings).figure(.fleiss(nil)).value == 1)
        #expect(
          AgreementCounts(ratings).figure(.gwet(nil)).value == 1
            && AgreementCounts(ratings).figure(.conger(nil)).value == 1)
        continue
      }
      let places = (0..<ratings.valueCount).map { Double($0 * $0) }
      let width = places[used[used.count - 1]] - places[used[0]]
      let table = ValueWeights(.linear, places: places, occurring: used.map(Int32.init))
      let share = used.map { value in
        items.reduce(0.0) { $0 + Double($1.count { $0 == value }) / Double($1.count) } / Double(items.count)
      }
      for weights in [nil, table] {
        let weight = { (a: Int, b: Int) in
          weights == nil ? (a == b ? 1 : 0) : 1 - abs(places[a] - places[b]) / width
        }
        let agreed = observed(items, weight)
        var (fleiss, total) = (0.0, 0.0)
        for (i, a) in used.enumerated() {
          for (j, b) in used.enumerated() {
            fleiss += weight(a, b) * share[i] * share[j]
            total += weight(a, b)
          }
        }
        let q = Double(used.count)
        let gwet = total * share.reduce(0) { $0 + $1 * (1 - $1) } / (q * (q - 1))
        close(AgreementCounts(ratings).figure(.fleiss(weights)).value, (agreed - fleiss) / (1 - fleiss))
        close(AgreementCounts(ratings).figure(.gwet(weights)).value, (agreed - gwet) / (1 - gwet))
        let conger = congerChance(ratings, weight)
        close(AgreementCounts(ratings).figure(.conger(weights)).value, (agreed - conger) / (1 - conger))
      }
    }
  }

  /// The mean over pairs of raters of what the two would agree by chance.
  private func congerChance(_ ratings: Ratings, _ weight: (Int, Int) -> Double) -> Double {
    let of = (0..<ratings.annotatorCount).map { annotator in
      ratings.values.indices.filter { Int(ratings.annotators[$0]) == annotator }.map { Int(ratings.values[$0]) }
    }.filter { !$0.isEmpty }
    var (sum, pairs) = (0.0, 0.0)
    for i in of.indices {
      for j in of.indices where i != j {
        var chance = 0.0
        for a in of[i] { for b in of[j] { chance += weight(a, b) } }
        sum += chance / Double(of[i].count * of[j].count)
        pairs += 1
      }
    }
    return sum / pairs
  }

  @Test("Alpha of any difference, on random ratings with gaps")
  func differences() {
    var random = SplitMix(state: 78)
    for _ in 0..<300 {
      let ratings = Ratings.random(&random).shuffled(&random)
      let numbers = (0..<ratings.valueCount).map { _ in Double(random.below(4) + 1) }
      let items = valuesByItem(ratings).filter { $0.count > 1 }
      let all = Array(items.joined())
      let between = { (a: Int, b: Int) -> Double in
        let (low, high) = (min(numbers[a], numbers[b]), max(numbers[a], numbers[b]))
        let within = all.reduce(0.0) { sum, value in
          let x = numbers[value]
          if x < low || x > high { return sum }
          return sum + (x == low || x == high ? 0.5 : 1)
        }
        return low == high ? 0 : within * within
      }
      let interval = { (a: Int, b: Int) in (numbers[a] - numbers[b]) * (numbers[a] - numbers[b]) }
      let ratio = { (a: Int, b: Int) in interval(a, b) / ((numbers[a] + numbers[b]) * (numbers[a] + numbers[b])) }
      let table = DistanceTable(count: ratings.valueCount) { abs(numbers[$0] - numbers[$1]) }
      for (difference, distance) in [
        (Difference.ordinal(numbers), between), (.interval(numbers), interval), (.ratio(numbers), ratio),
        (.table(table), { abs(numbers[$0] - numbers[$1]) }),
      ] as [(Difference, (Int, Int) -> Double)] {
        let figure = krippendorffAlpha(ratings, difference)
        guard !items.isEmpty else {
          #expect(figure.value == nil && figure.why != nil)
          continue
        }
        var expected = 0.0
        for a in all { for b in all { expected += distance(a, b) } }
        let seen = items.reduce(0.0) { sum, values in
          var own = 0.0
          for a in values { for b in values { own += distance(a, b) } }
          return sum + own / Double(values.count - 1)
        }
        if expected == 0 {
          #expect(figure == Figure(value: 1, why: .noVariation, items: items.count))
        } else {
          close(figure.value, 1 - Double(all.count - 1) * seen / expected)
        }
      }
    }
  }

  @Test("Intervals hold the figure, get narrower with more items, and are the same for the same seed")
  func intervals() throws {
    var random = SplitMix(state: 5)
    var widths: [Double] = []
    for items in [30, 3000] {
      var ratings = Ratings(
        items: [], annotators: [], values: [], itemCount: items, annotatorCount: 3, valueCount: 3)
      for item in 0..<items {
        let truth = random.below(3)
        for annotator in 0..<3 {
          ratings.append(item, annotator, random.below(10) < 7 ? truth : random.below(3))
        }
      }
      let counts = AgreementCounts(ratings)
      let measures: [Measure] = [
        .percent, .alpha(.nominal), .fleiss(nil), .gwet(nil), .cohen(nil), .scott, .conger(nil),
      ]
      let options = BootstrapOptions(samples: 200, seed: 3)
      let figures = counts.figures(measures, of: ratings, options)
      #expect(figures == counts.figures(measures, of: ratings.shuffled(&random), options))
      for (measure, figure) in zip(measures, figures) {
        let (value, interval) = (try #require(figure.value), try #require(figure.interval))
        #expect(interval.low < value && value < interval.high, "\(measure)")
        #expect(counts.figure(measure).value == figure.value)
      }
      // All of them correct the same agreement for about the same chance here.
      let alpha = try #require(figures[1].interval)
      for figure in figures.dropFirst(2) {
        #expect(abs((figure.interval?.low ?? 0) - alpha.low) < 0.3 * (alpha.high - alpha.low))
        #expect(abs((figure.interval?.high ?? 0) - alpha.high) < 0.3 * (alpha.high - alpha.low))
      }
      widths.append(alpha.high - alpha.low)
      for pair in counts.pairAgreements(options) {
        let interval = try #require(pair.kappa.interval)
        #expect(interval.low < (pair.kappa.value ?? 9) && (pair.kappa.value ?? -9) < interval.high)
      }
    }
    #expect(widths[1] < widths[0] / 5)
  }

  @Test("A figure that is what it is by definition has no interval")
  func noInterval() {
    let same = Ratings(table: ["2 2 2 1", "2 2 2 ."])
    let figures = AgreementCounts(same).figures(
      [.alpha(.nominal), .cohen(nil)], of: same, BootstrapOptions(samples: 50))
    #expect(figures.allSatisfy { $0.value == 1 && $0.interval == nil })
  }

  @Test("Distances: Jaccard, MASI and steps in a taxonomy")
  func distances() {
    let sets: [Set<Int>] = [[0, 1], [0], [1, 2], [3], [], [0, 1]]
    let jaccard = DistanceTable.jaccard(sets)
    #expect(jaccard.distance(0, 1) == 0.5 && abs(jaccard.distance(0, 2) - 2.0 / 3) < 1e-12)
    #expect(jaccard.distance(0, 3) == 1 && jaccard.distance(0, 5) == 0 && jaccard.distance(3, 4) == 1)
    let masi = DistanceTable.masi(sets)
    #expect(abs(masi.distance(0, 1) - (1 - 0.5 * 2 / 3)) < 1e-12)
    #expect(abs(masi.distance(0, 2) - (1 - 1.0 / 9)) < 1e-12)
    #expect(masi.distance(0, 3) == 1 && masi.distance(0, 5) == 0)
    // 0 holds 1 and 2, 1 holds 3; 4 is a root of its own.
    let path = DistanceTable.path(parents: [nil, 0, 0, 1, nil])
    #expect(path.distance(3, 2) == 3 && path.distance(3, 0) == 2 && path.distance(0, 4) == 2)
  }

  @Test("Seen as coarser values, the counts are those of the coarser ratings")
  func mapped() {
    var random = SplitMix(state: 15)
    for _ in 0..<200 {
      let ratings = Ratings.random(&random)
      var binary = ratings
      binary.values = ratings.values.map { $0 == 1 ? 1 : 0 }
      binary.valueCount = 2
      let image = (0..<Int32(ratings.valueCount)).map { $0 == 1 ? 1 : 0 } as [Int32]
      #expect(AgreementCounts(ratings).mapped(image, valueCount: 2) == AgreementCounts(binary))
    }
  }

  @Test("Pairs are the same counted by one table and annotator by annotator")
  func tables() {
    var random = SplitMix(state: 16)
    for _ in 0..<200 {
      let ratings = Ratings.random(&random).shuffled(&random)
      #expect(pairTables(ratings) == pairTables(ratings, cellLimit: 0))
    }
  }

  @Test("Items drawn with their annotators give the same intervals counted in a table and by look-up")
  func drawnPairs() {
    var random = SplitMix(state: 17)
    let measures = [Measure.cohen(nil), .scott, .conger(nil)]
    for _ in 0..<30 {
      let ratings = Ratings.random(&random).shuffled(&random)
      let counts = AgreementCounts(ratings)
      let options = BootstrapOptions(samples: 20)
      #expect(
        PairResampling(ratings, counts).intervals(measures, options)
          == PairResampling(ratings, counts, tableLimit: 0).intervals(measures, options))
    }
  }

  @Test("Numbers whose squares are none give no figure and a reason, never NaN or a 1 that says nothing")
  func beyondNumbers() {
    let ratings = Ratings(table: ["1 2 3 3 2", "1 2 3 1 3", "2 2 1 1 3"])
    let options = BootstrapOptions(samples: 50)
    for (size, difference) in [
      (1e200, Difference.interval([0, -1e200, 1e200, 3])), (1e300, .interval([0, 1, 2, 1e300])),
    ] {
      let figure = AgreementCounts(ratings).figures([.alpha(difference)], of: ratings, options)[0]
      #expect(figure == Figure(value: nil, why: .beyondNumbers, items: 5), "\(size)")
    }
    // What is expected overflows alone: that would give 1.
    let mostly = Ratings(table: ["1 2 1 2 1", "1 2 1 2 1", "1 2 1 2 2"])
    #expect(krippendorffAlpha(mostly, .interval([0, -1e153, 1e153])).why == .beyondNumbers)
    // A ratio is in danger of its sums only.
    let large = krippendorffAlpha(ratings, .ratio([0, 1e308, 1.5e308, 1.25e308]))
    close(large.value, krippendorffAlpha(ratings, .ratio([0, 1, 1.5, 1.25])).value)
  }

  @Test("Without the counts of pairs there is no mean over pairs; Conger's kappa, which needs none, is the same")
  func withoutPairs() async {
    let ratings = Ratings(table: ["1 2 2 1", "2 2 1 1"])
    #expect(AgreementCounts.withoutPairs(ratings).figure(.conger(nil)) == AgreementCounts(ratings).figure(.conger(nil)))
    // A resample that draws no item of any pair.
    #expect(AgreementCounts.mean([]) == MeasuredValue(value: nil, why: .noOverlap))
    await #expect(processExitsWith: .failure) {
      _ = AgreementCounts.withoutPairs(Ratings(table: ["1 2 2 1", "2 2 1 1"])).figure(.cohen(nil))
    }
    await #expect(processExitsWith: .failure) {
      let ratings = Ratings(table: ["1 2 2 1", "2 2 1 1"])
      _ = AgreementCounts.withoutPairs(ratings).figures([.conger(nil)], of: ratings, BootstrapOptions(samples: 5))
    }
  }
}
