/// Reads keys and pastes out of the bytes that a terminal sends, however they are cut into pieces.
///
/// An Escape that nothing follows is a key of its own. Whether something follows is known only after a while, so the
/// parser holds it back and says for how long (`patience`); the caller comes back with `giveUp` when that is over.
struct KeyParser {
  /// Sequences of this terminal besides the usual ones.
  private let special: [[UInt8]: Key]
  private var pending: [UInt8] = []
  /// What was pasted so far, while a paste goes on.
  private var paste: [UInt8]?
  /// The last thing given was an Escape that nothing followed in time.
  private var escapeGivenUp = false

  /// How long a lone Escape waits for the rest of a sequence, in milliseconds. Terminals send a sequence in one piece;
  /// what a slow line cuts in two comes late, which `parse` mends.
  static let escapePatience = 25
  /// How long a sequence that has certainly begun waits for its end.
  static let sequencePatience = 250
  static let pastePatience = 2000

  init(special: [[UInt8]: Key] = [:]) { self.special = special }

  /// How many milliseconds to wait for more bytes before `giveUp`; nil when nothing is held back.
  var patience: Int? {
    if paste != nil { return KeyParser.pastePatience }
    if pending.isEmpty { return nil }
    return pending == [0x1B] ? KeyParser.escapePatience : KeyParser.sequencePatience
  }

  /// The keys and pastes that are complete with these bytes.
  mutating func parse(_ bytes: some Collection<UInt8>) -> [Input] {
    var inputs: [Input] = []
    if escapeGivenUp && pending.isEmpty { mendSequence(bytes) }
    escapeGivenUp = false
    pending.append(contentsOf: bytes)
    var place = 0
    while place < pending.count {
      if paste != nil {
        place = takePaste(from: place, into: &inputs)
        continue
      }
      switch step(at: place) {
      case .key(let key, let length):
        inputs.append(.key(key))
        place += length
      case .nothing(let length): place += length
      case .pasteBegins(let length):
        paste = []
        place += length
      case .incomplete:
        pending.removeFirst(place)
        return inputs
      }
    }
    pending.removeAll(keepingCapacity: true)
    return inputs
  }

  /// Nothing came: what was held back is taken for what it is so far.
  mutating func giveUp() -> [Input] {
    if let text = paste {
      paste = nil
      let rest = pending
      pending = []
      return [.paste(KeyParser.text(text + rest))]
    }
    let held = pending
    pending = []
    guard held.first == 0x1B else { return [] }  // a code point cut in two
    guard held.count > 1 else {
      escapeGivenUp = true
      return [.key(.escape)]
    }
    // Alt with a character that also begins sequences; a longer piece of a sequence is no key.
    guard held.count == 2, held[1] != 0x1B else { return [] }
    return [.key(.alt(Character(Unicode.Scalar(held[1]))))]
  }

  /// A slow line may bring `ESC` first and `[A` later. Nobody types those as quickly as they come in one piece.
  private mutating func mendSequence(_ bytes: some Collection<UInt8>) {
    guard let first = bytes.first, first == 0x5B || first == 0x4F, bytes.count > 1 else { return }
    if case .key(_, let length) = step(in: [0x1B] + bytes, at: 0), length == bytes.count + 1 { pending = [0x1B] }
  }

  private enum Step {
    case key(Key, length: Int)
    case nothing(length: Int)
    case pasteBegins(length: Int)
    case incomplete
  }

  private func step(at place: Int) -> Step { step(in: pending, at: place) }

  private func step(in bytes: [UInt8], at place: Int) -> Step {
    let byte = bytes[place]
    switch byte {
    case 0x1B: return escape(in: bytes, at: place)
    case 0x0D, 0x0A: return .key(.enter, length: 1)
    case 0x09: return .key(.tab, length: 1)
    case 0x08, 0x7F: return .key(.backspace, length: 1)
    case 0x20: return .key(.space, length: 1)
    case 0x00..<0x20: return .key(KeyParser.control(byte), length: 1)
    case 0x21..<0x7F: return .key(.character(Character(Unicode.Scalar(byte))), length: 1)
    default:
      return character(in: bytes, at: place).map { .key(.character($0.0), length: $0.1) } ?? unfinished(bytes, place)
    }
  }

  private static func control(_ byte: UInt8) -> Key {
    .control(Character(Unicode.Scalar(byte < 0x1B && byte > 0 ? byte + 0x60 : byte + 0x40)))
  }

  /// A code point of two bytes or more; nil when it is broken or not yet whole.
  private func character(in bytes: [UInt8], at place: Int) -> (Character, Int)? {
    let length = bytes[place] >= 0xF0 ? 4 : bytes[place] >= 0xE0 ? 3 : 2
    guard bytes[place] >= 0xC2, place + length <= bytes.count else { return nil }
    var decoder = UTF8()
    var iterator = bytes[place..<place + length].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
    return (Character(scalar), length)
  }

  private func unfinished(_ bytes: [UInt8], _ place: Int) -> Step {
    let length = bytes[place] >= 0xF0 ? 4 : bytes[place] >= 0xE0 ? 3 : 2
    let rest = bytes[place...].dropFirst()
    let isCut =
      bytes[place] >= 0xC2 && bytes[place] < 0xF5 && rest.count < length - 1 && rest.allSatisfy { $0 & 0xC0 == 0x80 }
    return isCut ? .incomplete : .nothing(length: 1)
  }

