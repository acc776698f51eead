import LabelStatistics

extension Round {
  /// Whether a sample's suggestions are withheld from an annotator: so from the share `withhold` of all pairs of sample
  /// and annotator, chosen by the round's seed. The same pair is always treated the same.
  func withholds(_ sample: String, from annotator: String) -> Bool {
    if withhold <= 0 { return false }
    // FNV-1a over both names, with a byte between them that neither has.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in Array(sample.utf8) + [0] + Array(annotator.utf8) {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    var random = SplitMix64(seed: seed, stream: hash)
    return random.uniform() < withhold
  }
}
