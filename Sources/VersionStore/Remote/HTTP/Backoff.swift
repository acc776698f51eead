import Glibc

/// What became of one try.
enum Attempt<Value> {
  case done(Value)
  /// It may go better next time; thrown when there is none.
  case again(StoreError)
}

/// Tries again what the network or a busy server made fail, after a while that doubles and that chance spreads, so that
/// writers who met once do not meet again.
struct Backoff: Sendable {
  var attempts = 6
  var firstMilliseconds: UInt64 = 100
  var lastMilliseconds: UInt64 = 5000

  func run<Value>(_ body: () throws(StoreError) -> Attempt<Value>) throws(StoreError) -> Value {
    var attempt = 1
    while true {
      switch try body() {
      case .done(let value): return value
      case .again(let error):
        if attempt >= attempts { throw error }
      }
      pause(after: attempt)
      attempt += 1
    }
  }

  /// Waits between half and all of the time for this attempt.
  func pause(after attempt: Int) {
    let longest = min(lastMilliseconds, firstMilliseconds << UInt64(min(attempt - 1, 16)))
    usleep(UInt32(UInt64.random(in: longest * 500...longest * 1000)))
  }
}
