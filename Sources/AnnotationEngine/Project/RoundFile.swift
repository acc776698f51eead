import Yams

/// Reads `round` of a project file.
struct RoundFile {
  let top: YAMLMapping

  private static let keys = [
    "overlap", "order", "lease", "seed", "score", "by", "mix", "gold", "repeats", "pause", "withhold",
  ]

  func round() throws(EngineError) -> Round {
    guard
      let round = try top.mapping(
        "round", keys: Self.keys,
        meant: [
          "annotations": "overlap", "annotators": "overlap", "timeout": "lease", "strata": "by", "column": "by",
          "control": "gold", "honeypots": "gold",
        ])
    else { return Round(overlap: 1, order: .imported, lease: 600, seed: 1) }
    let (overlap, adaptive) = try self.overlap(round)
    var result = Round(
      overlap: overlap, order: try round.word("order") ?? .imported,
      lease: try round.duration("lease", in: 1...604_800) ?? 600,
      seed: try round.number("seed", in: 0...UInt64.max) ?? 1, adaptive: adaptive)
    result.score = try round.word("score") ?? .entropy
    result.by = try round.text("by")
    result.mix = try mix(round, of: result)
    try check(result, round)
    result.gold = try round.share("gold") ?? 0
    result.repeats = try round.share("repeats") ?? 0
    result.withhold = try round.share("withhold") ?? 0
    if result.gold + result.repeats > 0.5 {
      throw round.failure(
        try round.required(result.gold > 0 ? "gold" : "repeats"),
        "gold and repeats together are more than half of what annotators would see",
        "let both together be 50% at most")
    }
    result.pause = try pause(round)
    return result
  }

  private func overlap(_ round: YAMLMapping) throws(EngineError) -> (Int, Round.AdaptiveOverlap?) {
    guard round.isMapping("overlap") else { return (Int(try round.number("overlap", in: 1...1000) ?? 1), nil) }
    guard
      let parts = try round.mapping(
        "overlap", keys: ["least", "most", "until"], meant: ["min": "least", "max": "most", "above": "until"])
    else { return (1, nil) }
    let least = Int(try parts.number("least", in: 1...1000) ?? 1)
    _ = try parts.required("most")
    let most = Int(try parts.number("most", in: 1...1000) ?? 1)
    guard least <= most else {
      throw parts.failure(
        try parts.required("most"), "at most \(most) annotations are wanted, and at least \(least)",
        "let most be \(least) or more")
    }
    let until = try parts.share("until") ?? 0.95
    guard until > 0.5, until < 1 else {
      throw parts.failure(
        try parts.required("until"), "until is not between 0.5 and 1",
        "write the probability at which an answer counts as sure, for example `until: 0.95`")
    }
    return (most, Round.AdaptiveOverlap(least: least, until: until))
  }

  private func mix(_ round: YAMLMapping, of result: Round) throws(EngineError) -> [Round.MixShare] {
    let orders = Round.Order.allCases.filter { $0 != .mix && $0 != .imported }
    guard let parts = try round.mapping("mix", keys: orders.map(\.rawValue)) else { return [] }
    var shares: [Round.MixShare] = []
    for name in parts.names {
      guard let order = Round.Order(rawValue: name), let share = try parts.share(name) else { continue }
      shares.append(Round.MixShare(order: order, share: share))
    }
    let sum = shares.reduce(0) { $0 + $1.share }
    guard abs(sum - 1) < 0.000_1 else {
      throw round.failure(
        try round.required("mix"), "the shares of the mix are \(Int((sum * 100).rounded()))% together, not 100%",
        "for example `mix: {uncertainty: 70%, random: 30%}`")
    }
    return shares
  }

  /// Orders that need more than their name.
  private func check(_ result: Round, _ round: YAMLMapping) throws(EngineError) {
    if result.order == .mix, result.mix.isEmpty {
      throw round.failure(
        try round.required("order"), "a mix needs its shares", "add `mix: {uncertainty: 70%, random: 30%}`")
    }
    let isStratified = result.order == .stratified || result.mix.contains { $0.order == .stratified }
    if isStratified, result.by == nil {
      throw round.failure(
        try round.required("order"), "the order stratified needs the metadata column whose values it takes in turns",
        "add `by: COLUMN`")
    }
  }

  private func pause(_ round: YAMLMapping) throws(EngineError) -> Round.PauseRule? {
    guard let pause = try round.mapping("pause", keys: ["gold-below", "after"], meant: ["gold": "gold-below"])
    else { return nil }
    _ = try pause.required("gold-below")
    return Round.PauseRule(
      goldBelow: try pause.share("gold-below") ?? 0, after: Int(try pause.number("after", in: 1...100_000) ?? 10))
  }
}
