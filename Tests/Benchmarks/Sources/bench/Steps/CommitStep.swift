import Foundation

extension Bench {
  /// A version of everything, a hundred random edits, a version of those, and what differs between the two; then the
  /// same by tools that keep whole files.
  func commitStep(_ peers: [any FilePeer], missing: [Measurement.Peer]) throws {
    let edits = editedSamples(100)
    var rivals: [(peer: any FilePeer, run: Program.Run, newBytes: Int, diff: Double?)] = []
    for peer in peers where FileManager.default.fileExists(atPath: peer.file(self)) {
      say("\(peer.commands) after \(edits.count) edited lines")
      do {
        try SampleFile.edit(rows: edits, in: peer.file(self))
        let (run, newBytes) = try peer.measured(self)
        say("  \(Quantity.seconds(run.seconds).text), \(Quantity.bytes(newBytes).text) stored")
        rivals.append((peer, run, newBytes, try? peer.diff(self).seconds))
      } catch { say("\(peer.name): \(error)") }
    }
    let name = "commit after \(edits.count) edits in \(options.samples) rows"
    let beside = rivals.map { Measurement.Peer($0.peer.commands, .seconds($0.run.seconds)) } + missing
    attempt(name, beside: beside) {
      let (before, after, commit, newBytes) = try commitOfEdits(edits)
      found(
        Measurement(name, .seconds(commit.seconds), .under(.seconds(0.1)), beside: beside))
      found(
        Measurement(
          "  newly stored", .bytes(newBytes), .under(.bytes(1_000_000)),
          beside: rivals.map { .init($0.peer.commands, .bytes($0.newBytes)) }))
      try diffStep(before, after, rivals.map { ($0.peer.name, $0.diff) })
    }
  }

  /// Commits what there is, edits, and commits again.
  private func commitOfEdits(_ edits: [Int]) throws -> (String, String, Program.Run, Int) {
    let file = directory + "/annotations.csv"
    let annotated = min(options.annotations ?? options.samples, options.samples)
    let marker = project + "/annotated-\(annotated)"
    if !FileManager.default.fileExists(atPath: marker) {
      say("gloss commit of \(options.samples) samples")
      let first = try commit("samples")
      found(Measurement("first commit of \(options.samples) samples", .seconds(first.run.seconds)))
      say("gloss import of \(annotated) annotations")
      let stride = Double(options.samples) / Double(annotated)
      let samples = (0..<annotated).lazy.map { Int(Double($0) * stride) }
      try ProjectFiles.writeAnnotations(of: samples, by: "ann", turn: 0, to: file)
      settle()
      let run = try gloss.run(["import", "-C", project, "--annotations", "--json", file], in: project)
      found(
        Measurement(
          "import of \(annotated) annotations", .seconds(run.seconds),
          note: "largest resident size \(Quantity.bytes(run.peakBytes).text)"))
      say("gloss commit of \(annotated) annotations")
      let second = try commit("annotations")
      found(
        Measurement(
          "commit of \(annotated) annotations", .seconds(second.run.seconds),
          note: "largest resident size \(Quantity.bytes(second.run.peakBytes).text)"))
      _ = FileManager.default.createFile(atPath: marker, contents: nil)
    }
    let before = try head() ?? { throw Failure("there is no commit") }()
    say("\(edits.count) random edits and their commit")
    let turns = project + "/turns"
    let turn = 1 + (Int((try? String(contentsOfFile: turns, encoding: .utf8)) ?? "") ?? 0)
    try String(turn).write(toFile: turns, atomically: false, encoding: .utf8)
    try ProjectFiles.writeAnnotations(of: edits, by: "editor", turn: turn, to: file)
    _ = try gloss.run(["import", "-C", project, "--annotations", file], in: project)
    settle()
    let stored = bytesOfFiles(under: store)
    let edited = try commit("edits")
    return (before, edited.id, edited.run, bytesOfFiles(under: store) - stored)
  }

  /// Wall time of `gloss diff`, and of a start of the program that does nothing, the least of five each.
  private func diffStep(_ before: String, _ after: String, _ peers: [(name: String, seconds: Double?)]) throws {
    say("gloss diff of the two versions")
    var diffs: [Double] = []
    var starts: [Double] = []
    var rows = 0
    for _ in 0..<5 {
      let run = try gloss.run(["diff", "-C", project, "--json", before, after], in: project, allowing: [0, 1])
      diffs.append(run.seconds)
      rows = try changedRows(run)
      starts.append(try gloss.run(["--version"], in: project).seconds)
    }
    let diff = diffs.min() ?? .nan
    let start = starts.min() ?? .nan
    let commands = ["git": "git diff --stat", "dvc": "dvc diff"]
    found(
      Measurement(
        "diff of the two versions, without the start of the program", .seconds(diff - start), .under(.seconds(0.020)),
        beside: peers.compactMap { peer in peer.seconds.map { .init(commands[peer.name] ?? peer.name, .seconds($0)) } },
        note: "\(Quantity.seconds(diff).text) with the start, \(Quantity.seconds(start).text); \(rows) rows differ"))
  }

  private func commit(_ message: String) throws -> (id: String, run: Program.Run) {
    settle()
    let run = try gloss.run(["commit", "-C", project, "--json", "-m", message], in: project)
    return (try run.text("commit"), run)
  }

  private func head() throws -> String? {
    let run = try gloss.run(["log", "-C", project, "--json"], in: project)
    let answer = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    let commits = (answer as? [[String: Any]]) ?? (answer as? [String: Any])?["commits"] as? [[String: Any]] ?? []
    return commits.first?["commit"] as? String
  }

  /// Rows that `gloss diff --json` counts, over its tables.
  private func changedRows(_ run: Program.Run) throws -> Int {
    let answer = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any] ?? [:]
    return answer.values.compactMap { $0 as? [String: Any] }.reduce(0) { total, table in
      total + ["added", "removed", "changed"].reduce(0) { $0 + (table[$1] as? Int ?? 0) }
    }
  }

  /// Places of samples to edit, none twice, spread over all.
  private func editedSamples(_ count: Int) -> [Int] {
    var random = SplitMix64(seed: 100)
    var chosen: Set<Int> = []
    while chosen.count < min(count, options.samples) { chosen.insert(random.below(options.samples)) }
    return chosen.sorted()
  }
}
