import GRDB

/// How positions (places in import order) and ranks (places in the queue) belong together.
///
/// Imports keep their places: each batch takes up the same ranks as positions. Within a batch, `random` permutes.
struct QueueOrder: Sendable {
  struct Batch: Sendable {
    var ordinal: Int
    var first: Int
    var count: Int
  }

  var order: Round.Order
  var seed: UInt64
  /// In ascending order of `first`.
  var batches: [Batch]

  /// O(log batches), and for `random` a few rounds of arithmetic.
  func rank(of position: Int) -> Int {
    guard order == .random, let batch = batch(holding: position) else { return position }
    return batch.first + permutation(of: batch).value(at: position - batch.first)
  }

  func position(of rank: Int) -> Int {
    guard order == .random, let batch = batch(holding: rank) else { return rank }
    return batch.first + permutation(of: batch).index(of: rank - batch.first)
  }

  private func permutation(of batch: Batch) -> SeededPermutation {
    SeededPermutation(count: batch.count, seed: seed, stream: UInt64(batch.ordinal))
  }

  private func batch(holding position: Int) -> Batch? {
    var (low, high) = (0, batches.count)
    while low < high {
      let middle = (low + high) / 2
      if batches[middle].first <= position { low = middle + 1 } else { high = middle }
    }
    guard low > 0, position < batches[low - 1].first + batches[low - 1].count else { return nil }
    return batches[low - 1]
  }
}

extension Database {
  /// The order in force. Reads the batches only for `random`.
  func queueOrder() throws -> QueueOrder {
    let round = try project().round
    guard round.order == .random else { return QueueOrder(order: round.order, seed: round.seed, batches: []) }
    let batches = try SQLRow.fetchAll(
      cachedStatement(sql: "SELECT ordinal, first, count FROM batches ORDER BY first")
    ).map { QueueOrder.Batch(ordinal: $0[0], first: $0[1], count: $0[2]) }
    return QueueOrder(order: round.order, seed: round.seed, batches: batches)
  }
}
