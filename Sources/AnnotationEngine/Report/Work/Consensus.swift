import LabelStatistics

/// What each sample's answer to a question is taken to be: the resolution, else what most annotators said.
struct Consensus {
  /// By item, the value or -1.
  private(set) var values: [Int32]
  private(set) var basis = ConsensusBasis()

  init(_ work: QuestionWork) {
    values = work.resolved
    let majority = leadingValues(work.ratings)
    for item in values.indices {
      if values[item] >= 0 {
        basis.resolved += 1
      } else if majority[item] >= 0 {
        values[item] = majority[item]
        basis.majority += 1
      } else {
        basis.open += 1
      }
    }
  }
}

// MARK: - Confusion

extension QuestionWork {
  /// By annotator, their answers against the consensus. One pass.
  func confusions(with consensus: Consensus) -> [ConfusionReport] {
    let shown = ConfusionColumns(self)
    let width = shown.names.count
    var counts = [Int](repeating: 0, count: annotators.count * width * width)
    for index in ratings.items.indices {
      let truth = consensus.values[Int(ratings.items[index])]
      if truth < 0 { continue }
      let (row, column) = (shown.columns[Int(truth)], shown.columns[Int(ratings.values[index])])
      counts[(Int(ratings.annotators[index]) * width + row) * width + column] += 1
    }
    return annotators.indices.map { annotator in
      ConfusionReport(
        values: shown.names,
        counts: (0..<width).map { row in
          let start = (annotator * width + row) * width
          return Array(counts[start..<start + width])
        })
    }
  }

  /// Those of all annotators together.
  func confusion(_ each: [ConfusionReport]) -> ConfusionReport {
    guard var sum = each.first else {
      let names = ConfusionColumns(self).names
      let none = [Int](repeating: 0, count: names.count)
      return ConfusionReport(values: names, counts: names.map { _ in none })
    }
    for report in each.dropFirst() {
      for row in sum.counts.indices {
        for column in sum.counts[row].indices { sum.counts[row][column] += report.counts[row][column] }
      }
    }
    return sum
  }
}

/// The columns that answers stand in: the most frequent ones, and one for the rest.
private struct ConfusionColumns {
  static let most = 20

  let names: [String]
  /// By value.
  let columns: [Int]

  init(_ work: QuestionWork) {
    if work.names.count <= Self.most {
      names = work.names
      columns = Array(work.names.indices)
      return
    }
    var counts = [Int](repeating: 0, count: work.names.count)
    for value in work.ratings.values { counts[Int(value)] += 1 }
    let kept = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix(Self.most).sorted()
    var columns = [Int](repeating: kept.count, count: counts.count)
    for (column, value) in kept.enumerated() { columns[value] = column }
    self.columns = columns
    names = kept.map { work.names[$0] } + ["other"]
  }
}

// MARK: - Balance

extension QuestionWork {
  /// How often each value is the consensus of the items that are `taken`; of several values each counts.
  func balance(_ consensus: Consensus, where isTaken: (Int) -> Bool = { _ in true }) -> [String: Int] {
    var counts = [Int](repeating: 0, count: names.count)
    for (item, value) in consensus.values.enumerated() where value >= 0 && isTaken(item) { counts[Int(value)] += 1 }
    var balance: [String: Int] = [:]
    for value in question.values { balance[value.name] = 0 }
    for (value, count) in counts.enumerated() where count > 0 {
      let parts = answers[value].isEmpty ? [names[value]] : answers[value].names
      for name in parts { balance[name, default: 0] += count }
    }
    return balance
  }
}
