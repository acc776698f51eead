/// The 95 % interval of a share (Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference"): it
/// stays within 0 and 1 and is sound for few throws and for shares near the ends. nil where nothing was thrown. O(1).
public func wilson(_ successes: Int, of count: Int) -> Interval? {
  precondition(successes >= 0 && successes <= count, "there are not more successes than throws")
  if count == 0 { return nil }
  return wilson(share: Double(successes) / Double(count), of: count)
}

/// The same of a share that may be that of an expectation, of one throw or more.
func wilson(share: Double, of count: Int) -> Interval {
  let (middle, half) = wilsonParts(share, count)
  // It holds the share itself, at the ends 0 and 1, but for rounding.
  return Interval(low: max(0, min(share, middle - half)), high: min(1, max(share, middle + half)))
}

/// The middle of the interval, and half of its width.
func wilsonParts(_ share: Double, _ count: Int) -> (middle: Double, half: Double) {
  // The 97.5 % point of the normal distribution.
  let z = 1.959963984540054
  let n = Double(count)
  let scale = 1 + z * z / n
  return ((share + z * z / (2 * n)) / scale, z / scale * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot())
}
