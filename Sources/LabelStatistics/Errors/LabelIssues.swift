/// Which rows confident learning takes for label issues.
public enum IssueFilter: String, Sendable, Codable, CaseIterable {
  /// For every pair of given and other class, as many rows as the joint counts, those with the largest margin of the
  /// other class over the given.
  case noiseRate = "prune_by_noise_rate"
  /// For every given class, as many rows as the joint counts outside its diagonal, those with the least probability of
  /// the given class.
  case byClass = "prune_by_class"
  /// What both of these find.
  case both
  /// Rows counted outside the diagonal of the confident joint.
  case confident = "confident_learning"
  /// Rows whose most probable class is not the given.
  case otherPredicted = "predicted_neq_given"
}

/// How good a label is by probabilities: 0...1, low is doubtful.
public enum LabelQuality: String, Sendable, Codable, CaseIterable {
  /// The probability of the given label.
  case selfConfidence = "self_confidence"
  /// (The probability of the given label − the greatest of the others + 1)/2.
  case normalizedMargin = "normalized_margin"

  /// O(classes). 1 where there is one class only.
  public func score(_ probabilities: some Collection<Double>, label: Int) -> Double {
    var own = 1.0
    var best = -Double.infinity
    for (value, probability) in probabilities.enumerated() {
      if value == label { own = probability } else { best = max(best, probability) }
    }
    switch self {
    case .selfConfidence: return own
    case .normalizedMargin: return best.isFinite ? (own - best + 1) / 2 : 1
    }
  }
}

extension ConfidentLearning {
  /// Of each row whether it is an issue. A row whose given label is the most probable (to within 1e−6) never is, and one
  /// row of each given label stays. Of rows that are equal the first is taken. O(rows · classes · log rows).
  public func issues(_ filter: IssueFilter = .noiseRate) -> [Bool] {
    var found = [Bool](repeating: false, count: labels.count)
    switch filter {
    case .confident: found = confidentlyOther
    case .otherPredicted: found = [Bool](repeating: true, count: labels.count)
    case .byClass: findByClass(&found)
    case .noiseRate: findByNoiseRate(&found)
    case .both:
      var others = found
      findByNoiseRate(&found)
      findByClass(&others)
      for row in found.indices { found[row] = found[row] && others[row] }
    }
    for row in found.indices where found[row] && isMostProbable(row) { found[row] = false }
    return found
  }

  /// The indices of the issues, the most doubtful label first; equal ones in the order of rows.
  public func ranked(_ issues: [Bool], by quality: LabelQuality = .selfConfidence) -> [Int] {
    let scores = scores(quality)
    return issues.indices.filter { issues[$0] }.sorted { (scores[$0], $0) < (scores[$1], $1) }
  }

  /// The quality of each given label.
  public func scores(_ quality: LabelQuality) -> [Double] {
    labels.indices.map { quality.score(of($0), label: Int(labels[$0])) }
  }

  /// The probabilities of a row.
  public func of(_ row: Int) -> ArraySlice<Double> { probabilities[row * classCount..<(row + 1) * classCount] }

  /// The most probable class of a row, of equals the first.
  public func suggestion(_ row: Int) -> Int {
    let own = of(row)
    let best = own.max() ?? 0
    return (own.firstIndex(of: best) ?? own.startIndex) - own.startIndex
  }

  private func isMostProbable(_ row: Int) -> Bool {
    let label = Int(labels[row])
    let own = of(row)
    let given = own[own.startIndex + label] + 1e-6
    for (value, probability) in own.enumerated() where value != label {
      if probability > given || probability == given && value < label { return false }
    }
    return true
  }

  private func findByClass(_ found: inout [Bool]) {
    let kept = keptCounts
    for value in 0..<classCount {
      let rows = rows(given: value)
      let count = rows.count - kept[value * classCount + value]
      if rows.count <= 1 || count < 1 { continue }
      for row in smallest(count, rows, by: { of($0)[$0 * classCount + value] }) { found[row] = true }
    }
  }

  private func findByNoiseRate(_ found: inout [Bool]) {
    let kept = keptCounts
    for value in 0..<classCount {
      let rows = rows(given: value)
      if rows.count <= 1 { continue }
      for other in 0..<classCount where other != value {
        let count = kept[value * classCount + other]
        if count < 1 { continue }
        let chosen = smallest(count, rows) { row in
          -(probabilities[row * classCount + other] - probabilities[row * classCount + value])
        }
        for row in chosen { found[row] = true }
      }
    }
  }

  private func rows(given value: Int) -> [Int] { labels.indices.filter { labels[$0] == Int32(value) } }

  private func smallest(_ count: Int, _ rows: [Int], by key: (Int) -> Double) -> ArraySlice<Int> {
    let keyed = rows.map { (key($0), $0) }.sorted { $0 < $1 }
    return keyed.map(\.1).prefix(count)
  }

  /// The joint with at least one row kept for each given label: what that takes comes off the other cells of its row that
  /// are not zero, in equal parts.
  private var keptCounts: [Int] {
    var kept = joint
    for row in 0..<classCount {
      let lacking = max(0, 1 - joint[row * classCount + row])
      if lacking == 0 { continue }
      let cells = row * classCount..<(row + 1) * classCount
      let others = max(1, joint[cells].count { $0 != 0 } - 1)
      for cell in cells {
        kept[cell] = Int(max(0, Double(joint[cell]) - Double(lacking) / Double(others)))
      }
      kept[row * classCount + row] = 1
    }
    return kept
  }
}
