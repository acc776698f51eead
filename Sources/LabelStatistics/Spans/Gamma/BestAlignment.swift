/// An alignment of all units of a continuum: who marked the same thing.
struct BestAlignment {
  /// Units of each unitary alignment, ascending; in the order of their first units.
  var groups: [[Int]]
  /// The mean over annotators' units of what the unitary alignments cost (Mathet et al. 2015, equation 5).
  var disorder: Double
  /// What a better alignment could have less disorder, at most; 0 where this one is proved best; nil where that was not
  /// looked for.
  var gap: Double?

  /// The alignment with the least disorder: the set packing of `AlignmentColumns`. Where there are too many columns to go through (many annotators who mark the same
  /// places), an alignment that no rearrangement of a single annotator's units improves.
  init(_ continuum: Continuum, _ dissimilarity: UnitDissimilarity, limits: AlignmentLimits) {
    let pieces: (groups: [[Int]], gap: Double?)
    if let columns = AlignmentColumns(continuum, dissimilarity, limit: limits.columnSteps) {
      pieces = packed(columns, unitCount: continuum.units.count, limits)
    } else {
      pieces = (rematched(continuum, dissimilarity, limits), nil)
    }
    groups = pieces.groups
    let pairs = Double(continuum.annotatorCount * (continuum.annotatorCount - 1) / 2)
    let scale = Double(continuum.annotatorCount) / Double(continuum.units.count)
    disorder = scale * groups.reduce(0) { $0 + cost($1, continuum, dissimilarity) }
    gap = pieces.gap.map { scale * $0 / pairs }
  }
}

/// How far the search for a best alignment goes before it settles for what it has.
struct AlignmentLimits: Equatable, Sendable {
  var columnSteps = 1_000_000
  var searchSteps = 2_000
  var programs = 400
}

/// What one unitary alignment costs: the mean over pairs of annotators.
private func cost(_ group: [Int], _ continuum: Continuum, _ dissimilarity: UnitDissimilarity) -> Double {
  let n = continuum.annotatorCount
  let pairs = n * (n - 1) / 2
  var sum = Double(pairs - group.count * (group.count - 1) / 2) * dissimilarity.empty
  for (index, u) in group.enumerated() {
    for v in group[(index + 1)...] { sum += dissimilarity(continuum.units[u], continuum.units[v]) }
  }
  return sum / Double(pairs)
}

// MARK: - Exactly

private func packed(
  _ columns: AlignmentColumns, unitCount: Int, _ limits: AlignmentLimits
) -> (groups: [[Int]], gap: Double?) {
  let packing = SetPacking(columns, rowCount: unitCount, limits: limits)
  var groups = packing.chosen.map { columns.units($0).map(Int.init) }
  var isGrouped = [Bool](repeating: false, count: unitCount)
  for group in groups {
    for unit in group { isGrouped[unit] = true }
  }
  for unit in 0..<unitCount where !isGrouped[unit] { groups.append([unit]) }
  return (groups.sorted { $0[0] < $1[0] }, packing.gap)
}

// MARK: - By rearranging one annotator at a time

private func rematched(
  _ continuum: Continuum, _ dissimilarity: UnitDissimilarity, _ limits: AlignmentLimits
) -> [[Int]] {
  let n = continuum.annotatorCount
  let merge = Double(n * (n - 1) / 2) * dissimilarity.empty
  let owners = continuum.annotators
  var groups: [[Int]] = []
  var (annotator, unchanged) = (0, 0)
  // The cost never rises, so this ends; the bound is for rounding.
  for _ in 0..<n * 20 where unchanged < n {
    let before = groups
    groups = groups.map { $0.filter { Int(owners[$0]) != annotator } }.filter { !$0.isEmpty }
    let first = continuum.starts[annotator]
    let mine = first..<continuum.starts[annotator + 1]
    var columns: [(units: [Int32], saving: Double)] = []
    for (index, group) in groups.enumerated() {
      for unit in mine {
        let saving = group.reduce(merge) {
          $0 + dissimilarity.empty - dissimilarity(continuum.units[unit], continuum.units[$1])
        }
        if saving > 0 { columns.append(([Int32(unit - first), Int32(mine.count + index)], saving)) }
      }
    }
    let packing = SetPacking(
      AlignmentColumns(columns), rowCount: mine.count + groups.count, limits: limits)
    var isPlaced = [Bool](repeating: false, count: mine.count)
    for chosen in packing.chosen {
      let units = columns[chosen].units
      groups[Int(units[1]) - mine.count].append(first + Int(units[0]))
      isPlaced[Int(units[0])] = true
    }
    for unit in mine where !isPlaced[unit - first] { groups.append([unit]) }
    groups = groups.map { $0.sorted() }.sorted { $0[0] < $1[0] }
    unchanged = groups == before ? unchanged + 1 : 0
    annotator = (annotator + 1) % n
  }
  return groups
}

/// Which units hang together (Tarjan 1975, by halving paths).
struct DisjointSets {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  mutating func root(_ element: Int) -> Int {
    var element = element
    while parents[element] != element {
      parents[element] = parents[parents[element]]
      element = parents[element]
    }
    return element
  }

  /// The smaller root stays root, so that the sets do not depend on the order of joining.
  mutating func join(_ a: Int, _ b: Int) {
    let (x, y) = (root(a), root(b))
    parents[max(x, y)] = min(x, y)
  }
}
