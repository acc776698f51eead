/// Something of each rating (its value, or who gave which) in the order of the items. A counting sort, or nothing but a
/// copy where the ratings stand in that order already. O(ratings + items).
struct RatingsByItem<Element: Sendable>: Sendable {
  /// Item i has elements[starts[i]..<starts[i + 1]].
  private(set) var starts: [Int32]
  private(set) var elements: [Element]

  init(_ ratings: Ratings, _ elements: [Element]) {
    self.elements = elements
    if let starts = startsOfRuns(ratings) {
      self.starts = starts
      return
    }
    starts = startsByCounting(ratings)
    var next = starts
    ratings.items.withUnsafeBufferPointer { items in
      next.withUnsafeMutableBufferPointer { next in
        self.elements.withUnsafeMutableBufferPointer { sorted in
          for index in 0..<items.count {
            let item = Int(items[index])
            sorted[Int(next[item])] = elements[index]
            next[item] += 1
          }
        }
      }
    }
  }
}

extension RatingsByItem where Element == Int32 {
  /// Gives a copy of each item's elements, which may be changed, of the items that have any. O(their ratings).
  func forEachItem(_ items: Range<Int>, _ body: (UnsafeMutableBufferPointer<Int32>) -> Void) {
    var scratch: [Int32] = []
    for item in items {
      let range = Int(starts[item])..<Int(starts[item + 1])
      if range.isEmpty { continue }
      scratch.removeAll(keepingCapacity: true)
      scratch.append(contentsOf: elements[range])
      scratch.withUnsafeMutableBufferPointer { body($0) }
    }
  }
}

/// Where each item's ratings begin, if they stand in the order of items, else nil.
private func startsOfRuns(_ ratings: Ratings) -> [Int32]? {
  var starts = [Int32](repeating: 0, count: ratings.itemCount + 1)
  let isOrdered = ratings.items.withUnsafeBufferPointer { items in
    starts.withUnsafeMutableBufferPointer { starts in
      var item: Int32 = 0
      for index in 0..<items.count where items[index] != item {
        if items[index] < item { return false }
        while item < items[index] {
          item += 1
          starts[Int(item)] = Int32(index)
        }
      }
      for rest in Int(item) + 1..<max(Int(item) + 1, starts.count) { starts[rest] = Int32(items.count) }
      return true
    }
  }
  return isOrdered ? starts : nil
}

private func startsByCounting(_ ratings: Ratings) -> [Int32] {
  var starts = [Int32](repeating: 0, count: ratings.itemCount + 1)
  ratings.items.withUnsafeBufferPointer { items in
    starts.withUnsafeMutableBufferPointer { starts in
      for item in items { starts[Int(item) + 1] += 1 }
      for item in 1..<starts.count { starts[item] += starts[item - 1] }
    }
  }
  return starts
}
