import CMeasure
import Foundation

extension Bench {
  /// Label keys, each until its answering frame says that the label is saved; then the memory of the session; then
  /// whether a killed session lost any of them.
  func keyStep(_ situation: String) throws {
    let already = try annotationsOfAnnotator()
    say("\(options.keys) label keys, \(situation)")
    let screen = try LabelScreen(self)
    _ = try screen.firstFrame()
    var random = SplitMix64(seed: 1)
    var times: [Double] = []
    var bytes: [Int] = []
    var memory: Memory?
    for key in 0..<options.keys {
      let answer = try screen.label(random.below(ProjectFiles.values.count))
      times.append(answer.seconds)
      bytes.append(answer.bytes)
      if key + 1 == min(500, options.keys) { memory = try Memory(of: screen.session.process) }
    }
    screen.session.killNow()
    let saved = try annotationsOfAnnotator() - already
    if saved != options.keys {
      throw Failure("\(options.keys) labels were shown as saved, and \(saved) are there after a kill")
    }
    say("\(options.keys) keys that are echoed, and \(options.keys) commits of SQLite")
    let echo = try echoTimes()
    let commit = try SQLiteCommit.times(count: options.keys, in: directory)
    report(keys: Distribution(times), bytes: bytes, echo: echo, commit: commit, situation)
    if let memory { report(memory) }
  }

  private func report(
    keys: Distribution, bytes: [Int], echo: Distribution, commit: Distribution, _ situation: String
  ) {
    for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
      found(
        Measurement(
          "key to frame with the label saved, \(name) of \(keys.count), \(situation)",
          .seconds(keys.percentile(share)), share == 0.99 ? .under(.seconds(0.002)) : .none,
          beside: [
            .init("raw echo on a pty, \(name)", .seconds(echo.percentile(share))),
            .init("one fsynced SQLite commit, \(name)", .seconds(commit.percentile(share))),
          ]))
    }
    found(Measurement("  the slowest", .seconds(keys.max)))
    found(Measurement("  bytes a label key, the most", .bytes(bytes.max() ?? 0), .under(.bytes(1024))))
    found(Measurement("  bytes a label key, the mean", .bytes(Double(bytes.reduce(0, +)) / Double(bytes.count))))
  }

  private func report(_ memory: Memory) {
    let keys = min(500, options.keys)
    found(
      Measurement(
        "memory of a session after \(keys) keys, resident", .bytes(memory.resident), .under(.bytes(32_000_000))))
    found(Measurement("  its own and its share of what is shared", .bytes(memory.proportional)))
    found(Measurement("  its own alone", .bytes(memory.unshared)))
  }

  private func echoTimes() throws -> Distribution {
    let session = try TerminalSession(fixture("raw-echo"), [], in: directory)
    _ = try session.answer(quiet: LabelScreen.quiet) { _ in true }
    var times: [Double] = []
    for _ in 0..<options.keys {
      let typed = try session.type("1")
      times.append(seconds(from: typed, to: try session.answer(quiet: LabelScreen.quiet) { _ in true }.at))
    }
    try session.leave("Q")
    return Distribution(times)
  }

  /// Submitted by the one who types, as `gloss status --json` counts them.
  private func annotationsOfAnnotator() throws -> Int {
    let answer = try gloss.run(["status", "-C", project, "--json"], in: project).output
    guard
      let object = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any],
      let annotators = object["annotators"] as? [[String: Any]]
    else { throw Failure("no annotators in gloss status --json: \(answer.prefix(200))") }
    let own = annotators.first { $0["name"] as? String == ProjectFiles.annotator }
    return own?["submitted"] as? Int ?? 0
  }
}
