extension QuestionWork {
  /// By annotator and value: the share of their answers that give the value less the share of those samples whose
  /// consensus has it. Samples without a consensus do not count; nobody who answered none of the others stands in it.
  /// Of several values each is looked at for itself.
  func biases(_ consensus: Consensus) -> [[String: Double]] {
    let width = names.count
    // Given less true, and the answers in all.
    var differences = [Int](repeating: 0, count: annotators.count * width)
    var totals = [Int](repeating: 0, count: annotators.count)
    for index in ratings.items.indices {
      let truth = consensus.values[Int(ratings.items[index])]
      if truth < 0 { continue }
      let annotator = Int(ratings.annotators[index])
      totals[annotator] += 1
      differences[annotator * width + Int(ratings.values[index])] += 1
      differences[annotator * width + Int(truth)] -= 1
    }
    let parts = answers.map { $0.isEmpty ? [$0.countName] : $0.names }
    return annotators.indices.map { annotator in
      if totals[annotator] == 0 { return [:] }
      var sums: [String: Int] = [:]
      for value in question.values { sums[value.name] = 0 }
      for value in 0..<width {
        for name in parts[value] { sums[name, default: 0] += differences[annotator * width + value] }
      }
      return sums.mapValues { Double($0) / Double(totals[annotator]) }
    }
  }
}
