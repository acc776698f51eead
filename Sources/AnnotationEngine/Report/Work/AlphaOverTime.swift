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
      TimedFigure(from: from, figure: FigureReport(work.alpha { times[$0] <= end }))
    }
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
