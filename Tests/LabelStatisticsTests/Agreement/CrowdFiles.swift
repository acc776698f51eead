import Foundation

@testable import LabelStatistics

/// Real answers of crowds (shared for research), in the folder `data` beside the repository's, or where GLOSS_DATA says.
enum CrowdFiles {
  static let folder: String = {
    if let named = ProcessInfo.processInfo.environment["GLOSS_DATA"] { return named }
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return repository.appendingPathComponent("../shared/data").standardizedFileURL.path
  }()

  static var areThere: Bool { FileManager.default.fileExists(atPath: folder + "/crowd/D_Product.answers.csv") }

  /// Rows of `task,worker,label` as ratings, and the names of the values in ascending order of their numbers.
  static func ratings(_ file: String) throws -> (ratings: Ratings, values: [String]) {
    let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",").map(String.init) }
    let names = (0..<3).map { column in
      Set(rows.map { $0[column] }).sorted { (Double($0) ?? 0, $0) < (Double($1) ?? 0, $1) }
    }
    let numbers = names.map { Dictionary(uniqueKeysWithValues: $0.enumerated().map { ($1, Int32($0)) }) }
    let columns = (0..<3).map { column in rows.map { numbers[column][$0[column]] ?? 0 } }
    return (
      Ratings(
        items: columns[0], annotators: columns[1], values: columns[2], itemCount: names[0].count,
        annotatorCount: names[1].count, valueCount: names[2].count), names[2]
    )
  }
}
