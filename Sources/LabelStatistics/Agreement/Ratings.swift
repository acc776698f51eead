/// Who gave which value to which item, as three parallel arrays of small integers.
public struct Ratings: Equatable, Sendable {
  /// Item, annotator and value of each rating; item in 0..<itemCount and so on. At most one rating an (item, annotator).
  public var items: [Int32]
  public var annotators: [Int32]
  public var values: [Int32]
  /// Items, annotators and values are numbered below these.
  public var itemCount: Int
  public var annotatorCount: Int
  public var valueCount: Int

  public init(
    items: [Int32], annotators: [Int32], values: [Int32], itemCount: Int, annotatorCount: Int, valueCount: Int
  ) {
    precondition(
      items.count == annotators.count && items.count == values.count, "a rating has an item, an annotator and a value")
    self.items = items
    self.annotators = annotators
    self.values = values
    self.itemCount = itemCount
    self.annotatorCount = annotatorCount
    self.valueCount = valueCount
  }

  /// The same ratings as "this value" (1) or "another" (0): agreement on one label against all others. O(ratings).
  public func against(value: Int) -> Ratings {
    var binary = self
    binary.values = values.map { $0 == Int32(value) ? 1 : 0 }
    binary.valueCount = 2
    return binary
  }
}
