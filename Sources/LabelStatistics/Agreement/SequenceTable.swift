/// Finds which of many short sequences of numbers are equal: an open-addressed table of them, without an array for any.
struct SequenceTable: Sendable {
  /// Numbers of sequences, or −1. Its length is a power of two.
  private var table = [Int32](repeating: -1, count: 1024)
  private var elements: [Int32] = []
  private var starts: [Int] = [0]
  private var hashes: [UInt64] = []
  /// How often each sequence was counted.
  private(set) var frequencies: [Int] = []

  var count: Int { frequencies.count }

  subscript(number: Int) -> ArraySlice<Int32> { elements[starts[number]..<starts[number + 1]] }

  /// Counts a sequence; gives its number, from 0 in the order of first sight. O(length).
  @discardableResult
  mutating func add(_ sequence: UnsafeMutableBufferPointer<Int32>, times: Int = 1) -> Int {
    var hash = UInt64(sequence.count)
    for element in sequence {
      hash = (hash ^ UInt64(truncatingIfNeeded: element)) &* 0x9E37_79B9_7F4A_7C15 ^ (hash >> 31)
    }
    var place = Int(truncatingIfNeeded: hash >> 24) & (table.count - 1)
    while table[place] >= 0 {
      let number = Int(table[place])
      if hashes[number] == hash, equals(number, sequence) {
        frequencies[number] += times
        return number
      }
      place = (place + 1) & (table.count - 1)
    }
    table[place] = Int32(frequencies.count)
    elements.append(contentsOf: sequence)
    starts.append(elements.count)
    hashes.append(hash)
    frequencies.append(times)
    if frequencies.count * 2 > table.count { grow() }
    return frequencies.count - 1
  }

  /// Counts what another has counted.
  mutating func add(_ other: SequenceTable) {
    for number in 0..<other.count {
      var sequence = Array(other[number])
      sequence.withUnsafeMutableBufferPointer { _ = add($0, times: other.frequencies[number]) }
    }
  }

  private func equals(_ number: Int, _ sequence: UnsafeMutableBufferPointer<Int32>) -> Bool {
    let start = starts[number]
    guard starts[number + 1] - start == sequence.count else { return false }
    for index in 0..<sequence.count where elements[start + index] != sequence[index] { return false }
    return true
  }

  private mutating func grow() {
    table = [Int32](repeating: -1, count: table.count * 4)
    for (number, hash) in hashes.enumerated() {
      var place = Int(truncatingIfNeeded: hash >> 24) & (table.count - 1)
      while table[place] >= 0 { place = (place + 1) & (table.count - 1) }
      table[place] = Int32(number)
    }
  }
}

extension UnsafeMutableBufferPointer<Int32> {
  /// Sorts what are few as a rule: each is put in its place among those before it.
  func sortFew() {
    var elements = self
    if count > 40 {
      elements.sort()
      return
    }
    for index in 1..<Swift.max(1, count) {
      let element = elements[index]
      var place = index
      while place > 0, elements[place - 1] > element {
        elements[place] = elements[place - 1]
        place -= 1
      }
      elements[place] = element
    }
  }
}
