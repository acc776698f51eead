import LabelStatistics

/// Alpha of the answers given up to the end of each of a few stretches of as nearly equal numbers of answers as their
/// times allow.
struct AlphaOverTime {
  private(set) var figures: [TimedFigure] = []
  private(set) var why: String?

  static let most = 12
  /// Fewer answers than this make no stretch.
  static let least = 20

  init(_ work: QuestionWork, _ table: WorkTable) {
    let count = work.entries.count
    if count == 0 {
      why = Degenerate.noRatings.explanation
      return
    }
    let times = work.entries.map { table.entries[Int($0)].at }
    let sorted = times.sorted()
    let stretches = max(1, min(Self.most, count / Self.least))
    var ends: [Int64] = []
    var starts: [Int64] = []
    var start = 0
    for stretch in 1...stretches {
      let end = sorted[count * stretch / stretches - 1]
      // Answers of one moment, as an import gives them, stay together.
      if let last = ends.last, end <= last { continue }
      starts.append(sorted[start])
      ends.append(end)
      start = sorted.partitioningIndex { $0 > end }
    }
    if starts.count < 2 && count >= 2 * Self.least {
      why = "all answers came at one time"
      return
    }
    figures = zip(starts, ends).map { from, end in
      TimedFigure(from: from, figure: FigureReport(krippendorffAlpha(work.ratings(until: end, times))))
    }
  }
}

extension QuestionWork {
  /// The ratings given at `end` or before.
  fileprivate func ratings(until end: Int64, _ times: [Int64]) -> Ratings {
    var kept = Ratings(
      items: [], annotators: [], values: [], itemCount: ratings.itemCount, annotatorCount: ratings.annotatorCount,
      valueCount: ratings.valueCount)
    for index in times.indices where times[index] <= end {
      kept.items.append(ratings.items[index])
      kept.annotators.append(ratings.annotators[index])
      kept.values.append(ratings.values[index])
    }
    return kept
  }
}

extension [Int64] {
  /// The first place from which on `isAfter` holds; the numbers ascend.
  fileprivate func partitioningIndex(_ isAfter: (Int64) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
