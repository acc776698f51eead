import LabelStatistics

extension Round {
  /// Whether a sample's suggestions are withheld from an annotator: so from the share `withhold` of all pairs of sample
  /// and annotator, chosen by the round's seed. The same pair is always treated the same.
  func withholds(_ sample: String, from annotator: String) -> Bool {
    if withhold <= 0 { return false }
    // Between the names a byte that neither has.
    let hash = FNV1a.hash([0] + Array(annotator.utf8), after: FNV1a.hash(sample.utf8))
    var random = SplitMix64(seed: seed, stream: hash)
    return random.uniform() < withhold
  }
}
