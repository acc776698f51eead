/// How many items in all a share needs until its 95 % Wilson interval is `width` wide from end to end, if the share stays
/// as it is. `items` where it is that narrow already; nil for a width of 0 or less, or where there is no item yet.
/// O(log of the answer).
public func itemsUntilNarrow(share successes: Int, of items: Int, width: Double) -> Int? {
  precondition(successes >= 0 && successes <= items, "there are not more successes than items")
  guard items > 0, width > 0 else { return nil }
  let share = Double(successes) / Double(items)
  if 2 * wilsonParts(share, items).half <= width { return items }
  var (low, high) = (items, items * 2)
  while 2 * wilsonParts(share, high).half > width {
    if high > Int.max / 4 { return nil }
    (low, high) = (high, high * 2)
  }
  while high - low > 1 {
    let middle = low + (high - low) / 2
    if 2 * wilsonParts(share, middle).half <= width { high = middle } else { low = middle }
  }
  return high
}

/// How many items in all a figure needs until its interval is `width` wide, from the interval that it has now: a
/// bootstrap interval over items narrows as 1/√items, so items · (width now / width)². For alpha and every other
/// figure with an interval over items.
///
/// nil where the figure has no interval, or one without width though no more items are needed for its formula: from a
/// sample in which nothing varies no variance can be foreseen.
public func itemsUntilNarrow(_ figure: Figure, width: Double) -> Int? {
  guard let interval = figure.interval, width > 0, figure.items > 0 else { return nil }
  let now = interval.high - interval.low
  guard now > 0 else { return nil }
  if now <= width { return figure.items }
  let needed = (Double(figure.items) * (now / width) * (now / width)).rounded(.up)
  return needed < 0x1p53 ? Int(needed) : nil
}
