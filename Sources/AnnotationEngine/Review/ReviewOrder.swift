/// An order in which the review screen walks samples, where it is not that of the queue.
struct ReviewOrder: Equatable, Sendable {
  /// Counts the orders that this process made; another number means another order. 0: none was made yet.
  var version = 0
  /// Ranks in that order.
  var ranks: [Int] = []
  /// By rank its place in `ranks`.
  var places: [Int: Int] = [:]
  /// Ranks that it does not name stand behind those that it does, as the queue has them; where false, they are left out.
  var takesOthers = false
  /// In the scope `unlabeled`, by rank the questions that want a label.
  var questions: [Int: [String]] = [:]

  func place(of rank: Int) -> Int? { places[rank] ?? (takesOthers ? ranks.count + rank : nil) }

  func rank(at place: Int) -> Int { place < ranks.count ? ranks[place] : place - ranks.count }
}
