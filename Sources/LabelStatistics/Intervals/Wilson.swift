/// The 95 % interval of a share (Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference"): it
/// stays within 0 and 1 and is sound for few throws and for shares near the ends. nil where nothing was thrown. O(1).
public func wilson(_ successes: Int, of count: Int) -> Interval? {
  precondition(successes >= 0 && successes <= count, "there are not more successes than throws")
  if count == 0 { return nil }
  // The 97.5 % point of the normal distribution.
  let z = 1.959963984540054
  let n = Double(count)
  let share = Double(successes) / n
  let scale = 1 + z * z / n
  let middle = (share + z * z / (2 * n)) / scale
  let half = z / scale * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
  // At the ends the formula gives 0 and 1, but for rounding.
  return Interval(
    low: successes == 0 ? 0 : max(0, middle - half), high: successes == count ? 1 : min(1, middle + half))
}
