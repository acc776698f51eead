/// Counts the seconds that a person works on a sample: a pause without a key counts for two minutes at most.
struct Stopwatch: Equatable, Sendable {
  static let longestPause: Int64 = 120_000

  private var counted: Int64
  private var last: Int64

  /// - Parameters:
  ///   - now: Milliseconds, as in `seconds(now:)`.
  ///   - seconds: What was counted before.
  init(now: Int64, seconds: Double = 0) {
    last = now
    counted = seconds.isFinite && seconds > 0 ? Int64(min(seconds, 1e9) * 1000) : 0
  }

  /// A sign of life.
  mutating func tick(now: Int64) {
    counted += pause(now)
    last = now
  }

  func seconds(now: Int64) -> Double { Double(counted + pause(now)) / 1000 }

  /// Never negative: a clock may be set back.
  private func pause(_ now: Int64) -> Int64 {
    let (difference, overflow) = now.subtractingReportingOverflow(last)
    return overflow ? 0 : max(0, min(Stopwatch.longestPause, difference))
  }
}
