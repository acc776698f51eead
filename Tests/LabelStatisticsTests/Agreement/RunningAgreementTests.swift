import Testing

@testable import LabelStatistics

@Suite("Agreement that follows the answers")
struct RunningAgreementTests {
  @Test("After any changes the counts and all figures are those of a full pass, to the last bit")
  func property() {
    var random = SplitMix(state: 31)
    for _ in 0..<60 {
      var items = [[Int32: Int32]](repeating: [:], count: random.below(8) + 1)
      var running = RunningAgreement()
      var pairs = PairMemory()
      for step in 0..<40 {
        let item = random.below(items.count)
        let old = Self.ratings(items[item], &random)
        let annotator = Int32(random.below(5))
        if random.below(3) == 0 {
          items[item][annotator] = nil
        } else {
          items[item][annotator] = Int32(random.below(4))
        }
        running.replace(old, by: Self.ratings(items[item], &random))
        if step % 8 != 7 { continue }
        let all = Self.all(items)
        let (counted, full) = (running.counts(valueCount: 4), AgreementCounts(all))
        #expect(counted == full)
        #expect(RunningAgreement(all).counts(valueCount: 4) == full)
        let numbers: [Double] = [1, 2, 3, 5]
        let weights = ValueWeights(.quadratic, places: numbers, occurring: full.occurring)
        for measure: Measure in [
          .percent, .alpha(.nominal), .alpha(.ordinal(numbers)), .alpha(.interval(numbers)), .fleiss(nil),
          .gwet(weights), .conger(nil), .cohen(weights), .scott,
        ] { #expect(counted.figure(measure) == full.figure(measure)) }
        #expect(counted.figure(.alpha(.nominal)) == krippendorffAlpha(all))
        #expect(counted.pairAgreements(nil) == pairAgreements(all))
        let options = BootstrapOptions(samples: 20)
        #expect(pairs.agreements(of: counted, options) == full.pairAgreements(options))
      }
    }
  }

  private static func ratings(_ item: [Int32: Int32], _ random: inout SplitMix) -> [Rating] {
    item.sorted { $0.key < $1.key }.map { Rating(annotator: $0.key, value: $0.value) }.shuffled(using: &random)
  }

  private static func all(_ items: [[Int32: Int32]]) -> Ratings {
    var ratings = Ratings(
      items: [], annotators: [], values: [], itemCount: items.count, annotatorCount: 5, valueCount: 4)
    for (item, given) in items.enumerated() {
      for (annotator, value) in given.sorted(by: { $0.key > $1.key }) {
        ratings.append(item, Int(annotator), Int(value))
      }
    }
    return ratings
  }
}
