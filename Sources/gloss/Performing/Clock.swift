import Foundation

/// The clocks of the program. `GLOSS_CLOCK`, in milliseconds since 1970, makes both stand still at that moment: pictures
/// of the screens are then the same every time, which tests rely on.
enum Clock {
  /// Milliseconds since 1970, UTC.
  static let wall: @Sendable () -> Int64 = standing ?? { milliseconds(CLOCK_REALTIME) }

  /// Milliseconds of a clock that nobody sets, for durations.
  static let monotonic: @Sendable () -> Int64 = standing ?? { milliseconds(CLOCK_MONOTONIC) }

  private static let standing: (@Sendable () -> Int64)? = getenv("GLOSS_CLOCK").flatMap { Int64(String(cString: $0)) }
    .map { moment in { moment } }

  private static func milliseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
