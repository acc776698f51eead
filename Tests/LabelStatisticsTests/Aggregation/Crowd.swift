import Foundation
import LabelStatistics

/// The crowd data beside the repository, or where GLOSS_DATA says.
enum Crowd {
  static let folder: String = {
    if let named = ProcessInfo.processInfo.environment["GLOSS_DATA"] { return named + "/crowd" }
    // The file as it is reached: the folder of the tests may be a link.
    let file = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    let repository = (0..<4).reduce(file) { url, _ in url.deletingLastPathComponent() }
    return repository.appendingPathComponent("../shared/data/crowd").standardizedFileURL.path
  }()

  static var isThere: Bool { FileManager.default.fileExists(atPath: folder + "/D_Product.answers.csv") }

  /// The ratings of a file of answers, and the gold of its items (−1 where there is none), names in their order.
  static func read(_ name: String) throws -> (ratings: Ratings, gold: [Int32]) {
    let rows = try lines("\(folder)/\(name).answers.csv")
    let (items, annotators, values) = (index(rows, 0), index(rows, 1), index(rows, 2))
    var gold = [Int32](repeating: -1, count: items.count)
    for row in try lines("\(folder)/\(name).gold.csv") {
      if let item = items[row[0]] { gold[Int(item)] = values[row[1]] ?? -1 }
    }
    let ratings = Ratings(
      items: rows.map { items[$0[0]] ?? 0 }, annotators: rows.map { annotators[$0[1]] ?? 0 },
      values: rows.map { values[$0[2]] ?? 0 },
      itemCount: items.count, annotatorCount: annotators.count, valueCount: values.count)
    return (ratings, gold)
  }

  private static func lines(_ path: String) throws -> [[String]] {
    try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
      .map { $0.split(separator: ",").map(String.init) }
  }

  private static func index(_ rows: [[String]], _ column: Int) -> [String: Int32] {
    let names = Set(rows.map { $0[column] }).sorted()
    return Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
  }
}
