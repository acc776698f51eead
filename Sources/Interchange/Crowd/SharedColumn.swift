/// Numbers in memory that several threads write, each at places of its own. An address, since pointers do not go from
/// thread to thread; whoever makes this keeps the memory. That the places differ is proved where they are chosen:
/// `AnswersInOrder`.
struct SharedColumn: Sendable {
  private let address: UInt
  private let count: Int

  private init(_ buffer: UnsafeMutableBufferPointer<Int32>) {
    address = UInt(bitPattern: buffer.baseAddress)
    count = buffer.count
  }

  var buffer: UnsafeMutableBufferPointer<Int32> {
    UnsafeMutableBufferPointer(start: UnsafeMutablePointer(bitPattern: address), count: count)
  }

  /// As many columns of `count` numbers each, every one of which `fill` writes.
  static func columns(_ columns: Int, count: Int, fill: ([SharedColumn]) -> Void) -> [[Int32]] {
    var others: [[Int32]] = []
    let first = [Int32](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      let shared = SharedColumn(buffer)
      if columns == 1 {
        fill([shared])
      } else {
        others = Self.columns(columns - 1, count: count) { fill([shared] + $0) }
      }
      initializedCount = count
    }
    return [first] + others
  }
}
