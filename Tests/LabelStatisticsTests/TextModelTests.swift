import Testing

@testable import LabelStatistics

@Suite("The text model")
struct TextModelTests {
  private static let good = ["lovely", "great", "happy", "fine", "bright"]
  private static let bad = ["awful", "sad", "broken", "dull", "angry"]

  /// Short texts that hold one telling word, and their class.
  private func texts(_ count: Int, seed: UInt64 = 7) -> (texts: [String], labels: [Int32]) {
    var generator = SplitMix64(seed: seed)
    var texts: [String] = []
    var labels: [Int32] = []
    for _ in 0..<count {
      let label = generator.below(2)
      let word = (label == 0 ? Self.bad : Self.good)[generator.below(5)]
      texts.append("the day number \(generator.below(50)) was \(word) again")
      labels.append(Int32(label))
    }
    return (texts, labels)
  }

  @Test("Equal texts give equal rows, whatever their case and white space")
  func even() {
    let features = TextFeatures(["One  small STEP", " one small\tstep\n", "one small steps"])
    #expect(features.rows([0]) == features.rows([1]))
    #expect(features.rows([0]) != features.rows([2]))
    for row in 0..<features.count {
      let values = features.values[features.starts[row]..<features.starts[row + 1]]
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
    }
  }

  @Test("A text without signs is an empty row, and one of another script is not")
  func scripts() {
    let features = TextFeatures(["", "   \n", "你好世界", "🚆🚆"])
    let lengths = (0..<4).map { features.starts[$0 + 1] - features.starts[$0] }
    #expect(lengths[0] == 0 && lengths[1] == 0 && lengths[2] > 5 && lengths[3] > 0)
  }

  @Test("Only the beginning of a long text counts")
  func long() {
    let options = TextOptions(limit: 20)
    let text = "what stands here counts"
    #expect(TextFeatures([text], options: options) == TextFeatures([text + " and this not"], options: options))
  }

  @Test("It tells texts apart by their words, and the same training gives the same bits")
  func learns() {
    let (texts, labels) = texts(120)
    let features = TextFeatures(texts)
    let model = LogisticModel.train(features, labels: labels, classCount: 2)
    let probabilities = model.predict(TextFeatures(["it was lovely", "it was awful"]))
    #expect(probabilities[1] > 0.8 && probabilities[2] > 0.8)
    #expect(model.predict(features) == LogisticModel.train(features, labels: labels, classCount: 2).predict(features))
    for row in 0..<texts.count {
      #expect(abs(model.predict(features)[2 * row..<2 * row + 2].reduce(0, +) - 1) < 1e-9)
    }
  }

  @Test("At the optimum the gradient is gone")
  func optimum() {
    let (texts, labels) = texts(60)
    let features = TextFeatures(texts)
    let options = TrainingOptions(freedom: 2, maxSteps: 500, tolerance: 1e-4)
    let model = LogisticModel.train(features, labels: labels, classCount: 2, options: options)
    #expect(model.converged)
    // Of the constants, which go free of the penalty: as much probability as there are labels.
    let probabilities = model.predict(features)
    let expected = stride(from: 1, to: probabilities.count, by: 2).reduce(0.0) { $0 + probabilities[$1] }
    #expect(abs(expected - Double(labels.count { $0 == 1 })) < 0.1)
  }

  @Test("Without labels everything is equally probable; with one class it is that one")
  func degenerate() {
    let features = TextFeatures(["a b", "c d"])
    let none = LogisticModel.train(features, labels: [-1, -1], classCount: 3)
    #expect(none.rows == 0 && none.predict(features).allSatisfy { abs($0 - 1.0 / 3) < 1e-12 })
    let one = LogisticModel.train(features, labels: [0, 0], classCount: 1)
    #expect(one.predict(features) == [1, 1])
    let empty = LogisticModel.train(TextFeatures(), labels: [], classCount: 2)
    #expect(empty.predict(TextFeatures(["x"])) == [0.5, 0.5])
  }

  @Test("Folds hold each class in the same share, and every labeled row once")
  func folds() {
    let labels = (0..<103).map { Int32($0 % 10 == 0 ? -1 : $0 % 3) }
    let folds = stratifiedFolds(labels, classCount: 3, folds: 5, seed: 3)
    #expect(folds == stratifiedFolds(labels, classCount: 3, folds: 5, seed: 3))
    #expect(folds != stratifiedFolds(labels, classCount: 3, folds: 5, seed: 4))
    for row in labels.indices { #expect((folds[row] < 0) == (labels[row] < 0)) }
    for value in 0..<3 as Range<Int32> {
      let sizes = (0..<5).map { fold in labels.indices.count { labels[$0] == value && folds[$0] == Int32(fold) } }
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }
  }

  @Test("A row's probabilities out of fold are those of the model that never saw it")
  func outOfFold() {
    let (texts, labels) = texts(60)
    let features = TextFeatures(texts)
    let result = LogisticModel.outOfFold(features, labels: labels, classCount: 2, folds: 3, seed: 5)
    for out in 0..<3 as Range<Int32> {
      let known = labels.indices.map { result.folds[$0] == out ? -1 : labels[$0] }
      let model = LogisticModel.train(features, labels: known, classCount: 2)
      let all = model.predict(features)
      for row in labels.indices where result.folds[row] == out {
        #expect(Array(result.of(row)) == Array(all[2 * row..<2 * row + 2]))
      }
    }
  }

  @Test("Words weigh what the odds differ by")
  func influence() {
    let (texts, labels) = texts(120)
    let options = TextOptions()
    let model = LogisticModel.train(TextFeatures(texts, options: options), labels: labels, classCount: 2)
    let words = model.influences(
      of: "the day was lovely again", for: 1, against: 0, most: 2, options: options)
    #expect(words.first?.word == "lovely")
    #expect(words.allSatisfy { $0.weight > 0 })
    #expect(model.influences(of: "", for: 1, against: 0, most: 2, options: options).isEmpty)
  }
}
