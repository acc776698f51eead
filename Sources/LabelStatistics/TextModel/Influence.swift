/// A word and how much it speaks for one class against another, in natural logarithms of odds.
public struct WordInfluence: Equatable, Sendable {
  public var word: String
  public var weight: Double
}

extension LogisticModel {
  /// The words of a text that speak most for class `a` against `b`, the strongest first; words that speak for neither or
  /// for `b` are left out. `options` are those of the features that the model learned from.
  ///
  /// A row is linear in its n-grams: each occurrence of one counts its share of the n-gram's weight to the words that it
  /// touches, in equal parts. So the weights of all words sum to ln of the odds, less the constants of the classes.
  /// O(length · classes).
  public func influences(
    of text: String, for a: Int, against b: Int, most: Int, options: TextOptions
  ) -> [WordInfluence] {
    var grams = TextGrams(options)
    grams.read(text)
    let row = SlottedRows(TextFeatures([text], options: options), slots)
    var perOccurrence: [Int32: Double] = [:]
    for index in row.starts[0]..<row.starts[1] {
      let slot = row.slots[index]
      perOccurrence[slot] = Double(row.values[index]) * (weight(slot, of: a) - weight(slot, of: b))
    }
    var occurrences: [Int32: Int] = [:]
    grams.visit { hash, _, _ in occurrences[slots.slots[grams.column(hash)], default: 0] += 1 }
    var sums = [Double](repeating: 0, count: grams.words.count)
    // N-grams come in the order of their beginnings, of words and then of characters.
    grams.visit { hash, start, end in
      let slot = slots.slots[grams.column(hash)]
      guard slot >= 0, let weight = perOccurrence[slot], let count = occurrences[slot] else { return }
      let touched = grams.words(in: start..<end)
      for word in touched { sums[word] += weight / Double(count) / Double(touched.count) }
    }
    var byWord: [(word: String, weight: Double)] = []
    for (place, word) in grams.words.enumerated() {
      let text = grams.text(of: word)
      if let known = byWord.firstIndex(where: { $0.word == text }) {
        byWord[known].weight += sums[place]
      } else {
        byWord.append((text, sums[place]))
      }
    }
    return byWord.filter { $0.weight > 0 }.sorted { ($1.weight, $0.word) < ($0.weight, $1.word) }.prefix(most)
      .map { WordInfluence(word: $0.word, weight: $0.weight) }
  }

  private func weight(_ slot: Int32, of value: Int) -> Double {
    Double(weights[Int(slot) * groups + value / 4][value % 4])
  }
}

extension TextGrams {
  /// The words that stand in a range of code points, at least in part. O(log words + those found).
  func words(in range: Range<Int>) -> Range<Int> {
    var (low, high) = (0, words.count)
    while low < high {
      let middle = (low + high) / 2
      if words[middle].end <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < words.count, words[end].start < range.upperBound { end += 1 }
    return low..<end
  }

  func text(of word: Word) -> String {
    var text = ""
    for point in points[word.start..<word.end] {
      if let scalar = Unicode.Scalar(point) { text.unicodeScalars.append(scalar) }
    }
    return text
  }
}
