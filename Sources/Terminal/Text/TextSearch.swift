/// Finds text in text without regard to case.
public enum TextSearch {
  /// The bytes (UTF-8) of `text` where `query` stands, from left to right, not overlapping. O(n · m).
  ///
  /// Case is folded a code point at a time, so that places can be given back in the text as it is.
  public static func ranges(of query: String, in text: String) -> [Range<Int>] {
    let wanted = query.unicodeScalars.map(fold)
    guard let first = wanted.first else { return [] }
    var folded: [UInt32] = []
    var offsets: [Int] = []
    var offset = 0
    for scalar in text.unicodeScalars {
      folded.append(fold(scalar))
      offsets.append(offset)
      offset += UTF8.width(scalar)
    }
    offsets.append(offset)
    var found: [Range<Int>] = []
    var place = 0
    while place + wanted.count <= folded.count {
      if folded[place] == first && folded[place..<place + wanted.count].elementsEqual(wanted) {
        found.append(offsets[place]..<offsets[place + wanted.count])
        place += wanted.count
      } else {
        place += 1
      }
    }
    return found
  }

  private static func fold(_ scalar: Unicode.Scalar) -> UInt32 {
    if scalar.value < 0x80 { return (65...90).contains(scalar.value) ? scalar.value + 32 : scalar.value }
    let lower = scalar.properties.lowercaseMapping.unicodeScalars
    return lower.count == 1 ? lower.first?.value ?? scalar.value : scalar.value
  }
}
