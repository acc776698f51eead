import Foundation
import Testing

/// 4,200 real tweets with real ratings (MIT), in the folder `data` beside the repository's, or where GLOSS_DATA says.
enum RealTweets {
  static let folder: String = {
    if let named = ProcessInfo.processInfo.environment["GLOSS_DATA"] { return named + "/text" }
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return repository.appendingPathComponent("../shared/data/text").standardizedFileURL.path
  }()

  static var isThere: Bool { FileManager.default.fileExists(atPath: folder + "/vader_tweets.text.tsv") }

  static let raters = ["r0", "r1", "r2", "r3", "r4"]
  static let labeled = 200

  /// Rater → tweet → rating from -4 to 4.
  static func ratings() throws -> [String: [String: Int]] {
    var ratings: [String: [String: Int]] = [:]
    let text = try String(contentsOfFile: folder + "/vader_tweets.answers.csv", encoding: .utf8)
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",")
      ratings[String(cells[1]), default: [:]][String(cells[0])] = Int(cells[2])
    }
    return ratings
  }

  static func folded(_ rating: Int) -> String { rating < 0 ? "negative" : rating > 0 ? "positive" : "neutral" }

  /// The project of the design's example, with the five raters.
  static let yaml =
    TweetsProject.yaml.components(separatedBy: "people:")[0]
    .replacing("overlap: 3", with: "overlap: 5").replacing("at-least: 2", with: "at-least: 3")
    + "people:\n" + raters.map { "  - {name: \($0), role: annotator}\n" }.joined()
    + "  - {name: rita, role: reviewer}\n"
}

@Suite("The whole path on real tweets", .timeLimit(.minutes(10)))
struct RealTweetsTests {
  @Test(
    "What five raters type through the label screen, and a reviewer resolves, is exactly what the export holds.",
    .enabled(
      if: RealTweets.isThere, "skipped: the tweets are not at \(RealTweets.folder); GLOSS_DATA names the data folder"))
  func wholePath() throws {
    let ratings = try RealTweets.ratings()
    let scratch = try begin()
    let tweets = (1...RealTweets.labeled).map(String.init)
    for rater in RealTweets.raters {
      try label(as: rater, tweets, ratings[rater] ?? [:], in: scratch)
    }
    let resolved = try resolve(in: scratch, tweets, ratings)
    try compareExport(in: scratch, tweets, ratings, resolved)
  }

  private func begin() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(RealTweets.yaml, to: "gloss.yaml")
    try scratch.write(TweetsProject.guidelines, to: "guidelines.md")
    let text = try String(contentsOfFile: RealTweets.folder + "/vader_tweets.text.tsv", encoding: .utf8)
    try scratch.write("id\tmean\ttext\n" + text, to: "tweets.tsv")
    #expect(try BuiltProgram.run(["init", "."], in: scratch).status == 0)
    let imported = try BuiltProgram.run(["import", "tweets.tsv", "--id", "id", "--json"], in: scratch)
    #expect(try imported.json().imported.int == 4200, "\(imported.error)")
    return scratch
  }

  /// One sitting: a key a tweet, each seen to be saved before the next.
  private func label(as rater: String, _ tweets: [String], _ ratings: [String: Int], in scratch: Scratch) throws {
    let keys = ["negative": "1", "neutral": "2", "positive": "3"]
    let terminal = try TerminalSession.gloss(["label", "--as", rater], in: scratch)
    try terminal.wait(for: "What does the writer feel?")
    for (index, tweet) in tweets.enumerated() {
      let answer = RealTweets.folded(try #require(ratings[tweet]))
      try terminal.answer(keys[answer] ?? "", answer, at: index + 1)
    }
    try terminal.leave()
  }

  /// Takes the majority where there is one and the first annotator's answer where there is none; gives tweet → answer.
  private func resolve(
    in scratch: Scratch, _ tweets: [String], _ ratings: [String: [String: Int]]
  ) throws -> [String: String] {
    let terminal = try TerminalSession.gloss(["review", "--as", "rita"], in: scratch)
    try terminal.wait(for: "r0")
    var resolved: [String: String] = [:]
    let disputed = tweets.filter { tweet in
      Set(RealTweets.raters.compactMap { ratings[$0]?[tweet].map(RealTweets.folded) }).count > 1
    }
    for tweet in disputed {
      let answers = RealTweets.raters.compactMap { ratings[$0]?[tweet].map(RealTweets.folded) }
      let votes = Dictionary(grouping: answers) { $0 }.mapValues(\.count)
      let most = votes.values.max() ?? 0
      let leaders = votes.filter { $0.value == most }.keys
      let answer = leaders.count == 1 ? leaders.first ?? "" : answers[0]
      terminal.type(leaders.count == 1 ? "*" : "a")
      // The tweets were imported in the order of their ids, so that a tweet's place is its id.
      try terminal.wait("tweet \(tweet) resolved as \(answer)") { _ in
        terminal.acknowledged?.hasPrefix("\(tweet) \(answer)") == true
      }
      resolved[tweet] = answer
    }
    try terminal.leave()
    let status = try BuiltProgram.run(["status", "--json"], in: scratch).json()
    #expect(status.disagreements.int == 0)
    #expect(status.resolved.int == resolved.count)
    #expect(resolved.count > 50)
    return resolved
  }

  private func compareExport(
    in scratch: Scratch, _ tweets: [String], _ ratings: [String: [String: Int]], _ resolved: [String: String]
  ) throws {
    for arguments in [["commit", "-m", "200 tweets"], ["export", "main", "-o", "out.jsonl", "--annotations"]] {
      let finished = try BuiltProgram.run(arguments, in: scratch)
      #expect(finished.status == 0, "\(finished.error)")
    }
    let rows = try scratch.read("out.jsonl").split(separator: "\n").map { try JSON(parsing: String($0)) }
    #expect(rows.count == 4200)
    let labeled = Set(tweets)
    for row in rows {
      let id = try #require(row.id.string)
      guard labeled.contains(id) else {
        #expect(row.sentiment.isNull && row.annotations.elements.isEmpty, "tweet \(id)")
        continue
      }
      var typed: [String: String] = [:]
      for rater in RealTweets.raters { typed[rater] = ratings[rater]?[id].map(RealTweets.folded) }
      var kept: [String: String] = [:]
      for annotation in row.annotations.elements {
        kept[annotation.annotator.string ?? ""] = annotation.answers.sentiment.string
      }
      #expect(kept == typed, "tweet \(id)")
      let expected = resolved[id] ?? typed["r0"]
      #expect(row.sentiment.string == expected, "tweet \(id)")
      #expect(row._labels.sentiment.by.string == (resolved[id] == nil ? "majority" : "resolution"), "tweet \(id)")
    }
  }
}
