/// FNV-1a with 64 bits (Fowler, Noll and Vo; draft-eastlake-fnv): the same hash of the same bytes in every process and on
/// every machine.
public enum FNV1a {
  static let offset: UInt64 = 0xCBF2_9CE4_8422_2325
  static let prime: UInt64 = 0x100_0000_01B3

  /// O(bytes). `hash`: that of bytes before these.
  public static func hash(_ bytes: some Sequence<UInt8>, after hash: UInt64? = nil) -> UInt64 {
    bytes.reduce(hash ?? offset) { ($0 ^ UInt64($1)) &* prime }
  }
}