  private func escape(in bytes: [UInt8], at place: Int) -> Step {
    guard place + 1 < bytes.count else { return .incomplete }
    for (sequence, key) in special where bytes[place...].starts(with: sequence) {
      return .key(key, length: sequence.count)
    }
    let next = bytes[place + 1]
    switch next {
    case 0x1B: return .key(.escape, length: 1)
    case 0x5B: return controlSequence(in: bytes, at: place)
    case 0x4F:
      guard place + 2 < bytes.count else { return .incomplete }
      return KeyParser.finals[bytes[place + 2]].map { .key($0, length: 3) } ?? .nothing(length: 3)
    case 0x50, 0x58, 0x5D, 0x5E, 0x5F: return controlString(in: bytes, at: place)
    case 0x0D, 0x0A: return .key(.enter, length: 2)
    case 0x08, 0x7F: return .key(.control("w"), length: 2)
    case 0x00..<0x20: return .key(KeyParser.control(next), length: 2)
    case 0x20..<0x7F: return .key(.alt(Character(Unicode.Scalar(next))), length: 2)
    default:
      if let (character, length) = character(in: bytes, at: place + 1) {
        return .key(.alt(character), length: length + 1)
      }
      if case .incomplete = unfinished(bytes, place + 1) { return .incomplete }
      return .nothing(length: 2)
    }
  }

  /// `ESC [`, parameters (0x30 … 0x3F), intermediates (0x20 … 0x2F), a final byte (ECMA-48, 5.4).
  private func controlSequence(in bytes: [UInt8], at place: Int) -> Step {
    var end = place + 2
    if end < bytes.count && bytes[end] == 0x5B {  // the Linux console's F1 … F5: ESC [ [ A … E
      guard end + 1 < bytes.count else { return .incomplete }
      let number = Int(bytes[end + 1]) - 0x40
      return (1...5).contains(number) ? .key(.function(number), length: 4) : .nothing(length: 4)
    }
    while end < bytes.count && (0x20..<0x40).contains(bytes[end]) { end += 1 }
    guard end < bytes.count else { return end - place > 64 ? .nothing(length: end - place) : .incomplete }
    let length = end - place + 1
    let final = bytes[end]
    guard (0x40..<0x7F).contains(final) else { return .nothing(length: end - place) }
    let parameters = bytes[place + 2..<end].split(separator: 0x3B, omittingEmptySubsequences: false)
      .map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
    let modifier = parameters.count > 1 ? parameters[1] : 1
    if final == 0x7E {
      if parameters.first == 200 { return .pasteBegins(length: length) }
      guard let key = KeyParser.numbered[parameters.first ?? 0] else { return .nothing(length: length) }
      return .key(key, length: length)
    }
    guard let key = KeyParser.finals[final] else { return .nothing(length: length) }
    // With Ctrl or Alt an arrow moves by words, as in a shell.
    switch (key, modifier) {
    case (.left, 3...8): return .key(.alt("b"), length: length)
    case (.right, 3...8): return .key(.alt("f"), length: length)
    default: return .key(key, length: length)
    }
  }

  /// What a terminal says of itself (`ESC ]`, `ESC P` … up to BEL or `ESC \`): no key.
  private func controlString(in bytes: [UInt8], at place: Int) -> Step {
    var end = place + 2
    while end < bytes.count {
      if bytes[end] == 0x07 { return .nothing(length: end - place + 1) }
      if bytes[end] == 0x1B && end + 1 < bytes.count && bytes[end + 1] == 0x5C {
        return .nothing(length: end - place + 2)
      }
      end += 1
    }
    return end - place > 4096 ? .nothing(length: end - place) : .incomplete
  }

  private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

  /// Takes bytes of a paste; gives the place behind them.
  private mutating func takePaste(from place: Int, into inputs: inout [Input]) -> Int {
    guard var text = paste else { return place }
    let end = KeyParser.pasteEnd
    text.append(contentsOf: pending[place...])
    // The end mark may have come in two pieces, so it is looked for in all that is new and a little before.
    let from = max(0, text.count - (pending.count - place) - end.count)
    for start in stride(from: from, through: text.count - end.count, by: 1)
    where text[start] == 0x1B && text[start..<start + end.count].elementsEqual(end) {
      paste = nil
      inputs.append(.paste(KeyParser.text(text[..<start])))
      return pending.count - (text.count - start - end.count)
    }
    paste = text
    return pending.count
  }

  /// Line ends as line feeds.
  private static func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: Array(bytes), as: UTF8.self)
      .replacing("\r\n", with: "\n").replacing("\r", with: "\n")
  }

  private static let finals: [UInt8: Key] = [
    0x41: .up, 0x42: .down, 0x43: .right, 0x44: .left, 0x48: .home, 0x46: .end, 0x5A: .backTab, 0x4D: .enter,
    0x50: .function(1), 0x51: .function(2), 0x52: .function(3), 0x53: .function(4),
  ]

  /// `ESC [ number ~`.
  private static let numbered: [Int: Key] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end, 11: .function(1),
    12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5), 17: .function(6), 18: .function(7),
    19: .function(8), 20: .function(9), 21: .function(10), 23: .function(11), 24: .function(12),
  ]
}
