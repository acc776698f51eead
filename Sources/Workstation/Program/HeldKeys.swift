import Terminal

/// Keys typed while the next sample is not on the screen yet. They are applied in order once it is there, unless
/// something unexpected came or it took so long that the person may have typed them for what they still saw.
struct HeldKeys: Equatable, Sendable {
  /// After this many milliseconds a person has noticed that the screen stands still, and presses again.
  static let patience: Int64 = 1000

  private var keys: [Key] = []
  private var since: Int64 = 0

  var isEmpty: Bool { keys.isEmpty }
  var count: Int { keys.count }

  mutating func hold(_ key: Key, now: Int64) {
    if keys.isEmpty { since = now }
    keys.append(key)
  }

  func isStale(now: Int64) -> Bool { !keys.isEmpty && now - since > HeldKeys.patience }

  mutating func next() -> Key? { keys.isEmpty ? nil : keys.removeFirst() }

  /// Forgets them; the sentence that says so, nil when there were none.
  mutating func drop() -> String? {
    guard !keys.isEmpty else { return nil }
    let words = "\(Figures.count(keys.count, "key")) typed ahead dropped"
    keys = []
    return words
  }
}
