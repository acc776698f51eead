/// The name among `known` that `word` was most likely meant to be, or nil where none is near: for "did you mean".
package func nearestName(to word: String, among known: [String]) -> String? {
  var best: (name: String, distance: Int)?
  let wanted = Array(word.lowercased())
  for name in known {
    let candidate = Array(name.lowercased())
    // A word cut short is near however much is missing: "desc" for "description".
    let isStart = wanted.count >= 3 && candidate.starts(with: wanted)
    let distance = isStart ? 1 : editDistance(wanted, candidate)
    guard isStart || distance <= max(1, min(wanted.count, candidate.count) / 3) else { continue }
    if best.map({ distance < $0.distance }) ?? true { best = (name, distance) }
  }
  return best?.name
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other (the optimal string
/// alignment distance). O(a·b).
func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1]
    row.reserveCapacity(b.count + 1)
    for j in 0..<b.count {
      var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
      row.append(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}

extension Sequence<String> {
  /// `"a", "b" or "c"`, for messages.
  package var quotedList: String { quotedList(joinedBy: "or") }

  package func quotedList(joinedBy word: String) -> String {
    let quoted = map { "\"\($0)\"" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "nothing" }
    return quoted.dropLast().joined(separator: ", ") + " \(word) " + last
  }
}
