/// The difference of two shares, each of its own throws, with Newcombe's 95 % interval (1998, "Interval estimation for the
/// difference between independent proportions", method 10: the ends of Wilson's intervals joined). nil where one of them
/// has no throws. O(1).
public func differenceOfShares(
  _ first: Int, of firstCount: Int, _ second: Int, of secondCount: Int
) -> (value: Double, interval: Interval)? {
  guard let one = wilson(first, of: firstCount), let other = wilson(second, of: secondCount) else { return nil }
  let (a, b) = (Double(first) / Double(firstCount), Double(second) / Double(secondCount))
  let down = ((a - one.low) * (a - one.low) + (other.high - b) * (other.high - b)).squareRoot()
  let up = ((one.high - a) * (one.high - a) + (b - other.low) * (b - other.low)).squareRoot()
  return (a - b, Interval(low: a - b - down, high: a - b + up))
}
