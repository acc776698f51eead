/// The choice of disjoint columns that saves the most: exact where `gap` is 0.
struct SetPacking {
  private(set) var chosen: [Int] = []
  private(set) var saving = 0.0
  /// What a better choice could save more, at most; 0 where the choice is proved to be best.
  private(set) var gap = 0.0

  init(_ columns: AlignmentColumns, rowCount: Int, limits: AlignmentLimits) {
    var solver = PackingSolver(columns, rowCount: rowCount, limits)
    let best = solver.best(of: Array(0..<columns.count), above: 0)
    chosen = best.chosen.sorted()
    saving = chosen.reduce(0) { $0 + columns.savings[$1] }
    gap = best.bound - saving > 1e-9 * (1 + saving) ? best.bound - saving : 0
  }
}

/// Branch and bound. The prices of the linear program bound what any choice saves and rule out most columns: a choice saves
/// the sum of the prices less what its columns are overpriced and less the prices of the rows it leaves. What then still
/// hangs together is solved part by part, by a short search and, where that does not end, by deciding one column.
private struct PackingSolver {
  private let columns: AlignmentColumns
  private let rowCount: Int
  private let limits: AlignmentLimits
  private var programsLeft: Int

  struct Choice {
    var chosen: [Int] = []
    var saving = 0.0
    /// No choice saves more than this.
    var bound = 0.0

    static func + (a: Choice, b: Choice) -> Choice {
      Choice(chosen: a.chosen + b.chosen, saving: a.saving + b.saving, bound: a.bound + b.bound)
    }
  }

  init(_ columns: AlignmentColumns, rowCount: Int, _ limits: AlignmentLimits) {
    self.columns = columns
    self.rowCount = rowCount
    self.limits = limits
    programsLeft = limits.programs
  }

  /// The best choice of `candidates` where one saves more than `floor`, else any; none saves more than the greater of
  /// `floor` and the bound that comes with it.
  mutating func best(of candidates: [Int], above floor: Double) -> Choice {
    let parts = joinedParts(candidates)
    if parts.count == 1 { return bestOfPart(parts[0], above: floor) }
    return parts.reduce(Choice()) { $0 + bestOfPart($1, above: 0) }
  }

  private mutating func bestOfPart(_ part: Part, above floor: Double) -> Choice {
    programsLeft -= 1
    let program = PackingProgram(part.columns, rowCount: part.rowCount)
    var search = PackingSearch(part.columns, program, rowCount: part.rowCount, limit: limits.searchSteps)
    var known = choice(search, part)
    if search.bound <= max(known.saving, floor) + search.rounding { return known }
    let live = search.columns(above: floor).map { part.candidates[$0] }
    if live.count < part.candidates.count && programsLeft > 0 {
      return better(known, best(of: live, above: max(floor, known.saving)))
    }
    search.run()
    known = choice(search, part)
    if search.isComplete { return known }
    guard programsLeft > 0, let divided = program.mostDivided else {
      known.bound = search.bound
      return known
    }
    let above = max(floor, known.saving)
    return better(known, branch(on: part.candidates[divided], part.candidates, above: above))
  }

  /// With the column, and without it.
  private mutating func branch(on column: Int, _ candidates: [Int], above floor: Double) -> Choice {
    let taken = Set(columns.units(column))
    let free = candidates.filter { !columns.units($0).contains(where: taken.contains) }
    let saving = columns.savings[column]
    let with = Choice(chosen: [column], saving: saving, bound: saving) + best(of: free, above: floor - saving)
    let without = best(of: candidates.filter { $0 != column }, above: max(floor, with.saving))
    return better(with, without)
  }

  private func better(_ a: Choice, _ b: Choice) -> Choice {
    var better = b.saving > a.saving ? b : a
    better.bound = max(a.bound, b.bound)
    return better
  }

  /// What the search has found so far.
  private func choice(_ search: PackingSearch, _ part: Part) -> Choice {
    let chosen = search.best.map { part.candidates[$0] }
    let saving = chosen.reduce(0) { $0 + columns.savings[$1] }
    return Choice(chosen: chosen, saving: saving, bound: saving)
  }

  // MARK: - Parts that no column joins

  private struct Part {
    var candidates: [Int]
    /// The same with rows numbered within the part.
    var columns: AlignmentColumns
    var rowCount: Int
  }

  private func joinedParts(_ candidates: [Int]) -> [Part] {
    var joined = DisjointSets(count: rowCount)
    for column in candidates {
      let units = columns.units(column)
      for unit in units.dropFirst() { joined.join(Int(units[units.startIndex]), Int(unit)) }
    }
    var byRoot = [[Int]](repeating: [], count: rowCount)
    for column in candidates {
      byRoot[joined.root(Int(columns.units(column)[Int(columns.starts[column])]))].append(column)
    }
    var place = [Int32](repeating: -1, count: rowCount)
    return byRoot.filter { !$0.isEmpty }.map { candidates in
      var rows: Int32 = 0
      for column in candidates {
        for unit in columns.units(column) where place[Int(unit)] < 0 {
          place[Int(unit)] = rows
          rows += 1
        }
      }
      let own = candidates.map { (units: columns.units($0).map { place[Int($0)] }, saving: columns.savings[$0]) }
      return Part(candidates: candidates, columns: AlignmentColumns(own), rowCount: Int(rows))
    }
  }
}
