/// The figures of pairs with their intervals, kept for pairs whose answers have not changed: after one more answer only the
/// pairs on its item are resampled again. The figures are those of ``AgreementCounts/pairAgreements(_:)``, to the last bit.
public struct PairMemory: Sendable {
  private struct Known: Sendable {
    var table: PairTable
    var agreement: PairAgreement
  }
  private var options: BootstrapOptions?
  /// In ascending order of (a, b).
  private var known: [Known] = []

  public init() {}

  /// Percent, kappa and pi of each pair of `counts`, in ascending (a, b), with intervals over
  /// ``AgreementCounts/pairSamples(_:)`` resamples of its items. Cost: the cells of all pairs, and the resamples of those
  /// that are not known.
  public mutating func agreements(of counts: AgreementCounts, _ options: BootstrapOptions) -> [PairAgreement] {
    var options = options
    options.samples = counts.pairSamples(options)
    var old = options == self.options ? known[...] : []
    known = counts.pairs.map { table in
      while let first = old.first, (first.table.a, first.table.b) < (table.a, table.b) { old.removeFirst() }
      if let first = old.first, first.table == table { return first }
      return Known(table: table, agreement: table.agreement(options))
    }
    self.options = options
    return known.map(\.agreement)
  }
}
