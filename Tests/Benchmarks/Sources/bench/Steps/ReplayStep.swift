import Foundation
import LabelStatistics

extension Bench {
  /// How many annotations adaptive overlap and the order of uncertainty save for the same accuracy, on crowds that
  /// answered everything: the curves, and where they cross the accuracy of asking everybody, less a hundredth.
  func replayStep() throws {
    let folder =
      ProcessInfo.processInfo.environment["GLOSS_DATA"] ?? FileManager.default.currentDirectoryPath + "/../shared/data"
    for crowd in [try Self.entailment(folder), try Self.tweets(folder)] {
      say("replay of \(crowd.name)")
      let replay = CrowdReplay(crowd.ratings, gold: crowd.gold, seed: 1)
      let curves = [
        ("fixed overlap", replay.fixedOverlap()),
        ("adaptive overlap", replay.adaptiveOverlap(until: [0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999])),
        ("most uncertain first", replay.uncertaintyFirst(share: 0.25)),
      ]
      guard let all = curves[0].1.last?.accuracy.value else { throw Failure("nothing is known of \(crowd.name)") }
      let target = all - 0.01
      for (name, curve) in curves {
        guard let needed = annotations(for: target, on: curve) else {
          throw Failure("\(name) never comes to \(target) on \(crowd.name)")
        }
        found(
          Measurement(
            "\(crowd.name): annotations for accuracy \(Quantity.three(target)), \(name)", .count(needed),
            note: Self.drawn(curve)))
      }
    }
  }

  private struct Crowd {
    var name: String
    var ratings: Ratings
    /// By item.
    var gold: [Int32]
  }

  /// At most ten points of a curve, as "annotations accuracy".
  private static func drawn(_ curve: [EffortPoint]) -> String {
    let step = max(1, (curve.count + 9) / 10)
    return stride(from: 0, to: curve.count, by: step).map { place in
      "\(curve[place].annotations) \(Quantity.three(curve[place].accuracy.value ?? .nan))"
    }.joined(separator: "  ")
  }

  /// Textual entailment, with its experts' labels.
  private static func entailment(_ folder: String) throws -> Crowd {
    let rows = try rows(of: folder + "/crowd/smem_rte.answers.csv")
    let known = try labelsByTask(of: folder + "/crowd/smem_rte.gold.csv")
    return crowd("smem_rte", rows) { task, _ in known[task] }
  }

  /// Tweets rated from −4 to 4, as negative, neutral or positive; known is what the mean of all twenty says.
  private static func tweets(_ folder: String) throws -> Crowd {
    let rows = try rows(of: folder + "/text/vader_tweets.answers.csv").map { row in
      (task: row.task, worker: row.worker, label: sign(Double(row.label) ?? 0))
    }
    return crowd("vader_tweets", rows) { _, labels in
      sign(labels.reduce(0) { $0 + (Double($1) ?? 0) } / Double(labels.count) * 3)
    }
  }

  private static func sign(_ number: Double) -> String { number >= 1 ? "1" : number <= -1 ? "-1" : "0" }

  private static func crowd(
    _ name: String, _ rows: [(task: String, worker: String, label: String)], known: (String, [String]) -> String?
  ) -> Crowd {
    func numbers(_ names: [String]) -> [String: Int32] {
      Dictionary(uniqueKeysWithValues: Set(names).sorted().enumerated().map { ($1, Int32($0)) })
    }
    let (tasks, workers) = (numbers(rows.map(\.task)), numbers(rows.map(\.worker)))
    let labels = numbers(rows.map(\.label))
    let given = Dictionary(grouping: rows, by: \.task).mapValues { $0.map(\.label) }
    var gold = [Int32](repeating: -1, count: tasks.count)
    for (task, number) in tasks {
      if let label = known(task, given[task] ?? []).flatMap({ labels[$0] }) { gold[Int(number)] = label }
    }
    return Crowd(
      name: name,
      ratings: Ratings(
        items: rows.map { tasks[$0.task] ?? 0 }, annotators: rows.map { workers[$0.worker] ?? 0 },
        values: rows.map { labels[$0.label] ?? 0 }, itemCount: tasks.count, annotatorCount: workers.count,
        valueCount: labels.count),
      gold: gold)
  }

  private static func lines(of path: String) throws -> [[String]] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw Failure("\(path) is not there") }
    return text.split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",").map(String.init) }
  }

  private static func rows(of path: String) throws -> [(task: String, worker: String, label: String)] {
    try lines(of: path).compactMap { $0.count == 3 ? (task: $0[0], worker: $0[1], label: $0[2]) : nil }
  }

  private static func labelsByTask(of path: String) throws -> [String: String] {
    try lines(of: path).reduce(into: [:]) { if $1.count == 2 { $0[$1[0]] = $1[1] } }
  }
}
