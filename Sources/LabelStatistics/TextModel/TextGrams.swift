/// How a text becomes features.
public struct TextOptions: Equatable, Sendable {
  /// Features are hashed into 2^bits columns.
  public var bits: Int
  /// Lengths of n-grams of words and of characters; nil for none.
  public var words: ClosedRange<Int>?
  public var characters: ClosedRange<Int>?
  /// Code points of a text that count: what comes after says little more of the whole and costs as much.
  public var limit: Int

  public init(
    bits: Int = 18, words: ClosedRange<Int>? = 1...2, characters: ClosedRange<Int>? = 3...5, limit: Int = 10_000
  ) {
    precondition(
      (1...30).contains(bits) && words?.lowerBound ?? 1 > 0 && characters?.lowerBound ?? 1 > 0 && limit >= 0,
      "2 to 2^30 columns, and n-grams of one or more")
    self.bits = bits
    self.words = words
    self.characters = characters
    self.limit = limit
  }
}

/// The n-grams of one text at a time.
///
/// A text is lower-cased code point by code point, each run of white space becomes one space, and one space stands
/// before and after it. Its words are the runs of letters and digits, and the runs of other signs. An n-gram of
/// characters is any n code points in a row; one of words is n words in a row, whatever stands between them. Each is
/// hashed by FNV-1a (Fowler, Noll, Vo 1991) over code points, mixed by the finalizer of SplitMix64.
struct TextGrams {
  /// One word: where it is in `points`, and the hash of its code points.
  struct Word {
    var start: Int
    var end: Int
    var hash: UInt64
  }

  let options: TextOptions
  /// The text that was read last, made even.
  private(set) var points: [UInt32] = []
  private(set) var words: [Word] = []

  init(_ options: TextOptions) { self.options = options }

  mutating func read(_ text: String) {
    points.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
    points.append(space)
    var room = options.limit
    for scalar in text.unicodeScalars {
      if room == 0 { break }
      room -= 1
      let value = scalar.value
      if value < 0x80 {
        if value <= 0x20 || value == 0x7F {
          if points[points.count - 1] != space { points.append(space) }
        } else {
          points.append(value >= 0x41 && value <= 0x5A ? value + 0x20 : value)
        }
      } else if scalar.properties.isWhitespace {
        if points[points.count - 1] != space { points.append(space) }
      } else {
        for lower in scalar.properties.lowercaseMapping.unicodeScalars { points.append(lower.value) }
      }
    }
    if points[points.count - 1] != space { points.append(space) }
    readWords()
  }

  private mutating func readWords() {
    var index = 0
    while index < points.count {
      if points[index] == space {
        index += 1
        continue
      }
      let start = index
      let kind = isOfWord(points[index])
      var hash = offset ^ 1
      while index < points.count, points[index] != space, isOfWord(points[index]) == kind {
        hash = (hash ^ UInt64(points[index])) &* prime
        index += 1
      }
      words.append(Word(start: start, end: index, hash: hash))
    }
  }

  /// Every n-gram: its hash, and where it is in `points`.
  func visit(_ body: (_ hash: UInt64, _ start: Int, _ end: Int) -> Void) {
    if let lengths = options.words {
      for first in 0..<words.count {
        var hash = words[first].hash
        for length in 1...max(1, min(lengths.upperBound, words.count - first)) {
          let last = words[first + length - 1]
          if length > 1 { hash = (hash &* prime) ^ last.hash }
          if lengths.contains(length) { body(mixed(hash), words[first].start, last.end) }
        }
      }
    }
    if let lengths = options.characters {
      for first in 0..<points.count {
        var hash = offset ^ 2
        let longest = min(lengths.upperBound, points.count - first)
        for length in 1...max(1, longest) where length <= longest {
          hash = (hash ^ UInt64(points[first + length - 1])) &* prime
          if length >= lengths.lowerBound { body(mixed(hash), first, first + length) }
        }
      }
    }
  }

  /// The column of a hash: its highest bits.
  func column(_ hash: UInt64) -> Int { Int(hash >> UInt64(64 - options.bits)) }
}

private let space: UInt32 = 0x20
private let offset = FNV1a.offset
private let prime = FNV1a.prime

private func mixed(_ hash: UInt64) -> UInt64 {
  var z = hash
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}

private func isOfWord(_ point: UInt32) -> Bool {
  if point < 0x80 {
    return (0x61...0x7A).contains(point) || (0x30...0x39).contains(point) || point == 0x5F || point == 0x27
  }
  guard let scalar = Unicode.Scalar(point) else { return false }
  return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    || scalar.properties.generalCategory == .nonspacingMark
}
