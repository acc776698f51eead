import Testing

@testable import LabelStatistics

@Suite("Label errors")
struct ErrorsTests {
  /// Labels of three classes and probabilities that favour them more or less, by a fixed seed.
  private func random(_ count: Int, _ classes: Int, seed: UInt64) -> (labels: [Int32], probabilities: [Double]) {
    var generator = SplitMix64(seed: seed)
    var labels: [Int32] = []
    var probabilities: [Double] = []
    for _ in 0..<count {
      let truth = generator.below(classes)
      labels.append(Int32(generator.below(5) == 0 ? generator.below(classes) : truth))
      var row = (0..<classes).map { _ in generator.uniform() }
      row[truth] += 1.5
      let sum = row.reduce(0, +)
      probabilities += row.map { $0 / sum }
    }
    return (labels, probabilities)
  }

  @Test("A threshold is the mean probability of the class over the rows that are given it")
  func thresholds() {
    let learning = ConfidentLearning(
      labels: [0, 0, 1, 1], probabilities: [0.9, 0.1, 0.5, 0.5, 0.2, 0.8, 0.6, 0.4], classCount: 3 - 1)
    #expect(abs((learning.thresholds[0] ?? 0) - 0.7) < 1e-12)
    #expect(abs((learning.thresholds[1] ?? 0) - 0.6) < 1e-12)
    #expect(learning.counts == [1, 0, 0, 1])
  }

  @Test("The joint holds the rows of each given label, in whole numbers", arguments: 1...20 as ClosedRange<UInt64>)
  func joint(seed: UInt64) {
    let classes = 2 + Int(seed % 4)
    let (labels, probabilities) = random(150, classes, seed: seed)
    let learning = ConfidentLearning(labels: labels, probabilities: probabilities, classCount: classes)
    for value in 0..<classes {
      let row = learning.joint[value * classes..<(value + 1) * classes]
      #expect(row.reduce(0, +) == labels.count { $0 == Int32(value) })
      #expect(row.allSatisfy { $0 >= 0 })
    }
    for column in 0..<classes {
      let sum = (0..<classes).reduce(0.0) { $0 + learning.noise[$1 * classes + column] }
      #expect(sum == 0 || abs(sum - 1) < 1e-12)
    }
  }

  @Test("An issue's most probable class is never the given one, and one row of each label stays")
  func issues() {
    for seed in 1...20 as ClosedRange<UInt64> {
      let (labels, probabilities) = random(120, 3, seed: seed)
      let learning = ConfidentLearning(labels: labels, probabilities: probabilities, classCount: 3)
      for filter in IssueFilter.allCases {
        let issues = learning.issues(filter)
        for row in issues.indices where issues[row] { #expect(learning.suggestion(row) != Int(labels[row])) }
        for value in 0..<3 as Range<Int32> where labels.contains(value) {
          #expect(labels.indices.contains { labels[$0] == value && !issues[$0] })
        }
      }
      let both = learning.issues(.both)
      let (rate, own) = (learning.issues(.noiseRate), learning.issues(.byClass))
      #expect(both == zip(rate, own).map { $0 && $1 })
    }
  }

  @Test("A class that nobody is given has no threshold and nobody in it")
  func absentClass() {
    let learning = ConfidentLearning(
      labels: [0, 1], probabilities: [0.1, 0.1, 0.8, 0.1, 0.8, 0.1], classCount: 3)
    #expect(learning.thresholds[2] == nil)
    #expect(learning.joint == [1, 0, 0, 0, 1, 0, 0, 0, 0])
    #expect(learning.noise.allSatisfy { $0.isFinite } && learning.inverseNoise.allSatisfy { $0.isFinite })
  }

  @Test("Rounding keeps the sum, and moves what rounding had moved most")
  func rounding() {
    #expect(roundedKeepingSum([0.5, 0.5]) == [0, 1])
    #expect(roundedKeepingSum([1.4, 1.4, 0.2]) == [2, 1, 0] || roundedKeepingSum([1.4, 1.4, 0.2]) == [1, 2, 0])
    #expect(roundedKeepingSum([2.6, 2.6, 0.8]) == [3, 2, 1] || roundedKeepingSum([2.6, 2.6, 0.8]) == [2, 3, 1])
    #expect(roundedKeepingSum([]) == [])
  }

  @Test("The area under the ROC curve is the share of pairs in the right order, ties counting half")
  func areaByDefinition() {
    for seed in 1...30 as ClosedRange<UInt64> {
      var generator = SplitMix64(seed: seed)
      let scores = (0..<40).map { _ in Double(generator.below(10)) }
      let positive = (0..<40).map { _ in generator.below(3) == 0 }
      var (wins, pairs) = (0.0, 0.0)
      for i in 0..<40 where positive[i] {
        for j in 0..<40 where !positive[j] {
          pairs += 1
          wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0
        }
      }
      let area = areaUnderROC(scores, positive: positive).value
      #expect(pairs == 0 ? area == nil : abs((area ?? -1) - wins / pairs) < 1e-12)
    }
    #expect(areaUnderROC([1, 2], positive: [true, true]).why == .oneClass)
    #expect(areaUnderROC([], positive: []).value == nil)
  }

  @Test("A score that is no number ends the program, where it would have kept it for ever")
  func scoresAreFinite() async {
    await #expect(processExitsWith: .failure) { _ = areaUnderROC([1, .nan], positive: [true, false]) }
    await #expect(processExitsWith: .failure) { _ = averagePrecision([.nan, 1], positive: [true, false]) }
  }

  @Test("Average precision of a perfect order is 1, of the one in four at the end a quarter")
  func precision() {
    #expect(averagePrecision([4, 3, 2, 1], positive: [true, true, false, false]).value == 1)
    #expect(averagePrecision([4, 3, 2, 1], positive: [false, false, false, true]).value == 0.25)
    #expect(averagePrecision([1, 1, 1, 1], positive: [false, true, false, true]).value == 0.5)
    #expect(averagePrecision([1], positive: [false]).why == .oneClass)
  }

  @Test("By the crowd a label is doubted by its posterior, and by its share of the votes")
  func crowd() {
    let posterior = doubts(posteriors: [0.7, 0.2, 0.1, 0, 0, 0, 0, 1, 0], given: [0, 1, 1], valueCount: 3)
    #expect(abs((posterior[0]?.score ?? 0) - 0.3) < 1e-12 && posterior[0]?.suggestion == 1)
    #expect(posterior[1] == nil)
    #expect(posterior[2] == Doubt(score: 0, suggestion: nil))
    let ratings = Ratings(
      items: [0, 0, 0, 1], annotators: [0, 1, 2, 0], values: [1, 1, 2, 0], itemCount: 3, annotatorCount: 3,
      valueCount: 3)
    let votes = doubts(votes: ratings, given: [1, 2, 0])
    #expect(abs((votes[0]?.score ?? 0) - 1.0 / 3) < 1e-12 && votes[0]?.suggestion == 2)
    #expect(votes[1] == Doubt(score: 1, suggestion: 0))
    #expect(votes[2] == nil)
  }
}
