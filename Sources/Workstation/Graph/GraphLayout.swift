/// Lays out the graph of commits, a row a commit, as they come: children before their parents.
///
/// A lane is a column that a line runs down, from a commit to the parent it waits for. A lane never moves to another
/// column: a line is straight from the row where it begins to the row where it ends, and everything that is horizontal
/// in a row belongs to the commit of that row. So a row depends on nothing that comes after it, and pages of a long log
/// can be laid out one after another.
///
/// Cost: O(lanes + parents) a commit.
public struct GraphLayout: Sendable {
  private struct Lane: Sendable {
    /// The commit that the line runs down to.
    var commit: String
    /// False for the trunk's lane before anything was drawn in it.
    var isDrawn: Bool
  }

  private var lanes: [Lane?] = []
  private var placed: Set<String> = []

  /// - Parameter trunk: The commit whose line of first parents stands leftmost, whatever is newer than it.
  public init(trunk: String? = nil) {
    if let trunk { lanes = [Lane(commit: trunk, isDrawn: false)] }
  }

  /// All rows of a log at once.
  public static func rows(of commits: [(id: String, parents: [String])], trunk: String? = nil) -> [GraphRow] {
    var layout = GraphLayout(trunk: trunk)
    return commits.map { layout.add($0.id, parents: $0.parents) }
  }

  /// The next row. A parent that was laid out before its child (no log has that) gets no line.
  public mutating func add(_ commit: String, parents: [String]) -> GraphRow {
    placed.insert(commit)
    let before = lanes
    let waiting = lanes.indices.filter { lanes[$0]?.commit == commit }
    let node = waiting.first ?? freeLane(beside: before)
    for lane in waiting { lanes[lane] = nil }
    var links = waiting.filter { $0 != node && before[$0]?.isDrawn == true }

    var others: [String] = []
    for parent in parents where parent != commit && !placed.contains(parent) && !others.contains(parent) {
      others.append(parent)
    }
    let isMerge = others.count > 1
    if !others.isEmpty { put(Lane(commit: others.removeFirst(), isDrawn: true), at: node) }
    for parent in others {
      if let lane = nearest(to: node, waitingFor: parent) {
        lanes[lane]?.isDrawn = true
        links.append(lane)
      } else {
        let lane = freeLane(near: node, beside: before)
        put(Lane(commit: parent, isDrawn: true), at: lane)
        links.append(lane)
      }
    }
    while case .some(nil) = lanes.last { lanes.removeLast() }
    return row(node, links: Set(links), before: before, isMerge: isMerge)
  }

  /// Whether a lane is empty above the row and below it, so that no line seems to go on where another ended.
  private func isFree(_ lane: Int, beside before: [Lane?]) -> Bool {
    (lane >= lanes.count || lanes[lane] == nil) && (lane >= before.count || before[lane] == nil)
  }

  /// The leftmost free lane.
  private func freeLane(beside before: [Lane?]) -> Int {
    var lane = 0
    while !isFree(lane, beside: before) { lane += 1 }
    return lane
  }

  /// The free lane nearest to a commit, so that a line passes over as few others as can be.
  private func freeLane(near node: Int, beside before: [Lane?]) -> Int {
    var distance = 1
    while true {
      if isFree(node + distance, beside: before) { return node + distance }
      if node - distance >= 0, isFree(node - distance, beside: before) { return node - distance }
      distance += 1
    }
  }

  private mutating func put(_ lane: Lane, at place: Int) {
    while lanes.count <= place { lanes.append(nil) }
    lanes[place] = lane
  }

  private func nearest(to node: Int, waitingFor commit: String) -> Int? {
    lanes.indices.filter { $0 != node && lanes[$0]?.commit == commit }.min { abs($0 - node) < abs($1 - node) }
  }

  private func row(_ node: Int, links: Set<Int>, before: [Lane?], isMerge: Bool) -> GraphRow {
    let run = min(node, links.min() ?? node)...max(node, links.max() ?? node)
    let cells = (0..<max(before.count, lanes.count, run.upperBound + 1)).map { lane -> GraphRow.Cell in
      var cell: GraphRow.Cell = []
      if lane < before.count, before[lane]?.isDrawn == true { cell.insert(.up) }
      if lane < lanes.count, lanes[lane]?.isDrawn == true { cell.insert(.down) }
      guard run.contains(lane) else { return cell }
      if lane != node && !links.contains(lane) && !cell.isEmpty {
        cell.insert(.crossed)
        return cell
      }
      if lane > run.lowerBound { cell.insert(.left) }
      if lane < run.upperBound { cell.insert(.right) }
      return cell
    }
    return GraphRow(node: node, isMerge: isMerge, cells: cells, run: run)
  }
}
