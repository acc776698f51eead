/// By item: the value that most annotators gave, or -1 where there is no rating or several values lead. O(ratings).
public func leadingValues(_ ratings: Ratings) -> [Int32] {
  let byItem = RatingsByItem(ratings, ratings.values)
  var counts = ValueCounts(valueCount: ratings.valueCount)
  return (0..<ratings.itemCount).map { item in
    defer { counts.clear() }
    for place in byItem.starts[item]..<byItem.starts[item + 1] { counts.add(byItem.elements[Int(place)]) }
    return counts.leader()
  }
}

/// By item: the median of the numbers of the ratings' values, or -1 where there is no rating; of two in the middle the
/// lower, so that it is a value that somebody gave. O(ratings · ln ratings of an item).
///
/// - Precondition: a greater value stands for a greater number.
public func medianValues(_ ratings: Ratings) -> [Int32] {
  let byItem = RatingsByItem(ratings, ratings.values)
  return (0..<ratings.itemCount).map { item in
    let values = byItem.elements[Int(byItem.starts[item])..<Int(byItem.starts[item + 1])].sorted()
    return values.isEmpty ? -1 : values[(values.count - 1) / 2]
  }
}

/// By rating: the median of the values that the other annotators of its item gave, of two in the middle the lower, so that
/// it is a value that somebody gave; -1 where nobody else rated the item. O(ratings · ln ratings of an item).
///
/// - Parameter known: as for `leadingValuesOfOthers`.
/// - Precondition: a greater value stands for a greater number.
public func medianValuesOfOthers(_ ratings: Ratings, known: [Int32]) -> [Int32] {
  precondition(known.count == ratings.itemCount, "an item has one known value or none")
  let byItem = RatingsByItem(ratings, ratings.values.indices.map(Int32.init))
  var medians = [Int32](repeating: -1, count: ratings.values.count)
  for item in 0..<ratings.itemCount {
    let places = byItem.elements[Int(byItem.starts[item])..<Int(byItem.starts[item + 1])]
    if known[item] >= 0 {
      for place in places { medians[Int(place)] = known[item] }
      continue
    }
    if places.count < 2 { continue }
    let sorted = places.map { ratings.values[Int($0)] }.sorted()
    // Without one value the lower middle is the one before or behind it, as that value lies above or below.
    let middle = (sorted.count - 2) / 2
    for place in places {
      medians[Int(place)] = ratings.values[Int(place)] <= sorted[middle] ? sorted[middle + 1] : sorted[middle]
    }
  }
  return medians
}

/// By rating: the most frequent value of the other annotators of its item, where it is alone most frequent; -1 where
/// nobody else rated the item or no one value leads. O(Σ of the squares of the items' numbers of ratings, at worst).
///
/// - Parameter known: by item, a value that is right whatever anybody rated; -1 where there is none.
public func leadingValuesOfOthers(_ ratings: Ratings, known: [Int32]) -> [Int32] {
  precondition(known.count == ratings.itemCount, "an item has one known value or none")
  let byItem = RatingsByItem(ratings, ratings.values.indices.map(Int32.init))
  var leaders = [Int32](repeating: -1, count: ratings.values.count)
  var counts = ValueCounts(valueCount: ratings.valueCount)
  for item in 0..<ratings.itemCount {
    let places = byItem.elements[Int(byItem.starts[item])..<Int(byItem.starts[item + 1])]
    if known[item] >= 0 {
      for place in places { leaders[Int(place)] = known[item] }
      continue
    }
    for place in places { counts.add(ratings.values[Int(place)]) }
    for place in places { leaders[Int(place)] = counts.leader(without: ratings.values[Int(place)]) }
    counts.clear()
  }
  return leaders
}

/// By rating: the median of the numbers that the other annotators of its item gave, of two in the middle their mean; nil
/// where nobody else rated the item. O(Σ of the squares of the items' numbers of ratings).
///
/// - Parameters:
///   - numbers: by value.
///   - known: as for `leadingValuesOfOthers`.
public func mediansOfOthers(_ ratings: Ratings, numbers: [Double], known: [Int32]) -> [Double?] {
  precondition(known.count == ratings.itemCount, "an item has one known value or none")
  let byItem = RatingsByItem(ratings, ratings.values.indices.map(Int32.init))
  var medians = [Double?](repeating: nil, count: ratings.values.count)
  for item in 0..<ratings.itemCount {
    let places = byItem.elements[Int(byItem.starts[item])..<Int(byItem.starts[item + 1])]
    if known[item] >= 0 {
      for place in places { medians[Int(place)] = numbers[Int(known[item])] }
      continue
    }
    if places.count < 2 { continue }
    let sorted = places.map { numbers[Int(ratings.values[Int($0)])] }.sorted()
    for place in places {
      var others = sorted
      if let own = others.firstIndex(of: numbers[Int(ratings.values[Int(place)])]) { others.remove(at: own) }
      medians[Int(place)] = median(ofSorted: others)
    }
  }
  return medians
}

/// The middle one, or the mean of the two in the middle; nil of nothing. O(1).
public func median(ofSorted numbers: [Double]) -> Double? {
  if numbers.isEmpty { return nil }
  let middle = numbers.count / 2
  return numbers.count.isMultiple(of: 2) ? (numbers[middle - 1] + numbers[middle]) / 2 : numbers[middle]
}

/// How often each value occurs in one item; taken from item to item.
private struct ValueCounts {
  private var counts: [Int32]
  private var seen: [Int32] = []

  init(valueCount: Int) { counts = [Int32](repeating: 0, count: valueCount) }

  mutating func add(_ value: Int32) {
    if counts[Int(value)] == 0 { seen.append(value) }
    counts[Int(value)] += 1
  }

  mutating func clear() {
    for value in seen { counts[Int(value)] = 0 }
    seen.removeAll(keepingCapacity: true)
  }

  /// The value with most votes, when one vote for `own` is taken away; -1 where several have as many.
  func leader(without own: Int32 = -1) -> Int32 {
    var (best, most, isTied) = (Int32(-1), Int32(0), false)
    for value in seen {
      let votes = counts[Int(value)] - (value == own ? 1 : 0)
      if votes > most {
        (best, most, isTied) = (value, votes, false)
      } else if votes == most {
        isTied = true
      }
    }
    return isTied || most == 0 ? -1 : best
  }
}
