import Foundation
import Testing

@testable import LabelStatistics

@Suite("Replays of a crowd and of a labeling")
struct ReplayTests {
  /// Sixty items, seven annotators of whom two guess, by a fixed seed.
  private func crowd() -> (ratings: Ratings, gold: [Int32]) {
    var generator = SplitMix64(seed: 11)
    var ratings = Ratings(items: [], annotators: [], values: [], itemCount: 60, annotatorCount: 7, valueCount: 2)
    let gold = (0..<60).map { _ in Int32(generator.below(2)) }
    for item in 0..<60 as Range<Int32> {
      for annotator in 0..<7 as Range<Int32> {
        let isRight = generator.uniform() < (annotator < 2 ? 0.5 : 0.85)
        ratings.items.append(item)
        ratings.annotators.append(annotator)
        ratings.values.append(isRight ? gold[Int(item)] : 1 - gold[Int(item)])
      }
    }
    return (ratings, gold)
  }

  @Test("Fixed overlap spends its share; adaptive overlap spends no more than all, and more for a higher posterior")
  func overlaps() {
    let (ratings, gold) = crowd()
    let replay = CrowdReplay(ratings, gold: gold, seed: 1)
    let fixed = replay.fixedOverlap()
    #expect(fixed.map(\.annotations) == (1...7).map { $0 * 60 })
    let adaptive = replay.adaptiveOverlap(until: [0.6, 0.9, 0.99, 1.1])
    #expect(adaptive.map(\.annotations) == adaptive.map(\.annotations).sorted())
    #expect(adaptive.last?.annotations == 420 && adaptive.last?.correct == fixed.last?.correct)
    #expect(replay.adaptiveOverlap(until: [0.9]) == [adaptive[1]])
    let uncertain = replay.uncertaintyFirst(share: 0.5)
    #expect(uncertain.first?.annotations == 60 && uncertain.last?.annotations == 420)
    #expect(uncertain.last?.correct == fixed.last?.correct)
  }

  @Test("The fewest annotations for an accuracy are read off between the points")
  func reading() {
    let curve = [(100, 50), (200, 70), (300, 60), (400, 90)].map {
      EffortPoint(annotations: $0.0, correct: $0.1, known: 100)
    }
    #expect(annotations(for: 0.5, on: curve) == 100)
    #expect(annotations(for: 0.6, on: curve) == 150)
    #expect(annotations(for: 0.75, on: curve) == 350)
    #expect(annotations(for: 0.95, on: curve) == nil)
    #expect(annotations(for: 0.5, on: []) == nil)
    #expect(EffortPoint(annotations: 1, correct: 0, known: 0).accuracy.why == .noRatings)
  }

  @Test("A replayed labeling starts with the same rows in every order, and ends with all that it may")
  func learning() {
    let words = [["lovely", "great"], ["awful", "sad"]]
    var generator = SplitMix64(seed: 5)
    let labels = (0..<60).map { _ in Int32(generator.below(2)) }
    let features = TextFeatures(labels.map { "it was \(words[Int($0)][generator.below(2)]) \(generator.below(20))" })
    func replay(_ measure: Uncertainty?) -> [EffortPoint] {
      learningReplay(features, labels: labels, classCount: 2, by: measure, start: 10, step: 10, most: 40, seed: 2)
    }
    let (random, uncertain) = (replay(nil), replay(.margin))
    #expect(random.map(\.annotations) == [10, 20, 30, 40] && uncertain.map(\.annotations) == [10, 20, 30, 40])
    #expect(random[0] == uncertain[0] && random == replay(nil))
    #expect(random.allSatisfy { $0.known == 12 })
  }

  @Test("On real recognizing of textual entailment adaptive overlap saves a quarter of the annotations and more")
  func entailment() throws {
    let folder =
      ProcessInfo.processInfo.environment["GLOSS_DATA"]
      ?? URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).joined(separator: "/").dropFirst() + "/shared/data"
    guard let answers = try? String(contentsOfFile: folder + "/crowd/smem_rte.answers.csv", encoding: .utf8),
      let known = try? String(contentsOfFile: folder + "/crowd/smem_rte.gold.csv", encoding: .utf8)
    else {
      print("not replayed: \(folder)/crowd/smem_rte.answers.csv is not there (GLOSS_DATA names the data folder)")
      return
    }
    func rows(_ text: String) -> [[Int32]] {
      text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").compactMap { Int32($0) } }
    }
    let cells = rows(answers)
    let ratings = Ratings(
      items: cells.map { $0[0] - 1 }, annotators: cells.map { $0[1] - 1 }, values: cells.map { $0[2] - 1 },
      itemCount: 800, annotatorCount: 164, valueCount: 2)
    var gold = [Int32](repeating: -1, count: 800)
    for row in rows(known) { gold[Int(row[0]) - 1] = row[1] - 1 }
    let replay = CrowdReplay(ratings, gold: gold, seed: 1)
    let fixed = replay.fixedOverlap()
    let adaptive = replay.adaptiveOverlap(until: [0.9, 0.95, 0.98, 0.99, 0.995])
    let target = try #require(fixed.last?.accuracy.value) - 0.01
    let asked = try #require(annotations(for: target, on: fixed))
    let needed = try #require(annotations(for: target, on: adaptive))
    #expect(Double(needed) < 0.75 * Double(asked))
  }
}
