import Testing

@testable import Workstation

@Suite struct GraphTests {
  typealias Commit = (id: String, parents: [String])

  private func drawn(_ commits: [Commit], trunk: String? = nil, limit: Int = 8) -> [String] {
    zip(GraphLayout.rows(of: commits, trunk: trunk), commits).map { "\($0.text(limit: limit))  \($1.id)" }
  }

  @Test("A straight history is a straight line.")
  func straight() {
    #expect(drawn([("c", ["b"]), ("b", ["a"]), ("a", [])]) == ["●  c", "●  b", "●  a"])
  }

  @Test("A branch leaves its lane where it began, and a merge is hollow and opens one.")
  func merge() {
    let commits: [Commit] = [("m", ["b", "x"]), ("x", ["a"]), ("b", ["a"]), ("a", [])]
    #expect(drawn(commits) == ["○─╮  m", "│ ●  x", "● │  b", "●─╯  a"])
  }

  @Test("The trunk stands leftmost though another branch is newer.")
  func trunk() {
    let commits: [Commit] = [("x", ["a"]), ("b", ["a"]), ("a", [])]
    #expect(drawn(commits, trunk: "b") == ["  ●  x", "● │  b", "●─╯  a"])
    #expect(drawn(commits) == ["●  x", "│ ●  b", "●─╯  a"])
  }

  @Test("A line that a merge passes over is not joined; one that it meets is.")
  func crossing() {
    let commits: [Commit] = [
      ("x", ["a"]), ("y", ["b"]), ("m", ["c", "y2"]), ("n", ["y2", "a"]), ("y2", ["a"]), ("c", ["a"]), ("b", ["a"]),
      ("a", []),
    ]
    #expect(
      drawn(commits) == [
        "●  x", "│ ●  y", "│ │ ○─╮  m", "├─│─│─│─○  n", "│ │ │ ●─╯  y2", "│ │ ● │  c", "│ ● │ │  b", "●─┴─┴─╯  a",
      ])
  }

  @Test("Beyond the limit lanes share the last column.")
  func folded() {
    let tips: [Commit] = (0..<6).map { ("t\($0)", ["a"]) }
    let lines = drawn(tips + [("a", [])], limit: 3)
    #expect(
      lines == ["●  t0", "│ ●  t1", "│ │ ●  t2", "│ │ ●  t3", "│ │ ●  t4", "│ │ ●  t5", "●─┴─…  a"])
  }

  @Test("A parent that came before its child gets no line, and nothing hangs.")
  func wrongOrder() {
    #expect(drawn([("a", []), ("b", ["a"]), ("c", [])]) == ["●  a", "●  b", "●  c"])
  }

  @Test("Pages are laid out one after another as all is at once.")
  func pages() {
    var chance = Chance(11)
    let commits = GraphTests.random(200, &chance)
    var layout = GraphLayout(trunk: commits[3].id)
    let rows = commits.map { layout.add($0.id, parents: $0.parents) }
    #expect(rows == GraphLayout.rows(of: commits, trunk: commits[3].id))
  }

  // MARK: Any history

  /// A random history, children before parents: mostly a line, with branches, merges of up to four, and several roots.
  static func random(_ count: Int, _ chance: inout Chance) -> [Commit] {
    (0..<count).map { index in
      var parents: [String] = []
      let left = count - index - 1
      guard left > 0, chance.below(30) > 0 else { return ("\(index)", []) }
      for _ in 0..<(chance.below(4) == 0 ? chance.below(3) + 2 : 1) {
        parents.append("\(index + 1 + chance.below(min(left, chance.pick([1, 3, 12, 60]))))")
      }
      return ("\(index)", parents)
    }
  }

  /// Reads edges back out of the picture alone: from each commit along the lines to the commits they end at.
  private func edges(_ rows: [GraphRow]) -> [Set<Int>] {
    rows.indices.map { start in
      var ends: Set<Int> = []
      for lane in begun(rows[start]) {
        var row = start + 1
        while row < rows.count, lane < rows[row].cells.count, rows[row].cells[lane].contains(.up) {
          if rows[row].node == lane || !rows[row].cells[lane].contains(.down) {
            ends.insert(row)
            break
          }
          row += 1
        }
      }
      return ends
    }
  }

  /// The lanes that lead down from a row's commit: its own, and those its horizontal line turns down into.
  private func begun(_ row: GraphRow) -> [Int] {
    row.run.filter { lane in
      let cell = row.cells[lane]
      guard cell.contains(.down) else { return false }
      return lane == row.node || (!cell.contains(.crossed) && !cell.isDisjoint(with: [.left, .right]))
    }
  }

  @Test("Whatever the history, each edge is drawn and no other.", arguments: 0..<40)
  func everyEdge(seed: Int) {
    var chance = Chance(UInt64(seed) &* 104_729 &+ 5)
    let commits = Self.random(chance.pick([1, 2, 5, 20, 120]), &chance)
    let trunk = chance.below(2) == 0 ? nil : "\(chance.below(commits.count))"
    let rows = GraphLayout.rows(of: commits, trunk: trunk)
    #expect(edges(rows) == commits.map { Set($0.parents.compactMap { Int($0) }) })
  }

  @Test(
    "Whatever the history, lines meet from row to row, lanes never move, and what ends is connected.", arguments: 0..<40
  )
  func lines(seed: Int) {
    var chance = Chance(UInt64(seed) &* 15_485_863 &+ 3)
    let rows = GraphLayout.rows(of: Self.random(150, &chance))
    for (index, row) in rows.enumerated() {
      let next = index + 1 < rows.count ? rows[index + 1] : nil
      for (lane, cell) in row.cells.enumerated() {
        if let next {
          let up = lane < next.cells.count && next.cells[lane].contains(.up)
          #expect(cell.contains(.down) == up, "row \(index), lane \(lane)")
        } else {
          #expect(!cell.contains(.down))
        }
        // A lane that begins or ends does so at the commit, or at the line that leads to it.
        if cell.contains(.up) != cell.contains(.down) {
          #expect(lane == row.node || !cell.isDisjoint(with: [.left, .right]), "row \(index), lane \(lane)")
        }
        #expect(!cell.contains(.crossed) || cell.isSuperset(of: [.up, .down]))
      }
    }
  }

  @Test("Whatever the history, a row is as wide as the limit at most, and its commit is seen.", arguments: 1..<9)
  func bounded(limit: Int) {
    var chance = Chance(UInt64(limit))
    for row in GraphLayout.rows(of: Self.random(300, &chance)) {
      let text = row.text(limit: limit)
      #expect(text.count <= GraphRow.width(lanes: limit))
      #expect(text.count(where: { $0 == "●" || $0 == "○" }) == 1)
    }
  }
}
