/// How a code point behaves on a terminal's grid. The table is of Unicode 15.0.0 (`widthTable`).
enum WidthClass: UInt8 {
  /// One column.
  case narrow
  /// Two columns: East Asian Wide and Fullwidth.
  case wide
  /// No column of its own: non-spacing and enclosing marks, Hangul vowels and finals.
  case mark
  /// A vowel sign and the like: belongs to the letter before it and takes one more column.
  case spacingMark
  /// Nothing that a person could see: controls, format characters, unassigned and private ones. Drawn as a glyph.
  case hidden
  /// Emoji presentation by default: two columns, though an older terminal may take one.
  case emoji
  /// A picture that is text unless U+FE0F follows.
  case pictograph
  /// A skin tone.
  case modifier
  /// Half a flag.
  case regional
  /// U+200D.
  case joiner
  case selector
  /// U+E0020 … U+E007F, invisible letters.
  case tag
  /// Arabic number signs and the like: visible format characters.
  case prepend

  /// O(1) for the commonest scripts, else a binary search.
  init(_ scalar: UInt32) {
    switch scalar {
    case 0x20..<0x7F, 0xAF..<0x300: self = .narrow
    case 0x4E00..<0xA000, 0xAC00..<0xD7A4: self = .wide
    default: self = WidthClass.search(scalar)
    }
  }

  private static func search(_ scalar: UInt32) -> WidthClass {
    widthTable.withUnsafeBufferPointer { table in
      let wanted = scalar << 4 | 0xF
      var low = 0
      var high = table.count
      while low + 1 < high {
        let middle = (low + high) / 2
        if table[middle] <= wanted { low = middle } else { high = middle }
      }
      return WidthClass(rawValue: UInt8(table[low] & 0xF)) ?? .hidden
    }
  }
}
