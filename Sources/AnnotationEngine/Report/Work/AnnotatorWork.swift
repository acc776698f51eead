import LabelStatistics

/// Each answer against the others' consensus, by annotator in the order of their work: what speed, agreement, drift and
/// fatigue are counted from.
struct AnnotatorWork {
  struct Comparison {
    var entry: Int32
    var isRight: Bool
  }

  /// By annotator, in the order of `QuestionWork.annotators`, in order of time.
  private(set) var all: [[Comparison]]
  /// By annotator and question that takes ratings, the differences from the median of the others.
  private(set) var differences: [[String: [Double]]]

  init(_ table: WorkTable, _ questions: [QuestionWork], _ consensus: [Consensus]) {
    let count = questions.first?.annotators.count ?? 0
    all = Array(repeating: [], count: count)
    differences = Array(repeating: [:], count: count)
    for (work, consensus) in zip(questions, consensus) { compare(work, consensus) }
    for annotator in all.indices { all[annotator] = Self.inOrder(all[annotator], table) }
  }

  /// By time, and at one time by entry: as they stand as a rule.
  private static func inOrder(_ comparisons: [Comparison], _ table: WorkTable) -> [Comparison] {
    struct Moment: Comparable {
      var at: Int64
      var comparison: Comparison
      static func == (a: Moment, b: Moment) -> Bool { a.at == b.at && a.comparison.entry == b.comparison.entry }
      static func < (a: Moment, b: Moment) -> Bool {
        a.at != b.at ? a.at < b.at : a.comparison.entry < b.comparison.entry
      }
    }
    let moments = comparisons.map { Moment(at: table.entries[Int($0.entry)].at, comparison: $0) }
    if !zip(moments, moments.dropFirst()).contains(where: { $1 < $0 }) { return comparisons }
    return moments.sorted().map(\.comparison)
  }

  private mutating func compare(_ work: QuestionWork, _ consensus: Consensus) {
    if let scale = work.question.scale {
      compare(work, scale)
      return
    }
    for (index, leader) in consensus.others.enumerated() where leader >= 0 {
      all[Int(work.ratings.annotators[index])].append(
        Comparison(entry: work.entries[index], isRight: work.ratings.values[index] == leader))
    }
  }

  private mutating func compare(_ work: QuestionWork, _ scale: Scale) {
    let tolerance = scale.tolerance
    let medians = mediansOfOthers(work.ratings, numbers: work.numbers, known: work.resolved)
    for (index, median) in medians.enumerated() {
      guard let median else { continue }
      let annotator = Int(work.ratings.annotators[index])
      let difference = work.numbers[Int(work.ratings.values[index])] - median
      all[annotator].append(
        Comparison(entry: work.entries[index], isRight: abs(difference) <= tolerance))
      differences[annotator][work.question.name, default: []].append(difference)
    }
  }
}

extension Scale {
  /// How far a rating may lie from the median of the others and still agree with it: half a step, or a fortieth of the
  /// scale where steps are finer than that.
  fileprivate var tolerance: Double {
    // A little more, for sums of binary fractions.
    Swift.max(step.double / 2, (max.double - min.double) / 40) * (1 + 1e-9)
  }
}

/// What is summed up of each annotator's entries.
struct EntrySums {
  /// By annotator, in the order of `QuestionWork.annotators`.
  private(set) var submitted: [Int]
  private(set) var skipped: [Int]
  /// Seconds spent on submitted annotations, where they are known.
  private(set) var seconds: [[Float]]
  /// When live work was finished, ascending.
  private(set) var times: [[Int64]]
  private(set) var suggestions: [SuggestionTally]

  init(_ table: WorkTable) {
    let people = table.people
    submitted = Array(repeating: 0, count: people.things.count)
    skipped = submitted
    seconds = Array(repeating: [], count: people.things.count)
    times = Array(repeating: [], count: people.things.count)
    suggestions = Array(repeating: SuggestionTally(), count: people.things.count)
    for entry in table.entries {
      let annotator = Int(people.numbers[Int(entry.annotator)])
      if entry.isSkipped { skipped[annotator] += 1 } else { submitted[annotator] += 1 }
      if !entry.isSkipped && entry.seconds > 0 { seconds[annotator].append(entry.seconds) }
      if !entry.isImported { times[annotator].append(entry.at) }
      suggestions[annotator].shown += Int(entry.offers.shown)
      suggestions[annotator].agreedShown += Int(entry.offers.accepted)
      suggestions[annotator].withheld += Int(entry.offers.withheld)
      suggestions[annotator].agreedWithheld += Int(entry.offers.metWithheld)
    }
    for annotator in times.indices where zip(times[annotator], times[annotator].dropFirst()).contains(where: >) {
      times[annotator].sort()
    }
  }
}
