import Foundation

extension Bench {
  private static let commits = 200

  /// Who made a label after many commits, and what it costs to clear up the store of the million samples.
  func historyStep(_ git: Git?) throws {
    attempt("blame") { try blameStep() }
    let name = "gc of the store of \(options.samples) samples"
    var beside: [Measurement.Peer] = []
    if let git, FileManager.default.fileExists(atPath: git.file(self)) {
      say("git gc")
      beside = [peer("git gc") { .seconds(try git.git.run(["gc", "--quiet"], in: git.directory(self)).seconds) }]
    }
    attempt(name, beside: beside) {
      say("gloss gc")
      settle()
      let before = bytesOfFiles(under: store)
      let run = try gloss.run(["gc", "-C", project, "--grace", "0s", "--json"], in: project)
      let note = "\(Quantity.bytes(before).text) before, \(Quantity.bytes(bytesOfFiles(under: store)).text) after"
      found(Measurement(name, .seconds(run.seconds), beside: beside, note: note))
    }
  }

  private func blameStep() throws {
    if !FileManager.default.fileExists(atPath: notesProject + "/.gloss") {
      if !FileManager.default.fileExists(atPath: notes) { try NoteFiles.write(to: notes) }
      _ = try firstVersion()
    }
    say("\(Self.commits) commits of a label each, and gloss blame")
    let file = directory + "/note.csv"
    let sample = NoteFiles.path(4_711)
    for commit in 0..<Self.commits {
      // Every tenth is of the sample that is asked about.
      let labeled = commit.isMultiple(of: 10) ? sample : NoteFiles.path(commit)
      let row = "sample,annotator,sentiment\n\(labeled),blame-\(commit),\(ProjectFiles.values[commit / 10 % 3])\n"
      try row.write(toFile: file, atomically: false, encoding: .utf8)
      _ = try gloss.run(["import", "-C", notesProject, "--annotations", file], in: directory)
      _ = try gloss.run(["commit", "-C", notesProject, "-m", "label \(commit)"], in: directory)
    }
    var times: [Double] = []
    for _ in 0..<5 {
      times.append(try gloss.run(["blame", "-C", notesProject, "--json", sample], in: directory).seconds)
    }
    found(
      Measurement(
        "blame of a sample after \(Self.commits) commits, least of \(times.count)", .seconds(times.min() ?? .nan),
        beside: [.init("gloss --version", .seconds(try gloss.run(["--version"], in: directory).seconds))]))
  }
}
