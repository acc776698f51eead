import AnnotationEngine

/// Names in the order of their bytes, which is that of their code points: the same numbers whatever order a file has.
public struct Names: Sendable, RandomAccessCollection {
  /// Where the bytes of a name are, and the line of the file where it stands first, from 1.
  struct Place: Sendable {
    var start: Int
    var length: Int
    var line: Int
  }
  /// The bytes of all names, in any order.
  private let bytes: [UInt8]
  private let places: [Place]

  init(bytes: [UInt8], places: [Place]) {
    self.bytes = bytes
    self.places = places
  }

  /// Each once, whatever order they come in. O(n log n).
  public init(_ names: some Collection<String>) {
    let sorted = Set(names.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
    bytes = sorted.flatMap { $0 }
    var places: [Place] = []
    for name in sorted {
      places.append(Place(start: places.last.map { $0.start + $0.length } ?? 0, length: name.count, line: 0))
    }
    self.places = places
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { places.count }

  public subscript(position: Int) -> String { String(decoding: utf8(position), as: UTF8.self) }

  /// The line of the file where a name stands first, from 1; 0 where there is no file.
  public func line(_ position: Int) -> Int { places[position].line }

  private func utf8(_ position: Int) -> ArraySlice<UInt8> {
    bytes[places[position].start..<places[position].start + places[position].length]
  }

  /// The number of a name, or nil. O(log names).
  public func number(of name: String) -> Int? {
    let wanted = Array(name.utf8)
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      let found = utf8(middle)
      if found.elementsEqual(wanted) { return middle }
      if found.lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
    }
    return nil
  }
}

extension String {
  /// Whether it is the same name: `==` takes two Unicode forms of one text for the same, files do not.
  func hasBytes(of other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
