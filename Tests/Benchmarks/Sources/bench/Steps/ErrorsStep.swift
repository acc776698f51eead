import Foundation
import LabelStatistics

extension Bench {
  /// How well and how fast changed labels are found among tweets: `gloss suspects` beside cleanlab with the same features,
  /// each a whole process that reads the same file.
  func errorsStep(_ packages: PythonPackages?) throws {
    let root = FileManager.default.currentDirectoryPath
    let script = root + "/Tests/Interop/label_errors.py"
    let data = ProcessInfo.processInfo.environment["GLOSS_DATA"] ?? root + "/../shared/data"
    let file = directory + "/flipped.csv"
    guard let python = packages?.crowdInterpreter ?? Program.find("python3", in: environment["PATH"] ?? "") else {
      throw Failure("there is no Python that could change the labels")
    }
    _ = try program(python).run([script, "flip", data + "/text/vader_tweets.text.tsv", file], in: directory)
    say("label errors among tweets")
    settle()
    let arguments = ["suspects", file, "--text", "text", "--label", "label", "--all", "--limit", "1000000", "--json"]
    let runs = try (0..<3).map { _ in try gloss.run(arguments, in: directory) }
    guard let best = runs.min(by: { $0.seconds < $1.seconds }) else { return }
    let wrong = try Self.changed(file)
    let doubts = try best.doubts(count: wrong.count)

    var said: [String: Double] = [:]
    var notes = ["gloss: peak \(Quantity.bytes(best.peakBytes).text)"]
    let time = peer("cleanlab") {
      let run = try program(python).run([script, "cleanlab", file], in: directory)
      guard let figures = try? JSONDecoder().decode([String: Double].self, from: Data(run.output.utf8)) else {
        throw Failure("cleanlab answered: \(run.output.suffix(200))")
      }
      said = figures
      let features = figures["seconds_of_features"] ?? 0
      notes.append(
        "cleanlab: peak \(Quantity.bytes(run.peakBytes).text), and \(Quantity.seconds(features).text) more for the features, "
          + "which are made in plain Python and not held against it")
      return .seconds(run.seconds - features)
    }
    let name = "\(wrong.filter { $0 }.count) changed labels of \(wrong.count) tweets"
    for (figure, key, value) in [
      ("AUROC", "auroc", areaUnderROC(doubts, positive: wrong).value),
      ("average precision", "average_precision", averagePrecision(doubts, positive: wrong).value),
    ] {
      let beside = peer("cleanlab") {
        guard let theirs = said[key] else { throw Failure(time.why ?? "it said no \(key)") }
        return .number(theirs)
      }
      found(
        Measurement(
          "\(name): \(figure)", .number(value ?? .nan), .atLeast(peer: "cleanlab", less: 0.01), beside: [beside]))
    }
    found(
      Measurement(
        "\(name), whole process", .seconds(best.seconds), beside: [time], note: notes.joined(separator: "\n  ")))
  }

  /// The last cell of each row: whether its label was changed.
  private static func changed(_ path: String) throws -> [Bool] {
    // Cells may be quoted and have line ends in them; the last one has neither.
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var wrong: [Bool] = []
    for line in text.split(separator: "\r\n").dropFirst() { wrong.append(line.hasSuffix(",1")) }
    return wrong
  }
}

extension Program.Run {
  /// The score of each row of the file.
  fileprivate func doubts(count: Int) throws -> [Double] {
    struct Answer: Decodable {
      struct Row: Decodable {
        var row: Int
        var score: Double
      }
      var suspects: [Row]
    }
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(output.utf8)) else {
      throw Failure("the answer has no suspects: \(output.prefix(200))")
    }
    var doubts = [Double](repeating: 0, count: count)
    for row in answer.suspects where row.row <= count { doubts[row.row - 1] = row.score }
    return doubts
  }
}
