/// One line of the report: a bar, what was measured, and what stands beside it.
struct Measurement: Codable {
  enum Verdict: String, Codable {
    case met, missed
    /// Told, without a bar to hold it to.
    case told
    case notRun = "not run"
  }

  /// What a figure is held to.
  enum Bar {
    case none
    case under(Quantity)
    /// Less than the named peer, in the same run.
    case lessThan(peer: String)
    /// At most this share of the named peer.
    case times(Double, fasterThan: String)
    /// As much as the named peer, less what is allowed.
    case atLeast(peer: String, less: Double)
  }

  struct Peer: Codable {
    var name: String
    var value: Quantity?
    /// Why there is no value.
    var why: String?

    init(_ name: String, _ value: Quantity) {
      self.name = name
      self.value = value
    }

    init(_ name: String, why: String) {
      self.name = name
      self.why = why
    }
  }

  var name: String
  var value: Quantity?
  /// Why there is no value, or what to know about it.
  var note: String?
  var bar: String?
  var verdict: Verdict
  var peers: [Peer]

  init(_ name: String, _ value: Quantity, _ bar: Bar = .none, beside peers: [Peer] = [], note: String? = nil) {
    self.name = name
    self.value = value
    self.peers = peers
    self.note = note
    switch bar {
    case .none: verdict = .told
    case .under(let limit):
      self.bar = "under \(limit.text)"
      verdict = value < limit ? .met : .missed
    case .lessThan(let peer):
      self.bar = "less than \(peer)"
      verdict = Self.verdict(value, times: 1, peers.first { $0.name == peer }?.value)
    case .atLeast(let peer, let less):
      self.bar = "at least \(peer)" + (less > 0 ? " less \(less)" : "")
      verdict = peers.first { $0.name == peer }?.value.map { value.value >= $0.value - less ? .met : .missed } ?? .told
    case .times(let times, let peer):
      self.bar = "\(Int(times))× faster than \(peer)"
      verdict = Self.verdict(value, times: times, peers.first { $0.name == peer }?.value)
    }
  }

  init(notRun name: String, why: String, beside peers: [Peer] = []) {
    self.name = name
    self.peers = peers
    note = why
    verdict = .notRun
  }

  private static func verdict(_ value: Quantity, times: Double, _ peer: Quantity?) -> Verdict {
    guard let peer else { return .told }
    return value.value * times < peer.value ? .met : .missed
  }
}
