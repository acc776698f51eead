import Foundation

extension Bench {
  private static let editsASide = 1_000

  /// Two branches of the million samples, a thousand labels on each; the same edits of a file by git.
  func mergeStep(_ git: Git?) throws {
    let (left, right) = sides()
    var beside: [Measurement.Peer] = []
    if let git, FileManager.default.fileExists(atPath: git.file(self)) {
      say("git merge of two branches with \(Self.editsASide) edited lines each")
      beside = [peer("git merge") { .seconds(try git.merge(self, left, right).seconds) }]
    }
    let turns = project + "/merges"
    let turn = 1 + (Int((try? String(contentsOfFile: turns, encoding: .utf8)) ?? "") ?? 0)
    try String(turn).write(toFile: turns, atomically: false, encoding: .utf8)
    let side = "side-\(turn)"
    say("gloss branch, and the first look at it")
    // Something to part from.
    _ = try gloss.run(["commit", "-C", project, "-m", "before the branch"], in: project)
    _ = try gloss.run(["branch", "-C", project, side], in: project)
    settle()
    let opened = try gloss.run(["status", "-C", project, "--branch", side, "--json"], in: project)
    found(
      Measurement(
        "first opening of a branch: its journal is made from the commit", .seconds(opened.seconds),
        note: "\(options.samples) samples, \(try annotations(opened)) annotations"))
    say("gloss merge of two branches with \(Self.editsASide) annotations each")
    try label(left, by: "left-\(turn)", on: side)
    try label(right, by: "right-\(turn)", on: "main")
    settle()
    let stored = bytesOfFiles(under: store)
    let run = try gloss.run(["merge", "-C", project, "--json", side], in: project, allowing: [0, 1])
    guard try run.number("conflicts") == 0 else { throw Failure("the merge has conflicts: \(run.output)") }
    found(
      Measurement(
        "merge of two branches with \(Self.editsASide) edits each", .seconds(run.seconds), beside: beside))
    found(Measurement("  newly stored", .bytes(bytesOfFiles(under: store) - stored)))
  }

  /// Samples that one side edits and those that the other does, never two in a row: git would call that a conflict.
  private func sides() -> (left: [Int], right: [Int]) {
    var random = SplitMix64(seed: 2_000)
    var chosen: Set<Int> = []
    while chosen.count < min(2 * Self.editsASide, options.samples / 8) {
      chosen.insert(4 * random.below(options.samples / 4))
    }
    let all = chosen.sorted()
    return (
      all.indices.filter { $0.isMultiple(of: 2) }.map { all[$0] },
      all.indices.filter { !$0.isMultiple(of: 2) }.map { all[$0] }
    )
  }

  private func label(_ samples: [Int], by annotator: String, on branch: String) throws {
    let file = directory + "/side.csv"
    try ProjectFiles.writeAnnotations(of: samples, by: annotator, turn: 0, to: file)
    _ = try gloss.run(["import", "-C", project, "--branch", branch, "--annotations", file], in: project)
    _ = try gloss.run(["commit", "-C", project, "--branch", branch, "-m", annotator], in: project)
  }

  private func annotations(_ status: Program.Run) throws -> Int {
    let answer = try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any] ?? [:]
    return (answer["annotations"] as? [String: Any])?["submitted"] as? Int ?? answer["submitted"] as? Int ?? 0
  }
}

extension Git {
  /// Edits the lines of each side on a branch of its own, and merges the two.
  func merge(_ bench: Bench, _ left: [Int], _ right: [Int]) throws -> Program.Run {
    let place = directory(bench)
    func run(_ words: String...) throws { _ = try git.run(words, in: place) }
    try run("checkout", "--quiet", "-B", "left")
    try SampleFile.edit(rows: left, in: file(bench))
    try run("commit", "--quiet", "--all", "-m", "left")
    try run("checkout", "--quiet", "-B", "right", "HEAD~1")
    try SampleFile.edit(rows: right, in: file(bench))
    try run("commit", "--quiet", "--all", "-m", "right")
    bench.settle()
    return try git.run(["merge", "--quiet", "-m", "merged", "left"], in: place)
  }
}
