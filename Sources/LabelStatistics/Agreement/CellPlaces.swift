/// Where shares of annotators, and cells of their pairs, are counted when items are drawn.
struct CellPlaces: Sendable {
  private struct Key: Hashable {
    var a: Int32
    var b: Int32
  }

  /// A cell of shares a < b is at a · width + b where a table of all shares by all is small enough; nil: where ``cell``
  /// says.
  let tableWidth: Int?
  /// The place of each cell of all pairs, one after another.
  let ofCell: [Int32]
  /// How many places there are.
  let count: Int
  private let valueCount: Int
  /// Shares by annotator and value, in a table or by look-up.
  private var shareTable: [Int32] = []
  private var shares: [Rating: Int32] = [:]
  private var cells: [Key: Int32] = [:]

  init(_ counts: AgreementCounts, _ ratings: Ratings, tableLimit: Int) {
    let valueCount = ratings.valueCount
    self.valueCount = valueCount
    let width = ratings.annotatorCount * valueCount
    if width <= tableLimit { shareTable = [Int32](repeating: 0, count: width) }
    for (index, share) in counts.shares.enumerated() {
      if width <= tableLimit {
        shareTable[Int(share.rating.annotator) * valueCount + Int(share.rating.value)] = Int32(index)
      } else {
        shares[share.rating] = Int32(index)
      }
    }
    let shareCount = counts.shares.count
    let isTable = shareCount * shareCount <= tableLimit
    tableWidth = isTable ? shareCount : nil
    var ofCell: [Int32] = []
    var cells: [Key: Int32] = [:]
    for pair in counts.pairs {
      for cell in pair.cells {
        let a = Self.share(Rating(annotator: pair.a, value: cell.mine), shareTable, shares, valueCount)
        let b = Self.share(Rating(annotator: pair.b, value: cell.theirs), shareTable, shares, valueCount)
        if !isTable { cells[Key(a: a, b: b)] = Int32(ofCell.count) }
        ofCell.append(isTable ? a * Int32(shareCount) + b : Int32(ofCell.count))
      }
    }
    self.cells = cells
    self.ofCell = ofCell
    count = isTable ? shareCount * shareCount : ofCell.count
  }

  func share(_ rating: Rating) -> Int32 { Self.share(rating, shareTable, shares, valueCount) }

  /// Of two shares, `a` before `b`.
  func cell(_ a: Int32, _ b: Int32) -> Int32 { cells[Key(a: a, b: b)] ?? 0 }

  private static func share(
    _ rating: Rating, _ table: [Int32], _ shares: [Rating: Int32], _ valueCount: Int
  ) -> Int32 {
    table.isEmpty ? shares[rating] ?? 0 : table[Int(rating.annotator) * valueCount + Int(rating.value)]
  }
}
