/// The merge of a text that two sides changed, line by line (diff3): pure, and the same whichever side is called ours.
///
/// Lines that both sides kept divide the text into parts. A part that one side left alone is the other's; where both made
/// the same of it, it is that; else it is a conflict.
struct TextMerge: Equatable {
  enum Part: Equatable {
    case agreed([Substring])
    case conflict(Conflict)
  }

  struct Conflict: Equatable {
    /// The first line of the part on each side, from 1.
    var ourLine: Int
    var theirLine: Int
    var ours: [Substring]
    var theirs: [Substring]
  }

  private(set) var parts: [Part] = []

  var conflicts: [Conflict] {
    parts.compactMap { if case .conflict(let conflict) = $0 { conflict } else { nil } }
  }

  /// The merged text; `choice` says which lines a conflict gets, nil where it stays one, which makes the whole nil.
  func text(_ choice: (Conflict) -> [Substring]?) -> String? {
    var lines: [Substring] = []
    for part in parts {
      switch part {
      case .agreed(let agreed): lines += agreed
      case .conflict(let conflict):
        guard let chosen = choice(conflict) else { return nil }
        lines += chosen
      }
    }
    return lines.joined(separator: "\n")
  }

  init(base: String, ours: String, theirs: String) {
    let (base, ours, theirs) = (Self.lines(base), Self.lines(ours), Self.lines(theirs))
    let (ourPlaces, theirPlaces) = (Self.places(of: base, in: ours), Self.places(of: base, in: theirs))
    var start = (base: 0, ours: 0, theirs: 0)
    for line in base.indices {
      guard let our = ourPlaces[line], let their = theirPlaces[line] else { continue }
      add(base[start.base..<line], ours[start.ours..<our], theirs[start.theirs..<their])
      append([base[line]])
      start = (line + 1, our + 1, their + 1)
    }
    add(base[start.base...], ours[start.ours...], theirs[start.theirs...])
  }

  private mutating func add(
    _ base: ArraySlice<Substring>, _ ours: ArraySlice<Substring>, _ theirs: ArraySlice<Substring>
  ) {
    if ours == theirs || theirs == base {
      append(Array(ours))
    } else if ours == base {
      append(Array(theirs))
    } else {
      parts.append(
        .conflict(
          Conflict(
            ourLine: ours.startIndex + 1, theirLine: theirs.startIndex + 1, ours: Array(ours), theirs: Array(theirs))))
    }
  }

  private mutating func append(_ lines: [Substring]) {
    guard !lines.isEmpty else { return }
    if case .agreed(let before)? = parts.last {
      parts[parts.count - 1] = .agreed(before + lines)
    } else {
      parts.append(.agreed(lines))
    }
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// For each line of `base` where `other` has it still; nil where it is gone.
  private static func places(of base: [Substring], in other: [Substring]) -> [Int?] {
    var (removed, inserted) = (Set<Int>(), Set<Int>())
    for change in other.difference(from: base) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var place = 0
    return base.indices.map { line in
      if removed.contains(line) { return nil }
      while inserted.contains(place) { place += 1 }
      defer { place += 1 }
      return place
    }
  }
}
