import LabelStatistics

/// What each sample's answer to a question is taken to be: the resolution, else what the model of Dawid and Skene finds
/// (of a rating the median), else what most annotators said.
struct Consensus {
  /// By item, the value or -1.
  private(set) var values: [Int32]
  private(set) var basis = ConsensusBasis()
  /// What the model thinks of items and annotators; nil where two annotators never met, and for other kinds than choice.
  let model: Aggregation?
  /// By item, the value that most annotators gave, or -1.
  let majority: [Int32]

  /// Steps that are plenty for a picture of the work; `gloss aggregate` goes on until it has converged.
  static let steps = 100

  init(_ work: QuestionWork) {
    values = work.resolved
    majority = leadingValues(work.ratings)
    let medians = work.question.kind == .rating ? medianValues(work.ratings) : nil
    model =
      work.question.kind == .choice && work.hasOverlap
      ? dawidSkene(work.ratings, options: EMOptions(steps: Self.steps, tolerance: 1e-4)) : nil
    for item in values.indices {
      if values[item] >= 0 {
        basis.resolved += 1
      } else if let model, model.labels[item] >= 0, !model.ties[item] {
        values[item] = model.labels[item]
        basis.model += 1
      } else if let medians, medians[item] >= 0 {
        values[item] = medians[item]
        basis.model += 1
      } else if majority[item] >= 0 {
        values[item] = majority[item]
        basis.majority += 1
      } else {
        basis.open += 1
      }
    }
  }
}

extension QuestionWork {
  /// Whether any item has two ratings. They stand in the order of items.
  fileprivate var hasOverlap: Bool { zip(ratings.items, ratings.items.dropFirst()).contains { $0 == $1 } }
}
