/// By rating: the most frequent value of the other annotators of its item, where it is alone most frequent; -1 where
/// nobody else rated the item or no one value leads. O(Σ of the squares of the items' numbers of ratings, at worst).
///
/// - Parameter known: by item, a value that is right whatever anybody rated; -1 where there is none.
public func consensusOfOthers(_ ratings: Ratings, known: [Int32]) -> [Int32] {
  precondition(known.count == ratings.itemCount, "an item has one known value or none")
  let byItem = RatingsByItem(ratings, Array(ratings.values.indices.map(Int32.init)))
  var consensus = [Int32](repeating: -1, count: ratings.values.count)
  var counts = [Int32](repeating: 0, count: ratings.valueCount)
  var seen: [Int32] = []
  for item in 0..<ratings.itemCount {
    let range = Int(byItem.starts[item])..<Int(byItem.starts[item + 1])
    if known[item] >= 0 {
      for place in range { consensus[Int(byItem.elements[place])] = known[item] }
      continue
    }
    if range.count < 2 { continue }
    seen.removeAll(keepingCapacity: true)
    for place in range {
      let value = ratings.values[Int(byItem.elements[place])]
      if counts[Int(value)] == 0 { seen.append(value) }
      counts[Int(value)] += 1
    }
    for place in range {
      let index = Int(byItem.elements[place])
      consensus[index] = leader(seen, counts, without: ratings.values[index])
    }
    for value in seen { counts[Int(value)] = 0 }
  }
  return consensus
}

/// The value with most votes when one vote for `own` is taken away; -1 where several have as many.
private func leader(_ seen: [Int32], _ counts: [Int32], without own: Int32) -> Int32 {
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
