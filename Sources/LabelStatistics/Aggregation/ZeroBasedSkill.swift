/// Zero-based skill (crowd-kit's `ZeroBasedSkill`): skills start low, and in each step the votes weighed by them give
/// labels, towards which each skill then moves: to the share of the annotator's answers that are the label, by a rate
/// that halves every twenty steps. O(steps · (ratings + items · values)).
///
/// It takes `options.steps` (100) steps, as the method is defined by their number; it has converged if the last step
/// changed no label. The posteriors are the shares of the votes weighed by the skills.
public func zeroBasedSkill(_ ratings: Ratings, options: EMOptions = EMOptions()) -> Aggregation {
  let votes = Votes(ratings)
  var skills = [Double](repeating: 1 / Double(max(1, votes.valueCount)) + 1e-5, count: votes.annotatorCount)
  var rate = 1.0
  var labels: [Int32] = []
  var steps = 0
  var converged = false
  while steps < max(1, options.steps ?? 100) {
    steps += 1
    if steps % 20 == 0 { rate /= 2 }
    let next = firstOfMost(votes, voteShares(votes, weights: skills))
    converged = next == labels
    labels = next
    let agreeing = agreement(votes, labels: labels)
    for annotator in skills.indices { skills[annotator] += rate * ((agreeing[annotator] ?? 0) - skills[annotator]) }
    if options.afterStep?(steps) == false { break }
  }
  let answered = skills.indices.map { votes.answers(of: $0) > 0 ? skills[$0] : nil }
  return Aggregation(
    votes, posteriors: voteShares(votes, weights: skills), skills: answered, steps: steps, converged: converged)
}
