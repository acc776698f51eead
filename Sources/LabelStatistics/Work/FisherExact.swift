/// The chance of at most `successes` of `trials` beside `otherSuccesses` of `otherTrials`, were both drawn from one
/// urn: the lower tail of Fisher's exact test (1922). Right on any n, small ones too. O(trials).
///
/// - Precondition: 0 ≤ successes ≤ trials, and so for the others.
public func fisherLowerTail(successes: Int, of trials: Int, against otherSuccesses: Int, of otherTrials: Int) -> Double
{
  precondition(0 <= successes && successes <= trials && 0 <= otherSuccesses && otherSuccesses <= otherTrials)
  let good = successes + otherSuccesses
  // Nothing lies above: the whole.
  if successes == min(trials, good) { return 1 }
  let all = trials + otherTrials
  let least = max(0, good - otherTrials)
  let whole = logChoose(all, trials)
  var sum = 0.0
  // From the greatest term down: the rest is soon nothing.
  for count in stride(from: successes, through: least, by: -1) {
    let term = exponential(logChoose(good, count) + logChoose(all - good, trials - count) - whole)
    sum += term
    if term < sum * 1e-17 && count < successes { break }
  }
  return min(1, sum)
}

private func logChoose(_ n: Int, _ k: Int) -> Double {
  guard 0 <= k, k <= n else { return -.infinity }
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
}
