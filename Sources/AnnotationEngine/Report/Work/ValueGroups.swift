/// The names that a table of counts has for the answers to one question: the answers themselves where they are few, else
/// the most frequent ones and "other", and of ratings equal parts of the scale.
struct ValueGroups {
  static let most = 20
  static let parts = 10

  let names: [String]
  /// By value.
  let columns: [Int]

  init(_ question: Question, names: [String], numbers: [Double], given: [Int32]) {
    if names.count <= Self.most {
      self.names = names
      columns = Array(names.indices)
    } else if let scale = question.scale {
      let (low, high) = (scale.min.double, scale.max.double)
      let bounds = (0...Self.parts).map { low + (high - low) * Double($0) / Double(Self.parts) }
      self.names = (0..<Self.parts).map { "\(Self.text(bounds[$0])) to \(Self.text(bounds[$0 + 1]))" }
      columns = numbers.map { number in
        max(0, min(Self.parts - 1, Int((number - low) / (high - low) * Double(Self.parts))))
      }
    } else {
      var counts = [Int](repeating: 0, count: names.count)
      for value in given { counts[Int(value)] += 1 }
      let kept = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix(Self.most).sorted()
      var columns = [Int](repeating: kept.count, count: counts.count)
      for (column, value) in kept.enumerated() { columns[value] = column }
      self.columns = columns
      self.names = kept.map { names[$0] } + ["other"]
    }
  }

  /// At most three decimals, without zeros at the end.
  private static func text(_ number: Double) -> String {
    var text = fixed(number, 3)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}

// MARK: - Confusion

extension QuestionWork {
  /// By annotator, their answers against what the others say. One pass.
  func confusions(with consensus: Consensus) -> [ConfusionReport] {
    let width = groups.names.count
    var counts = [Int](repeating: 0, count: annotators.count * width * width)
    for index in ratings.items.indices {
      let truth = consensus.others[index]
      if truth < 0 { continue }
      let (row, column) = (groups.columns[Int(truth)], groups.columns[Int(ratings.values[index])])
      counts[(Int(ratings.annotators[index]) * width + row) * width + column] += 1
    }
    return annotators.indices.map { annotator in
      ConfusionReport(
        values: groups.names,
        counts: (0..<width).map { row in
          let start = (annotator * width + row) * width
          return Array(counts[start..<start + width])
        })
    }
  }

  /// Those of all annotators together.
  func confusion(_ each: [ConfusionReport]) -> ConfusionReport {
    let none = [Int](repeating: 0, count: groups.names.count)
    var sum = ConfusionReport(values: groups.names, counts: groups.names.map { _ in none })
    for report in each {
      for row in sum.counts.indices {
        for column in sum.counts[row].indices { sum.counts[row][column] += report.counts[row][column] }
      }
    }
    return sum
  }
}

// MARK: - Balance

extension QuestionWork {
  /// How often each value is the label of the items that are `taken`; of several values each counts, and ratings count
  /// in their groups.
  func balance(_ consensus: Consensus, where isTaken: (Int) -> Bool = { _ in true }) -> [String: Int] {
    var counts = [Int](repeating: 0, count: consensus.answers.count)
    for (item, value) in consensus.labels.enumerated() where value >= 0 && isTaken(item) { counts[Int(value)] += 1 }
    var balance: [String: Int] = [:]
    for name in question.kind == .rating ? groups.names : question.values.map(\.name) { balance[name] = 0 }
    for (value, count) in counts.enumerated() where count > 0 {
      for name in parts(of: value, consensus.answers[value]) { balance[name, default: 0] += count }
    }
    return balance
  }

  /// The names under which an answer counts.
  private func parts(of value: Int, _ answer: Answer) -> [String] {
    if question.kind == .rating { return [groups.names[groups.columns[value]]] }
    return answer.isEmpty ? [answer.countName] : answer.names
  }

  // MARK: - Bias

  /// By annotator and value: the share of their answers that give the value less the share of those samples whose
  /// others have it. Samples on which the others do not agree count nowhere; whoever answered no others has none.
  func biases(_ consensus: Consensus) -> [[String: Double]] {
    let width = names.count
    // How often given less how often true, and all answers.
    var differences = [Int](repeating: 0, count: annotators.count * width)
    var totals = [Int](repeating: 0, count: annotators.count)
    for index in ratings.items.indices {
      let truth = consensus.others[index]
      if truth < 0 { continue }
      let annotator = Int(ratings.annotators[index])
      totals[annotator] += 1
      differences[annotator * width + Int(ratings.values[index])] += 1
      differences[annotator * width + Int(truth)] -= 1
    }
    let parts = (0..<width).map { self.parts(of: $0, answers[$0]) }
    let known = question.kind == .rating ? groups.names : question.values.map(\.name)
    return annotators.indices.map { annotator in
      if totals[annotator] == 0 { return [:] }
      var sums = Dictionary(known.map { ($0, 0) }) { first, _ in first }
      for value in 0..<width {
        for name in parts[value] { sums[name, default: 0] += differences[annotator * width + value] }
      }
      return sums.mapValues { Double($0) / Double(totals[annotator]) }
    }
  }
}
