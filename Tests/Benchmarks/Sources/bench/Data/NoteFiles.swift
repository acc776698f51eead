import Foundation

/// The generated small files: texts of 300 to 900 bytes, two hundred a directory, the same every time.
enum NoteFiles {
  static let count = 20_000
  private static let perDirectory = 200

  static func path(_ index: Int) -> String {
    let digits = String(index)
    let name = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    return "\(name.prefix(3))/note-\(name).txt"
  }

  /// Writes all of them below `directory`, which is made anew.
  static func write(to directory: String) throws {
    let files = FileManager.default
    try? files.removeItem(atPath: directory)
    var random = SplitMix64(seed: 20_000)
    for index in 0..<count {
      let path = directory + "/" + path(index)
      try files.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      guard files.createFile(atPath: path, contents: Data(text(&random))) else { throw Failure("cannot write \(path)") }
    }
  }

  /// Replaces these files by others with some words more, as an editor saves them.
  static func edit(_ indices: [Int], turn: Int, in directory: String) throws {
    for index in indices {
      let url = URL(fileURLWithPath: directory + "/" + path(index))
      try (Data(contentsOf: url) + Data("and once more, for the \(turn). time.\n".utf8)).write(
        to: url, options: .atomic)
    }
  }

  /// Files to edit, none twice.
  static func chosen(_ number: Int, turn: Int) -> [Int] {
    var random = SplitMix64(seed: UInt64(turn))
    var chosen: Set<Int> = []
    while chosen.count < number { chosen.insert(random.below(count)) }
    return chosen.sorted()
  }

  private static func text(_ random: inout SplitMix64) -> [UInt8] {
    let size = 300 + random.below(600)
    var text: [UInt8] = []
    while text.count < size {
      text += SampleFile.words[random.below(SampleFile.words.count) * random.below(100) / 100]
      text.append(random.below(12) == 0 ? UInt8(ascii: "\n") : UInt8(ascii: " "))
    }
    return text + "\(random.next())\n".utf8
  }
}
