/// `text`, or where it takes more than `width` columns its beginning and `…`. O(characters up to there).
public func shortened(_ text: String, _ width: Int) -> String {
  var kept = ""
  var used = 0
  for character in text {
    let next = displayWidth(String(character))
    if used + next > width {
      // One column is the ellipsis's.
      while used > width - 1, let last = kept.popLast() { used -= displayWidth(String(last)) }
      return width > 0 ? kept + "…" : ""
    }
    kept.append(character)
    used += next
  }
  return text
}

/// `text` filled with blanks to `width` columns, behind it or, for numbers, before; shortened where it is longer.
public func fitted(_ text: String, _ width: Int, isNumber: Bool = false) -> String {
  let text = shortened(text, width)
  let blanks = String(repeating: " ", count: max(0, width - displayWidth(text)))
  return isNumber ? blanks + text : text + blanks
}
