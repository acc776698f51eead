/// What one step of an EM method did.
struct EMStep {
  /// ln of the likelihood of the ratings under the parameters that gave the new posteriors.
  var logLikelihood = 0.0
  /// That, and ln of the density of the priors: what the method climbs.
  var climbed = 0.0
  /// The most that any posterior moved.
  var moved = 0.0

  /// Two runs of items taken together.
  func with(_ other: EMStep) -> EMStep {
    EMStep(
      logLikelihood: logLikelihood + other.logLikelihood, climbed: climbed + other.climbed,
      moved: max(moved, other.moved))
  }
}

/// Where a share or a prior is lifted to, so that no answer is impossible.
let clip = 1e-10

struct Climb {
  var steps = 0
  var converged = false
  var logLikelihood = 0.0
  var likelihoods: [Double] = []
}

/// Takes steps until no posterior moves by the tolerance, the cap is reached, or the caller has had enough.
func climb(_ options: EMOptions, cap: Int, _ step: () -> EMStep) -> Climb {
  var run = Climb()
  while run.steps < max(1, options.steps ?? cap) {
    let taken = step()
    run.steps += 1
    run.logLikelihood = taken.logLikelihood
    run.likelihoods.append(taken.climbed)
    if taken.moved < options.tolerance {
      run.converged = true
      break
    }
    if options.afterStep?(run.steps) == false { break }
  }
  return run
}
