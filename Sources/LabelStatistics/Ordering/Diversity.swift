/// Picks rows that lie far from all picked before: greedy k-centers (Gonzalez 1985), whose largest distance of any row to
/// its nearest pick is at most twice the least possible; with `known` rows as centers from the start it is the core-set
/// choice of Sener and Savarese (2018).
///
/// Distance is that of the rows' directions: 1 − cosine. Rows beyond `candidates` are drawn out by the seed first, so the
/// cost is bounded: O(picks · n-grams of the candidates). Gives the picked row indices in the order of picking; a row
/// that another equals comes after all that differ.
public func diverse(
  _ features: TextFeatures, known: [Int] = [], picks: Int, candidates: Int = 4_000, seed: UInt64
) -> [Int] {
  var generator = SplitMix64(seed: seed)
  var isKnown = [Bool](repeating: false, count: features.count)
  for row in known { isKnown[row] = true }
  var rows = shuffled(features.starts.indices.dropLast().filter { !isKnown[$0] }, &generator)
  rows.removeLast(max(0, rows.count - max(candidates, picks)))
  var nearest = Nearest(features, rows)
  // Of known rows too no more than the candidates count, drawn as they are.
  for row in shuffled(known, &generator).prefix(candidates) { nearest.add(center: row) }
  var picked: [Int] = []
  while picked.count < picks, let next = nearest.farthest() {
    picked.append(next)
    nearest.add(center: next)
  }
  return picked
}

/// How near each candidate's nearest center is.
private struct Nearest {
  private let features: TextFeatures
  private var rows: [Int]
  /// By candidate, the largest cosine with a center; −1 before there is one.
  private var similarity: [Float]
  /// The center at hand by column, zero elsewhere.
  private var center: [Float]

  init(_ features: TextFeatures, _ rows: [Int]) {
    self.features = features
    self.rows = rows
    similarity = [Float](repeating: -1, count: rows.count)
    center = [Float](repeating: 0, count: features.columnCount)
  }

  mutating func add(center row: Int) {
    let range = features.starts[row]..<features.starts[row + 1]
    for index in range { center[Int(features.columns[index])] = features.values[index] }
    let rows = rows
    features.starts.withUnsafeBufferPointer { starts in
      features.columns.withUnsafeBufferPointer { columns in
        features.values.withUnsafeBufferPointer { values in
          center.withUnsafeBufferPointer { center in
            for (candidate, row) in rows.enumerated() {
              var sum: Float = 0
              for index in starts[row]..<starts[row + 1] { sum += values[index] * center[Int(columns[index])] }
              similarity[candidate] = max(similarity[candidate], sum)
            }
          }
        }
      }
    }
    for index in range { center[Int(features.columns[index])] = 0 }
  }

  /// Takes out the candidate that is farthest from all centers; of equals the first.
  mutating func farthest() -> Int? {
    guard let least = similarity.min(), let place = similarity.firstIndex(of: least) else { return nil }
    similarity.remove(at: place)
    return rows.remove(at: place)
  }
}
